"""Plans what organizers wrote, and says what a planned announcement tells when it is sent."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.announcements.written.model import (
    DRAFT_KEPT,
    Announcement,
    Stranded,
    Written,
    due_of,
)
from bot.announcements.written.plan import Scene, is_stranded, keys_of, plan_announcements
from bot.announcements.written.store import AnnouncementStore
from bot.announcements.written.subject import read
from bot.clock import in_slices
from bot.delivery.ledger import Ledger
from bot.delivery.log_lines import new_reference
from bot.delivery.model import Delivery, Plan
from bot.guilds.model import Choices
from bot.guilds.service import Guilds
from bot.program.timetable import Timetable

log = logging.getLogger(__name__)

# How many guilds are planned before all else gets its turn.
GUILDS_AT_ONCE = 50

# How many keys are asked for at once: a statement takes only so many.
KEYS_AT_ONCE = 500

LEFT_OUT = "Reference %s: no announcements for guild %d"

CLEARED_EVERY = timedelta(hours=1)


class Programs(Protocol):
    """Where a guild's program comes from."""

    def timetable_for(self, choices: Choices) -> Timetable | None:
        """Return the timetable that a guild's posts follow; None if its program is not loaded."""
        ...


def _every_guild(guild_id: int) -> bool:
    del guild_id
    return True


class Announcements:
    """What organizers wrote, in memory: a Planner for dispatch, and the subjects for the postman.

    Of several processes each plans for the guilds that it `owns`. Most of the time nothing was
    written: then the store is asked for its stamp, and nothing else is done.
    """

    def __init__(
        self,
        programs: Programs,
        guilds: Guilds,
        ledger: Ledger,
        store: AnnouncementStore,
        owns: Callable[[int], bool] = _every_guild,
    ) -> None:
        self._programs = programs
        self._guilds = guilds
        self._ledger = ledger
        self._store = store
        self._owns = owns
        self._stamp: Hashable = None
        self._cleared: datetime | None = None
        self._by_guild: Mapping[int, Mapping[str, Announcement]] = {}
        self._one_at_a_time = asyncio.Lock()

    async def reload(self) -> None:
        """Read what is stored, if it is another than before. Raises what the store raises."""
        async with self._one_at_a_time:
            stamp = await self._store.stamp()
            if stamp == self._stamp:
                return
            found = defaultdict[int, dict[str, Announcement]](dict)
            for one in await self._store.waiting():
                found[one.guild_id][one.id] = one
            self._by_guild, self._stamp = found, stamp

    async def plans(self, now: datetime) -> Sequence[Plan]:
        """Return the plan of each own guild that has anything to be posted.

        One that can't be made is logged and left out. Whatever else is ready runs in between.
        """
        await self._clear(now)
        await self.reload()
        scenes = await self._scenes()
        held = await self._held(scenes, now)
        return [plan for scene in scenes if (plan := self._plan(scene, held, now)) != Plan()]

    async def _scenes(self) -> Sequence[Scene]:
        """Return what is so for each own guild that has announcements."""
        scenes = []
        own = [guild_id for guild_id in self._by_guild if self._owns(guild_id)]
        async for guild_id in in_slices(own, GUILDS_AT_ONCE):
            try:
                scenes.append(self._scene(guild_id))
            except Exception:
                log.exception(LEFT_OUT, new_reference(), guild_id)
        return scenes

    async def _held(self, scenes: Sequence[Scene], now: datetime) -> frozenset[str]:
        """Return which keys the ledger holds, of all that could be posted or written down by now.

        They are few: of the last day. So they are asked for anew each time, and nothing has to be
        remembered of what was given back.
        """
        keys = [
            key for scene in scenes for key in keys_of(self._of(scene.choices.guild_id), scene, now)
        ]
        held: set[str] = set()
        for first in range(0, len(keys), KEYS_AT_ONCE):
            held |= await self._ledger.held(keys[first : first + KEYS_AT_ONCE])
        return frozenset(held)

    def _plan(self, scene: Scene, held: frozenset[str], now: datetime) -> Plan:
        guild_id = scene.choices.guild_id
        try:
            return plan_announcements(self._of(guild_id), scene, held, now)
        except Exception:
            log.exception(LEFT_OUT, new_reference(), guild_id)
            return Plan()

    def _of(self, guild_id: int) -> Iterable[Announcement]:
        return self._by_guild.get(guild_id, {}).values()

    async def _clear(self, now: datetime) -> None:
        """Remove drafts that nobody posted, now and then."""
        if self._cleared is not None and abs(now - self._cleared) < CLEARED_EVERY:
            return
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
