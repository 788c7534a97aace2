"""Says which things hold all the words that were typed, or most of them, and how well they fit."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedWord:
    """One word as typed, and how well (0 to 1) it fits each thing that holds it, by number."""

    word: str
    fits: Mapping[int, float]


def holding_all(typed: Sequence[TypedWord]) -> dict[int, float]:
    """Return what holds every word, with how well they fit it together (0 to 1)."""
    fewest, *others = sorted((one.fits for one in typed), key=len)
    return _together(set(fewest).intersection(*others), typed)


def holding_most(typed: Sequence[TypedWord]) -> dict[int, float]:
    """Return what holds words that make at least half of the letters, with how well they fit."""
    held: Counter[int] = Counter()
    for one in typed:
        held.update(dict.fromkeys(one.fits, len(one.word)))
    half = sum(len(one.word) for one in typed) / 2
    return _together((number for number, letters in held.items() if letters >= half), typed)


def _together(numbers: Iterable[int], typed: Sequence[TypedWord]) -> dict[int, float]:
    """Return the mean fit of each thing by the words' letters, since a long word says more."""
    letters = sum(len(one.word) for one in typed)
    parts = [(len(one.word) / letters, one.fits) for one in typed]
    return {
        number: sum([share * fits.get(number, 0.0) for share, fits in parts]) for number in numbers
    }
