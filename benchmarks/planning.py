"""Measures how long planning takes, and how long it holds up all else, beside the plain way.

    python -m benchmarks.planning [GUILDS]

A thousand guilds, unless told otherwise, follow one program of 300 sessions, six at a time, every
half hour of five days; each guild has two leads, of 30 and 10 minutes. All of them are planned, as
is done every five seconds and at each alarm:

the day before   nothing is due, and the ledger is empty
all due          every guild has a reminder due
mid-event        two and a half days are over; the ledger holds what every guild was told
just started     the same, by a Marquee that has just started, and looks back for a whole day

The plain way (plain_planning.py) plans each guild for itself, in one go, and always looks back for
a day, as Marquee did at first. Both plan the same in turn, ROUNDS times, in the same run; what they
plan is compared. Times are medians in milliseconds of CPU, which leaves out what else the machine
did. `held` is the longest that anything else on the event loop had to wait in a round; `items` is
what the ledger gave. To read so many from a database takes longer than to plan with them, and is
not measured here.
"""

import asyncio
import sys
from bisect import bisect_left
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from statistics import median
from time import process_time
from zoneinfo import ZoneInfo

from benchmarks.plain_planning import plain_plans
from bot.delivery.model import Item, Plan, Told
from bot.guilds.model import Choices, Lead
from bot.program.model import Program, Session, Talk
from bot.program.timetable import Timetable
from bot.reminders.service import Reminders
from bot.reminders.slots import MISSED_FOR

GUILDS = 1_000
SESSIONS, TOGETHER, A_DAY = 300, 6, 60
ROUNDS = 7
MINUTE = timedelta(minutes=1)
LEADS = (Lead(before=30 * MINUTE), Lead(before=10 * MINUTE))
OPENS = datetime(2022, 11, 28, 9, 0, tzinfo=ZoneInfo("America/Los_Angeles"))

Making = Callable[[], Awaitable[Sequence[Plan]]]


@dataclass(slots=True)
class Figures:
    """What came of some rounds, in ms."""

    times: list[float] = field(default_factory=list)
    holds: list[float] = field(default_factory=list)
    plans: Sequence[Plan] = ()

    async def measure(self, make: Making) -> None:
        """Make the plans once, with somebody else waiting for a turn all the time."""
        gaps: list[float] = []
        other = asyncio.create_task(_waiting(gaps))
        await asyncio.sleep(0)
        begun = process_time()
        self.plans = await make()
        self.times.append(1000 * (process_time() - begun))
        await asyncio.sleep(0)
        other.cancel()
        self.holds.append(1000 * max(gaps))


async def _waiting(gaps: list[float]) -> None:
    last = process_time()
    while True:
        await asyncio.sleep(0)
        gaps.append(process_time() - last)
        last = process_time()


class World:
    """The guilds, their timetable and their ledger, as Reminders asks for them."""

    def __init__(self, guilds: int) -> None:
        talks = tuple(Talk(id=f"talk-{one}", title=f"Talk {one}") for one in range(SESSIONS))
        self.timetable = Timetable(
            Program(
                id="big-22",
                name="Big 2022",
                zone="America/Los_Angeles",
                first_day=date(2022, 11, 28),
                last_day=date(2022, 12, 2),
                talks=talks,
                sessions=tuple(_session(number) for number in range(SESSIONS)),
            )
        )
        self.guilds = tuple(
            Choices(guild_id=number, reminder_channel=10 * number, leads=LEADS)
            for number in range(1, guilds + 1)
        )
        self._told: Sequence[Told] = ()
        self.asked = 0

    def tell(self, until: datetime) -> None:
        """Have every guild told of all that is due by `until`, at both leads."""
        self._told = tuple(
            Told(
                guild_id=choices.guild_id,
                place=10 * choices.guild_id,
                item=Item(session=session.id, start=session.start.astimezone(UTC), lead=one.before),
                at=session.start.astimezone(UTC) - one.before,
            )
            for session in self.timetable.sessions
            for choices in self.guilds
            for one in LEADS
            if session.start - one.before <= until
        )

    def all(self) -> Sequence[Choices]:
        """Return every guild's choices."""
        return self.guilds

    def timetable_for(self, choices: Choices) -> Timetable:
        """Return the one timetable."""
        del choices
        return self.timetable

    async def told(self, since: datetime) -> Sequence[Told]:
        """Return what is held, as a ledger does."""
        found = self._told[bisect_left(self._told, since, key=lambda one: one.item.start) :]
        self.asked = len(found)
        return found


def _session(number: int) -> Session:
    day, place = divmod(number, A_DAY)
    start = OPENS + timedelta(days=day) + place // TOGETHER * 30 * MINUTE
    return Session(id=f"session-{number}", start=start, talks=(f"talk-{number}",))


def every_guild(guild_id: int) -> bool:
    """Plan for every guild, as a process does that runs alone."""
    del guild_id
    return True


async def measure(name: str, world: World, now: datetime, *, afresh: bool = False) -> None:
    """Print a line on how both ways plan at `now`."""

    async def plain() -> Sequence[Plan]:
        return plain_plans(world.timetable, world.guilds, await world.told(now - MISSED_FOR), now)

    reminders = [Reminders(world, world, world, every_guild)]  # type: ignore[arg-type] - all that it asks for
    if not afresh:
        await reminders[0].plans(now)
    figures = Figures(), Figures()
    asked = [0, 0]
    for _ in range(ROUNDS):
        if afresh:
            reminders[0] = Reminders(world, world, world, every_guild)  # type: ignore[arg-type]
        for place, make in enumerate((plain, lambda: reminders[0].plans(now))):
            await figures[place].measure(make)
            asked[place] = world.asked
    old, new = figures
    if list(old.plans) != list(new.plans):
        sys.exit(f"{name}: the two ways plan differently")
    took = [median(one.times) for one in figures]
    held = [median(one.holds) for one in figures]
    print(
        f"{name:16}{took[0]:9.1f}{took[1]:9.1f}{took[0] / took[1]:8.1f}x"
        f"{held[0]:11.1f}{held[1]:9.1f}{asked[0]:12,}{asked[1]:9,}"
    )


async def main(guilds: int) -> None:
    """Print all lines."""
    print(
        f"{guilds:,} guilds, {SESSIONS} sessions, {len(LEADS)} leads; medians of {ROUNDS} rounds\n"
    )
    print(
        f"{'':16}{'plain ms':>9}{'ms':>9}{'faster':>9}"
        f"{'plain held':>11}{'held':>9}{'plain items':>12}{'items':>9}"
    )
    world = World(guilds)
    opens = OPENS.astimezone(UTC)
    await measure("the day before", world, opens - timedelta(days=1))
    await measure("all due", world, opens - 10 * MINUTE)
    middle = opens + timedelta(days=2, hours=2, minutes=1)
    world.tell(middle)
    await measure("mid-event", world, middle)
    await measure("just started", world, middle, afresh=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else GUILDS))
