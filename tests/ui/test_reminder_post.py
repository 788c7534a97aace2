from dataclasses import replace
from datetime import UTC

import pytest

from bot.program.timetable import Timetable
from bot.reminders.model import Reminder
from bot.ui.reminder_post import reminder_post
from tests.factories import NINE, a_program, a_room, a_session, a_speaker, a_talk
from tests.ui.conference import BLOCK, ONE_TRACK, TWO_DAYS, stamp
from tests.ui.discord_rules import check_post
from tests.ui.reading import read_post

MARK = "0123456789abcdef01234567"
RIVERS, LAKES, LUNCH, _ = TWO_DAYS.sessions


def post(program, *sessions, **fields):
    start = NINE.astimezone(UTC)
    timetable = Timetable(program)
    return reminder_post(
        Reminder(timetable=timetable, start=start, sessions=sessions, mark=MARK, **fields)
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


def test_a_room_with_a_channel_of_its_own_leads_there():
    channels = {"hall": 30}

    alone = post(TWO_DAYS, RIVERS, room_channels=channels).embeds[0].description
    beside = post(TWO_DAYS, RIVERS, LAKES, room_channels=channels).embeds[0].description

    assert "Hall · <#30> · Data\n" in alone
    assert f"Hall · <#30> · Data · until {stamp('t', minutes=45)}\n" in beside
    assert f"Loft · Web · until {stamp('t', minutes=30)}\n" in beside


def _watched(*streams):
    return [replace(one, stream=url) for one, url in zip((RIVERS, LAKES), streams, strict=False)]


def _links(post):
    return [(one.label, one.url) for one in post.view.children if getattr(one, "url", None)]


LIVE, OTHER = "https://example.org/live", "https://example.org/other"


@pytest.mark.parametrize(
    ("streams", "links"),
    [
        ([LIVE], [("Watch", LIVE)]),
        ([LIVE, LIVE], [("Watch", LIVE)]),
        ([LIVE, OTHER], [("Watch: Rivers", LIVE), ("Watch: Lakes", OTHER)]),
        ([LIVE, None], [("Watch", LIVE)]),
        (["rtmp://example.org/live"], []),
        ([None], []),
    ],
)
def test_a_button_leads_to_where_a_session_can_be_watched(streams, links):
    assert _links(post(TWO_DAYS, *_watched(*streams), shows_streams=True)) == links


def test_where_to_watch_is_left_out_unless_it_is_to_be_shown():
    assert _links(post(TWO_DAYS, *_watched(LIVE, OTHER))) == []


def test_many_streams_take_no_more_rows_than_there_are():
    talks = tuple(a_talk(f"Talk {number}", id=f"talk-{number}") for number in range(130))
    session = a_session(NINE, talks=tuple(talk.id for talk in talks), stream=LIVE)
    other = a_session(NINE, talks=("talk-1",), stream=OTHER)
    some = [replace(other, id=f"s-{number}", stream=f"{OTHER}/{number}") for number in range(12)]
    program = a_program(session, *some, talks=talks)

    full, roomy = (
        post(program, session, *some, shows_streams=True),
        post(program, *some, shows_streams=True),
    )

    assert len(_links(full)) == 0
    assert len(_links(roomy)) == 10
    assert len(roomy.view.to_components()) == 4


def test_ten_long_sessions_with_channels_and_streams_fit_a_message():
    rooms = tuple(a_room("Q*" * 90, id=f"room-{number}") for number in range(10))
    talks = tuple(a_talk("W_" * 150, id=f"talk-{number}") for number in range(10))
    sessions = [
        a_session(
            NINE, id=f"s-{at}", talks=(talks[at].id,), room=rooms[at].id, stream=f"{LIVE}/{at}"
        )
        for at in range(10)
    ]
    program = a_program(*sessions, talks=talks, rooms=rooms)
    channels = {room.id: 2**64 - 1 for room in rooms}

    told = post(program, *sessions, room_channels=channels, shows_streams=True)

    check_post(told, may_mention=(f"<#{2**64 - 1}>",))
    assert told.embeds[0].description.count("<#") == 10
