"""Makes attendees of a big program for the benchmarks, and what planners ask for around them."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.agenda.model import Attendee, Saved, Seen
from bot.announcements.model import Batch
from bot.delivery.model import NO_GUILD, Delivery, Told
from bot.guilds.model import Choices
from bot.program.model import Program, Session
from bot.program.overlay import NOTHING, Overlay
from bot.program.timetable import Timetable

EACH = 20
SAVED_AT = datetime(2022, 11, 1, tzinfo=UTC)
FIRST_USER = 10**17


class Held:
    """Agendas in memory, as a store gives them to the service; nothing is written."""

    def __init__(self, attendees: Mapping[int, Attendee]) -> None:
        self.attendees = dict(attendees)

    async def stamp(self) -> tuple[int, int]:
        """Return the newest number and how many there are."""
        return max(one.number for one in self.attendees.values()), len(self.attendees)

    async def all(self, after: int = 0) -> tuple[Attendee, ...]:
        """Return those with a greater number."""
        newer = (one for one in self.attendees.values() if one.number > after)
        return tuple(sorted(newer, key=lambda one: one.number))

    def touch(self, user_id: int) -> None:
        """Let somebody have changed their agenda in no respect that matters."""
        number = max(one.number for one in self.attendees.values()) + 1
        self.attendees[user_id] = replace(self.attendees[user_id], number=number)


class Around:
    """Programs, guilds, ledger and Changes, as the planners ask for them."""

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable
        self.told: tuple[Told, ...] = ()
        self.batches: tuple[Batch, ...] = ()

    def lookup_named(self, program: str, guild_id: int | None) -> "Around":
        """Return what has the one timetable."""
        del program, guild_id
        return self

    def overlay_of(self, guild_id: int, program: str) -> Overlay:
        """Return nothing changed."""
        del guild_id, program
        return NOTHING

    def for_guild(self, guild_id: int) -> Choices:
        """Return the choices of a guild that set nothing."""
        return Choices(guild_id=guild_id)

    async def told_directly(self, since: datetime, after: datetime) -> Sequence[Told]:
        """Return what is held, as a ledger does."""
        return [one for one in self.told if one.item.start >= since and one.at >= after]

    async def held(self, keys: Iterable[str]) -> frozenset[str]:
        """Return none."""
        del keys
        return frozenset()

    async def stamp(self) -> int:
        """Return how many batches there are."""
        return len(self.batches)

    async def all(self) -> tuple[Batch, ...]:
        """Return the batches."""
        return self.batches

    def send(self, deliveries: Iterable[Delivery], now: datetime) -> None:
        """Let these have been claimed."""
        self.told = tuple(
            Told(guild_id=NO_GUILD, place=one.place, item=item, at=now)
            for one in deliveries
            for item in one.items
        )


def attendees_of(program: Program, people: int) -> dict[int, Attendee]:
    """Return so many people, each with as many sessions saved; the same ones every time."""
    chance = random.Random(2022)
    found = {}
    for number in range(1, people + 1):
        user_id = FIRST_USER + number
        chosen = chance.sample(program.sessions, EACH)
        saved = (saved_of(program, one) for one in chosen)
        found[user_id] = Attendee(
            user_id=user_id,
            saved=tuple(sorted(saved, key=lambda one: one.session)),
            last_guild=1,
            number=number,
        )
    return found


def saved_of(program: Program, session: Session) -> Saved:
    """Return a session as it is saved in guild 1."""
    return Saved(
        program=program.id,
        session=session.id,
        at=SAVED_AT,
        seen=Seen(title=f"Talk of {session.id}", start=session.start.astimezone(UTC)),
        guild_id=1,
    )
