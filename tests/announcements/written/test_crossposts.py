from datetime import timedelta

import pytest

from bot.announcements.written.crossposts import Crossposts, Publishing, PublishingSender
from bot.announcements.written.plan import delivery_of
from bot.delivery.life import claimed, settled
from bot.delivery.model import Kind, Outcome, Seen, Sighting, State
from bot.rehearsal.time import HeldClock
from tests.announcements.written.announcements import HOUR, MINUTE, NOON, an_announcement
from tests.announcements.written.test_book import SENT
from tests.delivery.deliveries import a_delivery
from tests.delivery.fakes import Channels
from tests.delivery.memory_ledger import MemoryLedger


class Press:
    """A Publisher that keeps what it published, and answers by `faults` as long as it has any."""

    def __init__(self, clock):
        self._clock = clock
        self.published = []
        self.faults = []

    async def publish(self, guild_id, channel, message_id):
        fault = self.faults.pop(0) if self.faults else Publishing.DONE
        if isinstance(fault, Exception):
            raise fault
        self.published.append((self._clock.now(), guild_id, channel, message_id, fault))
        return fault

    @property
    def messages(self):
        return [message for *_, message, _ in self.published]


class World:
    def __init__(self):
        self.clock = HeldClock(NOON)
        self.press = Press(self.clock)
        self.ledger = MemoryLedger()
        self.crossposts = Crossposts(
            self.press, self.ledger, self.clock, owns=lambda guild_id: guild_id != 2
        )

    async def move(self, span):
        """Let time pass, with a sweep every minute"""
        end = self.clock.now() + span
        while self.clock.now() < end:
            self.clock.move_to(self.clock.now() + MINUTE)
            await self.crossposts.sweep()

    def posted(self, number, **fields):
        self.crossposts.posted(delivery_of(an_announcement(**fields), NOON), number)


@pytest.fixture
def world():
    return World()


async def test_an_announcement_is_published_with_the_next_sweep_and_once(world):
    world.posted(5, channel=77)
    await world.move(HOUR)

    assert world.press.published == [(NOON + MINUTE, 1, 77, 5, Publishing.DONE)]


async def test_nothing_else_is_published(world):
    world.crossposts.posted(a_delivery(), 5)
    await world.move(HOUR)

    assert (a_delivery().kind is Kind.ANNOUNCEMENT, world.press.published) == (False, [])


async def test_no_more_than_ten_an_hour_are_published_in_a_channel(world):
    for number in range(12):
        world.posted(number)
    world.posted(99, channel=11)
    await world.move(30 * MINUTE)
    first = world.press.messages
    await world.move(2 * HOUR)

    assert sorted(first) == [*range(10), 99]
    assert sorted(world.press.messages) == [*range(12), 99]
    late = [at for at, *_, message, _ in world.press.published if message in (10, 11)]
    assert late == [NOON + MINUTE + HOUR] * 2


async def test_however_many_there_are_at_once_none_is_left_out(world):
    for number in range(35):
        world.posted(number)
    await world.move(4 * HOUR)

    assert world.press.messages == [*range(35)]
    hours = [(at - NOON - MINUTE) / HOUR for at, *_ in world.press.published]
    assert hours == [0] * 10 + [1] * 10 + [2] * 10 + [3] * 5


async def test_over_a_day_the_limit_is_kept_in_every_hour(world, record_property):
    number = 0
    for _ in range(24 * 6):
        world.posted(number)
        world.posted(number + 1)
        number += 2
        await world.move(10 * MINUTE)

    times = [at for at, *_ in world.press.published]
    most = max(sum(at <= other < at + HOUR for other in times) for at in times)
    record_property("published in a day", len(times))
    record_property("most in any hour", most)
    assert most == 10
    assert len(times) >= 24 * 10


@pytest.mark.parametrize("fault", [Publishing.ELSEWHERE, Publishing.REFUSED, ValueError("bug")])
async def test_what_can_not_be_published_is_not_tried_again(world, fault):
    world.press.faults = [fault]
    world.posted(5)
    await world.move(3 * HOUR)

    assert len(world.press.published) == (0 if isinstance(fault, Exception) else 1)


async def test_what_discord_takes_later_is_tried_once_more_after_an_hour(world, caplog):
    world.press.faults = [Publishing.LATER, Publishing.LATER, Publishing.DONE]
    world.posted(5)
    await world.move(5 * HOUR)

    assert [at for at, *_ in world.press.published] == [NOON + MINUTE, NOON + MINUTE + HOUR]
    assert "not published; organizers can do it by hand" in caplog.text


async def test_a_start_publishes_what_was_posted_within_the_hour_before(world):
    for one in (an_announcement(), an_announcement(guild_id=2)):
        record = claimed(delivery_of(one, NOON), NOON)
        await world.ledger.write_off(settled(record, SENT, NOON))
    record = claimed(delivery_of(an_announcement(), NOON - 2 * HOUR), NOON)
    await world.ledger.write_off(settled(record, SENT, NOON))

    await world.crossposts.start()
    await world.move(MINUTE)

    assert [guild_id for _, guild_id, *_ in world.press.published] == [1]


async def test_a_start_that_can_not_look_goes_on(world, caplog):
    async def broken(_):
        raise OSError

    world.ledger.standing = broken
    await world.crossposts.start()

    assert "could not look what is to be published" in caplog.text


async def test_what_a_sender_posts_or_finds_posted_is_published(world):
    channels = Channels(world.clock)
    sender = PublishingSender(channels, world.crossposts)
    delivery, other = (delivery_of(an_announcement(), NOON) for _ in range(2))

    sent = await sender.send(delivery)
    channels.sighting = Sighting(seen=Seen.FOUND, message_id=8)
    found = await sender.find(other, NOON)
    channels.sighting = Sighting(seen=Seen.ABSENT)
    await sender.find(other, NOON)
    channels.faults[delivery.key] = [Outcome(state=State.FAILED)]
    await sender.send(delivery)
    await world.move(timedelta(minutes=1))

    assert (sent.message_id, found.message_id) == (1, 8)
    assert world.press.messages == [1, 8]
