"""One reminder of saved sessions less the person that it is for: made once, and sent to many."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from bot.agenda.model import Saved
from bot.delivery.model import NO_GUILD, Delivery, Item, Kind
from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.reminders.message import ending_of, parts_of
from bot.reminders.subject import subject_of, written


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSession:
    """A session as its `savers`, by user id, follow it: in a guild's timetable or the source's."""

    session: Session
    timetable: Timetable
    savers: Mapping[int, Saved]
    guild_id: int | None = None

    @property
    def digest(self) -> str:
        """What the ledger knows it by."""
        return digest_of(self.timetable.program.id, self.session.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalMessage:
    """Saved sessions of one program that start together, told in one message at one lead.

    It is the `number`th of those that a person gets at that instant.
    """

    program: str
    due: datetime
    expires: datetime
    keep_until: datetime
    subject: str
    items: tuple[Item, ...]
    ending: str
    number: int

    def direct(self, user_id: int) -> Delivery:
        """Return the delivery by direct message."""
        return Delivery(
            key=f"{_PERSONAL}:{user_id}:{self.program}:{self.ending}",
            guild_id=NO_GUILD,
            place=user_id,
            kind=Kind.PERSONAL,
            due=self.due,
            expires=self.expires,
            subject=self.subject,
            items=self.items,
            user_id=user_id,
            keep_until=self.keep_until,
        )

    def instead(self, user_id: int, guild_id: int, place: int) -> Delivery:
        """Return the delivery in a guild's channel, where direct messages are closed.

        It covers no items, which are the guild's own there: its key alone makes it happen once.
        """
        key = fallback_key(
            guild_id, user_id, self.program, self.expires, self.expires - self.due, self.number
        )
        return replace(self.direct(user_id), key=key, guild_id=guild_id, place=place, items=())


# Thousands are made at a time, and an enumeration's member is slow to put into a text.
_PERSONAL = Kind.PERSONAL.value


@lru_cache(maxsize=20_000)
def digest_of(program: str, session: str) -> str:
    """Return what the ledger knows a session by in direct messages, which are of any program."""
    return hashlib.sha256(f"{program}:{session}".encode()).hexdigest()[:32]


def fallback_key(  # noqa: PLR0913, PLR0917 - all that makes it out
    guild_id: int, user_id: int, program: str, start: datetime, before: timedelta, number: int = 1
) -> str:
    """Return the key of what a guild's channel tells a person in place of a direct message."""
    seconds = round(before.total_seconds())
    return (
        f"{_PERSONAL}:{user_id}:{program}:{start:%Y%m%dT%H%M%SZ}:{seconds}:in {guild_id}:{number}"
    )


def personal_messages(
    start: datetime, before: timedelta, saved: Sequence[SavedSession]
) -> Iterator[PersonalMessage]:
    """Yield the messages that tell of saved sessions, `before` their common start (UTC)."""
    by_id = {one.session.id: one for one in saved}
    timetable = saved[0].timetable
    parts = parts_of(timetable, [one.session for one in saved])
    for number, part in enumerate(parts, start=1):
        told = [by_id[session.id] for session in part]
        subject = subject_of(timetable, start, part)
        guilds = tuple(one.guild_id for one in told)
        digests = sorted(one.digest for one in told)
        ends = [one.timetable.end_of(one.session).astimezone(UTC) for one in told]
        yield PersonalMessage(
            program=timetable.program.id,
            due=start - before,
            expires=start,
            keep_until=max([start, *ends]),
            subject=written(replace(subject, guilds=guilds)),
            items=tuple(Item(session=one, start=start, lead=before) for one in digests),
            ending=ending_of(start, before, digests),
            number=number,
        )
