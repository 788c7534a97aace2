import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.model import Cause, Kind, State
from bot.guilds.model import Choices
from bot.program.timetable import Timetable
from bot.translation import Language, said, speaking
from bot.ui.delivery_card import delivery_card
from tests.factories import a_program, a_session, a_talk
from tests.programs_strategy import programs
from tests.translation.fake import speaking_loudly
from tests.ui.discord_rules import check_view
from tests.ui.reading import read
from tests.ui.records import (
    CHANNEL,
    GUILD,
    MESSAGE,
    MINUTE,
    NOW,
    a_delivery,
    a_record,
    deliveries,
    records,
)

PROGRAM = a_program(a_session(id="rivers", talks=("t",)), talks=(a_talk("Rivers", id="t"),))
CHOICES = Choices(guild_id=GUILD, reminder_channel=CHANNEL)
PAUSED = replace(CHOICES, paused_at=NOW)
MENTION = re.compile(r"<#\d+>")


def seen(one, choices=CHOICES, now=NOW, **done):
    return read(delivery_card(one, choices, Timetable(PROGRAM), now, **done))


def at(instant, style):
    return f"<t:{int(instant.timestamp())}:{style}>"


def test_a_coming_one_tells_what_where_and_when_and_can_be_dropped():
    coming = a_delivery("rivers")

    assert seen(coming) == (
        "-# 📬 For organizers · Reminder\n"
        "## Rivers\n"
        "\n"
        f"🕒 Will be posted {at(coming.due, 'R')}.\n"
        "---\n"
        f"**Channel** <#{CHANNEL}>\n"
        f"**Due** {at(coming.due, 'f')}\n"
        f"**Starts** {at(coming.expires, 'f')}\n"
        f"-# Delivery {coming.digest}\n"
        "---\n"
        "[Don't post it] [Back] [Refresh]"
    )


def test_one_with_several_sessions_names_them_all():
    several = a_delivery("rivers", "lakes")

    text = seen(several)

    assert "## Rivers and 1 more" in text
    start = at(several.expires, "f")
    assert f"- **Rivers**, {start}\n- **lakes**, {start}\n\n**Channel**" in text


def test_a_posted_one_links_to_its_message():
    view = delivery_card(a_record("rivers", message_id=MESSAGE), CHOICES, Timetable(PROGRAM), NOW)

    urls = [part["url"] for part in _buttons(view) if "url" in part]
    assert urls == [f"https://discord.com/channels/{GUILD}/{CHANNEL}/{MESSAGE}"]


def test_what_stood_in_the_way_is_told_in_the_language_of_whoever_asks(monkeypatch):
    why = said("{what} ({answer})", what=said("no such channel."), answer="Unknown Channel")
    refused = a_record("rivers", state=State.DROPPED, cause=Cause.REFUSED, reason=why)

    with speaking_loudly(monkeypatch):
        card = seen(refused)

    assert "NOT POSTED: DISCORD REFUSED IT: NO SUCH CHANNEL. (Unknown Channel)." in card
    assert "[TRY AGAIN]" in card


def test_a_failed_one_tells_the_reason_the_tries_and_the_next_one():
    failed = a_record(
        "rivers",
        state=State.FAILED,
        attempts=3,
        reason="Discord answered 503",
        next_try=NOW + MINUTE,
    )

    text = seen(failed)

    assert f"🔁 Not posted yet: Discord answered 503. I try again {at(NOW + MINUTE, 'R')}." in text
    assert "**Tries** 3" in text
    assert "[Try again] [Don't post it]" in text


@pytest.mark.parametrize("state", [State.DROPPED, State.EXPIRED, State.UNSURE])
def test_what_was_not_posted_can_be_tried_until_its_last_moment(state):
    record = a_record("rivers", state=state, cause=Cause.PAUSED)

    before, after = seen(record), seen(record, now=record.delivery.expires)

    assert ("[Try again]" in before, "[Try again]" in after) == (True, False)


def test_while_posting_is_paused_nothing_can_be_tried_and_it_says_why():
    text = seen(a_record("rivers", state=State.DROPPED, cause=Cause.PAUSED), PAUSED)

    assert "[Try again]" not in text
    assert "press **Resume posting** in the list first" in text


@pytest.mark.parametrize("state", [State.SENT, State.CLAIMED, State.WITHDRAWN])
def test_what_is_posted_or_under_way_can_be_neither_tried_nor_dropped(state):
    text = seen(a_record("rivers", state=state))

    assert ("[Try again]" in text, "[Don't post it]" in text) == (False, False)


def test_what_is_due_for_a_try_anyway_needs_no_button_for_it():
    text = seen(a_record("rivers", state=State.FAILED, cause=Cause.PAUSED, next_try=NOW))

    assert ("[Try again]" in text, "[Don't post it]" in text) == (False, True)


@pytest.mark.parametrize(("attempts", "is_told"), [(1, False), (2, True)])
def test_tries_are_told_only_where_there_was_one(attempts, is_told):
    record = a_record("rivers", state=State.DROPPED, cause=Cause.PAUSED, attempts=attempts)

    assert ("**Tries**" in seen(record)) == is_told


def test_what_was_just_done_stands_first():
    assert seen(a_delivery("rivers"), done="Done.").splitlines()[3] == "Done."


def test_one_without_sessions_is_called_by_its_kind():
    assert "## Word to organizers" in seen(a_delivery(kind=Kind.TELLING))


@pytest.mark.slow
@settings(max_examples=40)
@given(st.data(), programs(most_talks=6, most_sessions=6), st.sampled_from(Language))
def test_any_delivery_gives_a_message_that_discord_takes(data, program, language):
    sessions = [session.id for session in program.sessions]
    one = data.draw(deliveries(sessions) | records(sessions))
    timetable = data.draw(st.sampled_from([Timetable(program), None]))
    choices = data.draw(st.sampled_from([CHOICES, PAUSED]))

    with speaking(language):
        view = delivery_card(one, choices, timetable, NOW, done="Done. " * 20)

    check_view(view, may_mention=MENTION.findall(str(view.to_components())))


def _buttons(view):
    (frame,) = view.to_components()
    return [part for row in frame["components"] for part in row.get("components", ())]
