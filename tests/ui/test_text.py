from datetime import date
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.translation import day_name, said
from bot.ui.limits import length
from bot.ui.text import (
    bold,
    counted,
    dotted,
    enumeration,
    escape,
    escape_line,
    escape_sentence,
    fitting,
    names,
    person,
    place,
    plain,
    role_of,
    times,
    until,
)
from tests.factories import NINE, a_room, a_session, a_speaker
from tests.translation.fake import speaking_loudly
from tests.ui.discord_markdown import shown

START = 1_669_827_600

MARKUP = st.sampled_from(
    [
        "*", "**", "_", "__", "~~", "||", "`", "```", "\\", "# ", "## ", "-# ", "> ", ">>> ", "- ",
        "+ ", "* ", "1. ", "2) ", "\n", "\n\n", " ", "a", "snake_case", "[a](https://b.c)", "[",
        "]", "(", ")", "<", ">", "<@1>", "<@&1>", "<#1>", "<t:1:R>", "<:a:1>", "</a:1>",
        "<id:browse>", ":smile:", "10:30:00", "@everyone", "@here", "@", "!", "é", "🎤",
    ]
)  # fmt: skip
ADDRESSES = st.sampled_from(
    [" https://example.org/a_b_c ", " (https://example.org/__init__) ", "http://a.b/*x* "]
)
TEXTS = st.lists(MARKUP | st.text(max_size=3), max_size=15).map("".join)


def _as_meant(text):
    """What a person should see: the same letters, with pings made harmless."""
    return text.replace("@everyone", "@\u200beveryone").replace("@here", "@\u200bhere")


def _letters(text):
    """All that leaves a mark."""
    return "".join(text.replace("\u200b", "").split())


@given(TEXTS)
def test_an_escaped_line_is_seen_as_it_was_written(text):
    written = plain(text)

    assert shown(escape_line(text, 4_000)) == (_as_meant(written), [])


@given(TEXTS)
def test_an_escaped_line_is_seen_as_it_was_written_within_bold(text):
    written = plain(text)

    assert shown(bold(text, 4_000)[2:-2]) == (_as_meant(written), [])


@given(st.lists(MARKUP | ADDRESSES, max_size=15).map("".join))
def test_an_escaped_text_is_seen_as_it_was_written(text):
    seen, turned = shown(escape(text))

    assert turned == []
    assert _letters(unquote(seen)) == _letters(text)


@given(TEXTS, st.integers(1, 80))
def test_no_cut_wakes_what_was_escaped(text, most):
    line = escape_line(text, most)

    assert length(line) <= most
    assert shown(line)[1] == []


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("__init__ and *args", r"\_\_init\_\_ and \*args"),
        ("# 1 in sales", r"\# 1 in sales"),
        ("1. What?", r"1\. What?"),
        ("- a\n- b", "\\- a\n\\- b"),
        ("a - b", r"a \- b"),
        ("state-of-the-art", "state-of-the-art"),
        ("C# and F#", "C# and F#"),
        ("a\n\n\n\nb  \nc\r\nd", "a\n\nb\nc\nd"),
        ("See https://example.org/a_b.", "See https://example.org/a_b."),
        ("https://example.org/a<@1>", r"https://example.org/a \<@1>"),
        ("https://example.org/*a*", "https://example.org/%2Aa%2A"),
        ("[free](https://example.org)", r"\[free](https://example.org)"),
        ("<@1> <#2> <t:3:R>", r"\<@1> \<#2> \<t\:3:R>"),
        ("ask @everyone", "ask @\u200beveryone"),
        ("https://example.org/@everyone", "https://example.org/%40everyone"),
        (":wave: at 10:30", r"\:wave: at 10:30"),
        ("left\u202eright", "leftright"),
    ],
)
def test_a_text_is_escaped(text, markdown):
    assert escape(text) == markdown


def test_a_line_has_no_links_that_can_be_pressed():
    assert escape_line("My talk: https://example.org/a_b") == (
        r"My talk: https\://example.org/a\_b"
    )


def test_code_in_a_sentence_of_ours_stays_code():
    assert escape_sentence("Run `marquee doctor`, *not* @here or `@here`.") == (
        "Run `marquee doctor`, \\*not\\* @\u200bhere or `@\u200bhere`."
    )


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\u3164\u2800", "\x00"])
def test_a_label_that_shows_nothing_becomes_a_dash(text):
    assert plain(text) == "–"


def test_a_session_with_an_end_tells_it():
    session = a_session(NINE, minutes=45)

    assert times(session) == f"<t:{START}:F> – <t:{START + 2700}:t>"
    assert until(session) == f"until <t:{START + 2700}:t>"


def test_a_session_without_an_end_tells_none():
    session = a_session(NINE)

    assert times(session) == f"<t:{START}:F>"
    assert until(session) is None


def test_an_end_on_another_day_tells_its_day():
    session = a_session(NINE, minutes=60 * 24)

    assert times(session) == f"<t:{START}:F> – <t:{START + 86400}:F>"


@pytest.mark.parametrize(
    ("known", "role"),
    [
        ({"role": "Engineer", "company": "Acme"}, "Engineer, Acme"),
        ({"role": "Engineer"}, "Engineer"),
        ({"company": "Acme_Corp"}, r"Acme\_Corp"),
        ({}, ""),
    ],
)
def test_a_role_is_told_as_far_as_it_is_known(known, role):
    assert role_of(a_speaker(**known)) == role


def test_a_person_is_a_name_over_a_role():
    assert person(a_speaker("Ada", role="Engineer", company="Acme")) == (
        "**Ada**\n-# Engineer, Acme"
    )
    assert person(a_speaker("Ada")) == "**Ada**"


def test_a_place_is_a_rooms_name_or_nothing():
    assert (place(a_room("Hall_1")), place(None)) == (r"Hall\_1", None)


@pytest.mark.parametrize(
    ("people", "most", "line"),
    [
        ((), 40, ""),
        (("Ada",), 40, "Ada"),
        (("Ada", "Bo"), 40, "Ada and Bo"),
        (("Ada", "Bo", "Cy"), 40, "Ada, Bo and Cy"),
        (("Ada", "Bo", "Cy"), 13, "Ada"),
        (("Ada", "Bo", "Cy", "Di"), 14, "Ada and 3 more"),
        (("Ada Longname", "Bo"), 8, "Ada Lon…"),
    ],
)
def test_names_are_listed_as_a_sentence_does(people, most, line):
    assert names([a_speaker(name) for name in people], most) == line


def test_a_crowd_is_counted():
    crowd = [a_speaker("Ada") for _ in range(40)]

    assert names(crowd, 100) == ", ".join(["Ada"] * 12) + " and 28 more"


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "no talks"), (1, "one talk"), (5, "five talks"), (12, "twelve talks"), (13, "13 talks")],
)
def test_small_numbers_are_words(number, words):
    assert counted("{count} talk", "{count} talks", number) == words


def test_lines_that_do_not_fit_are_counted():
    assert fitting(["one", "two"], 10) == "one\ntwo"
    assert fitting(["one"] * 10, 32) == "one\none\none\none\n-# and 6 more"
    assert fitting([], 10) == ""


def test_parts_that_are_missing_leave_no_dot():
    assert dotted("Hall 1", None, "", "Ada") == "Hall 1 · Ada"


def test_a_day_is_named_in_full():
    assert day_name(date(2022, 11, 30)) == "Wednesday 30 November"


def test_enumeration_counts_what_it_was_not_given():
    assert enumeration(["Ada", "Bo"], 40, more=3) == "Ada, Bo and 3 more"


def test_what_can_be_said_in_any_language_is_said_in_that_spoken_now(monkeypatch):
    title = said("Break")

    with speaking_loudly(monkeypatch):
        texts = [plain(title), escape(title), escape_line(title), bold(title)]

    assert texts == ["BREAK", "BREAK", "BREAK", "**BREAK**"]
