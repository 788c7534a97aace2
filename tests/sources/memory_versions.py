"""Versions in memory; they keep the contract, and can fail like a database that is away."""

from bot.program.diff import reinstated
from bot.sources.version import KeptChange


class MemoryVersions:
    def __init__(self):
        self.versions = {}
        self.standing = ()
        self.reads = []
        self.broken = False
        self.counters = {}
        self.kept = []
        self.refusals = {}

    async def digests(self):
        self._try()
        return {key: self.versions[key].digest for key in sorted(self.versions)}

    async def get(self, program):
        self._try()
        self.reads.append(program)
        return self.versions.get(program)

    async def accept(self, version, changes=(), missing=None):
        self._try()
        program = version.program
        earlier = self.versions.get(program)
        self.counters[program] = dict(missing or {})
        self.refusals.pop(program, None)
        if earlier is not None and earlier.digest == version.digest:
            return
        self.versions[program] = version
        for change in changes if earlier is not None else ():
            self._keep(change, earlier.digest, version)

    async def missing(self, program):
        self._try()
        return dict(self.counters.get(program, {}))

    async def changes(self, program, limit):
        self._try()
        mine = [one for one in self.kept if one.program == program]
        laters = list(dict.fromkeys(one.later for one in reversed(mine)))
        newest = [one for later in laters for one in mine if one.later == later]
        return tuple(newest[:limit])

    async def refuse(self, version):
        self._try()
        self.refusals[version.program] = version

    async def refused(self, program):
        self._try()
        return self.refusals.get(program)

    async def forget_refused(self, program):
        self._try()
        self.refusals.pop(program, None)

    async def troubles(self):
        self._try()
        return self.standing

    async def report(self, troubles):
        self._try()
        self.standing = tuple(sorted(troubles, key=lambda one: one.program))

    def _keep(self, change, earlier, version):
        mine = (k for k in reversed(self.kept) if k.program == version.program)
        last = next((k.change for k in mine if k.change.session == change.session), None)
        one = KeptChange(
            program=version.program,
            earlier=earlier,
            later=version.digest,
            at=version.accepted_at,
            change=reinstated(change, last),
        )
        known = {(k.program, k.earlier, k.later, k.change.session) for k in self.kept}
        if (one.program, one.earlier, one.later, change.session) not in known:
            self.kept.append(one)

    def _try(self):
        if self.broken:
            raise ConnectionRefusedError
