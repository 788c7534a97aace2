from dataclasses import replace
from datetime import UTC

import pytest

from bot.program.timetable import Timetable
from bot.reminders.model import Reminder
from bot.ui.reminder_post import reminder_post
from tests.factories import NINE, a_program, a_session, a_speaker, a_talk
from tests.ui.conference import BLOCK, ONE_TRACK, TWO_DAYS, stamp
from tests.ui.reading import read_post

MARK = "0123456789abcdef01234567"
RIVERS, LAKES, LUNCH, _ = TWO_DAYS.sessions


def post(program, *sessions):
    start = NINE.astimezone(UTC)
    return reminder_post(
        Reminder(timetable=Timetable(program), start=start, sessions=sessions, mark=MARK)
    )


def test_a_session_with_several_talks_lists_them_all_with_their_speakers():
    assert read_post(post(ONE_TRACK, BLOCK)) == (
        f"**Architectures** · Plus 2022 · {stamp('R')}\n"
        "| Architectures\n"
        f"{stamp('F')}\n"
        "\n"
        "- Cosmos: Planet Scale\n"
        "  *Mei Fixture and Vin Sample*\n"
        "- Magic Pocket\n"
        "  *Fay Stub*\n"
        "| Plus 2022\n"
        "{Open a talk… | Cosmos: Planet Scale | Magic Pocket}\n"
        "[Save]"
    )


def test_a_single_talk_is_told_with_room_track_and_end():
    assert read_post(post(TWO_DAYS, RIVERS)) == (
        f"**Rivers** · Hall · {stamp('R')}\n"
        "| Rivers\n"
        f"{stamp('F')} – {stamp('t', minutes=45)}\n"
        "Hall · Data\n"
        "\n"
        "Ada Example\n"
        "| WaterConf\n"
        "{Open a talk… | Rivers}\n"
        "[Save]"
    )


def test_sessions_that_start_together_are_told_in_one_message():
    assert read_post(post(TWO_DAYS, RIVERS, LAKES)) == (
        f"**Rivers** (Hall), **Lakes** (Loft) · {stamp('R')}\n"
        "| Two sessions start together\n"
        f"{stamp('F')}\n"
        "\n"
        "**Rivers**\n"
        f"Hall · Data · until {stamp('t', minutes=45)}\n"
        "Ada Example\n"
        "\n"
        "**Lakes**\n"
        f"Loft · Web · until {stamp('t', minutes=30)}\n"
        "Bo Example\n"
        "| WaterConf\n"
        "{Open a talk… | Rivers | Lakes}\n"
        "{Save to my agenda… | Rivers | Lakes}"
    )


def test_the_picker_carries_the_mark():
    picker, _ = post(TWO_DAYS, RIVERS).view.children

    assert picker.custom_id == f"m1:open:water-22:{MARK}"


async def test_the_picker_is_not_kept_by_the_library():
    assert post(TWO_DAYS, RIVERS).view.is_finished()


def test_more_talks_than_a_picker_holds_fill_further_pickers():
    talks = tuple(a_talk(f"Talk {number}", id=f"talk-{number}") for number in range(30))
    session = a_session(NINE, talks=tuple(talk.id for talk in talks))

    *pickers, _ = post(a_program(session, talks=talks), session).view.children

    assert [(one.custom_id, len(one.options)) for one in pickers] == [
        (f"m1:open:conf-22:{MARK}", 25),
        (f"m1:open:conf-22:{MARK}-2", 5),
    ]


def test_forty_long_talks_are_all_told():
    title = "Magic Pocket: Dropbox's Exabyte-Scale Block Storage System"
    people = (a_speaker("Facundo Example", id="facundo"), a_speaker("Ada Example", id="ada"))
    talks = tuple(
        a_talk(f"{number} {title}", id=f"talk-{number}", speakers=("facundo", "ada"))
        for number in range(40)
    )
    session = a_session(NINE, talks=tuple(talk.id for talk in talks))
    program = a_program(session, talks=talks, speakers=people)

    description = post(program, session).embeds[0].description

    assert [line.split()[1] for line in description.splitlines() if line.startswith("- ")] == [
        str(number) for number in range(40)
    ]


def test_the_embed_leads_to_the_conference_if_that_has_an_address():
    assert post(TWO_DAYS, RIVERS).embeds[0].url == "https://example.org/"
    assert post(ONE_TRACK, BLOCK).embeds[0].url is None


def test_without_a_talk_the_picker_opens_the_track():
    session = replace(RIVERS, talks=())

    (picker,) = post(TWO_DAYS, session).view.children

    assert [option.value for option in picker.options] == ["track:data"]


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://example.org/", f"https://example.org/#{MARK}"),
        ("https://example.org/#talks", f"https://example.org/#{MARK}"),
        (None, None),
    ],
)
def test_without_a_picker_the_embeds_address_carries_the_mark(link, url):
    told = post(replace(TWO_DAYS, link=link), LUNCH)

    assert (told.view, told.embeds[0].url) == (None, url)


def test_however_many_talks_there_are_one_row_is_left_for_saving():
    talks = tuple(a_talk(f"Talk {number}", id=f"talk-{number}") for number in range(130))
    session = a_session(NINE, talks=tuple(talk.id for talk in talks))

    rows = post(a_program(session, talks=talks), session).view.to_components()

    assert [len(row["components"][0].get("options", ())) for row in rows] == [25, 25, 25, 25, 0]
    assert rows[-1]["components"][0]["custom_id"] == f"m1:a-save:conf-22:{session.id}"


def test_where_nothing_can_be_opened_what_saves_carries_the_mark():
    session = a_session(NINE, title="Rivers", talks=("gone",))

    (picker,) = post(a_program(session), session).view.children

    assert picker.custom_id == f"m1:a-pick:conf-22:{MARK}"
    assert [option.value for option in picker.options] == [session.id]
