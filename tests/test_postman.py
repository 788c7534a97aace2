import asyncio
import re
from dataclasses import replace
from datetime import UTC, timedelta

import aiohttp
import pytest

from bot import postman as postman_module
from bot.delivery.model import NO_GUILD, Cause, Kind, Outcome, Record, Seen, Sighting, State
from bot.direct import DirectMessages
from bot.postman import Letters, Postman, Writing
from bot.program.timetable import Timetable
from bot.rehearsal.time import HeldClock
from bot.reminders.model import Correction, Reminder, ToldSession
from bot.translation import Language, spoken
from bot.ui.post import Post
from bot.ui.reminder_post import reminder_post
from tests.delivery.deliveries import DUE, MINUTE, SECOND, a_delivery
from tests.factories import NINE, a_program, a_session, a_talk
from tests.rest import BOT, CUT, GLOBAL_LIMIT, PERSON, Channel, a_client, refusal
from tests.rest_people import CLOSED, OPENING, TOO_FAST, Book, People, channel_of

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
    return Postman(client, Writing({Kind.REMINDER: letters(subjects)}), clock)


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
        client, Writing({Kind.REMINDER: letters(subjects)}), clock, on_found=lambda: found.append(1)
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

    postman = Postman(client, Writing({Kind.REMINDER: letters(subjects, subject=broken)}), clock)

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
    postman = Postman(client, Writing({Kind.REMINDER: letters(subjects, standing=None)}), clock)

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


ANN = 123456789012345001
MESSAGE = a_delivery(
    "keynote", guild_id=NO_GUILD, place=ANN, user_id=ANN, kind=Kind.PERSONAL, key="for ann"
)
# The same in a guild's channel, since Ann's messages are closed.
INSTEAD = a_delivery("keynote", user_id=ANN, kind=Kind.PERSONAL, key="for ann, in the channel")


class Correspondence:
    """A postman who writes to people, and what became of that"""

    def __init__(self, client, people, subjects, clock):
        self.client = client
        self.clock = clock
        self.people = people
        self.book = Book()
        self.direct = DirectMessages(client, self.book, self.book.close)
        self.postman = Postman(
            client,
            Writing({Kind.PERSONAL: letters(subjects), Kind.REMINDER: letters(subjects)}),
            clock,
            self.direct,
        )


@pytest.fixture
async def writing(clock, subjects):
    people = People(clock)
    async with a_client(people) as client:
        yield Correspondence(client, people, subjects, clock)


async def test_a_direct_message_is_posted_in_the_channel_that_is_opened_for_it(writing):
    outcome = await writing.postman.send(MESSAGE)

    opening, (method, path, body) = writing.people.requests
    assert opening == ("POST", OPENING, {"recipient_id": ANN})
    assert (method, path) == ("POST", f"/channels/{channel_of(ANN)}/messages")
    assert (body["nonce"], body["enforce_nonce"]) == (MESSAGE.digest, True)
    assert (outcome.state, writing.book.closed) == (State.SENT, [])


async def test_the_next_one_is_posted_there_without_opening_anything(writing):
    writing.book.channels[ANN] = channel_of(ANN)

    await writing.postman.send(MESSAGE)

    assert [path for _, path, _ in writing.people.requests] == [
        f"/channels/{channel_of(ANN)}/messages"
    ]


async def test_what_is_not_called_for_any_more_opens_nothing(writing, subjects):
    subjects.called_off = True

    outcome = await writing.postman.send(MESSAGE)

    assert (outcome.state, writing.people.requests) == (State.WITHDRAWN, [])


async def test_what_is_called_off_while_a_channel_is_opened_is_not_posted(writing, subjects):
    opened = writing.book.open

    async def open_and_call_off(user_id, channel):
        await opened(user_id, channel)
        subjects.called_off = True

    writing.book.open = open_and_call_off

    outcome = await writing.postman.send(MESSAGE)

    assert (outcome.state, writing.people.messages) == (State.WITHDRAWN, [])


@pytest.mark.parametrize(
    ("refused", "reason"),
    [
        (CLOSED, "they take no direct messages from Marquee"),
        (
            refusal(403, 50278, "Cannot send messages to this user due to having no mutual guilds"),
            "they are in no server together with Marquee any more",
        ),
    ],
)
@pytest.mark.parametrize("is_open", [True, False])
async def test_a_person_who_takes_none_is_told_of_and_not_tried_again(
    writing, refused, reason, is_open
):
    if is_open:
        writing.book.channels[ANN] = channel_of(ANN)
    writing.people.faults = [refused]

    outcome = await writing.postman.send(MESSAGE)

    assert outcome == Outcome(state=State.DROPPED, cause=Cause.CLOSED, reason=reason)
    assert writing.book.closed == [ANN]


async def test_the_same_answer_in_a_guilds_channel_closes_nobody(writing):
    writing.people.faults = [CLOSED]

    outcome = await writing.postman.send(DELIVERY)

    assert (outcome.cause, writing.book.closed) == (Cause.FORBIDDEN, [])


async def test_whose_turn_it_is_not_is_tried_again_when_it_will_be(writing):
    writing.people.refused = [TOO_FAST]

    outcomes = [await writing.postman.send(MESSAGE) for _ in range(2)]

    for outcome in outcomes:
        assert (outcome.state, outcome.cause) == (State.FAILED, None)
        assert MINUTE - SECOND < outcome.retry_after <= MINUTE
        assert outcome.reason == "its channel is to be opened in 60 seconds"
    assert writing.people.openings == [ANN]


async def test_a_send_that_was_too_fast_is_tried_again_after_a_rest(writing):
    writing.book.channels[ANN] = channel_of(ANN)
    writing.people.faults = [TOO_FAST]

    outcome = await writing.postman.send(MESSAGE)

    assert (outcome.state, outcome.retry_after) == (State.FAILED, MINUTE)


@pytest.mark.parametrize(
    ("fault", "state", "reason"),
    [
        (
            refusal(403, 50001, "Missing Access"),
            State.DROPPED,
            "Discord lets Marquee write them no direct message (Missing Access)",
        ),
        (
            refusal(404, 10013, "Unknown User"),
            State.DROPPED,
            "there is no such person or direct message any more (Unknown User)",
        ),
        (refusal(503, 0, "Overloaded"), State.FAILED, "Discord answered 503 Overloaded"),
        (CUT, State.FAILED, "Discord could not be reached (ServerDisconnectedError)"),
    ],
)
async def test_what_discord_says_of_an_opening_is_told_in_words(writing, fault, state, reason):
    writing.people.faults = [fault]

    outcome = await writing.postman.send(MESSAGE)

    assert (outcome.state, outcome.reason) == (state, reason)
    assert writing.book.closed == []


async def test_a_direct_message_is_found_in_its_channel(writing):
    outcome = await writing.postman.send(MESSAGE)

    sighting = await writing.postman.find(MESSAGE, DUE)

    assert sighting == Sighting(seen=Seen.FOUND, message_id=outcome.message_id)
    assert writing.people.requests[-1][1] == f"/channels/{channel_of(ANN)}/messages"


async def test_to_whom_no_channel_was_opened_nothing_was_sent(writing):
    sighting = await writing.postman.find(MESSAGE, DUE)

    assert (sighting, writing.people.requests) == (Sighting(seen=Seen.ABSENT), [])


async def test_an_empty_channel_of_a_person_hides_nothing(writing):
    writing.book.channels[ANN] = channel_of(ANN)

    assert await writing.postman.find(MESSAGE, DUE) == Sighting(seen=Seen.ABSENT)


async def test_a_direct_message_is_edited_in_place(writing, subjects):
    record = sent(await writing.postman.send(MESSAGE), MESSAGE)
    subjects.corrections = CANCELLED

    outcome = await writing.postman.amend(record)

    method, path, _ = writing.people.requests[-1]
    assert (method, path) == (
        "PATCH",
        f"/channels/{channel_of(ANN)}/messages/{record.message_id}",
    )
    assert outcome.state is State.SENT


async def test_a_message_to_a_person_who_is_not_known_any_more_is_left_as_it_is(writing):
    record = sent(await writing.postman.send(MESSAGE), MESSAGE)
    writing.book.channels.clear()

    outcome = await writing.postman.amend(record)

    assert (outcome.state, outcome.cause) == (State.DROPPED, Cause.GONE)


@pytest.mark.parametrize(
    ("shape", "flags", "allowed"),
    [
        ({}, None, {"parse": []}),
        ({"silent": True}, 1 << 12, {"parse": []}),
        ({"mentions": (ANN,)}, None, {"parse": [], "users": [ANN]}),
        ({"roles": (55,)}, None, {"parse": [], "roles": [55]}),
    ],
)
async def test_a_post_comes_silently_and_pings_only_as_it_says(
    writing, subjects, shape, flags, allowed
):
    def post(subject):
        return Post(content=f"<@{ANN}> soon", **shape)

    written = Letters(subject=subjects.subject, standing=subjects.standing, post=post)
    postman = Postman(writing.client, Writing({Kind.REMINDER: written}), writing.clock)

    await postman.amend(sent(await postman.send(DELIVERY)))

    (_, _, posted), (_, _, edited) = writing.people.requests
    assert (posted.get("flags"), posted["allowed_mentions"]) == (flags, allowed)
    assert edited["allowed_mentions"] == allowed


@pytest.mark.parametrize("code", [10007, 10013])
async def test_who_has_left_a_guild_is_not_named_in_its_channel(writing, code):
    writing.people.faults = [refusal(404, code, "Unknown Member")]

    outcome = await writing.postman.send(INSTEAD)

    assert (outcome.state, outcome.cause) == (State.DROPPED, Cause.CLOSED)
    assert (writing.people.messages, writing.book.closed) == ([], [])


async def test_who_is_in_the_guild_is_named_in_its_channel(writing):
    outcome = await writing.postman.send(INSTEAD)

    assert outcome.state is State.SENT
    assert writing.people.requests[0][1] == f"/guilds/{INSTEAD.guild_id}/members/{ANN}"


async def test_whether_somebody_has_left_is_asked_again_if_it_could_not_be_seen(writing):
    writing.people.faults = [CUT]

    outcome = await writing.postman.send(INSTEAD)

    assert (outcome.state, writing.people.messages) == (State.FAILED, [])


async def test_each_is_written_in_its_own_language(client, subjects, clock):
    languages = {DELIVERY.guild_id: Language.JAPANESE, NO_GUILD: Language.FRENCH}
    heard = []

    def subject(delivery, now):
        heard.append(("subject", spoken()))
        return subjects.subject(delivery, now)

    def standing(delivery):
        heard.append(("standing", spoken()))
        return subjects.standing(delivery)

    def post(reminder):
        heard.append(("post", spoken()))
        return reminder_post(reminder)

    written = Letters(subject=subject, standing=standing, post=post)
    writing = Writing({Kind.REMINDER: written}, lambda one: languages[one.guild_id])
    postman = Postman(client, writing, clock)

    await postman.amend(sent(await postman.send(DELIVERY)))
    writing.due(replace(DELIVERY, guild_id=NO_GUILD), clock.now())

    assert heard == [
        ("subject", Language.JAPANESE),
        ("post", Language.JAPANESE),
        ("standing", Language.JAPANESE),
        ("post", Language.JAPANESE),
        ("subject", Language.FRENCH),
        ("post", Language.FRENCH),
    ]
    assert spoken() is Language.ENGLISH
