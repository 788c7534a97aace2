import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.translation import Language, Said, in_words, said, said_many, speaking, together
from bot.translation.said import from_text, to_text
from tests.translation.fake import speaking_loudly

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.one_of(TEXTS, st.integers())
OF_TWO = st.builds(said, st.just("{a} of {b}"), a=VALUES, b=VALUES)
SAIDS = st.recursive(
    OF_TWO,
    lambda inner: st.one_of(
        st.builds(said, st.just("{a}: {b}"), a=inner, b=VALUES),
        st.builds(
            said_many, st.just("{count} {a}"), st.just("{count} {a}s"), st.integers(0, 9), a=inner
        ),
        st.builds(together, inner, TEXTS),
    ),
    max_leaves=5,
)


def test_what_is_said_is_its_english():
    text = said("Line {line} has no {what}.", line=3, what="start")

    assert text == "Line 3 has no start."
    assert f"{text}!" == "Line 3 has no start.!"


def test_it_can_be_said_in_the_language_of_whoever_reads_it(monkeypatch):
    text = said("Line {line} has no {what}.", line=3, what=said("start"))

    with speaking_loudly(monkeypatch):
        assert in_words(text) == "LINE 3 HAS NO START."
    assert in_words(text) == "Line 3 has no start."


def test_a_number_chooses_its_form(monkeypatch):
    one, many = (said_many("{count} fault", "{count} faults", number) for number in (1, 2))

    assert (one, many) == ("1 fault", "2 faults")
    with speaking_loudly(monkeypatch):
        assert (in_words(one), in_words(many)) == ("1 FAULT", "2 FAULTS")


def test_values_are_never_translated_as_if_they_were_ours(monkeypatch):
    with speaking_loudly(monkeypatch):
        assert in_words(said("Called {title}", title="start {line}")) == "CALLED start {line}"


def test_a_text_that_nobody_marked_stays_as_it_is(monkeypatch):
    with speaking_loudly(monkeypatch):
        assert in_words("start") == "start"


def test_without_values_braces_are_braces():
    assert said("Write {} for nothing") == "Write {} for nothing"


def test_several_are_one_and_what_is_empty_is_left_out(monkeypatch):
    text = together(said("What is wrong."), "", said("What to do."))

    assert text == "What is wrong. What to do."
    with speaking_loudly(monkeypatch):
        assert in_words(text) == "WHAT IS WRONG. WHAT TO DO."


def test_plain_texts_together_are_a_plain_text():
    assert type(together("a", "b", by="\n")) is str


def parts(text):
    return in_words(text), str(text), getattr(text, "message", None), getattr(text, "values", None)


@given(SAIDS)
def test_it_outlives_the_database(text):
    kept = from_text(to_text(text))

    assert isinstance(kept, Said)
    assert parts(kept) == parts(text)


@given(SAIDS)
def test_it_comes_back_whole_from_another_process(text):
    assert parts(pickle.loads(pickle.dumps(text))) == parts(text)


@given(st.text(st.sampled_from('\x1d[]{}"1,ab'), max_size=9))
def test_any_text_comes_back_as_it_was(text):
    assert from_text(to_text(text)) == text


@pytest.mark.parametrize("text", ["", "Discord answered 500", "[1]"])
def test_a_plain_text_is_kept_as_older_versions_kept_it(text):
    assert to_text(text) == text
    assert from_text(text) == text


def test_a_language_is_spoken_only_within():
    with speaking(Language.JAPANESE):
        assert in_words(said("never translated by anybody")) == "never translated by anybody"
