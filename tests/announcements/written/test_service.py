import asyncio
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from bot.announcements.written.model import AnnouncementState, At, Stranded, Words, Written
from bot.announcements.written.service import READ_AT_ONCE, Announcements
from bot.clock import give_way
from bot.delivery.life import settled
from bot.delivery.model import Outcome, State
from bot.guilds.model import Choices
from bot.guilds.service import Guilds
from bot.program.timetable import Timetable
from tests.announcements.written.announcements import (
    HOUR,
    MINUTE,
    NOON,
    an_announcement,
    before,
)
from tests.announcements.written.memory_announcements import MemoryAnnouncements
from tests.delivery.memory_ledger import MemoryLedger
from tests.factories import NINE, a_program, a_session, every_guild
from tests.guilds.memory_store import MemoryGuildStore

RIVERS = a_session(NINE, id="rivers")
START = NINE.astimezone(UTC)
SENT = Outcome(state=State.SENT, message_id=1)
TAKEN_BACK = Outcome(state=State.WITHDRAWN)


class SomePrograms:
    timetable = Timetable(a_program(RIVERS))

    def timetable_for(self, choices):
        if isinstance(self.timetable, Exception):
            raise self.timetable
        return self.timetable


class World:
    """The service with all that it works on"""

    def __init__(self, *announcements, owns=every_guild):
        self.programs = SomePrograms()
        self.guild_store = MemoryGuildStore(Choices(guild_id=1, organizer_channel=99))
        self.guilds = Guilds(self.guild_store)
        self.ledger = MemoryLedger()
        self.store = MemoryAnnouncements(*announcements)
        self.owns = owns
        self.restart()

    def restart(self):
        self.service = Announcements(self.programs, self.guilds, self.ledger, self.store, self.owns)

    async def choose(self, **fields):
        await self.guild_store.save([replace(self.guild_store.choices[1], **fields)])
        await self.guilds.reload()

    async def change(self, one, **fields):
        later = replace(one, revision=one.revision + 1, **fields)
        assert await self.store.change(one, later)
        return later

    async def due(self, now=NOON):
        return [delivery for plan in await self.service.plans(now) for delivery in plan.due]

    async def post(self, now=NOON):
        """Post what is due, and return what each told"""
        posted = []
        for delivery in await self.due(now):
            record = await self.ledger.claim(delivery, now)
            told = self.service.subject(delivery, now)
            await self.ledger.settle(settled(record, SENT if told else TAKEN_BACK, now))
            posted += [told] if told else []
        return posted


@pytest.fixture
async def world():
    it = World()
    await it.guilds.reload()
    return it


async def a_world(*announcements, **fields):
    it = World(*announcements, **fields)
    await it.guilds.reload()
    return it


async def test_what_waits_is_posted_once():
    one = an_announcement()
    world = await a_world(one)

    told = [await world.post() for _ in range(3)]

    (written,) = told[0]
    assert (written.announcement, told[1:]) == (one, [[], []])


async def test_a_start_knows_from_the_ledger_what_was_posted():
    one = an_announcement()
    world = await a_world(one)
    await world.post()

    world.restart()

    assert await world.post() == []


async def test_as_long_as_nothing_is_written_the_store_is_not_read_anew():
    world = await a_world(an_announcement())

    for _ in range(3):
        await world.service.plans(NOON)

    assert world.store.reads == [1]


async def test_a_change_is_read_alone_however_much_is_written():
    many = [an_announcement(guild_id=number % 9) for number in range(3 * READ_AT_ONCE - 1)]
    world = await a_world(*many)
    await world.service.reload()
    first = list(world.store.reads)

    await world.change(many[7], channel=11)
    await world.change(many[8], state=AnnouncementState.CANCELLED)
    await world.service.reload()

    assert first == [READ_AT_ONCE, READ_AT_ONCE, READ_AT_ONCE - 1]
    assert world.store.reads[3:] == [2]


async def test_whatever_else_is_ready_runs_while_much_is_read():
    world = await a_world(*[an_announcement() for _ in range(3 * READ_AT_ONCE)])
    reading = asyncio.create_task(world.service.reload())
    turns = 0
    while not reading.done():
        await give_way()
        turns += 1

    assert turns >= 3


async def test_what_is_removed_is_forgotten_and_all_else_still_planned():
    gone, stays = an_announcement(guild_id=2), an_announcement()
    world = await a_world(gone, stays)
    both = await world.due()
    await world.store.forget(2)

    left = await world.due()

    assert {each.key for each in both} == {gone.key, stays.key}
    assert [each.key for each in left] == [stays.key]


async def test_what_was_posted_is_not_planned_again_once_its_session_moves():
    one = an_announcement(moment=before("rivers"))
    world = await a_world(one)
    told = await world.post(START - 10 * MINUTE)
    later = replace(RIVERS, start=NINE + HOUR, end=None)
    world.programs.timetable = Timetable(a_program(later))

    plans = [await world.service.plans(START) for _ in range(2)]
    world.restart()

    assert (len(told), plans, await world.service.plans(START)) == (1, [[], []], [])


async def test_the_ledger_is_asked_once_for_what_is_to_come():
    one = an_announcement(moment=before("rivers"))
    world = await a_world(one)
    held, asked = world.ledger.held, []

    async def heard(keys):
        asked.append(list(keys))
        return await held(keys)

    world.ledger.held = heard
    for hours in (3, 2, 1):
        await world.service.plans(START - hours * HOUR)

    assert asked == [[one.key]]


async def test_what_is_written_meanwhile_is_planned():
    world = await a_world()
    before = await world.due()
    one = an_announcement()
    await world.store.add(one)

    assert (before, [each.key for each in await world.due()]) == ([], [one.key])


async def test_only_own_guilds_are_planned_for():
    ours, theirs = an_announcement(guild_id=1), an_announcement(guild_id=2)
    world = await a_world(ours, theirs, owns=lambda guild_id: guild_id == 1)

    assert [one.guild_id for one in await world.due()] == [1]


async def test_a_guild_that_can_not_be_planned_for_is_left_out_and_logged(caplog):
    world = await a_world(an_announcement())
    world.programs.timetable = ValueError("broken")

    assert await world.service.plans(NOON) == []
    assert "no announcements for guild 1" in caplog.text


@pytest.mark.parametrize(
    "fields",
    [
        {"state": AnnouncementState.CANCELLED},
        {"channel": 11},
        {"moment": At(at=NOON + HOUR)},
        {"moment": before("gone")},
    ],
)
async def test_what_changed_between_plan_and_send_is_not_posted(fields):
    one = an_announcement()
    world = await a_world(one)
    (delivery,) = await world.due()
    await world.change(one, **fields)
    await world.service.reload()

    assert world.service.subject(delivery, NOON) is None


@pytest.mark.parametrize("fields", [{"paused_at": NOON}, {"left_at": NOON}])
async def test_where_it_is_paused_or_left_between_plan_and_send_it_is_not_posted(fields):
    world = await a_world(an_announcement())
    (delivery,) = await world.due()
    await world.choose(**fields)

    assert world.service.subject(delivery, NOON) is None


async def test_what_goes_to_another_channel_after_its_claim_is_posted_there_once():
    one = an_announcement()
    world = await a_world(one)
    (delivery,) = await world.due()
    record = await world.ledger.claim(delivery, NOON)
    later = await world.change(one, channel=11)
    await world.service.reload()
    assert world.service.subject(delivery, NOON) is None
    await world.ledger.settle(settled(record, TAKEN_BACK, NOON))

    told = [await world.post(NOON + MINUTE) for _ in range(2)]

    assert [[each.announcement for each in some] for some in told] == [[later], []]


async def test_words_that_are_changed_after_the_plan_are_posted_as_they_are_by_then():
    one = an_announcement()
    world = await a_world(one)
    (delivery,) = await world.due()
    later = await world.change(one, words=Words(title="New", text="Other"))
    await world.service.reload()

    told = world.service.subject(delivery, NOON)

    assert told == Written(announcement=later, mark=delivery.digest)


async def test_what_was_posted_stands_as_it_reads_by_now_until_it_is_deleted():
    one = an_announcement()
    world = await a_world(one)
    (delivery,) = await world.due()
    later = await world.change(one, words=Words(title="New", text="Other"))
    await world.service.reload()
    stands = world.service.standing(delivery)
    await world.change(later, state=AnnouncementState.DELETED)
    await world.service.reload()

    assert stands == Written(announcement=later, mark=delivery.digest)
    assert world.service.standing(delivery) is None


async def test_organizers_are_told_once_that_its_session_is_gone_and_it_comes_with_that_again():
    one = an_announcement(moment=before("rivers"))
    world = await a_world(one)
    world.programs.timetable = Timetable(a_program())
    told = [await world.post(START - HOUR) for _ in range(2)]
    world.programs.timetable = Timetable(a_program(RIVERS))

    (stranded,) = told[0]
    assert (type(stranded), stranded.announcement, told[1]) == (Stranded, one, [])
    (written,) = await world.post(START - 10 * MINUTE)
    assert (type(written), written.announcement) == (Written, one)


async def test_a_word_to_organizers_is_left_out_if_the_session_is_back_or_they_are_elsewhere():
    world = await a_world(an_announcement(moment=before("rivers")))
    world.programs.timetable = Timetable(a_program())
    (word,) = await world.due(START - HOUR)
    stands = world.service.standing(word)

    world.programs.timetable = Timetable(a_program(RIVERS))
    back = world.service.subject(word, START - HOUR)
    world.programs.timetable = Timetable(a_program())
    await world.choose(organizer_channel=98)

    assert (stands, back, world.service.subject(word, START - HOUR)) == (None, None, None)


async def test_drafts_are_removed_after_a_day():
    draft = an_announcement(state=AnnouncementState.DRAFT, created_at=NOON)
    world = await a_world(draft)

    kept = []
    for hours in (0, 23, 25):
        await world.service.plans(NOON + hours * HOUR)
        kept.append(len(world.store.held))

    assert kept == [1, 1, 0]


async def test_the_store_is_asked_to_remove_drafts_only_now_and_then(world):
    await world.service.plans(NOON)
    draft = an_announcement(state=AnnouncementState.DRAFT, created_at=NOON - 30 * HOUR)
    await world.store.add(draft)
    await world.service.plans(NOON + timedelta(seconds=5))

    assert world.store.held == {draft.id: draft}
