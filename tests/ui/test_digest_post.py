from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.announcements.digest.cut import MOST_SAVED
from bot.announcements.digest.days import Days
from bot.announcements.digest.subject import digest_of, following, read
from bot.delivery.model import Kind
from bot.program.timetable import Timetable
from bot.translation import Language, speaking
from bot.ui.digest_post import THANKS_WITH_PAGE, WELCOME, WELCOME_TITLE, digest_post
from bot.ui.questions import number_text
from tests.announcements.digest.digests import DUE, a_day, a_long_program
from tests.delivery.deliveries import a_delivery
from tests.factories import NINE, a_program, a_room, a_session, a_speaker, a_talk, a_track
from tests.programs_strategy import programs
from tests.ui.conference import HOUR, ONE_TRACK, TWO_DAYS, stamp
from tests.ui.discord_rules import check_post, units, walk
from tests.ui.reading import read_post

DAY = timedelta(days=1)
NOTIFICATION = 100
# As a custom id holds a day: in base 36.
DEC_1 = number_text(date(2022, 12, 1).toordinal())
MARK = a_delivery(key="digest").digest


def posts(program, later=None, most=99):
    """All messages that tell a program, day by day, with the thanks; as they are edited `later`."""
    days = Days(Timetable(program))
    delivery = a_delivery(key="digest", place=7, kind=Kind.DIGEST, due=DUE)
    for day in days.timetable.days[:most]:
        subject = read(days.first_text(day))
        while subject is not None:
            yield digest_post(digest_of(subject, Timetable(later or program), delivery))
            subject = following(subject, days.timetable)
    for day in days.timetable.days[-1:]:
        thanks = read(days.first_text(day + DAY))
        yield digest_post(digest_of(thanks, Timetable(later or program), delivery))


def read_posts(program, later=None):
    return [read_post(post) for post in posts(program, later)]


def description(program, later=None):
    """What the last embed of the first message says."""
    return next(posts(program, later)).embeds[-1].description


def carried(post):
    """All in which a posted message's mark is looked for."""
    ids = [part.get("custom_id", "") for part in walk(post.view.to_components())]
    return " ".join([*ids, *(embed.url or "" for embed in post.embeds)])


def test_the_first_day_begins_with_how_to_use_the_bot():
    first, second, _ = read_posts(TWO_DAYS)

    assert first == "\n".join(
        [
            f"**WaterConf** begins · {stamp('F')}: **Rivers** and 1 more",
            f"| {WELCOME_TITLE}",
            WELCOME.format(save="Save"),
            "| None",
            "| Wednesday 30 November",
            stamp("t"),
            "- **Rivers** · Ada Example · Hall · *Data*",
            "- **Lakes** · Bo Example · Loft · *Web*",
            "",
            f"{stamp('t', 1)} Lunch",
            "| WaterConf",
            "{Save to my agenda… | Rivers | Lakes}",
            "[Schedule] [Now]",
        ]
    )
    assert second == "\n".join(
        [
            f"**WaterConf** · {stamp('F', 24)}: **Seas**",
            "| Thursday 1 December",
            f"{stamp('t', 24)} **Seas** · Ada Example and Bo Example · Hall · *Data*",
            "| WaterConf",
            "{Save to my agenda… | Seas}",
            "[Schedule] [Now]",
        ]
    )


def test_after_the_last_day_it_thanks_and_says_how_to_give_feedback():
    *_, thanks = read_posts(TWO_DAYS)

    assert thanks == (
        "**WaterConf is over.** Thank you! How was it? Tell the organizers.\n"
        "| Thank you for being there!\n"
        f"{THANKS_WITH_PAGE}\n"
        "| WaterConf\n"
        "[Schedule] [The conference's page]"
    )


@pytest.mark.parametrize("language", Language)
def test_a_notification_shows_all_of_the_thanks_in_every_language(language):
    with speaking(language):
        *_, thanks = posts(replace(TWO_DAYS, name="W" * 60))

    assert "W" * 20 in thanks.content
    assert units(thanks.content) <= NOTIFICATION


def test_a_program_without_a_page_is_given_none():
    *_, thanks = posts(ONE_TRACK)

    assert "page" not in read_post(thanks)
    assert thanks.embeds[0].url == f"https://discord.com/channels/1/7#{MARK}"


def test_a_session_of_several_talks_lists_them():
    assert description(ONE_TRACK) == "\n".join(
        [
            f"{stamp('t')} **Architectures**",
            "- Cosmos: Planet Scale · Mei Fixture and Vin Sample",
            "- Magic Pocket · Fay Stub",
        ]
    )


def test_the_day_is_what_its_buttons_ask_for():
    _, second, _ = posts(TWO_DAYS)

    _, schedule, now = [
        part["custom_id"] for part in walk(second.view.to_components()) if part["type"] in (2, 3)
    ]

    assert (schedule, now) == (f"m1:day:water-22:{DEC_1}:::1", "m1:now:water-22")


def test_what_changes_later_is_corrected_in_place():
    rivers, lakes, lunch, seas = TWO_DAYS.sessions
    later = replace(
        TWO_DAYS,
        sessions=(
            replace(rivers, start=NINE + 2 * HOUR, end=None),
            lunch,
            replace(seas, room="loft"),
        ),
    )

    first, second, _ = posts(TWO_DAYS, later)

    moved = f"**moved** from {stamp('t')}"
    assert lakes not in later.sessions
    assert first.embeds[-1].title == "Wednesday 30 November: two changes"
    assert first.embeds[-1].description == "\n".join(
        [
            f"{stamp('t')} ~~Lakes~~ · **cancelled**",
            f"{stamp('t', 1)} Lunch",
            f"{stamp('t', 2)} **Rivers** · {moved} · Ada Example · Hall · *Data*",
        ]
    )
    assert second.embeds[-1].description == (
        f"{stamp('t', 24)} **Seas** · Ada Example and Bo Example · **Loft** (was Hall) · *Data*"
    )


def test_what_moves_to_another_day_is_struck_out():
    rivers, *others = TWO_DAYS.sessions
    later = replace(TWO_DAYS, sessions=(replace(rivers, start=NINE + 24 * HOUR, end=None), *others))

    assert f"- ~~Rivers~~ · **moved** to {stamp('f', 24)}" in description(TWO_DAYS, later)


def test_a_room_that_is_taken_away_is_said():
    rivers, *others = TWO_DAYS.sessions
    later = replace(TWO_DAYS, sessions=(replace(rivers, room=None), *others))

    assert "**no room yet** (was Hall)" in description(TWO_DAYS, later)


def test_a_day_that_is_cancelled_later_says_so_first():
    later = replace(TWO_DAYS, sessions=TWO_DAYS.sessions[3:])

    post = next(posts(TWO_DAYS, later))

    assert post.content == f"**WaterConf** begins · {stamp('F')}: cancelled"
    assert MARK in carried(post)


def test_a_long_day_says_which_message_this_is():
    first, second, third, _ = posts(a_long_program())

    assert [one.content[:22] for one in (first, second, third)] == [
        "**Conf 2022** begins (",
        "**Conf 2022** (2 of 3)",
        "**Conf 2022** (3 of 3)",
    ]
    assert [one.embeds[-1].footer.text for one in (first, second)] == [
        "Conf 2022 · message 1 of 3",
        "Conf 2022 · message 2 of 3",
    ]
    assert [len(one.embeds) for one in (first, second, third)] == [2, 1, 1]


def test_names_make_room_where_a_message_is_full():
    four = tuple(a_speaker("Ada Example of the Examples", id=one) for one in "abcd")
    sessions, talks = a_day(
        33, title="A talk with a title as long as the longest of them are in 2022"
    )
    talks = tuple(replace(talk, speakers=tuple("abcd")) for talk in talks)

    short, full = (
        description(a_program(*sessions[:many], talks=talks, speakers=four)) for many in (9, 33)
    )

    assert (short.count("Ada") > 8, full.count("Ada"), full.count("**A talk")) == (True, 0, 33)


@pytest.mark.parametrize(
    ("tracks", "room", "is_told"), [(1, "Hall", False), (2, "Hall", True), (2, "Data", False)]
)
def test_a_track_is_told_where_it_says_something(tracks, room, is_told):
    data, web, hall = a_track("Data", id="data"), a_track("Web"), a_room(room, id="hall")
    talk = a_talk("Rivers", id="rivers")
    program = a_program(
        a_session(NINE, track="data", room="hall", talks=("rivers",)),
        tracks=(data, web)[:tracks],
        rooms=(hall,),
        talks=(talk,),
    )

    assert ("*Data*" in description(program)) == is_told


def test_many_sessions_are_saved_with_several_pickers():
    talk = a_talk("Short", id="talk")
    sessions = [
        a_session(NINE, id=f"s-{number:03}", talks=("talk",)) for number in range(MOST_SAVED)
    ]

    first, *_ = posts(a_program(*sessions, talks=(talk,)))

    pickers = [part for part in walk(first.view.to_components()) if part["type"] == 3]
    assert [one["custom_id"] for one in pickers] == [
        f"m1:a-pick:conf-22:{MARK}{ending}" for ending in ("", "-2", "-3")
    ]
    assert [one["placeholder"][-8:] for one in pickers] == ["(1 of 3)", "(2 of 3)", "(3 of 3)"]


def check(program):
    timetable = Timetable(program)
    told = 0
    for post in posts(program):
        check_post(post)
        assert units(post.content) <= NOTIFICATION
        assert MARK in carried(post)
        told += len([line for line in post.embeds[-1].description.split("\n") if line])
        assert "\n-# " not in post.embeds[-1].description
    assert told >= len(timetable.sessions)


@pytest.mark.slow
@settings(max_examples=25)
@given(programs(most_talks=12, most_sessions=40), st.sampled_from(Language))
def test_any_program_gives_digests_that_discord_takes(program, language):
    with speaking(language):
        check(program)


@pytest.mark.slow
@settings(max_examples=25)
@given(programs(most_talks=12, most_sessions=40), st.sampled_from(Language))
def test_whatever_becomes_of_a_program_its_digests_hold_discords_limits(program, language):
    room = program.rooms[-1].id if program.rooms else None
    changed = [
        [replace(one, start=one.start + HOUR, end=None, room=room), None, one][place % 3]
        for place, one in enumerate(program.sessions)
    ]
    later = replace(program, sessions=tuple(one for one in changed if one is not None))

    with speaking(language):
        for post in posts(program, later):
            check_post(post)
            assert units(post.content) <= NOTIFICATION
            assert MARK in carried(post)


@pytest.mark.slow
@settings(max_examples=80)
@given(programs(most_sessions=100), st.sampled_from(Language))
def test_any_big_program_gives_digests_that_discord_takes(program, language):
    with speaking(language):
        check(program)
