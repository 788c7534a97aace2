"""What the store holds of boards, in memory: only this process writes its own guilds'."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping

from bot.mirrors.board_spots import Key
from bot.mirrors.model import Mirror


class Held:
    """Mirrors by guild and subject, read once, and again where another process wrote."""

    def __init__(self, read: Callable[[], Awaitable[Mapping[Key, Mirror]]]) -> None:
        self._read = read
        self._mirrors = defaultdict[int, dict[str, Mirror]](dict)
        # Of what it is to be read again; None if it was not read at all.
        self._lost: set[Key] | None = None

    async def read(self, busy: Collection[Key]) -> None:
        """Read what is not known, but nothing that somebody is busy with."""
        if self._lost is None:
            stored, self._lost = await self._read(), set()
            for key, mirror in stored.items():
                self.put(key, mirror)
        elif self._lost:
            stored = await self._read()
            for key in self._lost - set(busy):
                self.put(key, stored.get(key))
                self._lost.discard(key)

    def of(self, key: Key) -> Mirror | None:
        """Return what stands there, None if nothing does."""
        guild_id, subject = key
        return self._mirrors[guild_id].get(subject) if guild_id in self._mirrors else None

    def subjects(self, guild_id: int) -> Collection[str]:
        """Return the subjects of all that stands in a guild."""
        return self._mirrors[guild_id].keys() if guild_id in self._mirrors else ()

    def put(self, key: Key, mirror: Mirror | None) -> None:
        """Keep what stands there by now."""
        guild_id, subject = key
        if mirror is not None:
            self._mirrors[guild_id][subject] = mirror
        elif guild_id in self._mirrors:
            self._mirrors[guild_id].pop(subject, None)
            if not self._mirrors[guild_id]:
                del self._mirrors[guild_id]

    def guilds(self) -> Collection[int]:
        """Return the guilds in which something stands."""
        return tuple(self._mirrors)

    def drop(self, guild_id: int) -> None:
        """Take it that nothing stands in a guild: all that was kept of it was removed."""
        self._mirrors.pop(guild_id, None)

    def lose(self, key: Key) -> None:
        """Take it for not known any more: somebody else wrote it."""
        if self._lost is not None:
            self._lost.add(key)
