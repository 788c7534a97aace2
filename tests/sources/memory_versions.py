"""Versions in memory; they keep the contract, and can fail like a database that is away."""


class MemoryVersions:
    def __init__(self):
        self.versions = {}
        self.standing = ()
        self.reads = []
        self.broken = False

    async def digests(self):
        self._try()
        return {key: self.versions[key].digest for key in sorted(self.versions)}

    async def get(self, program):
        self._try()
        self.reads.append(program)
        return self.versions.get(program)

    async def accept(self, version):
        self._try()
        self.versions[version.program] = version

    async def troubles(self):
        self._try()
        return self.standing

    async def report(self, troubles):
        self._try()
        self.standing = tuple(sorted(troubles, key=lambda one: one.program))

    def _try(self):
        if self.broken:
            raise ConnectionRefusedError
