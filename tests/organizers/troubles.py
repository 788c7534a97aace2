"""Troubles with sensible defaults: a reminder to channel 10 of guild 1 that was not posted."""

from dataclasses import dataclass
from datetime import datetime

from bot.delivery.model import Cause, Record, State
from bot.guilds.model import Choices
from bot.mirrors.model import MirrorKind, Trouble
from tests.delivery.deliveries import DUE, SECOND, a_delivery

ORGANIZERS = 99
SETTLED = DUE + SECOND

STATES = {
    Cause.LATE: State.EXPIRED,
    Cause.UNREADABLE: State.UNSURE,
}


def a_trouble(*sessions, cause=Cause.FORBIDDEN, at=SETTLED, reason="Missing Access", **fields):
    """A record of what was not posted; `fields` are its delivery's."""
    return Record(
        delivery=a_delivery(*(sessions or ["keynote"]), **fields),
        state=STATES.get(cause, State.DROPPED),
        claimed_at=DUE,
        settled_at=at,
        reason=reason,
        cause=cause,
    )


def choosing(**fields):
    """The choices of guild 1, whose organizers are told in channel 99."""
    return Choices(
        **{"guild_id": 1, "reminder_channel": 10, "organizer_channel": ORGANIZERS, **fields}
    )


def an_unshown(**fields):
    """What is in the way of the live board in channel 11."""
    return Trouble(
        **{
            "kind": MirrorKind.BOARD,
            "cause": Cause.FORBIDDEN,
            "place": 11,
            "words": "Marquee lacks Embed Links: allow it.",
            "at": SETTLED,
            **fields,
        }
    )


@dataclass(frozen=True, kw_only=True)
class AProgramTrouble:
    """A program that could not be read anew."""

    program: str = "conf-22"
    at: datetime = SETTLED
    words: str = "Line 3: there is no such room."
    digest: str = "0123456789abcdef0123456789abcdef"
