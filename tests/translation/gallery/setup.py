"""What organizers are shown when they set up their server, and the word that welcomes them."""

from dataclasses import replace
from datetime import time, timedelta

from bot.guilds.channel_plan import Standing, channel_plan
from bot.guilds.model import Choices, Lead, Route, RouteKind
from bot.organizers.welcome import Welcome
from bot.translation import Language, _
from bot.ui.setup_card import setup_card
from bot.ui.setup_making import OTHER_BY_NOW, Made, made_line, progress_card
from bot.ui.setup_orders import RoutePicker, SetupPage
from bot.ui.setup_panel import Making, Panel
from bot.ui.welcome_post import welcome_post
from tests.factories import a_room
from tests.translation.gallery.capitals import BUSY, HOUR, MINUTE, WATER, WHY
from tests.ui.every_message import MARK

NOTHING = Choices(guild_id=1)
EVERYTHING = Choices(
    guild_id=1,
    reminder_channel=10,
    leads=tuple(Lead(before=one) for one in (timedelta(days=1), HOUR, 7 * MINUTE)),
    change_channel=11,
    announcement_channel=12,
    digest_at=time(8, 30),
    organizer_channel=13,
    log_channel=14,
    board_channel=16,
    mention_role=15,
    routes=(
        Route(kind=RouteKind.TRACK, id="data", channel=22),
        Route(kind=RouteKind.ROOM, id="hall", channel=23),
        # They have left the program.
        Route(kind=RouteKind.TRACK, id="22", channel=22),
        Route(kind=RouteKind.ROOM, id="23", channel=24),
    ),
    public_answers=True,
    personal_fallback=True,
    has_events=True,
    streams_at_start=True,
    has_room_boards=True,
    language=Language.JAPANESE,
)
SOME = replace(EVERYTHING, digest_at=None, mention_role=None, routes=())
OBSTACLES = dict.fromkeys(range(10, 25), WHY)
ALL_ROUTED = tuple(
    Route(kind=kind, id=place.id, channel=9)
    for kind, places in ((RouteKind.TRACK, WATER.tracks), (RouteKind.ROOM, WATER.rooms))
    for place in places
)


def panels():
    """Every page of a server that chose nothing, something, and everything"""
    nowhere = replace(WATER, rooms=(), tracks=())
    for choices, program, count in (
        (NOTHING, None, 0),
        (NOTHING, WATER, 1),
        (SOME, nowhere, 26),
        (SOME, BUSY, 27),
        (EVERYTHING, WATER, 27),
    ):
        panel = Panel(
            choices=choices,
            program=program,
            programs=tuple(replace(WATER, id=f"water-{one}") for one in range(count)),
            obstacles=OBSTACLES,
            role_trouble=WHY,
            troubles=(WHY,),
            place=RoutePicker(kind=RouteKind.ROOM, id="hall"),
        )
        for page in SetupPage:
            yield setup_card(panel, page, done="✅")
    for number in (0, 1, 2):
        panel = Panel(choices=NOTHING, program=BUSY, programs=(BUSY,), number=number)
        yield setup_card(panel, SetupPage.PLACES)


def making():
    """The page that makes channels: before anything stands, once some does, in a full server"""
    category = Standing(id=1, name="WATERCONF", is_category=True)
    some = [
        category,
        *(Standing(id=2 + at, name=name, category=1) for at, name in enumerate(("hall", "data"))),
    ]
    every = [*some, Standing(id=7, name="web", category=1), Standing(id=8, name="loft", category=1)]
    full = [Standing(id=number, name="X") for number in range(498)]
    one = replace(WATER, rooms=WATER.rooms[:1], tracks=WATER.tracks[:1])
    many = replace(WATER, rooms=tuple(a_room(f"ROOM {one}", id=f"r-{one}") for one in range(60)))
    routed = replace(NOTHING, routes=ALL_ROUTED)
    for program, choices, standing in (
        (WATER, NOTHING, ()),
        (one, NOTHING, ()),
        (WATER, NOTHING, [category]),
        (one, NOTHING, [category]),
        (WATER, NOTHING, some),
        (WATER, NOTHING, every),
        (WATER, routed, ()),
        (WATER, NOTHING, full),
        (BUSY, NOTHING, full),
        (many, NOTHING, ()),
    ):
        plans = {kind: channel_plan(kind, program, choices, standing) for kind in RouteKind}
        for trouble in (None, WHY):
            making = Making(plans=plans, trouble=trouble)
            panel = Panel(choices=choices, program=program, making=making)
            yield setup_card(panel, SetupPage.MAKING)


def made():
    for missing in (1, 2):
        came_of = Made(count=missing, of=2 * missing, why=WHY, left_out=missing)
        yield setup_card(
            Panel(choices=NOTHING, program=None), SetupPage.START, done=made_line(came_of)
        )
        yield progress_card(came_of)
    yield _(OTHER_BY_NOW)


def welcome():
    yield welcome_post(Welcome(mark=MARK))
