"""Looks at the sources of all [[program]] tables, and takes over what is new there."""

import asyncio
from collections.abc import Iterable, Mapping

from bot.clock import Clock
from bot.sources.guarded import guarded
from bot.sources.outlet import Came, Outlet
from bot.sources.table import SourceTable
from bot.sources.taking import Incoming, Taking
from bot.sources.version import Versions

# So many servers are asked at the same time: what they answer stands in memory.
AT_ONCE = 8


class Outlets:
    """The tables' sources, by program id; what goes wrong at one leaves the others alone."""

    def __init__(
        self, tables: Iterable[SourceTable], taking: Taking, versions: Versions, clock: Clock
    ) -> None:
        self._by_program = {table.id: Outlet(table) for table in tables}
        self._own = frozenset(self._by_program)
        self._few = asyncio.Semaphore(AT_ONCE)
        self._taking = taking
        self._versions = versions
        self._clock = clock

    @property
    def by_program(self) -> Mapping[str, Outlet]:
        """Return the sources by program id; the mapping is always of what is there by now."""
        return self._by_program

    def follow(self, tables: Iterable[SourceTable]) -> None:
        """Look from now on at just these, besides those that were there from the beginning."""
        wanted = {table.id: table for table in tables if table.id not in self._own}
        for gone in self._by_program.keys() - wanted.keys() - self._own:
            del self._by_program[gone]
        for program, table in wanted.items():
            known = self._by_program.get(program)
            if known is None or known.table != table:
                self._by_program[program] = Outlet(table)

    @property
    def troubles(self) -> Mapping[str, str | None]:
        """Return what is wrong with each, by program id; None if nothing is."""
        return {program: outlet.trouble for program, outlet in self.by_program.items()}

    def due(self) -> tuple[str, ...]:
        """Return the programs whose sources are to be looked at by now."""
        now = self._clock.now()
        return tuple(key for key, outlet in self.by_program.items() if outlet.is_due(now))

    def lacking(self) -> tuple[str, ...]:
        """Return the programs that stand in no version yet."""
        return tuple(key for key in self.by_program if key not in self._taking.standing)

    async def bring(self, programs: Iterable[str]) -> Mapping[str, Came]:
        """Return what is new at the sources of some programs, asked all at once. Never fails."""
        came: dict[str, Came] = {}

        async def bring(program: str) -> None:
            standing = (await self._versions.digests()).get(program)
            outlet = self.by_program.get(program)
            if outlet is None:  # it was detached meanwhile
                return
            async with self._few:
                found = await outlet.look(self._clock.now(), standing)
            if found is not None:
                came[program] = found

        looks = (guarded(bring(one), f"looking at the source of {one}") for one in programs)
        await asyncio.gather(*looks)
        return came

    async def take(self, came: Mapping[str, Came]) -> None:
        """Take over what came, as far as it is sound. Never fails."""
        for program, one in came.items():
            await guarded(self._take(program, one), f"taking over the program {program}")

    def accepted(self, program: str) -> None:
        """Note that organizers took on what was refused, if it comes from here."""
        outlet = self.by_program.get(program)
        if outlet is not None:
            outlet.words = None
            outlet.forget()

    async def _take(self, program: str, came: Came) -> None:
        outlet = self.by_program.get(program)
        if outlet is None:  # it was detached meanwhile
            return
        incoming = Incoming(program=program, origin=outlet.origin, work=came.work)
        outlet.words = await self._taking.take(incoming, self._clock.now())
        reads_again = self._taking.is_to_be_read_again(program)
        if reads_again or await self._versions.missing(program):
            # What vanished is given up only when it is gone a second time: that is to be seen.
            outlet.forget()
        else:
            outlet.deal_with(came, (await self._versions.digests()).get(program))
