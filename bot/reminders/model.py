"""A reminder as a value: what starts, when, and for which channel."""

from dataclasses import dataclass
from datetime import datetime

from bot.program.model import Program, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """The sessions that start at one instant and are told in one message.

    `start` is in UTC; `mark` is the delivery's digest, put where it can be found again.
    """

    program: Program
    start: datetime
    sessions: tuple[Session, ...]
    mark: str
