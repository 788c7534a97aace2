import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.limits import beginning, cut, length, pages
from tests.ui.discord_rules import units

ANY = st.text(max_size=200)
WORDY = st.lists(
    st.sampled_from(["word", " ", ". ", "\n", "\n\n", "🎤", "\\*", "é", "https://example.org/a"]),
    max_size=60,
).map("".join)


@given(ANY)
def test_a_length_is_the_longer_of_the_two_ways_to_count(text):
    assert length(text) == units(text)
    assert length(text) >= len(text)


@given(ANY | WORDY, st.integers(1, 100))
def test_a_cut_text_fits(text, most):
    assert length(cut(text, most)) <= most


@given(ANY | WORDY)
def test_a_text_that_fits_is_not_touched(text):
    assert cut(text, length(text)) == text


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("Magic Pocket: Storage", 14, "Magic Pocket:…"),
        ("Magic Pocket: Storage", 16, "Magic Pocket:…"),
        ("Donaudampfschifffahrt", 10, "Donaudamp…"),
        ("A Donaudampfschifffahrt", 10, "A Donauda…"),
        (r"abc\*def", 5, "abc…"),
        ("at <t:1669827600:R> sharp", 12, "at…"),
        ("see https://example.org/a", 14, "see…"),
        ("🎤🎤🎤", 5, "🎤🎤…"),
        ("🎤🎤🎤", 4, "🎤…"),
        ("👩‍👩‍👧👩‍👩‍👧", 10, "👩‍👩‍👧…"),
        ("cafe\u0301s", 5, "caf…"),
    ],
)
def test_a_cut_keeps_words_and_whole_things(text, most, kept):
    assert cut(text, most) == kept


@given(ANY | WORDY, st.integers(2, 80))
def test_every_page_fits_and_holds_something(text, most):
    pieces = pages(text, most)

    assert [piece for piece in pieces if not 1 <= length(piece) <= most] == []
    assert [piece for piece in pieces if piece != piece.strip()] == []


@given(ANY | WORDY, st.integers(2, 80))
def test_pages_lose_no_letter(text, most):
    assert "".join("".join(pages(text, most)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "most", "pieces"),
    [
        ("", 10, ()),
        (" \n ", 10, ()),
        ("One. Two.", 20, ("One. Two.",)),
        ("First part.\n\nSecond part.", 20, ("First part.", "Second part.")),
        ("One line\nand another", 12, ("One line", "and another")),
        ("A sentence. One more.", 15, ("A sentence.", "One more.")),
        ("seven words of one line are here", 12, ("seven words", "of one line", "are here")),
        ("abcdefghij", 4, ("abcd", "efgh", "ij")),
        ("文。字も文。", 4, ("文。", "字も文。")),
    ],
)
def test_pages_end_where_a_reader_pauses(text, most, pieces):
    assert pages(text, most) == pieces


def test_a_beginning_that_would_tear_its_first_thing_is_empty():
    assert beginning("https://example.org/a", 10) == ""
