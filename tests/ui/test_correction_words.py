"""What a reminder says once a session moved, changed rooms or was cancelled."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from bot.program.timetable import Timetable
from bot.reminders.model import Reminder
from bot.reminders.subject import reminder_of
from bot.translation import Language, speaking
from bot.ui.limits import length
from bot.ui.reminder_post import reminder_post
from tests.factories import a_room, a_talk
from tests.programs_strategy import programs
from tests.translation.fake import speaking_loudly
from tests.ui.conference import TWO_DAYS, stamp
from tests.ui.every_message import MARK, told
from tests.ui.reading import read_post

RIVERS, LAKES, LUNCH, SEAS = TWO_DAYS.sessions
LATER = {"start": RIVERS.start + timedelta(minutes=30), "end": RIVERS.end + timedelta(minutes=30)}
PICKER = f"m1:open:water-22:{MARK}"


def corrected(*sessions, told_of=(RIVERS,), program=TWO_DAYS):
    """The reminder of some sessions, after the program came to have `sessions`"""
    subject = told(Timetable(program), told_of)
    return reminder_post(reminder_of(subject, Timetable(replace(program, sessions=sessions)), MARK))


def test_a_session_that_moved_tells_its_old_start_and_its_new_one():
    moved = replace(RIVERS, **LATER)

    assert read_post(corrected(moved, LAKES, SEAS)) == (
        f"Moved: **Rivers** · Hall · {stamp('R', minutes=30)}\n"
        "| Rivers\n"
        f"**Moved:** ~~{stamp('F')}~~ now {stamp('F', minutes=30)} – {stamp('t', minutes=75)}"
        f" · {stamp('R', minutes=30)}\n"
        "Hall · Data\n"
        "Ada Example\n"
        "| WaterConf\n"
        "{Open a talk… | Rivers}\n"
        "[Save]"
    )


def test_a_session_in_another_room_tells_both_rooms():
    elsewhere = replace(RIVERS, room="loft")

    assert read_post(corrected(elsewhere, LAKES)) == (
        f"Room changed: **Rivers** · Loft · {stamp('R')}\n"
        "| Rivers\n"
        "**Room changed:** Hall → Loft\n"
        f"{stamp('F')} – {stamp('t', minutes=45)}\n"
        "Loft · Data\n"
        "\n"
        "Ada Example\n"
        "| WaterConf\n"
        "{Open a talk… | Rivers}\n"
        "[Save]"
    )


def test_a_session_without_a_room_any_more_says_so():
    post = corrected(replace(RIVERS, room=None))

    assert post.content == f"Room changed: **Rivers** · no room yet · {stamp('R')}"
    assert "**Room changed:** Hall → no room yet\n" in post.embeds[0].description


def test_a_cancelled_session_says_so_and_opens_what_is_on_instead():
    assert read_post(corrected(LAKES, LUNCH, SEAS)) == (
        f"Cancelled: **Rivers**, ~~{stamp('t')}~~\n"
        "| Cancelled: Rivers\n"
        f"**Cancelled:** ~~{stamp('F')}~~\n"
        "| WaterConf\n"
        "{Open a talk… | Lakes | Seas}"
    )


def test_what_was_cancelled_is_called_as_it_was_told():
    renamed = replace(TWO_DAYS, talks=(a_talk("Floods", id="rivers"), *TWO_DAYS.talks[1:]))

    post = corrected(LAKES, told_of=(RIVERS,), program=renamed)

    assert post.content == f"Cancelled: **Floods**, ~~{stamp('t')}~~"


def test_of_two_sessions_the_moved_one_is_told_first():
    moved = replace(RIVERS, **LATER, room="loft")

    assert read_post(corrected(moved, LAKES, told_of=(RIVERS, LAKES))) == (
        f"Moved: **Rivers** · Loft · {stamp('R', minutes=30)} · and 1 more\n"
        "| Two sessions, one changed\n"
        "**Rivers**\n"
        f"**Moved:** ~~{stamp('F')}~~ now {stamp('F', minutes=30)} – {stamp('t', minutes=75)}"
        f" · {stamp('R', minutes=30)}\n"
        "**Room changed:** Hall → Loft\n"
        "Loft · Data\n"
        "Ada Example\n"
        "\n"
        f"{stamp('F')}\n"
        "\n"
        "**Lakes**\n"
        f"Loft · Web · until {stamp('t', minutes=30)}\n"
        "Bo Example\n"
        "| WaterConf\n"
        "{Open a talk… | Lakes | Rivers}\n"
        "{Save to my agenda… | Lakes | Rivers}"
    )


def test_of_two_sessions_one_in_another_room_stands_under_its_title():
    elsewhere = replace(LAKES, room="hall")

    post = corrected(RIVERS, elsewhere, told_of=(RIVERS, LAKES))

    assert post.content == f"Room changed: **Lakes** · Hall · {stamp('R')} · and 1 more"
    assert "**Lakes**\n**Room changed:** Loft → Hall\nHall · Web" in post.embeds[0].description


def test_two_changes_are_both_named_where_there_is_room():
    moved = replace(LAKES, start=LATER["start"], end=None)

    post = corrected(moved, told_of=(RIVERS, LAKES))

    assert post.content == (
        f"Cancelled: **Rivers**, ~~{stamp('t')}~~ · Moved: **Lakes** · {stamp('R', minutes=30)}"
    )
    assert post.embeds[0].title == "Two sessions, two changed"
    assert post.embeds[0].description.endswith("Loft · Web\nBo Example")


def test_long_titles_leave_the_change_and_its_time_whole():
    talks = tuple(a_talk("Very long title " * 20, id=talk.id) for talk in TWO_DAYS.talks)
    program = replace(TWO_DAYS, talks=talks, rooms=(a_room("Long hall " * 9, id="hall"),))
    moved = [replace(one, **LATER) for one in (RIVERS, LAKES)]

    content = corrected(*moved, told_of=(RIVERS, LAKES), program=program).content

    assert content == " · ".join(2 * [f"Moved: **Very long title…** · {stamp('R', minutes=30)}"])
    assert length(content) <= 100


@pytest.mark.parametrize("language", Language)
def test_the_first_line_has_room_for_a_title_in_every_language(language):
    talks = tuple(a_talk("Mountains " * 20, id=talk.id) for talk in TWO_DAYS.talks)
    program = replace(TWO_DAYS, talks=talks, rooms=(a_room("Long hall " * 9, id="hall"),))
    nowhere = replace(program, rooms=())

    with speaking(language):
        contents = [
            corrected(*sessions, told_of=(RIVERS, LAKES), program=version).content
            for version, sessions in (
                (program, (replace(RIVERS, **LATER, room="hall"), LAKES)),
                (nowhere, (replace(RIVERS, room=None), LAKES)),
                (program, ()),
            )
        ]

    assert all(length(content) <= 100 for content in contents)
    assert all("**Mountains" in content for content in contents)


def test_in_another_language_it_is_told_in_whole_sentences_of_it(monkeypatch):
    with speaking_loudly(monkeypatch):
        post = corrected(replace(RIVERS, **LATER, room=None), LAKES, told_of=(RIVERS, LAKES))

    assert (
        post.content == f"MOVED: **Rivers** · NO ROOM YET · {stamp('R', minutes=30)} · AND 1 MORE"
    )
    assert f"**MOVED:** ~~{stamp('F')}~~ NOW {stamp('F', minutes=30)}" in post.embeds[0].description
    assert "**ROOM CHANGED:** Hall → NO ROOM YET" in post.embeds[0].description


def test_a_session_that_moved_back_looks_as_it_did():
    subject = told(Timetable(TWO_DAYS), (RIVERS, LAKES))
    plain = Reminder(
        timetable=Timetable(TWO_DAYS), start=subject.start, sessions=(RIVERS, LAKES), mark=MARK
    )

    back = corrected(*TWO_DAYS.sessions, told_of=(RIVERS, LAKES))

    assert back.digest == reminder_post(plain).digest
    assert back.content == f"**Rivers** (Hall), **Lakes** (Loft) · {stamp('R')}"


@pytest.mark.parametrize(
    "sessions",
    [
        (replace(RIVERS, **LATER),),
        (replace(RIVERS, room="loft"),),
        (LAKES,),
        (),
    ],
)
def test_the_mark_stays_in_the_message(sessions):
    post = corrected(*sessions)

    assert post.view.children[0].custom_id == PICKER


def test_without_any_talk_left_the_address_carries_the_mark():
    nothing = replace(TWO_DAYS, sessions=(), talks=())
    reminder = reminder_of(told(Timetable(TWO_DAYS), (RIVERS,)), Timetable(nothing), MARK)

    post = reminder_post(reminder)

    assert (post.view, post.embeds[0].url) == (None, f"https://example.org/#{MARK}")


@pytest.mark.slow
@settings(max_examples=30)
@given(programs(most_talks=8, most_sessions=8))
def test_any_change_is_in_the_digest_and_none_where_nothing_changed(program):
    timetable = Timetable(program)
    presented = [session for session in timetable.sessions if not session.is_break][:4]
    if not presented:
        return
    together = [replace(one, start=presented[0].start, end=None) for one in presented]
    right = replace(program, sessions=tuple(together))
    moved = replace(together[-1], start=together[-1].start + timedelta(hours=1))
    wrong = replace(program, sessions=(*together[:-1], moved))
    subject = told(Timetable(right), together)

    first, again, changed = (
        reminder_post(reminder_of(subject, Timetable(version), MARK)).digest
        for version in (right, replace(right), wrong)
    )

    assert (first == again, first == changed) == (True, False)
