import re
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import SessionChangeError
from bot.guilds.model import Choices, Lead
from bot.program.overlay import Overlay
from bot.program.proposal import CancelWish, MoveWish, RestoreWish, print_of, propose
from bot.program.timetable import Timetable
from bot.translation import Language, speaking
from bot.ui.session_change_card import Preview, done_card, left_card, preview_card
from bot.ui.session_orders import SessionOrder
from tests.factories import NINE, a_program, a_room, a_session, a_talk
from tests.program.overlays import an_overlay, cancelled, moved
from tests.programs_strategy import programs
from tests.translation.fake import speaking_loudly
from tests.ui.discord_rules import check_view
from tests.ui.reading import read
from tests.ui.records import CHANNEL, GUILD, MESSAGE, MINUTE, a_record

NOW = (NINE - 8 * MINUTE).astimezone(UTC)
HALL, LOFT = a_room("Hall 1", id="one"), a_room("Hall 2", id="two")
TALK = a_talk("Rivers", id="rivers-talk")
SESSION = a_session(NINE, minutes=30, id="rivers", talks=(TALK.id,), room="one")
LUNCH = a_session(NINE + 30 * MINUTE, title="Lunch", room="one", minutes=60)
BARE = a_session(NINE, title="Doors")
TIMETABLE = Timetable(a_program(SESSION, LUNCH, BARE, talks=(TALK,), rooms=(HALL, LOFT)))
CHOICES = Choices(
    guild_id=GUILD, reminder_channel=CHANNEL, leads=(Lead(before=10 * MINUTE),), change_channel=77
)
POSTED = a_record("rivers", start=SESSION.start.astimezone(UTC), message_id=MESSAGE)
URL = f"https://discord.com/channels/{GUILD}/{CHANNEL}/{MESSAGE}"
# What is no word of Marquee's own.
DATA = re.compile(r"<[^<>]*>|\(https://[^)]*\)|Rivers|Hall|Lunch")


def at(minutes, style):
    return f"<t:{int(NINE.timestamp()) + 60 * minutes}:{style}>"


def start(minutes):
    return (NINE + minutes * MINUTE).astimezone(UTC)


def a_preview(wish, *overrides, choices=CHOICES, posted=()):
    proposal = propose(TIMETABLE, an_overlay(*overrides), wish, NOW)
    return Preview(
        wish=wish, proposal=proposal, timetable=TIMETABLE, choices=choices, posted=posted
    )


def seen(*args, **fields):
    return read(preview_card(a_preview(*args, **fields), NOW))


def test_a_delay_shows_what_was_what_will_be_and_what_follows():
    wish = MoveWish(session="rivers", start=start(20))

    assert seen(wish, posted=(POSTED,)) == (
        "-# 📬 For organizers\n"
        "## Delay by 20 minutes?\n"
        "\n"
        "**Rivers**\n"
        "---\n"
        f"**Now:** {at(0, 'F')} – {at(30, 't')}\n"
        f"**Then:** {at(20, 'F')} – {at(50, 't')} · {at(20, 'R')}\n"
        "**Room:** Hall 1\n"
        "\n"
        f"⚠️ **Lunch** is in Hall 1 at the same time, {at(30, 't')} – {at(90, 't')}.\n"
        "\n"
        f"✏️ The [reminder]({URL}) in <#{CHANNEL}>, posted {at(-10, 'R')}, is corrected within "
        "seconds.\n"
        "\n"
        "📣 The change is told in <#77> at once.\n"
        "\n"
        f"🔔 The next reminder is posted in <#{CHANNEL}> {at(10, 'R')}.\n"
        "-# Nothing is changed yet.\n"
        "---\n"
        "[Delay it] [Leave it as it is]"
    )


def test_a_delay_that_is_done_says_how_long_it_holds_and_can_be_undone():
    preview = a_preview(MoveWish(session="rivers", start=start(1)))

    text = read(done_card(preview, NOW))

    assert "## ✅ Delayed by one minute\n" in text
    assert "-# On this server only, until the program itself says the same" in text
    assert text.endswith("\n[Undo]")


def test_in_another_language_all_of_it_is_in_that(monkeypatch):
    wish = MoveWish(session="rivers", start=start(20), room="two")

    with speaking_loudly(monkeypatch):
        text = read(preview_card(a_preview(wish, posted=(POSTED,)), NOW))

    said = DATA.sub("", text)
    assert "MOVE THIS SESSION?" in said
    assert [line for line in said.splitlines() if line != line.upper()] == []


def test_undo_carries_what_stood_before_and_how_the_session_stands_now():
    before = moved(SESSION, 5 * MINUTE)
    preview = a_preview(CancelWish(session="rivers"), before)
    mark = print_of(TIMETABLE.program, SESSION, cancelled(SESSION))

    (row,) = [
        part["components"]
        for part in done_card(preview, NOW).to_components()[0]["components"]
        if part["type"] == 1
    ]

    undo = SessionOrder(wish=MoveWish(session="rivers", start=start(5)), print=mark)
    assert [button["custom_id"] for button in row] == [undo.custom_id()]


def test_another_room_shows_both_and_nothing_about_reminders():
    text = seen(MoveWish(session="rivers", room="two"))

    assert "## Move this session?\n" in text
    assert f"**Time:** {at(0, 'F')} – {at(30, 't')}\n**Room:** Hall 1 → Hall 2" in text
    assert "🔔" not in text
    assert text.endswith("[Move it] [Leave it as it is]")


def test_a_room_for_a_session_that_had_none_is_told():
    assert "**Room:** no room → Hall 2" in seen(MoveWish(session=BARE.id, room="two"))


def test_a_cancelled_session_shows_what_falls_away():
    text = seen(CancelWish(session="rivers"), posted=(POSTED,))

    assert f"**Now:** {at(0, 'F')} – {at(30, 't')} · Hall 1\n**Then:** cancelled" in text
    assert "is corrected within seconds" in text
    assert "🔔" not in text
    assert text.endswith("[Cancel it] [Leave it as it is]")


def test_a_restored_session_shows_what_the_program_says():
    text = seen(RestoreWish(session="rivers"), cancelled(SESSION))

    assert f"**Now:** cancelled\n**Then:** {at(0, 'F')} – {at(30, 't')} · Hall 1" in text
    assert f"🔔 A new reminder is posted in <#{CHANNEL}> at once." in text


def test_what_was_told_at_that_very_start_is_not_told_again():
    text = seen(RestoreWish(session="rivers"), moved(SESSION, 20 * MINUTE), posted=(POSTED,))

    assert "🔔" not in text


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        (replace(CHOICES, paused_at=NOW), "⏸️ Posting is paused here"),
        (replace(CHOICES, reminder_channel=None), None),
        (replace(CHOICES, leads=()), None),
    ],
)
def test_where_nothing_is_posted_no_reminder_is_promised(choices, said):
    text = seen(MoveWish(session="rivers", start=start(20)), choices=choices)

    assert "🔔" not in text
    assert said is None or said in text


def test_a_break_is_not_reminded_of():
    assert "🔔" not in seen(MoveWish(session=LUNCH.id, start=start(45)))


def test_much_later_is_another_time_and_no_delay():
    assert "## Move this session?" in seen(MoveWish(session="rivers", start=start(24 * 60)))


def test_leaving_it_says_so():
    assert read(left_card()) == ("-# 📬 For organizers\n## Left as it was\n\nNothing was changed.")


@pytest.mark.slow
@given(st.data(), programs(most_talks=4, most_sessions=5), st.sampled_from(Language))
@settings(max_examples=40)
def test_any_change_of_any_program_gives_cards_that_discord_takes(data, program, language):
    timetable = Timetable(program)
    posted = tuple(a_record(message_id=MESSAGE + number) for number in range(3))
    for session in timetable.sessions:
        now = session.start - timedelta(minutes=data.draw(st.integers(-30, 60)))
        room = data.draw(st.sampled_from([None, *(room.id for room in program.rooms)]))
        later = (session.start + timedelta(minutes=5)).astimezone(UTC)
        for wish, before in (
            (MoveWish(session=session.id, start=later, room=room), Overlay()),
            (CancelWish(session=session.id), Overlay()),
            (RestoreWish(session=session.id), an_overlay(cancelled(session))),
        ):
            try:
                proposal = propose(timetable, before, wish, now)
            except SessionChangeError:
                continue
            preview = Preview(
                wish=wish,
                proposal=proposal,
                timetable=timetable,
                choices=CHOICES,
                posted=posted,
            )
            with speaking(language):
                for card in (preview_card(preview, now), done_card(preview, now)):
                    check_view(card, may_mention=(f"<#{CHANNEL}>", "<#77>"))


def test_a_change_of_what_has_started_is_not_told():
    now = NOW + 20 * MINUTE
    wish = CancelWish(session="rivers")
    proposal = propose(TIMETABLE, Overlay(), wish, now)
    preview = Preview(wish=wish, proposal=proposal, timetable=TIMETABLE, choices=CHOICES)

    assert "📣" not in read(preview_card(preview, now))
