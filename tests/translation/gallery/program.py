"""What organizers are shown of their program: how it stands, what changes, what they change."""

from dataclasses import replace

from bot.errors import Fault, Severity
from bot.guilds.model import Choices
from bot.program.diff import diff
from bot.program.importers import Doubt
from bot.program.overlay import AtSource, Cancelled, Moved, Overlay
from bot.program.proposal import CancelWish, MoveWish, RestoreWish, propose
from bot.program.timetable import Timetable
from bot.sources.attached import Attached, Source
from bot.sources.attaching import Confirmed
from bot.sources.attaching import Preview as Handed
from bot.sources.reading import Read
from bot.translation import said
from bot.ui.orders import ChangesOrder, ReviewOrder, StatusOrder
from bot.ui.program_attach_card import attached_card, detach_card, detached_card, dropped_card
from bot.ui.program_attach_card import preview_card as handed_in_card
from bot.ui.program_changes_card import changes_card, review_card
from bot.ui.program_status_card import status_card
from bot.ui.session_change_card import Preview, done_card, left_card, preview_card
from tests.program.overlays import an_overlay, cancelled, moved
from tests.translation.gallery.capitals import (
    BUSY,
    HOUR,
    MINUTE,
    NOW,
    TIMETABLE,
    WATER,
    WHY,
    changes_of_every_kind,
)
from tests.translation.gallery.deliveries import PAUSED, ROUTED
from tests.ui.records import MESSAGE, a_record
from tests.ui.standings import CHOICES, a_refused, a_standing, a_status, kept

RIVERS, LAKES, LUNCH, NAMELESS, SEAS = TIMETABLE.sessions
KEY = "0123456789abcdef01234567"
SMALLER = replace(WATER, sessions=(SEAS,))
ONE_OF_EACH = replace(
    SMALLER, **{name: getattr(WATER, name)[:1] for name in ("talks", "speakers", "rooms", "tracks")}
)
BARE = replace(
    SMALLER, sessions=(), talks=(), speakers=(), rooms=(), tracks=(), last_day=WATER.first_day
)
OVERRIDES = (
    Moved(session=RIVERS.id, source=AtSource(start=NOW - HOUR), at=NOW, start=NOW + HOUR),
    Cancelled(session=LAKES.id, source=AtSource(start=NOW), at=NOW),
    Cancelled(session=NAMELESS.id, source=AtSource(start=NAMELESS.start), at=NOW),
)
FILE, ADDRESS = Source(origin="C"), Source(origin="https://a.org", address="x")
DOUBTS = tuple(
    Doubt(what=WHY, made=made, count=count, example=example)
    for made, count, example in (
        (said("It was left out."), 1, "X"),
        (said("It was left out."), 2, "X"),
        (said("Name it with --zone, as in --zone Europe/Berlin."), 1, ""),
        (said("Name a place, as in --zone Europe/Berlin."), 1, ""),
        (said("Name it with --name."), 1, ""),
    )
)
FAULTS = tuple(
    Fault(
        file="X",
        what=said("It has no end."),
        fix=said("Add one."),
        line=line,
        severity=Severity.WARNING,
    )
    for line in (7, None)
)
UNKNOWN = dict.fromkeys(("origin", "digest", "accepted_at", "last_look", "next_look"))


def status():
    origin = said("{origin}, attached by organizers here", origin="C")
    for choices in (CHOICES, PAUSED, ROUTED, Choices(guild_id=1)):
        yield status_card(a_standing(WATER, choices=choices, origin=origin), StatusOrder())
    refused = a_refused(SMALLER, *diff(WATER, SMALLER))
    for fields in (
        UNKNOWN,
        {"trouble": WHY},
        {"trouble": WHY, "refused": refused},
        {"overlay": Overlay(overrides=OVERRIDES)},
        {"overlay": Overlay(overrides=OVERRIDES[:1])},
        {"next_look": None},
    ):
        for page in (1, 2):
            standing = a_standing(WATER, **{"origin": None, **fields})
            yield status_card(standing, StatusOrder(page=page))
    for program in (ONE_OF_EACH, BARE):
        yield status_card(a_standing(program, origin=None), StatusOrder())


def changes():
    standing = a_status(WATER, trouble=WHY)
    every = [change for _, change in changes_of_every_kind()]
    for page in (1, 2):
        yield changes_card(standing, kept(*every), ChangesOrder(page=page))
    yield changes_card(standing, (), ChangesOrder())
    yield review_card(standing, a_refused(WATER), ReviewOrder())
    first = {change.kinds[0]: change for change in every}
    for found in (every, *((one,) * many for one in first.values() for many in (1, 2))):
        yield review_card(standing, a_refused(WATER, *found), ReviewOrder())


def handed_in():
    """A program that is handed in: anew, over another one, and with all that can be doubtful"""
    read = Read(program=WATER, text="", whole="", digest="d" * 64)
    attached = Attached(guild_id=1, program="ours", source=FILE, before=None, at=NOW)
    some, many = diff(SMALLER, WATER), diff(replace(BUSY, sessions=()), BUSY)
    yield handed_in_card(Handed(key=KEY, source=ADDRESS, found=read, attached=None))
    for found in (
        read,
        *(replace(read, doubts=(one,)) for one in DOUBTS),
        replace(read, doubts=DOUBTS * 2, ambiguous=("X", "Y")),
        replace(read, warnings=FAULTS),
        replace(read, changes=some, before=1),
        replace(read, changes=many, before=1),
        replace(read, replaces=True),
    ):
        yield handed_in_card(Handed(key=KEY, source=FILE, found=found, attached=attached))
    same = Handed(key=KEY, source=FILE, found=read, attached=attached, is_same=True)
    yield handed_in_card(same)
    for is_new in (True, False):
        confirmed = Confirmed(program=WATER, source=ADDRESS, changes=some, is_new=is_new)
        yield attached_card(confirmed)
        yield attached_card(replace(confirmed, changes=()))
    yield dropped_card()
    for before in (None, "X"):
        yield detach_card(attached, "OURS", before)
        yield detached_card("OURS", before)


def session_changes():
    """What organizers can change of a session, before it is done and after"""
    posted = (a_record("rivers", message_id=MESSAGE),)
    told = replace(CHOICES, change_channel=77)
    for wish, overrides in (
        (MoveWish(session=RIVERS.id, start=RIVERS.start + MINUTE), ()),
        (MoveWish(session=RIVERS.id, start=RIVERS.start + 20 * MINUTE), ()),
        (MoveWish(session=RIVERS.id, start=RIVERS.start + 9 * HOUR), ()),
        (MoveWish(session=RIVERS.id, room="loft"), ()),
        (MoveWish(session=LUNCH.id, room="loft"), ()),
        (CancelWish(session=NAMELESS.id), ()),
        (RestoreWish(session=RIVERS.id), (cancelled(RIVERS),)),
        (RestoreWish(session=RIVERS.id), (moved(RIVERS, room="loft"),)),
    ):
        for fields in (
            {"choices": CHOICES, "posted": posted},
            {"choices": told},
            {"choices": PAUSED},
        ):
            for now in (NOW - HOUR, NOW - 5 * MINUTE):
                proposal = propose(TIMETABLE, an_overlay(*overrides), wish, now)
                preview = Preview(wish=wish, proposal=proposal, timetable=TIMETABLE, **fields)
                yield preview_card(preview, now)
                yield done_card(preview, now)
    for many in (4, 5):
        others = [replace(LAKES, id=f"lakes-{one}") for one in range(many)]
        crowded = Timetable(replace(WATER, sessions=(RIVERS, *others)))
        wish = MoveWish(session=RIVERS.id, room="loft")
        proposal = propose(crowded, Overlay(), wish, NOW - HOUR)
        preview = Preview(wish=wish, proposal=proposal, timetable=crowded, choices=CHOICES)
        yield preview_card(preview, NOW - HOUR)
    yield left_card()
