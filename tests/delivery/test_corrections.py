"""What is posted is edited once it is no longer true, and left alone otherwise."""

import asyncio
from dataclasses import replace

import pytest

from bot.delivery.corrections import AT_ONCE, SETTLES_WITHIN, Corrections
from bot.delivery.model import NO_GUILD, Outcome, State
from bot.rehearsal.time import HeldClock
from tests.delivery.deliveries import DUE, SECOND, START, a_delivery
from tests.delivery.memory_ledger import MemoryLedger

FAILED = Outcome(state=State.FAILED, reason="Discord answered 503")
REFUSED = Outcome(state=State.DROPPED, reason="the message was deleted by someone")
OURS, THEIRS = 1, 2


class Counting(MemoryLedger):
    """A ledger that counts how often it was asked what stands, and that can break"""

    asked = 0
    breaks = False

    async def standing(self, now):
        self.asked += 1
        if self.breaks:
            raise OSError("disk full")
        return await super().standing(now)


class Board:
    """A Corrector whose messages are a dict; a fault is an Outcome or an exception."""

    def __init__(self):
        self.wanted = {}
        self.edits = []
        self.faults = {}
        self.under_way = self.most_under_way = 0

    def content(self, record):
        wanted = self.wanted.get(record.delivery.key, "as posted")
        if isinstance(wanted, Exception):
            raise wanted
        return wanted

    async def amend(self, record):
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        for _ in range(3):
            await asyncio.sleep(0)
        self.under_way -= 1
        key = record.delivery.key
        self.edits.append(key)
        fault = self.faults.get(key)
        if isinstance(fault, Exception):
            raise fault
        if fault is not None:
            return fault
        return Outcome(state=State.SENT, message_id=record.message_id, content=self.content(record))


class Bench:
    def __init__(self):
        self.clock = HeldClock(DUE)
        self.ledger = Counting()
        self.board = Board()
        self.corrections = Corrections(
            self.ledger, self.board, self.clock, owns=lambda guild_id: guild_id == OURS
        )

    async def post(self, *deliveries):
        for number, delivery in enumerate(deliveries, start=1):
            record = await self.ledger.claim(delivery, DUE)
            await self.ledger.settle(
                replace(record, state=State.SENT, message_id=number, content="as posted")
            )

    def shown(self, delivery):
        return self.ledger.records[delivery.key].content

    async def sweep(self, after=5 * SECOND):
        self.clock.move_to(self.clock.now() + after)
        await self.corrections.sweep()


@pytest.fixture
async def bench():
    return Bench()


async def test_what_is_no_longer_true_is_edited_and_that_is_written_down(bench):
    right, wrong = a_delivery("a"), a_delivery("b")
    await bench.post(right, wrong)
    bench.board.wanted[wrong.key] = "moved"

    are_right = await bench.corrections.look()

    assert (are_right, bench.board.edits) == (True, [wrong.key])
    assert (bench.shown(right), bench.shown(wrong)) == ("as posted", "moved")


async def test_what_was_edited_is_not_edited_again_until_it_changes_again(bench):
    delivery = a_delivery("a")
    await bench.post(delivery)

    for wanted in ("moved", "moved", "as posted", "as posted"):
        bench.board.wanted[delivery.key] = wanted
        await bench.corrections.look()

    assert (bench.board.edits, bench.shown(delivery)) == (2 * [delivery.key], "as posted")


async def test_what_nobody_knows_how_it_looks_is_edited(bench):
    delivery = a_delivery("a")
    await bench.post(delivery)
    record = bench.ledger.records[delivery.key]
    bench.ledger.records[delivery.key] = replace(record, content=None)

    await bench.corrections.look()

    assert bench.shown(delivery) == "as posted"


async def test_what_nothing_can_be_said_of_is_left_alone(bench):
    delivery = a_delivery("a")
    await bench.post(delivery)
    bench.board.wanted[delivery.key] = None

    assert await bench.corrections.look()
    assert bench.board.edits == []


async def test_another_processs_guilds_and_what_has_expired_are_left_alone(bench):
    theirs, over = a_delivery("a", guild_id=THEIRS), a_delivery("b", expires=DUE)
    await bench.post(theirs, over)
    bench.board.wanted = {theirs.key: "moved", over.key: "moved"}

    await bench.corrections.look()

    assert bench.board.edits == []


async def test_what_can_not_be_edited_is_tried_once(bench, caplog):
    delivery = a_delivery("a")
    await bench.post(delivery)
    bench.board.wanted[delivery.key] = "moved"
    bench.board.faults[delivery.key] = REFUSED

    looks = [await bench.corrections.look() for _ in range(2)]

    assert (looks, bench.board.edits) == ([True, True], [delivery.key])
    assert "the message was deleted by someone" in caplog.text


async def test_an_edit_that_failed_is_tried_at_every_look_until_it_is_done(bench):
    delivery = a_delivery("a")
    await bench.post(delivery)
    bench.board.wanted[delivery.key] = "moved"
    bench.board.faults[delivery.key] = FAILED
    bench.corrections.program_changed()

    for _ in range(10):
        await bench.sweep()
    bench.board.faults.clear()
    for _ in range(10):
        await bench.sweep()

    assert (len(bench.board.edits), bench.shown(delivery)) == (11, "moved")


async def test_one_that_breaks_does_not_stop_the_others(bench, caplog):
    broken, odd, wrong = a_delivery("a"), a_delivery("b"), a_delivery("c")
    await bench.post(broken, odd, wrong)
    bench.board.wanted = {broken.key: "moved", odd.key: KeyError("odd"), wrong.key: "moved"}
    bench.board.faults[broken.key] = RuntimeError("a bug")

    await bench.corrections.look()

    assert bench.shown(wrong) == "moved"
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]


async def test_a_ledger_that_can_not_be_read_is_asked_again_by_the_next_sweep(bench, caplog):
    delivery = a_delivery("a")
    await bench.post(delivery)
    bench.board.wanted[delivery.key] = "moved"
    bench.ledger.breaks = True
    bench.corrections.program_changed()
    await bench.sweep(SETTLES_WITHIN)

    bench.ledger.breaks = False
    await bench.sweep()

    assert (bench.shown(delivery), len(caplog.records)) == ("moved", 1)


async def test_as_long_as_nothing_changed_nothing_is_asked(bench):
    for _ in range(3):
        await bench.sweep()

    assert bench.ledger.asked == 0


async def test_after_a_change_every_sweep_of_half_a_minute_looks(bench):
    bench.corrections.program_changed()

    for _ in range(20):
        await bench.sweep()

    assert bench.ledger.asked == SETTLES_WITHIN // (5 * SECOND)


async def test_after_a_jump_of_the_clock_there_is_still_one_look(bench):
    bench.corrections.program_changed()

    await bench.sweep(24 * 60 * 60 * SECOND)
    await bench.sweep()

    assert bench.ledger.asked == 1


async def test_what_was_under_way_while_the_program_changed_is_corrected_once_it_is_posted(bench):
    delivery = a_delivery("a")
    bench.board.wanted[delivery.key] = "moved"
    bench.corrections.program_changed()
    await bench.sweep()

    await bench.post(delivery)
    await bench.sweep(15 * SECOND)

    assert bench.shown(delivery) == "moved"


async def test_a_change_during_a_look_is_looked_after_too(bench):
    delivery = a_delivery("a")
    await bench.post(delivery)
    bench.board.wanted[delivery.key] = "moved"
    bench.corrections.program_changed()
    bench.clock.move_to(DUE + SETTLES_WITHIN)
    looking = asyncio.create_task(bench.corrections.sweep())
    await asyncio.sleep(0)
    bench.board.wanted[delivery.key] = "moved again"
    bench.corrections.program_changed()
    await looking

    await bench.sweep()

    assert bench.shown(delivery) == "moved again"


async def test_sweeps_do_not_overlap(bench):
    delivery = a_delivery("a")
    await bench.post(delivery)
    bench.board.wanted[delivery.key] = "moved"
    bench.corrections.program_changed()

    await asyncio.gather(bench.corrections.sweep(), bench.corrections.sweep())

    assert (bench.ledger.asked, bench.board.edits) == (1, [delivery.key])


async def test_many_are_edited_a_few_at_a_time(bench):
    deliveries = [a_delivery(f"s-{number}") for number in range(4 * AT_ONCE)]
    await bench.post(*deliveries)
    bench.board.wanted = {one.key: "moved" for one in deliveries}

    await bench.corrections.look()

    assert bench.board.most_under_way == AT_ONCE
    assert sorted(bench.board.edits) == sorted(one.key for one in deliveries)


async def test_once_stopped_no_edit_begins(bench):
    deliveries = [a_delivery(f"s-{number}", due=DUE, expires=START) for number in range(20)]
    await bench.post(*deliveries)
    bench.board.wanted = {one.key: "moved" for one in deliveries}
    looking = asyncio.create_task(bench.corrections.look())
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    bench.corrections.stop()
    await looking
    bench.corrections.program_changed()
    await bench.sweep()

    assert len(bench.board.edits) == AT_ONCE
    assert bench.ledger.asked == 1


async def test_what_was_found_right_is_not_asked_about_again_until_something_changes(bench):
    delivery = a_delivery("a")
    await bench.post(delivery)
    asked, content = [], bench.board.content
    bench.board.content = lambda record: (asked.append(record.delivery.key), content(record))[1]

    for _ in range(2):
        bench.corrections.program_changed()
        for _ in range(20):
            await bench.sweep()

    assert asked == 2 * [delivery.key]


async def test_what_a_channel_shows_is_edited_before_direct_messages(bench):
    direct = a_delivery("a", guild_id=NO_GUILD, place=7, user_id=7, due=DUE - SECOND)
    public = a_delivery("b")
    bench.corrections = Corrections(bench.ledger, bench.board, bench.clock, owns=lambda _: True)
    await bench.post(direct, public)
    bench.board.wanted = {direct.key: "moved", public.key: "moved"}

    await bench.corrections.look()

    assert bench.board.edits == [public.key, direct.key]


async def test_direct_messages_are_left_to_the_process_whose_they_are(bench):
    direct = a_delivery("a", guild_id=NO_GUILD, place=7, user_id=7)
    await bench.post(direct)
    bench.board.wanted[direct.key] = "moved"

    await bench.corrections.look()

    assert bench.board.edits == []
