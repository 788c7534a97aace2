"""Channels of direct messages: opened once, kept, and never faster than Discord takes."""

import asyncio
from datetime import timedelta

import discord
import pytest

from bot import direct, direct_turns
from bot.direct import DirectMessages, NotYetOpenError
from bot.rehearsal.time import HeldClock
from bot.translation import in_words
from tests.delivery.deliveries import DUE
from tests.rest import CUT, a_client, refusal
from tests.rest_people import TOO_FAST, Book, People, channel_of
from tests.translation.fake import speaking_loudly

ANN, BEN, CAT = 123456789012345001, 123456789012345002, 123456789012345003
BRIEFLY = timedelta(milliseconds=30)
SILENCE = 60


@pytest.fixture
def people():
    return People(HeldClock(DUE))


@pytest.fixture
def book():
    return Book()


@pytest.fixture
async def client(people):
    async with a_client(people) as it:
        yield it


@pytest.fixture
async def messages(client, book, monkeypatch):
    """The part under test, at a pace that a test can wait for: one at once, 33 a second"""
    monkeypatch.setattr(direct_turns, "AT_ONCE", 1)
    monkeypatch.setattr(direct_turns, "EVERY", BRIEFLY)
    monkeypatch.setattr(direct_turns, "SOON_EVERY", BRIEFLY)
    monkeypatch.setattr(direct_turns, "FIRST_REST", 4 * BRIEFLY)
    it = DirectMessages(client, book, book.close)
    yield it
    await it.stop()


async def until(true):
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - of what a Discord saw there is no event
            await asyncio.sleep(0.005)


async def test_a_channel_is_opened_once_and_kept(messages, people, book):
    asked = [await messages.channel(ANN) for _ in range(2)]

    assert asked == 2 * [channel_of(ANN)]
    assert (people.openings, book.channels) == ([ANN], {ANN: channel_of(ANN)})
    assert messages.channel_of(ANN) == channel_of(ANN)


async def test_two_who_ask_at_once_are_given_the_same_opening(messages, people):
    asked = await asyncio.gather(messages.channel(ANN), messages.channel(ANN))

    assert (asked, people.openings) == (2 * [channel_of(ANN)], [ANN])


async def test_whose_turn_has_not_come_is_told_when_to_ask_again_and_is_opened_meanwhile(
    messages, people
):
    await messages.channel(ANN)

    waits = []
    for user_id in (BEN, CAT, CAT):
        with pytest.raises(NotYetOpenError) as told:
            await messages.channel(user_id)
        waits.append(told.value.wait)
    before = list(people.openings)
    await until(lambda: messages.channel_of(CAT))

    assert before == [ANN]
    assert people.openings == [ANN, BEN, CAT]
    assert timedelta() < waits[0] <= BRIEFLY < waits[2] <= waits[1] <= 2 * BRIEFLY


async def test_no_more_are_opened_than_the_pace_allows(messages, people):
    times, loop = [], asyncio.get_running_loop()
    request = people.request
    people.request = lambda *asked, **more: (times.append(loop.time()), request(*asked, **more))[1]

    for user_id in range(10):
        messages.open_soon(ANN + user_id)
    await until(lambda: len(people.openings) == 10)

    assert times[-1] - times[0] >= 9 * BRIEFLY.total_seconds() - 0.001


async def test_those_who_wait_for_nothing_in_particular_come_after_all_others(messages, people):
    await messages.channel(ANN)
    messages.open_soon(BEN)
    with pytest.raises(NotYetOpenError):
        await messages.channel(CAT)

    await until(lambda: messages.channel_of(BEN))

    assert people.openings == [ANN, CAT, BEN]


async def test_asked_soon_again_and_again_it_is_opened_once(messages, people):
    for _ in range(3):
        messages.open_soon(ANN)
    await until(lambda: messages.channel_of(ANN))
    messages.open_soon(ANN)
    await asyncio.sleep(3 * BRIEFLY.total_seconds())

    assert people.openings == [ANN]


async def test_too_fast_is_told_as_a_rest_after_which_it_is_opened_by_itself(
    messages, people, caplog
):
    people.refused = [TOO_FAST]

    with pytest.raises(NotYetOpenError) as told:
        await messages.channel(ANN)
    with pytest.raises(NotYetOpenError) as told_next:
        await messages.channel(BEN)
    await asyncio.sleep(2 * BRIEFLY.total_seconds())
    during = list(people.openings)
    await until(lambda: messages.channel_of(BEN))

    assert 3 * BRIEFLY < told.value.wait <= 4 * BRIEFLY
    assert told_next.value.wait > told.value.wait
    assert during == [ANN]
    assert people.openings == [ANN, ANN, BEN]
    (line,) = [one.getMessage() for one in caplog.records if one.name == "bot.direct"]
    assert line == "Discord takes no more new direct messages; none is opened for 0 seconds"


async def test_an_application_that_was_flagged_or_limited_rests_too(messages, people):
    for answer in (refusal(403, 20026, "flagged"), refusal(429, 0, "limited")):
        people.refused = [answer]

        with pytest.raises(NotYetOpenError):
            await messages.channel(ANN)
        await until(lambda: messages.channel_of(ANN))
        messages._known.channels.clear()
        messages._client._connection._private_channels_by_user.clear()
        await asyncio.sleep(BRIEFLY.total_seconds())


async def test_a_send_that_was_too_fast_holds_openings_up(messages, people):
    rest = messages.refused()

    with pytest.raises(NotYetOpenError) as told:
        await messages.channel(ANN)

    assert (rest, people.openings) == (4 * BRIEFLY, [])
    assert told.value.wait > 3 * BRIEFLY


async def test_what_goes_wrong_is_raised(messages, people):
    people.refused = [refusal(403, 50278, "no mutual guilds")]

    with pytest.raises(discord.Forbidden):
        await messages.channel(ANN)
    await asyncio.sleep(BRIEFLY.total_seconds())

    assert await messages.channel(ANN) == channel_of(ANN)


async def test_what_went_wrong_while_somebody_waited_is_told_when_they_are_asked_for_again(
    messages, people
):
    await messages.channel(ANN)
    with pytest.raises(NotYetOpenError):
        await messages.channel(BEN)
    people.refused = [refusal(403, 50007, "closed")]
    await until(lambda: len(people.openings) == 2)
    await asyncio.sleep(BRIEFLY.total_seconds())

    with pytest.raises(discord.Forbidden):
        await messages.channel(BEN)

    assert people.openings == [ANN, BEN]
    assert await messages.channel(BEN) == channel_of(BEN)


async def test_an_opening_that_takes_too_long_is_given_up(messages, people, monkeypatch):
    monkeypatch.setattr(direct, "OPEN_LIMIT", BRIEFLY)
    people.faults = [SILENCE]

    with pytest.raises(TimeoutError):
        await messages.channel(ANN)


async def test_who_is_cut_off_while_it_opens_finds_it_open_later(messages, people, book):
    people.faults = [0.02]
    asking = asyncio.create_task(messages.channel(ANN))
    await asyncio.sleep(0.001)

    asking.cancel()
    await until(lambda: messages.channel_of(ANN))

    assert (asking.cancelled(), people.openings) == (True, [ANN])


async def test_a_channel_that_could_not_be_kept_is_not_used(messages, people, book):
    book.breaks = True

    with pytest.raises(RuntimeError):
        await messages.channel(ANN)

    assert messages.channel_of(ANN) is None


async def test_a_soon_that_fails_is_logged_without_who_it_is(messages, people, caplog):
    caplog.set_level("INFO", logger="bot.direct")
    people.faults = [CUT]

    messages.open_soon(ANN)
    await until(lambda: people.openings)
    await asyncio.sleep(0.01)

    lines = [one.getMessage() for one in caplog.records if one.name == "bot.direct"]
    assert lines == ["A direct message could not be opened yet (ServerDisconnectedError)"]


@pytest.mark.parametrize("code", [50007, 50278])
async def test_a_soon_that_is_refused_as_closed_is_told_and_not_tried_again(
    messages, people, book, code
):
    people.refused = 9 * [refusal(403, code, "closed")]

    await ask_again_and_again(messages, ANN)

    assert (people.openings, book.closed) == ([ANN], [ANN])


async def test_that_a_soon_is_closed_is_not_asked_again_if_it_can_not_be_kept(
    messages, people, book
):
    people.refused = 9 * [refusal(403, 50007, "closed")]
    book.breaks = True

    await ask_again_and_again(messages, ANN)

    assert people.openings == [ANN]


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (404, 10013), (400, 50033)])
async def test_a_soon_that_is_refused_is_not_tried_again_before_something_is_to_be_sent(
    messages, people, book, status, code
):
    people.refused = 2 * [refusal(status, code, "no")]

    await ask_again_and_again(messages, ANN)
    before = list(people.openings)
    with pytest.raises(discord.HTTPException):
        await messages.channel(ANN)
    await ask_again_and_again(messages, ANN)
    refused = list(people.openings)
    opened = await messages.channel(ANN)

    assert (before, refused, book.closed) == ([ANN], [ANN, ANN], [])
    assert opened == channel_of(ANN)


async def test_who_was_refused_and_is_forgotten_may_be_opened_again(messages, people):
    people.refused = [refusal(404, 10013, "unknown")]
    await ask_again_and_again(messages, ANN)

    messages.forget(ANN)
    await ask_again_and_again(messages, ANN)

    assert people.openings == [ANN, ANN]


async def test_a_soon_that_only_broke_is_tried_again(messages, people):
    people.faults = [CUT]

    await ask_again_and_again(messages, ANN)

    assert people.openings == [ANN, ANN]


async def test_a_text_is_sent_at_once_whatever_was_refused_before(messages, people):
    await messages.channel(ANN)
    with pytest.raises(NotYetOpenError):
        await messages.channel(BEN)
    people.refused = [refusal(403, 50007, "closed")]
    await until(lambda: len(people.openings) == 2)
    await asyncio.sleep(2 * BRIEFLY.total_seconds())

    await messages.send(BEN, "Hello")

    assert [one["content"] for one in people.messages] == ["Hello"]


@pytest.mark.parametrize("code", [40003, 20026])
async def test_a_text_that_was_too_fast_holds_openings_up(messages, people, code):
    await messages.channel(ANN)
    people.faults = [refusal(403, code, "too fast")]

    with pytest.raises(NotYetOpenError):
        await messages.send(ANN, "Hello")
    with pytest.raises(NotYetOpenError):
        await messages.channel(BEN)

    assert people.openings == [ANN]


async def test_a_text_that_takes_too_long_is_given_up(messages, people, monkeypatch):
    monkeypatch.setattr(direct, "SEND_LIMIT", BRIEFLY)
    await messages.channel(ANN)
    people.faults = [SILENCE]

    with pytest.raises(TimeoutError):
        await messages.send(ANN, "Hello")


async def ask_again_and_again(messages, user_id):
    """Ask for a channel as often as a sweep does"""
    for _ in range(6):
        messages.open_soon(user_id)
        await asyncio.sleep(BRIEFLY.total_seconds())


async def test_who_is_forgotten_is_not_opened(messages, people):
    await messages.channel(ANN)
    messages.open_soon(BEN)
    with pytest.raises(NotYetOpenError):
        await messages.channel(CAT)

    messages.forget(BEN)
    messages.forget(CAT)
    await asyncio.sleep(4 * BRIEFLY.total_seconds())

    assert people.openings == [ANN]


async def test_that_a_person_takes_none_is_told_and_nothing_can_break_that(messages, book, caplog):
    await messages.closed(ANN)
    book.breaks = True
    await messages.closed(BEN)

    assert book.closed == [ANN]
    (line,) = [one for one in caplog.records if one.name == "bot.direct"]
    assert "takes no direct messages (RuntimeError)" in line.getMessage()
    assert (str(BEN) in caplog.text, line.exc_info) == (False, None)


async def test_stopped_it_ends_what_is_under_way_and_begins_nothing(messages, people):
    people.faults = [0.02]
    messages.open_soon(ANN)
    messages.open_soon(BEN)
    await asyncio.sleep(0.001)

    await messages.stop()
    opened = messages.channel_of(ANN)
    await asyncio.sleep(3 * BRIEFLY.total_seconds())

    assert (opened, people.openings) == (channel_of(ANN), [ANN])


def test_one_who_waits_for_a_channel_is_told_in_any_language_for_how_long(monkeypatch):
    reason = NotYetOpenError(timedelta(seconds=40)).words

    assert reason == "its channel is to be opened in 40 seconds"
    with speaking_loudly(monkeypatch):
        assert in_words(reason) == "ITS CHANNEL IS TO BE OPENED IN 40 SECONDS"
