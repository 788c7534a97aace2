import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.search.vocabulary import Vocabulary

words = st.text("abcde", min_size=1, max_size=6)
vocabularies = st.frozensets(words, max_size=20)


@given(vocabularies, words)
def test_words_are_found_by_their_beginning(vocabulary, start):
    beginning = sorted(word for word in vocabulary if word.startswith(start))

    assert list(Vocabulary(vocabulary).beginning_with(start)) == beginning
    assert Vocabulary(vocabulary).begins(start) == bool(beginning)


@given(vocabularies, words)
def test_words_are_found_by_a_part(vocabulary, part):
    assert list(Vocabulary(vocabulary).containing(part)) == sorted(
        word for word in vocabulary if part in word
    )


@given(vocabularies, st.integers(-2, 8), st.integers(-2, 8))
def test_words_are_found_by_their_length(vocabulary, shortest, longest):
    assert sorted(Vocabulary(vocabulary).of_length(shortest, longest)) == sorted(
        word for word in vocabulary if shortest <= len(word) <= longest
    )


@given(st.text("abcde", min_size=3, max_size=8), st.data())
def test_word_is_found_by_its_beginning_with_one_letter_wrong(word, data):
    place = data.draw(st.integers(1, len(word) - 1))
    letter = data.draw(st.sampled_from("abcde"))
    wrong = data.draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
            ]
        )
    )

    # The last letter alone may be missing: then it is the word's beginning as it stands.
    vocabulary = Vocabulary([word])
    found = {*vocabulary.nearly_beginning_with(wrong), *vocabulary.beginning_with(wrong)}

    assert found == {word}


def test_words_that_begin_otherwise_are_not_nearly_found():
    vocabulary = Vocabulary(["kafka", "kafkaesque", "kaftan", "kitchen", "rust"])

    assert vocabulary.nearly_beginning_with("kafke") == ["kafka", "kafkaesque"]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("realtime", ("real", "time")),
        ("opensour", ("open", "sour")),
        ("sourceopen", ("source", "open")),
        ("openly", ("openly",)),
        ("opendoor", ("opendoor",)),
        ("ab", ("ab",)),
    ],
)
def test_two_words_written_as_one_are_taken_apart(written, words):
    vocabulary = Vocabulary(["open", "real", "source", "sourdough", "time"])

    assert vocabulary.apart(written) == words


def test_what_begins_a_word_is_not_taken_apart():
    assert Vocabulary(["real", "time", "realtimes"]).apart("realtime") == ("realtime",)
