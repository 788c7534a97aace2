"""Deliveries with sensible defaults: one session, told ten minutes before."""

from datetime import UTC, datetime, timedelta
from itertools import count

from bot.delivery.model import Delivery, Item, Kind

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
START = datetime(2022, 11, 30, 17, 0, tzinfo=UTC)
DUE = START - 10 * MINUTE

_numbers = count(1)


def an_item(session="keynote", **fields):
    return Item(**{"session": session, "start": START, "lead": 10 * MINUTE, **fields})


def a_delivery(*sessions, due=DUE, **fields):
    return Delivery(
        **{
            "key": f"reminder-{next(_numbers)}",
            "guild_id": 1,
            "place": 10,
            "kind": Kind.REMINDER,
            "due": due,
            "expires": START,
            "subject": "{}",
            "items": tuple(an_item(session, lead=START - due) for session in sorted(sessions)),
            **fields,
        }
    )
