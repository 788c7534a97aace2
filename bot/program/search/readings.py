"""Reads a typed word as the words of a program that it may mean, with how well each fits."""

from collections.abc import Iterator

from bot.program.search.vocabulary import Vocabulary
from bot.program.words import is_dense

# The typed word is a word of the program, or begins it, or is a part of it, or has one or two of
# its letters wrong, or begins it if one letter is put right. 1 is a perfect fit.
SAME = 1.0
BEGINNING = 0.9
MISSPELT = {1: 0.75, 2: 0.7}
PART = 0.7
MISSPELT_BEGINNING = 0.65

# How many letters it has at least to be that. Shorter ones would fit nearly everything.
SHORTEST_PART = 3
SHORTEST_MISSPELT_BEGINNING = 5
SHORTEST_IN_TEXT = 3


def as_typed(word: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    """Give the words that the typed one is, begins, or is a part of."""
    yield word, SAME
    for meant in vocabulary.beginning_with(word):
        yield meant, BEGINNING
    if len(word) >= SHORTEST_PART or is_dense(word):
        for meant in vocabulary.containing(word):
            yield meant, PART


def as_begun_wrong(word: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    """Give the words that the typed one begins if one of its letters is put right."""
    if len(word) >= SHORTEST_MISSPELT_BEGINNING:
        for meant in vocabulary.nearly_beginning_with(word):
            yield meant, MISSPELT_BEGINNING


def in_text(word: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    """Give the words of long texts that the typed one is or begins.

    Where no blanks are set between words, a part of what stands there counts as a beginning.
    """
    if is_dense(word):
        yield word, SAME
        for meant in vocabulary.containing(word):
            yield meant, BEGINNING
    elif len(word) >= SHORTEST_IN_TEXT:
        yield word, SAME
        for meant in vocabulary.beginning_with(word):
            yield meant, BEGINNING
