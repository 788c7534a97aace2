from datetime import UTC, datetime

import pytest

from bot.rehearsal.transcript import plain, wall_time
from bot.ui.text import escape_line

ZONE = "America/Los_Angeles"
NINE = int(datetime(2022, 11, 30, 17, 0, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("marked", "read"),
    [
        ("**Bold** and __under__", "Bold and under"),
        ("# Heading\n-# small\n> quote", "Heading\nsmall\nquote"),
        (r"C\+\+ \*starred\* a\_b", "C++ *starred* a_b"),
        ("[page](https://example.org/a)", "page"),
        (f"<t:{NINE}:t>", "09:00 PST"),
        (f"<t:{NINE}:R>", "09:00 PST"),
        (f"<t:{NINE}:D>", "Wed 30 Nov"),
        (f"<t:{NINE}:f>", "Wed 30 Nov 09:00 PST"),
        ("  *Ann and Bo*", "  Ann and Bo"),
        (r"2 \* 3 \* 4", "2 * 3 * 4"),
        ("plain", "plain"),
    ],
)
def test_plain_text_has_no_markup_left(marked, read):
    assert plain(marked, ZONE) == read


def test_wall_time_is_the_conference_clock():
    instant = datetime(2022, 11, 30, 16, 50, tzinfo=UTC)

    assert wall_time(instant, ZONE) == "Wed 30 Nov 08:50 PST"


@pytest.mark.parametrize("text", ["[x](http://e)", "a [b] c", "*_~`|\\ #", "1. one", "- dash"])
def test_what_was_escaped_reads_as_it_was(text):
    assert plain(escape_line(text), ZONE) == text
