"""Types titles and names as people do: half of it, a few words, with a typo."""

import random
import string
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.program.words import folded_title, words_of

# What is typed of a word is at least its half, and this many letters.
LEAST_BEGUN = 4
# A word shorter than this is not misspelt: too many others are one letter away.
LEAST_MISSPELT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is typed, and the title that is meant."""

    typed: str
    meant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is typed in one way, and the share of it that was passed over as unclear."""

    asked: tuple[Asked, ...]
    unclear: float = 0.0


class Titles:
    """Titles or names, and how many of them fit what was typed letter by letter."""

    def __init__(self, titles: Iterable[str]) -> None:
        self.all = sorted(set(titles))
        self._folded = [folded_title(title) for title in self.all]
        self._words = [words_of(title) for title in self.all]
        self._holding = Counter(word for words in self._words for word in set(words))

    def with_word(self, word: str) -> int:
        """Return how many have exactly this word."""
        return self._holding[word]

    def begun(self, typed: str) -> int:
        """Return how many begin with what was typed."""
        start = folded_title(typed)
        return sum(title.startswith(start) for title in self._folded)

    def with_begun_words(self, typed: str) -> int:
        """Return how many have, for each typed word, one that begins so."""
        starts = words_of(typed)
        return sum(
            all(any(word.startswith(start) for word in words) for start in starts)
            for words in self._words
        )


class Typist:
    """Types by chance, with a seed; every method returns what is typed, or None if none serves."""

    def __init__(self, titles: Titles, *, seed: int, first: int) -> None:
        self._titles = titles
        self._first = first
        self._chance = random.Random(seed)

    def ask(
        self,
        times: int,
        typing: Callable[[str], str | None],
        fitting: Callable[[str], int] | None = None,
    ) -> Asking:
        """Return so many askings for titles drawn by chance, each title at most once.

        Where `fitting` counts more titles than there are first places, it is passed over.
        """
        asked: list[Asked] = []
        unclear = 0
        for title in self._chance.sample(self._titles.all, len(self._titles.all)):
            typed = typing(title)
            if not typed:
                continue
            if fitting is not None and fitting(typed) > self._first:
                unclear += 1
                continue
            asked.append(Asked(typed=typed, meant=title))
            if len(asked) == times:
                break
        return Asking(asked=tuple(asked), unclear=unclear / max(1, unclear + len(asked)))

    def beginning(self, title: str) -> str | None:
        """Return the first half of the words, the last one begun."""
        words = title.split()
        *whole, last = words[: (len(words) + 1) // 2]
        typed = " ".join((*whole, self._begun(last)))
        return typed if len(typed) >= LEAST_BEGUN else title[:LEAST_BEGUN]

    def some_words(self, title: str) -> str | None:
        """Return half of the longer words, begun, in any order."""
        words = [word for word in words_of(title) if len(word) >= LEAST_BEGUN]
        chosen = self._chance.sample(words, (len(words) + 1) // 2)
        return " ".join(map(self._begun, chosen)) or None

    def misspelt_word(self, title: str) -> str | None:
        """Return one misspelt word that tells the title from most others."""
        words = sorted(
            word
            for word in set(words_of(title))
            if len(word) >= LEAST_MISSPELT and self._titles.with_word(word) <= self._first
        )
        return self.misspelt(self._chance.choice(words)) if words else None

    def two_words(self, title: str) -> str | None:
        """Return two words, one of the longer ones misspelt."""
        words = sorted({word for word in words_of(title) if len(word) >= LEAST_BEGUN})
        longer = [word for word in words if len(word) >= LEAST_MISSPELT]
        if len(words) == 1 or not longer:
            return None
        wrong = self._chance.choice(longer)
        other = self._chance.choice([word for word in words if word != wrong])
        both = [self.misspelt(wrong), other]
        self._chance.shuffle(both)
        return " ".join(both)

    def first_letters(self, name: str) -> str | None:
        """Return at least half of the letters."""
        least = max(LEAST_BEGUN, len(name) // 2)
        return name[: self._chance.randint(least, max(least, len(name)))].strip()

    def last_word(self, name: str) -> str | None:
        """Return the last word, begun."""
        return self._begun(name.rsplit(maxsplit=1)[-1])

    def misspelt(self, text: str) -> str:
        """Return the text with one letter left out, put in, replaced or swapped with the next."""
        place = self._chance.randrange(max(1, len(text) - 1))
        before, letter, after = text[:place], text[place], text[place + 1 :]
        wrong = self._chance.choice(string.ascii_lowercase.replace(letter, ""))
        kind = self._chance.choice(("left out", "put in", "replaced", "swapped"))
        if kind == "swapped" and after and letter != after[0]:
            return before + after[0] + letter + after[1:]
        if kind == "left out" and after:
            return before + after
        return before + wrong + (letter + after if kind == "put in" else after)

    def letter_by_letter(self, titles: int, longest: int) -> list[str]:
        """Return so many titles as they stand after each letter, up to the longest."""
        chosen = self._chance.sample(self._titles.all, min(titles, len(self._titles.all)))
        return [title[:end] for title in chosen for end in range(1, min(len(title), longest) + 1)]

    def pasted(self, length: int) -> str:
        """Return that many letters of titles, every longer word misspelt."""
        chosen = self._chance.choices(self._titles.all, k=length // 10)
        words = " ".join(chosen).split()
        typed = [self.misspelt(word) if len(word) >= LEAST_MISSPELT else word for word in words]
        return " ".join(typed)[:length]

    def nonsense(self) -> str:
        """Return five to twelve letters by chance."""
        return "".join(self._chance.choices(string.ascii_lowercase, k=self._chance.randint(5, 12)))

    def _begun(self, word: str) -> str:
        shortest = min(len(word), max(LEAST_BEGUN, (len(word) + 1) // 2))
        return word[: self._chance.randint(shortest, len(word))]
