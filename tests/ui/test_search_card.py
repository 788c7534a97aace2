from dataclasses import replace

from bot.program.lookup import Lookup
from bot.ui.questions import BUTTON_ID, SearchQuestion, question_of
from bot.ui.search_card import search_card
from tests.factories import a_program, a_talk
from tests.ui.conference import BEFORE, NINE, TWO_DAYS, stamp
from tests.ui.discord_rules import units
from tests.ui.reading import read


def show(words, program=TWO_DAYS, now=BEFORE):
    question = SearchQuestion(program=program.id, words=words)
    return read(search_card(Lookup(program), question, now))


def test_what_is_found_is_grouped_and_can_be_opened():
    assert show("rivers") == (
        "-# 🔎 Search\n"
        "## Found for “rivers”\n"
        "---\n"
        "### Talks\n"
        "**Rivers**\n"
        f"-# Ada Example · {stamp('f')}\n"
        "### People\n"
        "**Ada Example**\n"
        "-# Engineer\n"
        "---\n"
        "{Open one of these… | Rivers | Ada Example}\n"
        "{Save to my agenda… | Rivers}\n"
        "[Share]"
    )


def test_a_track_tells_how_many_talks_it_has():
    lines = show("data").splitlines()

    assert lines[lines.index("### Tracks") + 1 :][:2] == ["**Data**", "-# Track, two talks"]


def test_nothing_found_offers_the_nearest():
    assert show("zzzz") == (
        "-# 🔎 Search\n"
        "## Nothing found\n"
        "\n"
        "Nothing on the program matches “zzzz”. The closest there is:\n"
        "---\n"
        "[Rivers] [Lakes] [Seas] [Share]"
    )


def test_nothing_found_on_an_empty_program_offers_nothing():
    assert show("zzzz", a_program()) == (
        "-# 🔎 Search\n## Nothing found\n\nNothing on the program matches “zzzz”.\n---\n[Share]"
    )


def test_what_was_typed_turns_nothing_around_it():
    assert show("@everyone **zzzz**").splitlines()[3] == (
        "Nothing on the program matches “@\u200beveryone \\*\\*zzzz\\*\\*”. The closest there is:"
    )


def test_no_words_give_what_is_on_now_and_next():
    assert show(" ").splitlines()[:5] == [
        "-# 🔎 Search",
        "## On now and next",
        "---",
        "### Talks",
        "**Rivers**",
    ]


def test_a_talk_given_twice_tells_its_next_time():
    program = TWO_DAYS

    assert (
        f"-# Ada Example and Bo Example · {stamp('f', 24)}"
        in show("seas", program, NINE).splitlines()
    )


def test_words_of_many_units_still_fit_the_button_that_shares_them():
    question = SearchQuestion(program="a-program-of-16x", words="🎤" * 60)
    program = a_program(id="a-program-of-16x", talks=(a_talk("Rivers"),))

    view = search_card(Lookup(program), question, NINE)

    (share,) = (part for part in view.walk_children() if getattr(part, "label", "") == "Share")
    assert units(share.custom_id) <= 100
    assert question_of(BUTTON_ID.fullmatch(share.custom_id)).words == "🎤" * 30


def test_the_only_thing_found_has_a_button_to_save_it():
    program = replace(TWO_DAYS, speakers=())

    assert show("rivers", program).splitlines()[-2:] == [
        "{Open one of these… | Rivers}",
        "[Save] [Share]",
    ]


def test_a_track_found_alone_is_not_saved():
    assert show("web", replace(TWO_DAYS, talks=())).splitlines()[-2:] == [
        "{Open one of these… | Web}",
        "[Share]",
    ]
