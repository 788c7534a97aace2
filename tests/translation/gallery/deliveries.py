"""What organizers are shown of what is posted: the list, each delivery, what they did."""

from dataclasses import replace
from datetime import timedelta

from bot.delivery.model import Cause, Kind, State
from bot.delivery.overview import Overview
from bot.guilds.model import Choices, Route, RouteKind
from bot.organizers.actions import Action, Logged
from bot.translation import said
from bot.ui.deliveries_card import Outlook, deliveries_card, resumed_card
from bot.ui.delivery_card import delivery_card
from bot.ui.log_card import log_card
from bot.ui.log_post import log_post
from bot.ui.orders import ListOrder, LogOrder
from tests.translation.gallery.capitals import MINUTE, NOW, TIMETABLE, WHY
from tests.ui.every_message import MARK
from tests.ui.records import MESSAGE, a_delivery, a_record
from tests.ui.standings import CHOICES

DAY = timedelta(days=1)
RIVERS = TIMETABLE.sessions[0].id
EVERY_SESSION = tuple(one.id for one in TIMETABLE.sessions)
# They have left the program.
GONE = tuple(str(number) for number in range(12))
PAUSED = replace(CHOICES, paused_at=NOW)
ROUTED = replace(CHOICES, routes=(Route(kind=RouteKind.ROOM, id="hall", channel=23),))
HELD = {"state": State.DROPPED, "cause": Cause.PAUSED}


def _coming():
    """Deliveries of every kind, and of one session, several, and many"""
    yield from (a_delivery(kind=kind) for kind in Kind)
    yield from (a_delivery(*ids) for ids in ((RIVERS,), EVERY_SESSION, GONE))


def _past():
    """Deliveries in every state, and for every cause with a reason and without one"""
    for state in State:
        yield a_record(RIVERS, state=state, message_id=MESSAGE, attempts=2)
    for reason in (WHY, None):
        yield a_record(RIVERS, state=State.FAILED, reason=reason, next_try=NOW + MINUTE)
        for cause in (*Cause, None):
            yield a_record(RIVERS, state=State.DROPPED, cause=cause, reason=reason)


def deliveries():
    few = Overview(coming=tuple(_coming())[:2], lately=tuple(_past())[:2])
    nowhere = replace(ROUTED, reminder_channel=None)
    for choices in (CHOICES, PAUSED, ROUTED, nowhere, Choices(guild_id=1)):
        for overview in (few, Overview(coming=(), lately=())):
            outlook = Outlook(choices=choices, overview=overview, timetable=TIMETABLE)
            yield deliveries_card(outlook, ListOrder(), NOW)
    everything = Overview(coming=tuple(_coming()), lately=tuple(_past()))
    outlook = Outlook(choices=CHOICES, overview=everything, timetable=TIMETABLE)
    for page in range(1, 7):
        yield deliveries_card(outlook, ListOrder(page=page), NOW)


def resuming():
    to_come = [a_record(one, start=NOW + 5 * MINUTE, **HELD) for one in GONE]
    over = a_record(RIVERS, start=NOW - 5 * MINUTE, **HELD)
    for held in ((), (over,), (to_come[0],), (over, *to_come)):
        overview = Overview(coming=(), lately=tuple(held))
        outlook = Outlook(choices=CHOICES, overview=overview, timetable=TIMETABLE)
        yield resumed_card(outlook, NOW - DAY, NOW)
        yield resumed_card(outlook, None, NOW)


def each_delivery():
    for one in (*_coming(), *_past()):
        for choices in (CHOICES, PAUSED):
            yield delivery_card(one, choices, TIMETABLE, NOW)


def log():
    what = said("took away the channel for this log")
    actions = [
        Action(id=number, guild_id=1, user_id=None, at=NOW, what=what) for number in range(90)
    ]
    for page in (1, 2):
        yield log_card(actions, LogOrder(page=page))
    yield log_card([], LogOrder())
    yield log_post(Logged(user_id=7, at=NOW, what=what, mark=MARK))
