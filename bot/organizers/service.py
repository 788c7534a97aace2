"""Plans what organizers are told, and says what a planned telling is about when it is sent."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.clock import in_slices
from bot.delivery.ledger import Ledger
from bot.delivery.log_lines import new_reference
from bot.delivery.model import Delivery, Plan, Record
from bot.guilds.model import Choices
from bot.guilds.service import Guilds
from bot.guilds.timetables import Timetables
from bot.organizers.lookback import Lookback
from bot.organizers.model import MirrorTrouble, Missed, ProgramTrouble, Telling, Unposted, Unread
from bot.organizers.plan import tellings
from bot.organizers.subject import read
from bot.program.timetable import Timetable

log = logging.getLogger(__name__)

# How many guilds are planned before all else gets its turn: less than ten milliseconds' work, even
# where each has ten troubles.
GUILDS_AT_ONCE = 50


class ProgramTroubles(Protocol):
    """Where it stands which programs could not be read anew."""

    def all(self) -> Mapping[str, ProgramTrouble]:
        """Return what is wrong by now, by program id. Never fails, and waits for nothing."""
        ...


class MirrorTroubles(Protocol):
    """Where it stands what is not shown in guilds as it should be."""

    def troubles(self, guild_id: int) -> Sequence[MirrorTrouble]:
        """Return what is wrong in an own guild by now. Never fails, and waits for nothing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Where troubles stand that no delivery had: of programs, and of what is shown in guilds."""

    programs: ProgramTroubles | None = None
    mirrors: Sequence[MirrorTroubles] = ()


def _every_guild(guild_id: int) -> bool:
    del guild_id
    return True


class Tellings:
    """What organizers are told: a Planner for dispatch, and the subjects for the postman.

    Of several processes each plans for the guilds that it `owns`. A telling's own trouble is told
    nowhere but in the log and under /deliveries.
    """

    def __init__(
        self,
        timetables: Timetables,
        guilds: Guilds,
        ledger: Ledger,
        elsewhere: Elsewhere | None = None,
        owns: Callable[[int], bool] = _every_guild,
    ) -> None:
        self._timetables = timetables
        self._guilds = guilds
        self._ledger = ledger
        self._elsewhere = elsewhere or Elsewhere()
        self._owns = owns
        self._lookback = Lookback()

    async def plans(self, now: datetime) -> Sequence[Plan]:
        """Return each own guild's plan; one that can't be made is logged and left out.

        The ledger is asked once for all guilds, and once more if there is something to tell, since
        this is done every few seconds. Whatever else is ready runs in between.
        """
        own = tuple(choices for choices in self._guilds.all() if self._owns(choices.guild_id))
        troubles = await self._troubles(self._lookback.since(own, now))
        programs = self._elsewhere.programs.all() if self._elsewhere.programs else {}
        wanted: list[Delivery] = []
        failed = False
        async for choices in in_slices(own, GUILDS_AT_ONCE):
            try:
                program, unshown = self._trouble_of(choices, programs), self._unshown_in(choices)
                posts = troubles.get(choices.guild_id, ())
                wanted += tellings(posts, choices, now, program, unshown)
            except Exception:
                failed = True
                reference = new_reference()
                log.exception("Reference %s: no tellings for guild %d", reference, choices.guild_id)
        untold = await self._untold(wanted)
        if not untold and not failed:
            self._lookback.all_told(own, now)
        return (Plan(due=untold),)

    async def _troubles(self, since: datetime) -> Mapping[int, Sequence[Record]]:
        """Return what the ledger holds of troubles settled at `since` or later, by guild."""
        troubles = defaultdict[int, list[Record]](list)
        for record in await self._ledger.troubles(since):
            troubles[record.delivery.guild_id].append(record)
        return troubles

    async def _untold(self, wanted: Sequence[Delivery]) -> tuple[Delivery, ...]:
        if not wanted:
            return ()
        held = await self._ledger.held({telling.key for telling in wanted})
        untold = (telling for telling in wanted if telling.key not in held)
        return tuple(sorted(untold, key=lambda one: (one.due, one.key)))

    def _trouble_of(
        self, choices: Choices, programs: Mapping[str, ProgramTrouble]
    ) -> ProgramTrouble | None:
        """Return what is wrong with the program that a guild follows."""
        if not programs:
            return None
        timetable = self._timetables.timetable_for(choices)
        followed = choices.program if timetable is None else timetable.program.id
        return None if followed is None else programs.get(followed)

    def _unshown_in(self, choices: Choices) -> Iterator[MirrorTrouble]:
        for mirror in self._elsewhere.mirrors:
            yield from mirror.troubles(choices.guild_id)

    def subject(self, delivery: Delivery, now: datetime) -> Telling | None:
        """Return what a telling says, with titles and program as they stand now.

        None if the guild's organizers chose another channel or paused since: it is planned anew
        for that channel, or when they resume.
        """
        del now
        choices = self._guilds.for_guild(delivery.guild_id)
        if choices.organizer_channel != delivery.place or choices.paused_at is not None:
            return None
        about = read(delivery.subject)
        timetable = self._timetables.timetable_for(choices)
        if isinstance(about, Unread):
            stands = timetable is not None and timetable.program.id == about.program
            about = replace(about, stands=stands)
        elif isinstance(about, Unposted) and timetable is not None:
            titled = tuple(_titled(one, timetable) for one in about.sessions)
            about = replace(about, sessions=titled)
        return Telling(about=about, mark=delivery.digest)


def _titled(missed: Missed, timetable: Timetable) -> Missed:
    session = timetable.session(missed.session)
    return missed if session is None else replace(missed, title=timetable.title_of(session))
