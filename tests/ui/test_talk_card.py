from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from bot.program.model import Link
from bot.program.timetable import Timetable
from bot.ui.questions import TalkQuestion
from bot.ui.talk_card import talk_card
from tests.factories import NINE, a_program, a_session, a_speaker, a_talk, a_track
from tests.ui.conference import BEFORE, COSMOS, HOUR, ONE_TRACK, RIVERS, TWO_DAYS, stamp
from tests.ui.discord_rules import check_view, walk
from tests.ui.reading import read

LIVE = "https://example.org/live"
MINUTE = timedelta(minutes=1)


def card_of(program, talk, now):
    question = TalkQuestion(program=program.id, id=talk.id)
    return talk_card(talk, Timetable(program), question, now)


def show(program, talk, *, page=1, shared_by=None):
    question = TalkQuestion(program=program.id, id=talk.id, page=page)
    return read(talk_card(talk, Timetable(program), question, BEFORE, shared_by=shared_by))


def test_a_talk_of_several_in_a_session_says_so():
    assert show(ONE_TRACK, COSMOS) == (
        "-# 🎤 Talk · Architectures\n"
        "## Cosmos: Planet Scale\n"
        "\n"
        "**Mei Fixture**\n"
        "-# Director, Acme\n"
        "**Vin Sample**\n"
        "-# Architect\n"
        "\n"
        f"{stamp('F')}\n"
        f"-# {stamp('R')} · one of two talks in this session\n"
        "---\n"
        "One \\*big\\* base.\n"
        "---\n"
        "[Save] [Calendar] [Share] [Mei Fixture] [Vin Sample]\n"
        "[Track]"
    )


def test_a_talk_tells_all_that_is_known_of_it():
    assert show(TWO_DAYS, RIVERS, shared_by=7) == (
        "-# 🎤 Talk · Data\n"
        "## Rivers\n"
        "\n"
        "**Ada Example**\n"
        "-# Engineer\n"
        "\n"
        f"{stamp('F')} – {stamp('t', minutes=45)} · Hall\n"
        f"-# {stamp('R')}\n"
        "-# Level: Advanced · Language: en\n"
        "---\n"
        "Water.\n"
        "-# Shared by <@7>\n"
        "---\n"
        "[Save] [Calendar] [Ada Example] [Track] [Slides]"
    )


def test_a_talk_of_which_nothing_is_known_tells_its_title():
    talk = a_talk("Rivers")

    assert show(a_program(talks=(talk,)), talk) == (
        "-# 🎤 Talk\n## Rivers\n\n-# Not on the timetable yet\n---\n[Share]"
    )


def test_a_talk_given_twice_tells_both_times():
    talk = a_talk("Rivers")
    tracks = (a_track("Data", id="data"), a_track("Web", id="web"))
    program = a_program(
        a_session(NINE, talks=(talk.id,), track="data"),
        a_session(NINE + HOUR, talks=(talk.id,), track="web"),
        talks=(talk,),
        tracks=tracks,
    )

    assert show(program, talk) == (
        "-# 🎤 Talk · Data and Web\n## Rivers\n\n"
        f"{stamp('F')}\n-# {stamp('R')}\n{stamp('F', 1)}\n-# {stamp('R', 1)}\n"
        "---\n"
        "{Save to my agenda… | Wed 30 Nov, 09:00 PST | Wed 30 Nov, 10:00 PST}\n"
        "[Calendar] [Share] [Data] [Web]"
    )


@pytest.mark.parametrize(
    ("page", "foot", "buttons"),
    [
        (1, "-# Page 1 of 2", "[Share] [Next page]"),
        (2, "-# Page 2 of 2", "[Share] [Previous page]"),
        (99, "-# Page 2 of 2", "[Share] [Previous page]"),
    ],
)
def test_a_long_abstract_stands_on_pages(page, foot, buttons):
    talk = a_talk("Rivers", abstract="Rivers run to the sea. " * 100)

    lines = show(a_program(talks=(talk,)), talk, page=page).splitlines()

    assert (lines[-3], lines[-1]) == (foot, buttons)


def test_the_pages_hold_the_whole_abstract():
    abstract = "\n\n".join(f"Paragraph {number} of the abstract." for number in range(200))
    talk = a_talk("Rivers", abstract=abstract)
    program = a_program(talks=(talk,))

    shown = [show(program, talk, page=page).split("---\n")[1] for page in range(1, 6)]

    bodies = [body.partition("\n-# Page")[0] for body in shown]
    assert "\n\n".join(dict.fromkeys(bodies)) == abstract


def test_many_speakers_are_opened_by_a_picker():
    people = tuple(a_speaker(f"Ada {number}", id=f"ada-{number}") for number in range(6))
    talk = a_talk("Rivers", speakers=tuple(person.id for person in people))

    *_, picker, buttons = show(a_program(talks=(talk,), speakers=people), talk).splitlines()

    assert picker == "{Who gives this talk… | Ada 0 | Ada 1 | Ada 2 | Ada 3 | Ada 4 | Ada 5}"
    assert buttons == "[Share]"


def test_an_id_that_leads_nowhere_is_passed_over():
    talk = replace(RIVERS, speakers=("nobody",))

    assert show(replace(TWO_DAYS, talks=(talk,)), talk).splitlines()[-1] == (
        "[Save] [Calendar] [Share] [Track] [Slides]"
    )


def test_a_talk_whose_only_session_was_cancelled_says_so():
    (session,) = ONE_TRACK.sessions
    timetable = Timetable(replace(ONE_TRACK, sessions=()), called_off=[session])

    text = read(
        talk_card(COSMOS, timetable, TalkQuestion(program=ONE_TRACK.id, id=COSMOS.id), BEFORE)
    )

    assert f"~~{stamp('F')}~~ **Cancelled**" in text
    assert "Not on the timetable yet" not in text


def links_of(program, talk, now):
    parts = walk(card_of(program, talk, now).to_components())
    return [(part["label"], part["url"]) for part in parts if "url" in part]


@pytest.mark.parametrize(
    ("minutes", "shown"), [(-1, False), (0, True), (44, True), (45, False), (24 * 60, False)]
)
def test_a_talk_leads_to_where_it_can_be_watched_while_it_is_on(minutes, shown):
    sessions = tuple(replace(one, stream=LIVE) for one in TWO_DAYS.sessions)
    program = replace(TWO_DAYS, sessions=sessions)

    links = links_of(program, RIVERS, (NINE + minutes * MINUTE).astimezone(UTC))

    slides = ("Slides", "https://example.org/slides")
    assert links == ([("Watch", LIVE), slides] if shown else [slides])


def test_a_long_session_can_be_watched_until_it_ends():
    talk = a_talk("Hackathon")
    program = a_program(a_session(NINE, minutes=600, talks=(talk.id,), stream=LIVE), talks=(talk,))

    assert links_of(program, talk, NINE + 9 * HOUR) == [("Watch", LIVE)]


def test_a_talk_with_many_links_and_a_stream_is_one_that_discord_takes():
    addresses = [f"https://example.org/{number}" for number in range(12)]
    talk = a_talk("Rivers", links=tuple(Link(title="Slides", url=one) for one in addresses))
    program = a_program(a_session(NINE, talks=(talk.id,), stream=LIVE), talks=(talk,))

    check_view(card_of(program, talk, NINE))
    assert [url for _, url in links_of(program, talk, NINE)] == [LIVE, *addresses[:9]]


def test_an_address_that_is_none_leads_nowhere():
    talk = a_talk("Rivers")
    program = a_program(a_session(NINE, talks=(talk.id,), stream="Hall 1"), talks=(talk,))

    assert links_of(program, talk, NINE) == []
