import pytest

from bot.program.search.readings import (
    BEGINNING,
    MISSPELT_BEGINNING,
    PART,
    SAME,
    as_begun_wrong,
    as_typed,
    in_text,
)
from bot.program.search.vocabulary import Vocabulary


def best(readings):
    fits = {}
    for word, fit in readings:
        fits[word] = max(fit, fits.get(word, 0))
    return fits


def test_typed_word_is_a_word_or_begins_one_or_is_a_part_of_one():
    vocabulary = Vocabulary(["rust", "rusty", "trust"])

    assert best(as_typed("rust", vocabulary)) == {"rust": SAME, "rusty": BEGINNING, "trust": PART}


@pytest.mark.parametrize(("word", "part_of"), [("us", set()), ("散", {"分散"})])
def test_short_word_is_a_part_only_where_no_blanks_are_set(word, part_of):
    vocabulary = Vocabulary(["rust", "分散"])

    assert set(best(as_typed(word, vocabulary))) - {word} == part_of


def test_unfinished_word_is_read_with_a_letter_put_right():
    vocabulary = Vocabulary(["kubernetes", "kafka"])

    assert best(as_begun_wrong("kubren", vocabulary)) == {"kubernetes": MISSPELT_BEGINNING}
    assert best(as_begun_wrong("kaf", vocabulary)) == {}


def test_long_text_is_read_by_whole_words_and_beginnings():
    vocabulary = Vocabulary(["rust", "rusty", "trust", "分散システム"])

    assert best(in_text("rust", vocabulary)) == {"rust": SAME, "rusty": BEGINNING}
    assert best(in_text("ru", vocabulary)) == {}
    assert best(in_text("散", vocabulary)) == {"散": SAME, "分散システム": BEGINNING}
