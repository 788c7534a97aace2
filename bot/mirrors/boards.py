"""Keeps every guild's live board equal to its program, by a look every few seconds."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.clock import Clock, in_slices
from bot.delivery.gate import Gate
from bot.guilds.model import Choices
from bot.mirrors.board import Board, board_of
from bot.mirrors.board_keeper import BoardKeeper, Spot
from bot.mirrors.board_plan import Step, Tried, Wanted, step_of
from bot.mirrors.model import Mirror, Reply, Said
from bot.mirrors.store import LostError
from bot.program.timetable import Timetable

log = logging.getLogger(__name__)

# How late a board may tell what is on.
LOOK = timedelta(seconds=15)

# Boards that are worked on at one time, so that reminders hardly wait for them; one whose channel
# is out of order keeps its place for no longer than that.
AT_ONCE = 5
PATIENCE = timedelta(seconds=5)

# How many guilds are looked at before all else gets its turn.
GUILDS_AT_ONCE = 100

UNTRIED = Tried()

# Taken away, claimed, posted, edited: one look may do all of it.
MOST_STEPS = 4


class GuildPrograms(Protocol):
    """Where guilds' programs stand."""

    def timetable_for(self, choices: Choices) -> Timetable | None:
        """Return the timetable that a guild's posts follow; None if its program is not loaded."""
        ...


class KnownGuilds(Protocol):
    """Where guilds' choices stand."""

    def all(self) -> tuple[Choices, ...]:
        """Return the choices of every known guild that Marquee is in."""
        ...

    def for_guild(self, guild_id: int) -> Choices:
        """Return a guild's choices; one that set nothing has empty ones. Never fails."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A board and its digest, and since when it is known to be right."""

    board: Board
    digest: str
    since: datetime

    def holds(self, now: datetime) -> bool:
        return self.board.until is not None and self.since <= now < self.board.until


class _Showing:
    """What boards are to show: made once for all guilds of one timetable, until it changes."""

    def __init__(self, digest: Callable[[Board], str]) -> None:
        self._digest = digest
        self._shown: dict[Timetable, _Shown] = {}

    def of(self, timetable: Timetable, now: datetime) -> _Shown:
        shown = self._shown.get(timetable)
        if shown is None or not shown.holds(now):
            board = board_of(timetable, now)
            shown = _Shown(board=board, digest=self._digest(board), since=now)
            self._shown[timetable] = shown
        return shown

    def keep(self, timetables: Collection[Timetable]) -> None:
        """Forget all others: they are of earlier versions."""
        for timetable in self._shown.keys() - set(timetables):
            del self._shown[timetable]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """How it goes with the board of one place: what was tried, and what organizers can do."""

    place: int | None
    tried: Tried = UNTRIED
    trouble: str | None = None

    def after(self, step: Step, mirror: Mirror | None, reply: Reply, now: datetime) -> "_Case":
        """Return the same after a step from what stood there."""
        if reply.said is not Said.DONE:
            trouble = reply.reason if reply.said is Said.REFUSED else self.trouble
            return replace(self, tried=self.tried.failed(now), trouble=trouble)
        if mirror is None or step in (Step.CLAIM, Step.RENEW, Step.REMOVE):
            # What is in the way of posting is known when it is tried.
            return replace(self, tried=UNTRIED)
        tried = self.tried.edited(mirror, now) if step is Step.EDIT else self.tried
        tried = replace(tried, failures=0, next_try=None)
        tried = tried.pinned(now, is_pinned=reply.is_pinned)
        return replace(self, tried=tried, trouble=reply.reason or None)


class _Held:
    """What the store holds, in memory: only this process writes it."""

    def __init__(self, read: Callable[[], Awaitable[dict[int, Mirror]]]) -> None:
        self._read = read
        self._mirrors: dict[int, Mirror] = {}
        # Of whom it is to be read again; None if it was not read at all.
        self._lost: set[int] | None = None

    async def read(self, busy: Collection[int]) -> None:
        """Read what is not known, but nothing of the guilds that somebody is busy with."""
        if self._lost is None:
            self._mirrors, self._lost = await self._read(), set()
        elif self._lost:
            stored = await self._read()
            for guild_id in self._lost - set(busy):
                self.put(guild_id, stored.get(guild_id))
                self._lost.discard(guild_id)

    def of(self, guild_id: int) -> Mirror | None:
        return self._mirrors.get(guild_id)

    def put(self, guild_id: int, mirror: Mirror | None) -> None:
        if mirror is None:
            self._mirrors.pop(guild_id, None)
        else:
            self._mirrors[guild_id] = mirror

    def lose(self, guild_id: int) -> None:
        """Take it for not known any more: somebody else wrote it."""
        if self._lost is not None:
            self._lost.add(guild_id)


class Boards:
    """The boards of this process's guilds; the store must be theirs alone to write.

    Whatever goes wrong with one is logged with a reference, and the others are still looked after.
    """

    def __init__(
        self,
        programs: GuildPrograms,
        guilds: KnownGuilds,
        keeper: BoardKeeper,
        clock: Clock,
        owns: Callable[[int], bool],
    ) -> None:
        self._programs = programs
        self._guilds = guilds
        self._keeper = keeper
        self._clock = clock
        self._owns = owns
        self._gate = Gate(AT_ONCE, PATIENCE)
        self._held = _Held(keeper.known)
        self._showing = _Showing(keeper.digest)
        self._cases: dict[int, _Case] = {}
        self._busy: set[int] = set()
        self._stopped = False

    def stop(self) -> None:
        """Begin nothing more; a step that is under way ends with the look that began it."""
        self._stopped = True

    def troubles(self, guild_id: int) -> str | None:
        """Return what is in the way of a guild's board and what to do; None if nothing is known.

        Only of this process's own guilds.
        """
        case = self._cases.get(guild_id)
        if case is None or case.place != self._guilds.for_guild(guild_id).board_channel:
            return None
        return case.trouble

    def try_again(self, guild_id: int) -> None:
        """Have the next look try at once what failed before: organizers may have mended it.

        What is in the way is told until it is known that it is not any more.
        """
        case = self._cases.get(guild_id)
        if case is not None:
            tried = case.tried.again(self._clock.now())
            self._cases[guild_id] = replace(case, tried=tried)

    async def look(self) -> None:
        """Have every own board stand and show what it should. Never fails.

        To be called every `LOOK`. It costs next to nothing as long as nothing changes, and a guild
        that an earlier call is still at is left to that.
        """
        if self._stopped:
            return
        try:
            await self._held.read(self._busy)
            found = await self._unequal()
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("Reference %s: no board could be looked at; tried again", reference)
            return
        # An earlier look may have come to one of them meanwhile.
        mine = set(found) - self._busy
        self._busy |= mine
        await asyncio.gather(*(self._serve(guild_id) for guild_id in found if guild_id in mine))

    async def _unequal(self) -> list[int]:
        """Return the guilds where something is to be done by now."""
        found: list[int] = []
        used: set[Timetable] = set()
        async for choices in in_slices(self._guilds.all(), GUILDS_AT_ONCE):
            guild_id = choices.guild_id
            if choices.board_channel is None and self._held.of(guild_id) is None:
                self._cases.pop(guild_id, None)
            elif guild_id not in self._busy and self._owns(guild_id):
                found += [guild_id] if self._is_to_be_served(choices, used) else []
        self._showing.keep(used)
        return found

    def _is_to_be_served(self, choices: Choices, used: set[Timetable]) -> bool:
        try:
            timetable = self._programs.timetable_for(choices)
            used |= {timetable} if timetable is not None else set()
            return self._step(choices, timetable) is not Step.NOTHING
        except Exception as error:  # noqa: BLE001 - the other guilds are looked after all the same
            self._broke(choices.guild_id, error)
            return False

    async def _serve(self, guild_id: int) -> None:
        """Take one step after the other, until the board is as it should be or can't be by now."""
        try:
            async with self._gate.through((0, self._clock.now())):
                for _ in range(MOST_STEPS):
                    if self._stopped or not await self._take_step(guild_id):
                        break
        except LostError:
            # Somebody else did it; what the store holds by now is read with the next look.
            self._held.lose(guild_id)
        except Exception as error:  # noqa: BLE001 - the other guilds are looked after all the same
            self._broke(guild_id, error)
        finally:
            self._busy.discard(guild_id)

    async def _take_step(self, guild_id: int) -> bool:
        """Take the next step, if there is one; tell whether to go on."""
        # Much may have changed since it was found: posting was paused, the channel is another one.
        choices = self._guilds.for_guild(guild_id)
        timetable, now = self._programs.timetable_for(choices), self._clock.now()
        step = self._step(choices, timetable)
        if step is Step.NOTHING:
            return False
        place, mirror = choices.board_channel, self._held.of(guild_id)
        spot = Spot(guild_id=guild_id, channel=place or 0)
        board = None if timetable is None else self._showing.of(timetable, now).board
        taken = await self._keeper.take(step, spot, mirror, board, now)
        self._held.put(guild_id, taken.mirror)
        self._cases[guild_id] = self._case(guild_id, place).after(step, mirror, taken.reply, now)
        if taken.reply.said is not Said.DONE:
            log.warning("The board of guild %d: not done (%s)", guild_id, taken.reply.reason)
        return taken.reply.said is Said.DONE

    def _step(self, choices: Choices, timetable: Timetable | None) -> Step:
        """Return what is to be done about a guild's board by now."""
        if choices.paused_at is not None or choices.left_at is not None:
            return Step.NOTHING
        place, now = choices.board_channel, self._clock.now()
        wanted = None
        if place is not None and timetable is not None:
            shown = self._showing.of(timetable, now)
            wanted = Wanted(digest=shown.digest, is_over=shown.board.is_over)
        mirror = self._held.of(choices.guild_id)
        return step_of(place, mirror, wanted, self._case(choices.guild_id, place).tried, now)

    def _case(self, guild_id: int, place: int | None) -> _Case:
        case = self._cases.get(guild_id)
        return case if case is not None and case.place == place else _Case(place=place)

    def _broke(self, guild_id: int, error: Exception) -> None:
        reference, now = secrets.token_hex(4), self._clock.now()
        log.error("Reference %s: the board of guild %d broke", reference, guild_id, exc_info=error)
        case = self._case(guild_id, self._guilds.for_guild(guild_id).board_channel)
        self._cases[guild_id] = replace(case, tried=case.tried.failed(now))
