"""Every attendee's agenda at hand, and kept."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from weakref import WeakValueDictionary

from bot.agenda.followers import Followers, followed_guild
from bot.agenda.known import Known
from bot.agenda.model import Attendee, Forgotten, Saved, Seen, Wishes
from bot.agenda.store import AgendaStore
from bot.translation import Language

__all__ = ["Agendas", "followed_guild"]

# No store says this of itself: what is new is read, whatever it says.
_NONE = (-1, -1)


class Agendas:
    """What every attendee chose, in memory; `reload` fills it, before anybody asks.

    Other processes may share the store, so what is written is read back from there. One thing at a
    time is written of each person, and people wait for nobody else: what was read before a change
    never takes its place in memory, since it has a smaller number. Any method that writes or reads
    raises what the store raises; if what was written can't be read back, the next `reload` does.
    All that is given out stays as it is, whatever comes after.
    """

    def __init__(self, store: AgendaStore) -> None:
        self._store = store
        self._known = Known()
        # What the store said of itself when all of it was read.
        self._stamp = _NONE
        # The newest number up to which nothing is missed. What this process wrote may be newer.
        self._newest = 0
        self._reading = asyncio.Lock()
        self._taking = asyncio.Lock()
        # Each is there as long as somebody holds it or waits for it.
        self._writers = WeakValueDictionary[int, asyncio.Lock]()
        self._listeners: list[Callable[[], None]] = []

    async def reload(self) -> None:
        """Read what is new in the store; to be awaited at the start and whenever there is news.

        Cheap if there is nothing: then the store is asked for its stamp only.
        """
        async with self._reading:
            await self._reload()

    def channel_of(self, user_id: int) -> int | None:
        """Return a person's DM channel, None as long as none was opened."""
        return self.of(user_id).channel

    def of(self, user_id: int) -> Attendee:
        """Return what is held of a person; an attendee with nothing if that is nothing."""
        return self._known.attendees.get(user_id) or Attendee(user_id=user_id)

    def all(self) -> Collection[Attendee]:
        """Return everybody of whom something is held."""
        return self._known.attendees.values()

    def followers(self) -> Followers:
        """Return who saved what: by program and guild followed, by session, by user id.

        Read only. Of two versions, whatever is the very same object in both did not change.
        """
        return self._known.followers

    @property
    def openings(self) -> int:
        """How often somebody's DMs were found to be open again, so far.

        What was refused to them is to be told from then on, and is held in no ledger.
        """
        return self._known.openings

    def on_change(self, call: Callable[[], None]) -> None:
        """Have `call` made after each change of what anybody saved or chose.

        It must not fail or take long: what takes long is only to be set going.
        """
        self._listeners.append(call)

    async def save(self, user_id: int, saved: Saved) -> bool:
        """Add a session; False, with nothing changed, if it is there already."""
        async with self._writing(user_id):
            return await self._store.save(user_id, saved)

    async def drop(self, user_id: int, program: str, sessions: Collection[str]) -> int:
        """Remove saved sessions of a program; return how many there were."""
        async with self._writing(user_id):
            return await self._store.drop(user_id, program, sessions)

    async def look(self, user_id: int, program: str, seen: Mapping[str, Seen]) -> None:
        """Keep how saved sessions were seen, by session."""
        async with self._writing(user_id):
            await self._store.look(user_id, program, seen)

    async def wish(self, user_id: int, wishes: Wishes) -> None:
        """Keep how a person wants to be reminded, in place of what they wanted before."""
        async with self._writing(user_id):
            await self._store.wish(user_id, wishes)

    async def close(self, user_id: int, at: datetime | None) -> None:
        """Keep since when (UTC) DMs to a person are closed, None that they are open."""
        async with self._writing(user_id):
            await self._store.close(user_id, at)

    async def told_closed(self, user_id: int) -> None:
        """Keep that a person was told that their DMs are closed."""
        async with self._writing(user_id):
            await self._store.told_closed(user_id)

    async def open(self, user_id: int, channel: int) -> None:
        """Keep a person's DM channel."""
        async with self._writing(user_id):
            await self._store.open(user_id, channel)

    async def speak(self, user_id: int, language: Language) -> None:
        """Keep the language in which a person was spoken to last, if that is another than before.

        Nothing is kept of who has neither saved nor chosen anything.
        """
        if self.of(user_id).language is not language:
            async with self._writing(user_id):
                await self._store.speak(user_id, language)

    async def show_to(self, user_id: int, other: int) -> None:
        """Let `other` compare agendas with a person; it takes both to agree."""
        async with self._writing(user_id):
            await self._store.show_to(user_id, other)

    async def hide_from(self, user_id: int, other: int) -> None:
        """Take that back."""
        async with self._writing(user_id):
            await self._store.hide_from(user_id, other)

    async def forget(self, user_id: int) -> Forgotten:
        """Remove everything that is held of a person, at once; return what that was."""
        # What a reading found before must not bring them back into memory.
        async with self._writer(user_id), self._reading:
            forgotten = await self._store.forget(user_id)
            # Gone at once, whatever comes of the reading: no reminder is planned for them any more.
            await self._take([(user_id, None)])
            # Others had agreed to compare with them.
            await self._reload()
        return forgotten

    async def forget_guild(self, guild_id: int) -> None:
        """Let what was saved in a guild be saved in none, and be nobody's last guild."""
        await self._store.forget_guild(guild_id)
        await self.reload()

    async def end(
        self, programs: Collection[str], before: datetime, loaded: Collection[str]
    ) -> int:
        """Remove what is over; return how many saved sessions that were (see `AgendaStore.end`)."""
        ended = await self._store.end(programs, before, loaded)
        await self.reload()
        return ended

    @asynccontextmanager
    async def _writing(self, user_id: int) -> AsyncIterator[None]:
        async with self._writer(user_id):
            yield
            attendee = await self._store.one(user_id)
            before = await self._take([(user_id, attendee)])
            is_added = attendee is not None and user_id not in before.attendees
            if is_added and await self._store.one(user_id) is None:
                # They were forgotten between the two, and it may be that memory had heard already.
                async with self._reading:
                    self._stamp = _NONE
                    await self._reload()

    def _writer(self, user_id: int) -> asyncio.Lock:
        return self._writers.setdefault(user_id, asyncio.Lock())

    async def _reload(self) -> None:
        stamp = await self._store.stamp()
        if stamp == self._stamp:
            return
        newer = await self._store.all(after=self._newest)
        known = self._known.attendees.keys() | {one.user_id for one in newer}
        gone: Iterable[int] = ()
        if len(known) != stamp[1]:
            # Some were forgotten. Who that was, only those tell who are left.
            gone = known - await self._store.people()
        await self._take([*((one.user_id, one) for one in newer), *((one, None) for one in gone)])
        self._newest = max([self._newest, *(one.number for one in newer)])
        self._stamp = stamp

    async def _take(self, changed: Iterable[tuple[int, Attendee | None]]) -> Known:
        """Let these people be as they are now, None nothing, and tell the listeners of it.

        Return how all was before.
        """
        async with self._taking:
            before = self._known
            self._known = after = await before.having(changed)
        if after is not before:
            for call in self._listeners:
                call()
        return before
