"""Plans what organizers wrote, and says what a planned announcement tells when it is sent."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from bot.announcements.written.model import (
    DRAFT_KEPT,
    Announcement,
    Stranded,
    Written,
    due_of,
    is_timely,
)
from bot.announcements.written.plan import (
    Scene,
    coming_keys_of,
    is_stranded,
    keys_of,
    plan_announcements,
)
from bot.announcements.written.store import AnnouncementStore, Latest, Stamp
from bot.announcements.written.subject import read
from bot.clock import give_way, in_slices
from bot.delivery.ledger import Ledger
from bot.delivery.model import Delivery, Plan
from bot.delivery.planning import held_among, logged
from bot.guilds.service import Guilds
from bot.guilds.timetables import Timetables

# How many guilds are planned, and how many announcements read, before all else gets its turn.
GUILDS_AT_ONCE = 50
READ_AT_ONCE = 200

# What a guild has none of if its plan breaks.
WHAT = "announcements"

CLEARED_EVERY = timedelta(hours=1)


class Announcements:
    """What organizers wrote, in memory: a Planner for dispatch, and the subjects for the postman.

    Of several processes each plans for the guilds that it `owns`. Most of the time nothing was
    written: then the store is asked for its stamp, and nothing else is done.
    """

    def __init__(
        self,
        programs: Timetables,
        guilds: Guilds,
        ledger: Ledger,
        store: AnnouncementStore,
        owns: Callable[[int], bool],
    ) -> None:
        self._programs = programs
        self._guilds = guilds
        self._ledger = ledger
        self._store = store
        self._owns = owns
        self._stamp = Stamp()
        # All up to this number was read.
        self._seen = 0
        self._cleared: datetime | None = None
        self._by_guild: dict[int, dict[str, Announcement]] = {}
        # What is to come, and was not posted when the ledger was asked.
        self._coming: frozenset[str] = frozenset()
        self._one_at_a_time = asyncio.Lock()

    async def reload(self) -> None:
        """Read what was written since the last time, all if anything was removed meanwhile.

        Raises what the store raises. Whatever else is ready runs in between.
        """
        async with self._one_at_a_time:
            stamp = await self._store.stamp()
            if stamp == self._stamp:
                return
            is_less = stamp.removed != self._stamp.removed
            seen, held = (0, {}) if is_less else (self._seen, self._by_guild)
            while latest := await self._store.since(seen, READ_AT_ONCE):
                for one in latest:
                    _take(held, one)
                seen = latest[-1].number
                if len(latest) < READ_AT_ONCE:
                    break
                await give_way()
            self._seen, self._by_guild, self._stamp = seen, held, stamp

    async def unposted(self, guild_id: int, now: datetime) -> Sequence[Announcement]:
        """Return what a guild has that was not posted by now, or may still be on its way.

        It is read as it is stored by now. Raises what the store or the ledger raises.
        """
        await self.reload()
        held = await held_among(self._ledger, [one.key for one in self._of(guild_id)])
        timetable = self._scene(guild_id).timetable
        return [
            one
            for one in self._of(guild_id)
            if one.key not in held or is_timely(due_of(one.moment, timetable), now)
        ]

    async def plans(self, now: datetime) -> Sequence[Plan]:
        """Return the plan of each own guild that has anything to be posted.

        One that can't be made is logged and left out. Whatever else is ready runs in between.
        """
        await self._clear(now)
        await self.reload()
        scenes = await self._scenes()
        held = await self._held(scenes, now)
        plans = [self._plan(one, held, now) async for one in in_slices(scenes, GUILDS_AT_ONCE)]
        return [plan for plan in plans if plan != Plan()]

    async def _scenes(self) -> Sequence[Scene]:
        """Return what is so for each own guild that has announcements."""
        scenes = []
        own = [guild_id for guild_id in self._by_guild if self._owns(guild_id)]
        async for guild_id in in_slices(own, GUILDS_AT_ONCE):
            with logged(WHAT, guild_id):
                scenes.append(self._scene(guild_id))
        return scenes

    async def _held(self, scenes: Sequence[Scene], now: datetime) -> frozenset[str]:
        """Return which keys the ledger holds, of all that the plan has to know that of.

        What could be posted or written down by now is of the last day, and so it is asked for anew
        each time: nothing has to be remembered of what was given back. What is still to come was
        posted only if its session was moved since. It can't be posted before it is due, so it is
        asked for once.
        """
        keys: list[str] = []
        coming: set[str] = set()
        async for scene in in_slices(scenes, GUILDS_AT_ONCE):
            ours = self._of(scene.choices.guild_id)
            keys += keys_of(ours, scene, now)
            coming |= set(coming_keys_of(ours, scene, now))
        held = await held_among(self._ledger, [*keys, *(coming - self._coming)])
        self._coming = frozenset(coming) - held
        return held

    def _plan(self, scene: Scene, held: frozenset[str], now: datetime) -> Plan:
        guild_id = scene.choices.guild_id
        with logged(WHAT, guild_id):
            return plan_announcements(self._of(guild_id), scene, held, now)
        return Plan()

    def _of(self, guild_id: int) -> Collection[Announcement]:
        return self._by_guild.get(guild_id, {}).values()

    async def _clear(self, now: datetime) -> None:
        """Remove drafts that nobody posted, now and then."""
        if self._cleared is None or abs(now - self._cleared) >= CLEARED_EVERY:
            await self._store.clear_drafts(now - DRAFT_KEPT)
            self._cleared = now

    def _scene(self, guild_id: int) -> Scene:
        choices = self._guilds.for_guild(guild_id)
        return Scene(choices=choices, timetable=self._programs.timetable_for(choices))

    def subject(self, delivery: Delivery, now: datetime) -> Written | Stranded | None:
        """Return what a delivery tells, as it reads by now.

        None if organizers changed their mind: it is cancelled, or for another channel or time, or
        posting is paused. What still holds is planned anew.
        """
        subject, scene = read(delivery.subject), self._scene(delivery.guild_id)
        one = self._by_guild.get(delivery.guild_id, {}).get(subject.id)
        if one is None or scene.choices.paused_at is not None or scene.choices.left_at is not None:
            return None
        if subject.is_stranded:
            is_so = is_stranded(one, scene.timetable)
            is_there = delivery.place == scene.choices.organizer_channel
            return Stranded(announcement=one, mark=delivery.digest) if is_so and is_there else None
        due = due_of(one.moment, scene.timetable)
        if delivery.place != one.channel or due is None or due > now:
            return None
        return Written(announcement=one, mark=delivery.digest)

    def standing(self, delivery: Delivery) -> Written | None:
        """Return what a posted announcement should tell by now; None of what is to be left alone.

        That is what organizers deleted, and what was told to them.
        """
        subject = read(delivery.subject)
        one = self._by_guild.get(delivery.guild_id, {}).get(subject.id)
        if one is None or subject.is_stranded:
            return None
        return Written(announcement=one, mark=delivery.digest)


def _take(held: dict[int, dict[str, Announcement]], latest: Latest) -> None:
    """Keep what waits by guild and id, and drop what waits no more."""
    if latest.waits is not None:
        held.setdefault(latest.guild_id, {})[latest.id] = latest.waits
    elif latest.guild_id in held:
        held[latest.guild_id].pop(latest.id, None)
        if not held[latest.guild_id]:
            del held[latest.guild_id]
