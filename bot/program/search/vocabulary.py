"""Finds the words of a program that a typed one begins, nearly begins, or is a part of."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

# Sorts after every letter that a word can go on with.
_LAST_LETTER = "\U0010ffff"
# The shorter half of a word that is taken apart; with less, nearly every word comes apart.
_SHORTEST_HALF = 3


class Vocabulary:
    """All words of a program, sorted; never changes."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(words)
        # One text to look for parts in: far faster than word by word.
        self._lines = "\n".join(("", *self._words, ""))
        by_length: defaultdict[int, list[str]] = defaultdict(list)
        for word in self._words:
            by_length[len(word)].append(word)
        self._by_length = dict(by_length)

    def begins(self, start: str) -> bool:
        """Return whether any word begins with `start`."""
        first = bisect_left(self._words, start)
        return first < len(self._words) and self._words[first].startswith(start)

    def beginning_with(self, start: str) -> Sequence[str]:
        """Return the words that begin with `start`, itself included."""
        first = bisect_left(self._words, start)
        if first == len(self._words) or not self._words[first].startswith(start):
            return ()
        return self._words[first : bisect_left(self._words, start + _LAST_LETTER, lo=first)]

    def containing(self, part: str) -> Iterator[str]:
        """Give the words that have `part` anywhere in them."""
        place = self._lines.find(part)
        while place >= 0:
            end = self._lines.index("\n", place)
            yield self._lines[self._lines.rindex("\n", 0, place + 1) + 1 : end]
            place = self._lines.find(part, end)

    def of_length(self, shortest: int, longest: int) -> Sequence[str]:
        """Return the words with that many letters, from the shortest to the longest."""
        lengths = range(shortest, longest + 1)
        return [word for length in lengths for word in self._by_length.get(length, ())]

    def nearly_beginning_with(self, start: str) -> Sequence[str]:
        """Return the words that begin with `start` if one of its letters is put right.

        One may be missing, too many, wrong, or swapped with the next; not the first one, which
        would make too many words to try.
        """
        meant = set(self._put_right(start))
        return sorted({word for start in meant for word in self.beginning_with(start)})

    def apart(self, word: str) -> tuple[str, ...]:
        """Return the word, or the two that it was written as one of: a word, and one begun.

        What begins a word is not taken apart.
        """
        if not self.begins(word):
            for place in range(len(word) - _SHORTEST_HALF, _SHORTEST_HALF - 1, -1):
                left, right = word[:place], word[place:]
                if self._has(left) and self.begins(right):
                    return left, right
        return (word,)

    def _has(self, word: str) -> bool:
        place = bisect_left(self._words, word)
        return place < len(self._words) and self._words[place] == word

    def _put_right(self, start: str) -> Iterator[str]:
        """Give `start` with one letter left out, swapped, replaced or put in, at each place.

        Only letters that stand there in some word are tried, as far as `start` begins any.
        """
        for place in range(1, len(start)):
            kept, rest = start[:place], start[place:]
            letters = self._letters_after(kept)
            if not letters:
                return
            yield kept + rest[1:]
            yield kept + rest[1::-1] + rest[2:]
            for letter in letters:
                yield kept + letter + rest[1:]
                yield kept + letter + rest

    def _letters_after(self, start: str) -> Sequence[str]:
        """Return the letters with which words that begin with `start` go on."""
        letters = []
        place = bisect_left(self._words, start)
        while place < len(self._words) and self._words[place].startswith(start):
            upto = self._words[place][: len(start) + 1]
            if upto == start:
                place += 1
            else:
                letters.append(upto[-1])
                place = bisect_left(self._words, upto + _LAST_LETTER, lo=place)
        return letters
