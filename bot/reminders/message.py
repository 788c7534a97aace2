"""One reminder less the guild that it is for: made once, and posted in many guilds."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.delivery.model import Delivery, Item, Kind
from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.reminders.subject import subject_of, written

# One message stays readable, and its pickers within what Discord takes.
MOST_SESSIONS = 10
MOST_TALKS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Sessions that start together, told in one message at one lead.

    `ending` is what the keys of its deliveries have in common.
    """

    due: datetime
    expires: datetime
    subject: str
    items: tuple[Item, ...]
    ending: str

    def delivery(self, guild_id: int, place: int) -> Delivery:
        """Return the delivery to one guild's channel.

        Its key is the same for the same sessions, start and lead, whoever plans it and whenever.
        """
        return Delivery(
            key=f"{Kind.REMINDER}:{guild_id}:{place}:{self.ending}",
            guild_id=guild_id,
            place=place,
            kind=Kind.REMINDER,
            due=self.due,
            expires=self.expires,
            subject=self.subject,
            items=self.items,
        )


def messages(
    timetable: Timetable,
    start: datetime,
    before: timedelta,
    sessions: Iterable[Session],
    *,
    follows: bool = False,
) -> Iterator[Message]:
    """Yield the messages that tell of sessions, `before` their common start (UTC).

    The first of them says that it is, unless it `follows` one that told of that start before.
    """
    for number, part in enumerate(parts_of(timetable, sessions)):
        is_first = number == 0 and not follows
        subject = replace(subject_of(timetable, start, part), is_first=is_first)
        ids = sorted(session.id for session in part)
        yield Message(
            due=start - before,
            expires=start,
            subject=written(subject),
            items=tuple(Item(session=one, start=start, lead=before) for one in ids),
            ending=ending_of(start, before, ids),
        )


def parts_of(timetable: Timetable, sessions: Iterable[Session]) -> Iterator[Sequence[Session]]:
    """Yield as many sessions together as a message can hold; one alone is always taken."""
    part: list[Session] = []
    talks = 0
    for session in sessions:
        more = len(timetable.talks_of(session))
        if part and (len(part) == MOST_SESSIONS or talks + more > MOST_TALKS):
            yield part
            part, talks = [], 0
        part.append(session)
        talks += more
    if part:
        yield part


def ending_of(start: datetime, before: timedelta, ids: Sequence[str]) -> str:
    """Return the end of a key: the start, the lead and the sessions, whose ids are in order."""
    covered = hashlib.sha256(" ".join(ids).encode()).hexdigest()[:16]
    return f"{start:%Y%m%dT%H%M%SZ}:{round(before.total_seconds())}:{covered}"
