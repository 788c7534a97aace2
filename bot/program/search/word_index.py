"""Remembers which things hold which word, and how telling the place is where it stands."""

from collections import defaultdict
from collections.abc import Container, Iterable
from operator import itemgetter
from typing import Generic, TypeVar

from bot.program.search.vocabulary import Vocabulary

Kind = TypeVar("Kind")


class WordIndex(Generic[Kind]):
    """Words, and the numbers of the things of each kind that hold them.

    Filled by `add`, thing by thing, so that a big program can be taken in slices; asked only after
    `seal`.
    """

    def __init__(self) -> None:
        self._holders: dict[tuple[Kind, float], dict[str, list[int]]] = {}
        self._vocabulary = Vocabulary(())

    @property
    def vocabulary(self) -> Vocabulary:
        """All words, of every kind of thing."""
        return self._vocabulary

    def add(self, kind: Kind, number: int, weight: float, words: Iterable[str]) -> None:
        """Note that the thing holds these words, each given once, at a place of that weight."""
        holders = self._holders.setdefault((kind, weight), {})
        for word in words:
            holders.setdefault(word, []).append(number)

    def seal(self) -> None:
        """Make ready to be asked; nothing is added after."""
        self._vocabulary = Vocabulary({word for words in self._holders.values() for word in words})

    def is_written(self, word: str, kinds: Container[Kind]) -> bool:
        """Return whether a thing of these kinds holds exactly this word."""
        return any(word in words for (kind, _), words in self._holders.items() if kind in kinds)

    def holding(
        self, meanings: Iterable[tuple[str, float]], kinds: Container[Kind]
    ) -> dict[int, float]:
        """Return the things of these kinds that hold any of the words.

        Each word comes with how well it fits; each thing gets its best fit times weight.
        """
        words_by_fit: defaultdict[float, list[str]] = defaultdict(list)
        for word, fit in meanings:
            words_by_fit[fit].append(word)
        steps = [
            (fit * weight, words, holders)
            for (kind, weight), holders in self._holders.items()
            if kind in kinds
            for fit, words in words_by_fit.items()
        ]
        best: dict[int, float] = {}
        # From worst to best, so that the last one stands: thousands are written for one letter.
        for value, words, holders in sorted(steps, key=itemgetter(0)):
            for word in words:
                best.update(dict.fromkeys(holders.get(word, ()), value))
        return best
