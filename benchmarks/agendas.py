"""Measures how long it takes to plan what attendees are reminded of, and to save a session.

    python -m benchmarks.agendas [PEOPLE]

Ten thousand people, unless told otherwise, saved 20 of 300 sessions each, drawn at random; six
sessions start at a time, every half hour of five days. Everybody is reminded ten minutes before.

the next hour    in the middle of the conference, every direct message that falls due within the
                 next hour is named, which is more than Marquee asks for when it runs
many due         the messages of one start are due, and a Marquee that has just started plans
half of it sent  the same, after half of them were sent
nothing due      somebody has changed their agenda since the last plan, and nothing is due
nothing new      nobody has: what a sweep costs that finds nothing to do, every five seconds
a change         twelve sessions have moved: who saved one is to be told, and nobody was yet

The plain way (plain_agendas.py) goes through everybody's agenda, person by person, in one go. Where
it plans the same, both do so in turn, ROUNDS times, in one run, and what they plan is compared.
Times are medians in milliseconds of CPU, which leaves out what else the machine did. `held` is the
longest that anything else on the event loop had to wait in a round. The aims are 100 ms for the
next hour, and 10 ms of waiting.

Then people save sessions beside all that is held already, one after the other and ten at a time,
through the service and the database, as a press of a button does. The aim is 150 ms at p99: a
twentieth of the three seconds that Discord waits. It is measured on SQLite, and on the PostgreSQL
database that MARQUEE_TEST_POSTGRES names, if it is set.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from statistics import median
from time import process_time

from benchmarks.agenda_saving import AT_ONCE, SAVES, measure_saving, places
from benchmarks.agenda_world import EACH, FIRST_USER, Around, Held, attendees_of
from benchmarks.plain_agendas import Key, plain_deliveries
from benchmarks.planning import OPENS, World, every_guild
from bot.agenda.service import Agendas
from bot.announcements.model import Batch
from bot.announcements.personal import PersonalChanges
from bot.clock import in_slices
from bot.delivery.model import Delivery, Plan
from bot.program.diff import diff
from bot.program.model import Program
from bot.reminders.personal import STEPS_AT_ONCE, PersonalReminders
from bot.reminders.personal_plan import Following, Scene, personal_deliveries, saved_starts

PEOPLE, MOVED, ROUNDS = 10_000, 12, 7
LEAD = timedelta(minutes=10)
HOUR = timedelta(hours=1)
# A quarter of an hour before a start; five minutes later its messages are due.
MIDDLE = OPENS.astimezone(UTC) + timedelta(days=2, hours=2, minutes=-15)


@dataclass(slots=True)
class Figures:
    """What came of some rounds, in ms."""

    times: list[float] = field(default_factory=list)
    holds: list[float] = field(default_factory=list)
    found: Sequence[Delivery] = ()

    async def measure(self, make: Callable[[], Awaitable[Sequence[Delivery]]]) -> None:
        """Plan once, with somebody else waiting for a turn all the time."""
        gaps: list[float] = []
        other = asyncio.create_task(_waiting(gaps))
        await asyncio.sleep(0)
        begun = process_time()
        self.found = await make()
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


async def next_hour(agendas: Agendas, around: Around, now: datetime) -> Sequence[Delivery]:
    """Name everything that falls due within the next hour, as the planner names what is due."""
    following = [
        Following(timetable=around.timetable, savers=savers, guild_id=guild_id)
        for (_, guild_id), savers in agendas.followers().items()
    ]
    scene = Scene(attendee=agendas.of)
    found: list[Delivery] = []
    for one in saved_starts(following, now, now + HOUR + LEAD):
        steps = in_slices(personal_deliveries(one, scene, now, now + HOUR), STEPS_AT_ONCE)
        found += [delivery async for delivery in steps if delivery is not None]
    return sorted(found, key=lambda one: (one.due, one.key))


async def measure(
    name: str,
    make: Callable[[], Awaitable[Sequence[Delivery]]],
    plain: Callable[[], Sequence[Delivery]] | None = None,
) -> Sequence[Delivery]:
    """Print a line on how long it takes, beside the plain way if there is one."""
    ours, theirs = Figures(), Figures()

    async def plainly() -> Sequence[Delivery]:
        return [] if plain is None else plain()

    for _ in range(ROUNDS):
        if plain is not None:
            await theirs.measure(plainly)
        await ours.measure(make)
    took, held = median(ours.times), median(ours.holds)
    if plain is None:
        print(f"{name:18}{'':9}{took:9.1f}{'':9}{held:9.1f}{len(ours.found):12,}")
        return ours.found
    if [_said(one) for one in ours.found] != [_said(one) for one in theirs.found]:
        sys.exit(f"{name}: the two ways plan differently")
    slow = median(theirs.times)
    print(f"{name:18}{slow:9.1f}{took:9.1f}{slow / took:8.1f}x{held:9.1f}{len(ours.found):12,}")
    return ours.found


def _said(delivery: Delivery) -> tuple[object, ...]:
    return delivery.key, delivery.due, delivery.expires, delivery.items


async def plan(people: int) -> None:
    """Print how long planning takes."""
    world = World(0)
    held = Held(attendees_of(world.timetable.program, people))
    agendas = Agendas(held)  # type: ignore[arg-type] - all that it asks for
    await agendas.reload()
    around = Around(world.timetable)
    keys: set[Key] = set()

    def plain(until: timedelta, now: datetime) -> Sequence[Delivery]:
        return plain_deliveries(
            held.attendees.values(), lambda _: world.timetable, keys, now, now + until
        )

    print(
        f"{people:,} people with {EACH} of {len(world.timetable.sessions)} sessions each; ", end=""
    )
    print(f"medians of {ROUNDS} rounds\n")
    print(f"{'':18}{'plain ms':>9}{'ms':>9}{'faster':>9}{'held':>9}{'messages':>12}")
    await measure(
        "the next hour",
        lambda: next_hour(agendas, around, MIDDLE),
        lambda: plain(HOUR, MIDDLE),
    )
    due_at = MIDDLE + timedelta(minutes=5)

    async def afresh() -> Sequence[Delivery]:
        starting = PersonalReminders(around, agendas, around, around, every_guild)  # type: ignore[arg-type]
        return _due(await starting.plans(due_at))

    due = await measure("many due", afresh, lambda: plain(timedelta(), due_at))
    around.send(due[::2], due_at)
    keys |= {
        (one.place, item.session, item.start, item.lead) for one in due[::2] for item in one.items
    }
    running = PersonalReminders(around, agendas, around, around, every_guild)  # type: ignore[arg-type]

    async def again() -> Sequence[Delivery]:
        return _due(await running.plans(due_at))

    await measure("half of it sent", again, lambda: plain(timedelta(), due_at))

    async def touched() -> Sequence[Delivery]:
        held.touch(FIRST_USER + 1)
        await agendas.reload()
        return _due(await running.plans(MIDDLE))

    async def untouched() -> Sequence[Delivery]:
        return _due(await running.plans(MIDDLE))

    await measure("nothing due", touched, lambda: plain(timedelta(), MIDDLE))
    await measure("nothing new", untouched, lambda: plain(timedelta(), MIDDLE))
    around.batches = (_moved(world.timetable.program),)

    async def told() -> Sequence[Delivery]:
        starting = PersonalChanges(around, agendas, around, around, every_guild)  # type: ignore[arg-type]
        return _due(await starting.plans(MIDDLE))

    await measure("a change", told)


def _due(plans: Sequence[Plan]) -> Sequence[Delivery]:
    return [delivery for one in plans for delivery in one.due]


def _moved(program: Program) -> Batch:
    """Return what a version brings in which the last sessions are half an hour later."""
    sessions = list(program.sessions)
    for at in range(-MOVED, 0):
        sessions[at] = replace(sessions[at], start=sessions[at].start + HOUR / 2)
    changes = diff(program, replace(program, sessions=tuple(sessions)))
    return Batch(id="moved", program=program.id, due=MIDDLE, changes=changes)


async def save(people: int) -> None:
    """Print how long saving takes, on each database."""
    program = World(0).timetable.program
    print(f"\n{SAVES} sessions saved one after the other, and {SAVES} more {AT_ONCE} at a time\n")
    print(f"{'':18}{'p50 ms':>9}{'p99':>9}{'of ten':>9}{'p99':>9}{'read all ms':>12}")
    async with places() as found:
        for name, place in found:
            await measure_saving(name, place, program, people)


async def main(people: int) -> None:
    """Print all lines."""
    await plan(people)
    await save(people)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE))
