"""Keeps every guild's scheduled events equal to its program, by a look every minute."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from bot.clock import Clock, in_slices
from bot.delivery.gate import Gate
from bot.guilds.model import Choices
from bot.guilds.timetables import Timetables
from bot.mirrors.event_keeper import EventKeeper
from bot.mirrors.events_plan import MOST, Action, Scene, actions, begun, upcoming
from bot.mirrors.known_guilds import KnownGuilds, forgotten
from bot.mirrors.model import Mirror, MirrorKind, Reply, Result, Trouble
from bot.mirrors.native import Native, subject_of
from bot.mirrors.store import LostError
from bot.program.timetable import Timetable
from bot.translation import Language

log = logging.getLogger(__name__)

# How late an event may tell of a change.
LOOK = timedelta(minutes=1)

# How often a guild's events are looked at when nothing changed: some are over, which makes room for
# more, and people make and delete some.
AGAIN = timedelta(minutes=15)

# Guilds that are worked on at one time; one that takes long keeps its place for no longer.
AT_ONCE = 3
PATIENCE = timedelta(seconds=5)
GUILDS_AT_ONCE = 100

# One event may be refused for what it is; if so many are, all would be.
IN_VAIN = 3

# What failed is tried again after so long.
WAIT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """What was last done in a guild, from which choices and timetable, and what is in the way."""

    wish: tuple[bool, bool, Language]
    timetable: Timetable | None
    next_look: datetime
    has_failed: bool = False
    trouble: Trouble | None = None


class NativeEvents:
    """The scheduled events of this process's guilds; the store must be theirs alone to write.

    Whatever goes wrong with one guild is logged with a reference, and the others go on.
    """

    def __init__(
        self,
        programs: Timetables,
        guilds: KnownGuilds,
        keeper: EventKeeper,
        clock: Clock,
        owns: Callable[[int], bool],
    ) -> None:
        self._programs = programs
        self._guilds = guilds
        self._keeper = keeper
        self._clock = clock
        self._owns = owns
        self._gate = Gate(AT_ONCE, PATIENCE)
        # What the store holds, by guild and subject, once it is read.
        self._mirrors: dict[int, dict[str, Mirror]] | None = None
        self._is_stale = False
        self._cases: dict[int, _Case] = {}
        self._busy: set[int] = set()
        self._stopped = False

    def stop(self) -> None:
        """Begin nothing more; what is under way ends with the look that began it."""
        self._stopped = True

    def troubles(self, guild_id: int) -> Sequence[Trouble]:
        """Return what is known to be in the way of a guild's events.

        Only of this process's own guilds.
        """
        case = self._cases.get(guild_id)
        return () if case is None or case.trouble is None else (case.trouble,)

    def standing(self, guild_id: int) -> Mapping[str, Mirror]:
        """Return what is kept of a guild's events by subject; nothing before the first look."""
        return (self._mirrors or {}).get(guild_id, {})

    def try_again(self, guild_id: int) -> None:
        """Have the next look try at once what failed before, which is told until it is mended."""
        if case := self._cases.get(guild_id):
            self._cases[guild_id] = replace(case, next_look=self._clock.now())

    async def look(self) -> None:
        """Have all own guilds' events be as their programs are. Never fails.

        To be called every `LOOK`; a guild that an earlier call is still at is left to that.
        """
        if self._stopped:
            return
        try:
            found = await self._due()
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("Reference %s: no events could be looked at; tried again", reference)
            return
        mine = [choices for choices in found if choices.guild_id not in self._busy]
        self._busy.update(choices.guild_id for choices in mine)
        await asyncio.gather(*map(self._serve, mine))

    async def _due(self) -> list[Choices]:
        """Return what the guilds chose whose events are to be looked at by now."""
        if self._mirrors is None or (self._is_stale and not self._busy):
            self._is_stale = False
            self._mirrors = _by_guild(await self._keeper.known())
        for guild_id in forgotten(self._guilds, {*self._mirrors, *self._cases}):
            self._mirrors.pop(guild_id, None)
            self._cases.pop(guild_id, None)
        found, now = list[Choices](), self._clock.now()
        async for choices in in_slices(self._guilds.all(), GUILDS_AT_ONCE):
            guild_id = choices.guild_id
            if not choices.has_events and not self._mirrors.get(guild_id):
                self._cases.pop(guild_id, None)
            elif choices.paused_at is None and self._owns(guild_id) and self._is_due(choices, now):
                found.append(choices)
        return found

    def _is_due(self, choices: Choices, now: datetime) -> bool:
        case = self._cases.get(choices.guild_id)
        if case is None or case.wish != _wish(choices):
            return True
        is_new = case.timetable is not self._programs.timetable_for(choices)
        # A clock that was set back doesn't hold it up.
        waits = timedelta() < case.next_look - now <= AGAIN
        return not waits or (is_new and not case.has_failed)

    async def _serve(self, found: Choices) -> None:
        guild_id = found.guild_id
        try:
            async with self._gate.through((0, self._clock.now())):
                await self._work(guild_id)
        except LostError:
            # Another process did it; what the store holds by now is read with the next look.
            self._is_stale = True
            self._end(found, None, Reply(result=Result.LATER), WAIT)
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("Reference %s: the events of guild %d broke", reference, guild_id)
            self._is_stale = True
            self._end(found, None, Reply(result=Result.LATER), WAIT)
        finally:
            self._busy.discard(guild_id)

    async def _work(self, guild_id: int) -> None:
        """Look at a guild's events, and do one thing after the other until one fails."""
        choices = self._guilds.for_guild(guild_id)
        timetable = self._programs.timetable_for(choices)
        # Much may have changed since it was found.
        is_held = choices.paused_at is not None or choices.left_at is not None or self._stopped
        if is_held or self._mirrors is None or (choices.has_events and timetable is None):
            return
        mirrors = self._mirrors.setdefault(guild_id, {})
        listed = await self._keeper.listed(guild_id)
        worst = listed.reply
        if worst.result is Result.DONE:
            now = self._clock.now()
            scene = Scene(guild_id=guild_id, mirrors=dict(mirrors), seen=listed.seen)
            coming, running = _wanted(self._keeper, choices, timetable, now)
            worst = await self._take_all(guild_id, actions(coming, running, scene, now), mirrors)
        if worst.result is not Result.DONE:
            log.warning("The events of guild %d: not all done (%s)", guild_id, worst.reason)
        self._end(choices, timetable, worst, AGAIN if worst.result is Result.DONE else WAIT)

    async def _take_all(
        self, guild_id: int, to_do: Sequence[Action], mirrors: dict[str, Mirror]
    ) -> Reply:
        """Do one thing after the other, until it seems in vain; return the worst reply."""
        worst, refused = Reply(result=Result.DONE), 0
        for action in to_do:
            if self._stopped or refused == IN_VAIN:
                break
            reply = await self._keeper.take(guild_id, action, mirrors, self._clock.now())
            if reply.result is Result.LATER:
                return reply
            if reply.result is Result.REFUSED:
                worst, refused = reply, refused + 1
        return worst

    def _end(
        self, done: Choices, timetable: Timetable | None, reply: Reply, wait: timedelta
    ) -> None:
        """Keep what came of a guild's choices, as they were when it was begun.

        What was chosen meanwhile is another wish, so the next look serves it.
        """
        before, now = self._cases.get(done.guild_id), self._clock.now()
        stood = None if before is None else before.trouble
        trouble = _trouble(reply, now).since(stood) if reply.result is Result.REFUSED else None
        self._cases[done.guild_id] = _Case(
            wish=_wish(done),
            timetable=timetable,
            next_look=now + wait,
            has_failed=reply.result is not Result.DONE,
            trouble=stood if reply.result is Result.LATER else trouble,
        )


def _trouble(reply: Reply, now: datetime) -> Trouble:
    return Trouble(kind=MirrorKind.EVENT, cause=reply.cause, place=None, words=reply.reason, at=now)


def _by_guild(mirrors: Sequence[Mirror]) -> dict[int, dict[str, Mirror]]:
    by_guild: dict[int, dict[str, Mirror]] = {}
    for one in mirrors:
        by_guild.setdefault(one.guild_id, {})[one.subject] = one
    return by_guild


def _wish(choices: Choices) -> tuple[bool, bool, Language]:
    return choices.has_events, choices.streams_at_start, choices.spoken


def _wanted(
    keeper: EventKeeper, choices: Choices, timetable: Timetable | None, now: datetime
) -> tuple[tuple[Native, ...], frozenset[str]]:
    """Return what should stand in a guild, soonest first, and the subjects that have begun.

    Texts take their time, so there are no more of them than Discord takes events.
    """
    if timetable is None or not choices.has_events:
        return (), frozenset()
    coming = (
        keeper.native(one, timetable, choices) for one in islice(upcoming(timetable, now), MOST)
    )
    program = timetable.program.id
    return tuple(coming), frozenset(subject_of(program, one.id) for one in begun(timetable, now))
