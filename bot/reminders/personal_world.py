"""What attendees' reminders follow from: their agendas, the timetables and guilds' choices."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from bot.agenda.followers import Followers
from bot.agenda.model import Attendee
from bot.clock import in_slices
from bot.delivery.model import NO_GUILD
from bot.guilds.model import Choices
from bot.guilds.timetables import NamedPrograms, timetable_named
from bot.program.timetable import Timetable
from bot.reminders.personal_plan import Following

# How many people are gone through before all else gets its turn.
PEOPLE_AT_ONCE = 2_000


class Agendas(Protocol):
    """Where agendas stand; what it gives out stays as it is, whatever comes after."""

    def of(self, user_id: int) -> Attendee:
        """Return what is held of a person; an attendee with nothing if that is nothing."""
        ...

    def all(self) -> Collection[Attendee]:
        """Return everybody of whom something is held."""
        ...

    def followers(self) -> Followers:
        """Return who saved what: by program and guild followed, by session, by user id."""
        ...

    @property
    def openings(self) -> int:
        """How often anybody's direct messages were found to be open again, so far."""
        ...

    def on_change(self, call: Callable[[], None]) -> None:
        """Have `call` made after each change of what anybody saved or chose."""
        ...


class KnownGuilds(Protocol):
    """Where guilds' choices stand."""

    def for_guild(self, guild_id: int) -> Choices:
        """Return a guild's choices; one that set nothing has empty ones. Never fails."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalWorld:
    """All that a plan follows from, but the time and the ledger.

    `version` is how often agendas changed. `fallbacks` are the choices of guilds that remind in
    their channel whom no direct message reaches. What belongs to a guild of `owned` is this
    process's to plan.
    """

    version: int
    following: tuple[Following, ...]
    fallbacks: Mapping[int, Choices]
    owned: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Everybody:
    """What concerns everybody's plan: how long before a start anybody may be reminded, and more.

    Of the people in `closed`, by id, direct messages are closed; `openings` is how often anybody's
    were found to be open again by then, and `people` is how many there are.
    """

    befores: frozenset[timedelta] = frozenset()
    closed: frozenset[int] = frozenset()
    openings: int = 0
    people: int = 0

    @property
    def longest(self) -> timedelta:
        """The longest time before a start."""
        return max(self.befores, default=timedelta())


class Surroundings:
    """Looks up what a plan follows from; who was looked through is remembered."""

    def __init__(
        self,
        programs: NamedPrograms,
        agendas: Agendas,
        guilds: KnownGuilds,
        owns: Callable[[int], bool],
    ) -> None:
        self._programs = programs
        self._agendas = agendas
        self._guilds = guilds
        self._owns = owns
        self._version = 0
        self._looked_through = -1
        self._everybody = Everybody()
        agendas.on_change(self._agendas_changed)

    def _agendas_changed(self) -> None:
        self._version += 1

    def world(self) -> PersonalWorld:
        """Return what stands now; a program that is not loaded is left out."""
        following = []
        guilds: dict[int, Choices] = {}
        for (program, guild_id), savers in self._agendas.followers().items():
            timetable = self.timetable(program, guild_id)
            if timetable is None:
                continue
            following.append(Following(timetable=timetable, savers=savers, guild_id=guild_id))
            if guild_id is not None:
                guilds[guild_id] = self.choices(guild_id)
        return PersonalWorld(
            version=self._version,
            following=tuple(following),
            fallbacks={
                guild_id: choices
                for guild_id, choices in guilds.items()
                if choices.personal_fallback and choices.reminder_channel is not None
            },
            owned=frozenset(one for one in (NO_GUILD, *guilds) if self._owns(one)),
        )

    async def everybody(self) -> Everybody:
        """Return what concerns everybody's plan; all are looked through if anybody changed."""
        version, openings = self._version, self._agendas.openings
        if version != self._looked_through:
            befores, closed = set[timedelta](), set[int]()
            async for attendee in in_slices(self._agendas.all(), PEOPLE_AT_ONCE):
                befores.update([lead.before for lead in attendee.wishes.leads])
                if attendee.closed_at is not None:
                    closed.add(attendee.user_id)
            self._everybody = Everybody(
                befores=frozenset(befores),
                closed=frozenset(closed),
                openings=openings,
                people=len(self._agendas.all()),
            )
            self._looked_through = version
        return self._everybody

    def attendee(self, user_id: int) -> Attendee:
        """Return what is held of a person."""
        return self._agendas.of(user_id)

    def choices(self, guild_id: int) -> Choices:
        """Return a guild's choices."""
        return self._guilds.for_guild(guild_id)

    def timetable(self, program: str, guild_id: int | None) -> Timetable | None:
        """Return a program's timetable as a guild sees it, None if the program is not loaded."""
        return timetable_named(self._programs, program, guild_id)
