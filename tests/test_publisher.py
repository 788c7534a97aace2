from datetime import timedelta

import pytest

from bot import publisher as publisher_module
from bot.announcements.written.crossposts import Publishing
from bot.delivery.model import Cause, Record, State
from bot.publisher import DiscordPublisher
from bot.rehearsal.time import HeldClock
from tests.delivery.deliveries import DUE, a_delivery
from tests.rest import CUT, GLOBAL_LIMIT, Answer, Channel, a_client, refusal

NEWS, TEXT = 5, 0
GONE = refusal(404, 10008, "Unknown Message")
RECORD = Record(delivery=a_delivery(), state=State.SENT, claimed_at=DUE, message_id=5)


def a_channel(kind):
    """What Discord says of a channel of this type"""
    overwrites = {"permission_overwrites": [], "nsfw": False, "parent_id": None, "topic": None}
    return Answer(
        200, {"id": "10", "type": kind, "guild_id": "1", "name": "a", "position": 0, **overwrites}
    )


@pytest.fixture
def channel():
    return Channel(HeldClock(DUE))


@pytest.fixture
async def publisher(channel):
    async with a_client(channel) as client:
        yield DiscordPublisher(client)


def paths(channel):
    return [(method, path) for method, path, _ in channel.requests]


async def test_a_message_in_an_announcement_channel_is_published(publisher, channel):
    channel.faults = [a_channel(NEWS), Answer(200, {})]

    result = await publisher.publish(1, 10, 5)

    assert result is Publishing.DONE
    assert paths(channel)[-1] == ("POST", "/channels/10/messages/5/crosspost")


async def test_in_any_other_channel_discord_is_not_even_asked(publisher, channel):
    channel.faults = [a_channel(TEXT)]

    result = await publisher.publish(1, 10, 5)

    assert result is Publishing.ELSEWHERE
    assert not any(method == "POST" for method, _ in paths(channel))


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        (refusal(400, 40033, "already"), Publishing.DONE),
        (refusal(403, 50013, "Missing Permissions"), Publishing.REFUSED),
        (GONE, Publishing.REFUSED),
        (refusal(503), Publishing.LATER),
        (CUT, Publishing.LATER),
        (GLOBAL_LIMIT, Publishing.LATER),
        (60.0, Publishing.LATER),
    ],
)
async def test_what_discord_says_to_it_is_understood(
    publisher, channel, monkeypatch, fault, result
):
    monkeypatch.setattr(publisher_module, "LIMIT", timedelta(seconds=0.2))
    channel.faults = [a_channel(NEWS), fault]

    assert await publisher.publish(1, 10, 5) is result


async def test_what_was_posted_is_deleted(publisher, channel):
    channel.faults = [Answer(204, "")]

    outcome = await publisher.remove(RECORD)

    assert outcome.state is State.SENT
    assert paths(channel) == [("DELETE", "/channels/10/messages/5")]


@pytest.mark.parametrize(
    ("fault", "state", "cause"),
    [
        (GONE, State.SENT, None),
        (refusal(404, 10003, "Unknown Channel"), State.SENT, None),
        (refusal(403, 50013, "Missing Permissions"), State.DROPPED, Cause.FORBIDDEN),
        (refusal(503), State.FAILED, None),
        (CUT, State.FAILED, None),
    ],
)
async def test_whether_it_is_gone_is_said(publisher, channel, fault, state, cause):
    channel.faults = [fault]

    outcome = await publisher.remove(RECORD)

    assert (outcome.state, outcome.cause) == (state, cause)
