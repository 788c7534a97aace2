"""Where organizers' announcements are written down, changed, confirmed and taken back."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from bot.announcements.written.decisions import (
    WHY_NOT,
    confirmed,
    over,
    retimed,
    rewritten,
    still_open,
    taken_down,
)
from bot.announcements.written.model import Announcement, AnnouncementState, Moment, Words
from bot.announcements.written.plan import mark_of
from bot.announcements.written.service import Announcements
from bot.announcements.written.standing import Phase, Standing, standing_of
from bot.announcements.written.store import AnnouncementStore
from bot.delivery.model import Record
from bot.errors import AnnouncementError
from bot.guilds.model import Choices
from bot.guilds.service import Guilds
from bot.guilds.timetables import Timetables
from bot.program.timetable import Timetable
from bot.translation import said

# How many of a guild's are listed beside all that waits.
LISTED = 50

# How often a change is tried that others get in the way of.
TRIES = 3

NO_SUCH = said("There is no such announcement here any more. `/announce list` shows what there is.")
BUSY = said("Somebody else is changing it this very moment. Try that again.")


class Records(Protocol):
    """Where it stands what became of deliveries."""

    async def find(self, digest: str) -> Record | None:
        """Return the delivery with this digest, None if none was claimed yet."""
        ...


class Book:
    """Keeps what organizers write, one change after another, whoever makes it.

    Every method that is asked for an announcement of which the guild has none such raises
    AnnouncementError, and so does what can't be done with it as it stands; or what the store
    raises. `now` is aware.
    """

    def __init__(
        self,
        store: AnnouncementStore,
        announcements: Announcements,
        records: Records,
        programs: Timetables,
        guilds: Guilds,
    ) -> None:
        self._store = store
        self._announcements = announcements
        self._records = records
        self._programs = programs
        self._guilds = guilds

    def choices(self, guild_id: int) -> Choices:
        """Return what a guild chose. Never fails."""
        return self._guilds.for_guild(guild_id)

    async def draft(
        self, guild_id: int, channel: int, moment: Moment, now: datetime
    ) -> Announcement:
        """Begin a new announcement for a channel, with nothing written yet."""
        one = Announcement(
            id=_new_id(),
            guild_id=guild_id,
            channel=channel,
            moment=moment,
            created_at=now.astimezone(UTC),
        )
        await self._store.add(one)
        return one

    async def one(self, guild_id: int, key: str, now: datetime) -> Standing:
        """Return how a guild's announcement stands, by its id."""
        found = await self._store.find(guild_id, key)
        if found is None:
            raise AnnouncementError(NO_SUCH)
        return await self._standing(found, now)

    async def listed(self, guild_id: int, now: datetime) -> tuple[Standing, ...]:
        """Return how a guild's announcements stand, the newest first.

        Those are all that wait or are being posted, and the newest others that have a title.
        """
        waiting = await self._announcements.unposted(guild_id, now)
        newest = await self._store.of_guild(guild_id, LISTED + len(waiting))
        return tuple([await self._standing(one, now) for one in _listed(waiting, newest)])

    async def write(self, guild_id: int, key: str, words: Words, now: datetime) -> Standing:
        """Put other words in place of an announcement's, wherever it is on its way.

        A draft takes any words, since what is wrong can still be put right. Any other one refuses
        those that have a fault.
        """
        return await self._change(guild_id, key, partial(rewritten, words=words), now)

    async def send_to(self, guild_id: int, key: str, channel: int, now: datetime) -> Standing:
        """Have it posted in another channel."""
        return await self._change(
            guild_id, key, lambda one: replace(still_open(one), channel=channel), now
        )

    async def ping(self, guild_id: int, key: str, role: int | None, now: datetime) -> Standing:
        """Have it ping another role, or none."""
        return await self._change(
            guild_id, key, lambda one: replace(still_open(one), role=role), now
        )

    async def set_time(self, guild_id: int, key: str, moment: Moment, now: datetime) -> Standing:
        """Have it posted at another time: one that waits for its time, at once if that is said."""
        timetable = self._timetable(guild_id)
        retiming = partial(retimed, moment=moment, timetable=timetable, now=now)
        return await self._change(guild_id, key, retiming, now)

    async def confirm(self, guild_id: int, key: str, revision: int, now: datetime) -> Standing:
        """Have a draft posted in its time, as it was seen in its `revision`."""
        timetable = self._timetable(guild_id)
        confirming = partial(confirmed, revision=revision, timetable=timetable, now=now)
        return await self._change(guild_id, key, confirming, now)

    async def cancel(self, guild_id: int, key: str, now: datetime) -> Standing:
        """Have it never posted: a draft or one that waits. What is under way meanwhile stays.

        Raises AnnouncementError if it was posted in the same moment.
        """
        after = await self._change(
            guild_id,
            key,
            lambda one: replace(still_open(one), state=AnnouncementState.CANCELLED),
            now,
        )
        if after.phase is Phase.CANCELLED:
            return after
        # Its claim came in between: then what is posted must be known as such.
        await self._change(
            guild_id,
            key,
            lambda one: replace(one.announcement, state=AnnouncementState.WAITING),
            now,
        )
        raise AnnouncementError(WHY_NOT[after.phase])

    async def deleted(self, guild_id: int, key: str, now: datetime) -> Standing:
        """Take note that what was posted is deleted."""
        return await self._change(guild_id, key, taken_down, now)

    async def renew(self, guild_id: int, key: str, now: datetime) -> Standing:
        """Begin a new draft with the words of one that was posted, was not, or was taken back."""
        before = over(await self.one(guild_id, key, now))
        anew = Announcement(
            id=_new_id(),
            guild_id=guild_id,
            channel=before.channel,
            created_at=now.astimezone(UTC),
            words=before.words,
            role=before.role,
        )
        await self._store.add(anew)
        return await self._standing(anew, now)

    async def _change(
        self,
        guild_id: int,
        key: str,
        changed: Callable[[Standing], Announcement],
        now: datetime,
    ) -> Standing:
        """Change what stands by now, and return how it stands then."""
        for _ in range(TRIES):
            standing = await self.one(guild_id, key, now)
            earlier = standing.announcement
            later = replace(changed(standing), revision=earlier.revision + 1)
            if await self._store.change(earlier, later):
                await self._announcements.reload()
                return await self._standing(later, now)
        raise AnnouncementError(BUSY)

    async def _standing(self, one: Announcement, now: datetime) -> Standing:
        record = await self._records.find(mark_of(one))
        return standing_of(one, record, self._timetable(one.guild_id), now)

    def _timetable(self, guild_id: int) -> Timetable | None:
        return self._programs.timetable_for(self.choices(guild_id))


def _listed(
    waiting: Sequence[Announcement], newest: Sequence[Announcement]
) -> Sequence[Announcement]:
    ids = {one.id for one in waiting}
    others = [one for one in newest if one.id not in ids][:LISTED]
    return sorted([*waiting, *others], key=lambda one: one.created_at, reverse=True)


def _new_id() -> str:
    return secrets.token_hex(8)
