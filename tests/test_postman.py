import asyncio
import re
from datetime import UTC, timedelta

import aiohttp
import pytest

from bot import postman as postman_module
from bot.delivery.model import Cause, Kind, Outcome, Record, Seen, Sighting, State
from bot.postman import Letters, Postman
from bot.program.timetable import Timetable
from bot.rehearsal.time import HeldClock
from bot.reminders.model import Correction, Reminder, ToldSession
from bot.ui.reminder_post import reminder_post
from tests.delivery.deliveries import DUE, MINUTE, SECOND, a_delivery
from tests.factories import NINE, a_program, a_session, a_talk
from tests.rest import BOT, CUT, GLOBAL_LIMIT, PERSON, Channel, a_client, refusal

TALK = a_talk("Rivers", id="rivers")
SESSION = a_session(NINE, id="keynote", talks=(TALK.id,))
TIMETABLE = Timetable(a_program(SESSION, talks=(TALK,)))
DELIVERY = a_delivery("keynote")
SILENCE = 60

UNREADABLE = "Marquee may not read the channel's history, so it can't know whether it was posted"


class OneSubject:
    """A service whose every delivery is the reminder of one session, or called off."""

    called_off = False
    corrections = ()

    def subject(self, delivery, now):
        return self.standing(delivery)

    def standing(self, delivery):
        if self.called_off:
            return None
        return Reminder(
            timetable=TIMETABLE,
            start=NINE.astimezone(UTC),
            sessions=(SESSION,),
            mark=delivery.digest,
            corrections=self.corrections,
        )


@pytest.fixture
def clock():
    return HeldClock(DUE)


@pytest.fixture
def channel(clock):
    return Channel(clock)


@pytest.fixture
def subjects():
    return OneSubject()


@pytest.fixture
async def client(channel):
    async with a_client(channel) as it:
        yield it


@pytest.fixture
def postman(client, subjects, clock):
    return Postman(client, {Kind.REMINDER: letters(subjects)}, clock)


def letters(subjects, **fields):
    asked = {"subject": subjects.subject, "standing": subjects.standing, **fields}
    return Letters(post=reminder_post, **asked)


def sent(outcome, delivery=DELIVERY):
    """The record of what was posted"""
    return Record(
        delivery=delivery,
        state=State.SENT,
        claimed_at=DUE,
        message_id=outcome.message_id,
        content=outcome.content,
    )


async def test_a_delivery_is_posted_with_its_nonce_its_mark_and_no_mentions(postman, channel):
    outcome = await postman.send(DELIVERY)

    ((method, path, body),) = channel.requests
    assert (method, path) == ("POST", "/channels/10/messages")
    assert (body["nonce"], body["enforce_nonce"]) == (DELIVERY.digest, True)
    assert body["allowed_mentions"] == {"parse": []}
    assert DELIVERY.digest in str(body["components"])
    assert "Rivers" in body["content"]
    assert outcome == Outcome(
        state=State.SENT, message_id=int(channel.messages[0]["id"]), content=outcome.content
    )
    assert re.fullmatch("[0-9a-f]{24}", outcome.content)


async def test_what_is_not_called_for_any_more_is_withdrawn_and_not_posted(
    postman, channel, subjects
):
    subjects.called_off = True

    outcome = await postman.send(DELIVERY)

    assert (outcome.state, channel.requests) == (State.WITHDRAWN, [])


@pytest.mark.parametrize(
    ("fault", "state", "reason"),
    [
        (
            refusal(404, 10008, "Unknown Message"),
            State.SENT,
            "posted, and deleted by someone since",
        ),
        (
            refusal(400, 10008, "Unknown Message"),
            State.SENT,
            "posted, and deleted by someone since",
        ),
        (refusal(401, 0, "Unauthorized"), State.FAILED, "Discord answered 401 Unauthorized"),
        (refusal(429, 0, "Banned"), State.FAILED, "Discord answered 429 Banned"),
        (refusal(503, 0, "Overloaded"), State.FAILED, "Discord answered 503 Overloaded"),
        (CUT, State.FAILED, "Discord could not be reached (ServerDisconnectedError)"),
        (
            aiohttp.ClientPayloadError("cut"),
            State.FAILED,
            "Discord could not be reached (ClientPayloadError)",
        ),
        (
            ConnectionResetError(104, "reset"),
            State.FAILED,
            "Discord could not be reached (ConnectionResetError)",
        ),
    ],
)
async def test_what_discord_says_is_told_in_words(postman, channel, fault, state, reason):
    channel.faults = [fault]

    outcome = await postman.send(DELIVERY)

    assert outcome == Outcome(state=state, reason=reason)
    assert len(channel.requests) == 1


@pytest.mark.parametrize(
    ("fault", "cause", "reason"),
    [
        (
            refusal(403, 50013, "Missing Permissions"),
            Cause.FORBIDDEN,
            "Marquee may not post in this channel (Missing Permissions)",
        ),
        (
            refusal(404, 10003, "Unknown Channel"),
            Cause.GONE,
            "there is no such channel (Unknown Channel)",
        ),
        (
            refusal(400, 50035, "Invalid Form Body"),
            Cause.REFUSED,
            "Discord answered 400 Invalid Form Body",
        ),
    ],
)
async def test_what_discord_refuses_is_dropped_with_its_cause(
    postman, channel, fault, cause, reason
):
    channel.faults = [fault]

    outcome = await postman.send(DELIVERY)

    assert outcome == Outcome(state=State.DROPPED, reason=reason, cause=cause)


async def test_a_rate_limit_that_discord_py_gives_up_on_is_waited_for(postman, client, channel):
    client.http.max_ratelimit_timeout = 30.0
    channel.faults = [GLOBAL_LIMIT]

    outcome = await postman.send(DELIVERY)

    assert outcome == Outcome(
        state=State.FAILED,
        reason="Discord asked to wait 600 seconds",
        retry_after=timedelta(seconds=600),
    )


async def test_a_send_that_takes_too_long_is_given_up(postman, channel, monkeypatch):
    monkeypatch.setattr(postman_module, "SEND_LIMIT", SECOND / 20)
    channel.faults = [SILENCE]

    outcome = await postman.send(DELIVERY)

    assert outcome == Outcome(state=State.FAILED, reason="Discord took too long to answer")


async def test_a_send_given_up_in_a_global_rate_limit_leaves_discord_py_able_to_send(
    postman, client, channel, monkeypatch
):
    monkeypatch.setattr(postman_module, "SEND_LIMIT", SECOND / 20)
    channel.faults = [GLOBAL_LIMIT]
    await postman.send(DELIVERY)
    monkeypatch.setattr(postman_module, "SEND_LIMIT", 10 * SECOND)

    outcome = await postman.send(DELIVERY)

    assert outcome.state is State.SENT


async def test_a_mark_in_a_button_or_picker_is_found(postman, channel, clock):
    outcome = await postman.send(DELIVERY)
    clock.move_to(DUE + 3 * MINUTE)

    sighting = await postman.find(DELIVERY, DUE)

    assert sighting == Sighting(seen=Seen.FOUND, message_id=outcome.message_id)


async def test_a_mark_in_an_embeds_url_is_found(postman, channel):
    url = f"https://conf.example/program#{DELIVERY.digest}"
    message = channel.add(BOT, embeds=[{"type": "rich", "url": url}])

    sighting = await postman.find(DELIVERY, DUE)

    assert sighting == Sighting(seen=Seen.FOUND, message_id=int(message["id"]))


async def test_another_deliverys_mark_or_another_authors_is_not_taken_for_it(postman, channel):
    other = a_delivery("panel")
    await postman.send(other)
    url = f"https://conf.example/program#{DELIVERY.digest}"
    channel.add(PERSON, embeds=[{"type": "rich", "url": url}])

    assert await postman.find(DELIVERY, DUE) == Sighting(seen=Seen.ABSENT)


@pytest.mark.parametrize(
    ("posted_at", "seen"),
    [
        (DUE - 5 * MINUTE + SECOND, Seen.FOUND),
        (DUE - 5 * MINUTE - SECOND, Seen.ABSENT),
        (DUE + 9 * MINUTE, Seen.FOUND),
    ],
)
async def test_the_history_is_read_from_five_minutes_before_the_claim(
    postman, channel, clock, posted_at, seen
):
    clock.move_to(posted_at)
    await postman.send(DELIVERY)
    clock.move_to(DUE + 20 * MINUTE)

    sighting = await postman.find(DELIVERY, DUE)

    assert sighting.seen is seen


async def test_the_history_of_one_claimed_anew_is_read_from_when_it_was_due(
    postman, channel, clock
):
    outcome = await postman.send(DELIVERY)
    clock.move_to(DUE + 20 * MINUTE)

    sighting = await postman.find(DELIVERY, DUE + 19 * MINUTE)

    assert sighting == Sighting(seen=Seen.FOUND, message_id=outcome.message_id)


async def test_what_a_look_found_is_told_of_since_nobody_knows_what_it_shows(
    client, subjects, clock
):
    found = []
    postman = Postman(
        client, {Kind.REMINDER: letters(subjects)}, clock, on_found=lambda: found.append(1)
    )
    await postman.find(DELIVERY, DUE)
    before = list(found)
    await postman.send(DELIVERY)

    await postman.find(DELIVERY, DUE)

    assert (before, found) == ([], [1])


async def test_all_pages_of_the_history_are_read(postman, channel, clock):
    for number in range(250):
        channel.add(content=f"{number}", at=DUE - MINUTE)
    outcome = await postman.send(DELIVERY)

    sighting = await postman.find(DELIVERY, DUE)

    assert sighting == Sighting(seen=Seen.FOUND, message_id=outcome.message_id)
    assert [method for method, *_ in channel.requests] == ["POST", "GET", "GET", "GET"]


async def test_the_history_is_not_read_far_past_the_last_moment(postman, channel, clock):
    for number in range(250):
        channel.add(content=f"{number}", at=DUE + 60 * MINUTE)

    sighting = await postman.find(DELIVERY, DUE)

    assert sighting == Sighting(seen=Seen.ABSENT)
    assert len(channel.requests) == 1


async def test_a_claim_from_a_clock_that_was_set_back_since_is_found(postman, channel, clock):
    await postman.send(DELIVERY)

    sighting = await postman.find(DELIVERY, DUE + 60 * MINUTE)

    assert sighting.seen is Seen.FOUND


async def test_a_channel_with_older_messages_only_has_no_such_post(postman, channel):
    channel.add(content="hello", at=DUE - 60 * MINUTE)

    assert await postman.find(DELIVERY, DUE) == Sighting(seen=Seen.ABSENT)


async def test_a_channel_where_nothing_shows_may_hide_it(postman):
    # This is how Discord answers who lacks Read Message History.
    assert await postman.find(DELIVERY, DUE) == Sighting(seen=Seen.HIDDEN, reason=UNREADABLE)


@pytest.mark.parametrize(
    ("fault", "sighting"),
    [
        (refusal(403, 50001, "Missing Access"), Sighting(seen=Seen.HIDDEN, reason=UNREADABLE)),
        (refusal(404, 10003, "Unknown Channel"), Sighting(seen=Seen.ABSENT)),
        (
            refusal(503, 0, "Overloaded"),
            Sighting(seen=Seen.UNKNOWN, reason="Discord answered 503 Overloaded"),
        ),
        (
            CUT,
            Sighting(
                seen=Seen.UNKNOWN,
                reason="Discord could not be reached (ServerDisconnectedError)",
            ),
        ),
    ],
)
async def test_a_history_that_can_not_be_read_is_told_as_such(postman, channel, fault, sighting):
    channel.faults = [fault]

    assert await postman.find(DELIVERY, DUE) == sighting


async def test_a_look_that_takes_too_long_is_given_up(postman, channel, monkeypatch):
    monkeypatch.setattr(postman_module, "LOOK_LIMIT", SECOND / 20)
    channel.faults = [SILENCE]

    sighting = await postman.find(DELIVERY, DUE)

    assert sighting == Sighting(seen=Seen.UNKNOWN, reason="Discord took too long to answer")


async def test_a_bug_in_rendering_is_not_hidden(client, subjects, clock):
    def broken(delivery, now):
        raise KeyError("odd data")

    postman = Postman(client, {Kind.REMINDER: letters(subjects, subject=broken)}, clock)

    with pytest.raises(KeyError):
        await postman.send(DELIVERY)


async def test_being_cancelled_is_not_taken_for_an_answer(postman, channel):
    channel.faults = [SILENCE]
    sending = asyncio.create_task(postman.send(DELIVERY))
    await asyncio.sleep(0)

    sending.cancel()

    with pytest.raises(asyncio.CancelledError):
        await sending


CANCELLED = (Correction(told=ToldSession(id="keynote", title="Rivers"), session=None),)


async def test_what_was_just_posted_shows_what_it_should(postman):
    record = sent(await postman.send(DELIVERY))

    assert postman.content(record) == record.content


async def test_a_message_is_edited_in_place_without_mentions_and_keeps_its_mark(
    postman, channel, subjects
):
    record = sent(await postman.send(DELIVERY))
    subjects.corrections = CANCELLED

    wanted = postman.content(record)
    outcome = await postman.amend(record)

    method, path, body = channel.requests[-1]
    assert (method, path) == ("PATCH", f"/channels/10/messages/{record.message_id}")
    assert body["allowed_mentions"] == {"parse": []}
    assert body["content"].startswith("Cancelled: **Rivers**")
    assert DELIVERY.digest in str(body["components"])
    assert outcome == Outcome(state=State.SENT, message_id=record.message_id, content=wanted)
    assert wanted != record.content
    assert (await postman.find(DELIVERY, DUE)).seen is Seen.FOUND


async def test_of_what_nothing_can_be_said_there_is_no_content(postman, subjects):
    record = sent(await postman.send(DELIVERY))
    subjects.called_off = True

    assert postman.content(record) is None


async def test_what_a_kind_never_corrects_has_no_content(client, subjects, clock):
    postman = Postman(client, {Kind.REMINDER: letters(subjects, standing=None)}, clock)

    assert postman.content(sent(await postman.send(DELIVERY))) is None


@pytest.mark.parametrize(
    ("fault", "state", "cause_and_reason"),
    [
        (
            refusal(404, 10008, "Unknown Message"),
            State.DROPPED,
            (Cause.GONE, "the message was deleted by someone"),
        ),
        (
            refusal(400, 30046, "Maximum number of edits"),
            State.DROPPED,
            (
                Cause.REFUSED,
                "Discord takes no more edits of a message that is older than an hour",
            ),
        ),
        (
            refusal(403, 50001, "Missing Access"),
            State.DROPPED,
            (Cause.FORBIDDEN, "Marquee may not post in this channel (Missing Access)"),
        ),
        (
            refusal(503, 0, "Overloaded"),
            State.FAILED,
            (None, "Discord answered 503 Overloaded"),
        ),
        (
            CUT,
            State.FAILED,
            (None, "Discord could not be reached (ServerDisconnectedError)"),
        ),
    ],
)
async def test_what_discord_says_of_an_edit_is_told_in_words(
    postman, channel, fault, state, cause_and_reason
):
    record = sent(await postman.send(DELIVERY))
    channel.faults = [fault]

    outcome = await postman.amend(record)

    assert (outcome.state, (outcome.cause, outcome.reason)) == (state, cause_and_reason)


async def test_an_edit_that_takes_too_long_is_given_up(postman, channel, monkeypatch):
    record = sent(await postman.send(DELIVERY))
    monkeypatch.setattr(postman_module, "SEND_LIMIT", SECOND / 20)
    channel.faults = [SILENCE]

    outcome = await postman.amend(record)

    assert outcome == Outcome(state=State.FAILED, reason="Discord took too long to answer")
