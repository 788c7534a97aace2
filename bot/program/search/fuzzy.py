"""Ranks talks, speakers and tracks by how well they fit what was typed, typos and all."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.program.search.findable import Findable, speakers_to_find, talks_to_find, tracks_to_find
from bot.program.search.fits import TypedWord, holding_all, holding_most
from bot.program.search.hit import ALL_KINDS, Hit, HitKind
from bot.program.search.readings import MISSPELT, PART, SAME, as_begun_wrong, as_typed, in_text
from bot.program.search.soon import Meetings, Moment
from bot.program.search.vocabulary import Vocabulary
from bot.program.search.word_index import WordIndex
from bot.program.timetable import Timetable
from bot.program.words import folded_title, words_of, words_to_find

# Of what was typed or pasted, what is looked at: enough to tell two titles apart, and few enough
# for an answer within some milliseconds.
LONGEST_TYPED = 200
MOST_WORDS = 8
# The same where it is compared with every title, letter by letter.
LONGEST_COMPARED = 60

# How much it says where the word stands. A match that needs the long texts counts for less than
# the weakest one that does not.
IN_TITLE = 1.0
IN_NAMES = 0.85
IN_ABOUT = 0.65
IN_TEXT = 0.5
NEEDS_TEXT = 0.4

# The score (of 100) of a title that is what was typed, begins with it, or has it in one piece; what
# can be reached word by word; and by a title that is nearly what was typed, as far as it is alike.
TITLE_SAME = 100.0
TITLE_BEGINS = 95.0
TITLE_HOLDS = 90.0
WORD_BY_WORD = 85.0
TITLE_ALIKE = 80.0
ALIKE_ENOUGH = 80.0

# How many letters a word has at least to have one of them wrong, or two.
ONE_WRONG = 4
TWO_WRONG = 7


_THINGS = {
    HitKind.TALK: talks_to_find,
    HitKind.SPEAKER: speakers_to_find,
    HitKind.TRACK: tracks_to_find,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    kind: HitKind
    id: str
    title: str
    meetings: Meetings


class _Index:
    """The words of a program, and how well those that are typed fit what holds them."""

    def __init__(self) -> None:
        self._labels: WordIndex[HitKind] = WordIndex()
        self._texts: WordIndex[HitKind] = WordIndex()

    def add(self, kind: HitKind, number: int, thing: Findable) -> None:
        """Note the words that the thing of this number is found by."""
        self._labels.add(kind, number, IN_TITLE, words_to_find(thing.title))
        self._labels.add(kind, number, IN_NAMES, words_to_find("\n".join(thing.names)))
        self._labels.add(kind, number, IN_ABOUT, words_to_find("\n".join(thing.about)))
        self._texts.add(kind, number, IN_TEXT, words_to_find(thing.text))

    def seal(self) -> None:
        """Make ready to be asked; nothing is added after."""
        self._labels.seal()
        self._texts.seal()

    def fits(
        self, words: Sequence[str], kinds: frozenset[HitKind], enough: int
    ) -> dict[int, float]:
        """Return what holds every word, with how well.

        Long texts are looked through only if there is not enough without them, since what needs
        them comes after all that does not.
        """
        labels = [self._in_labels(word, kinds) for word in words]
        fits = holding_all(labels)
        if len(fits) >= enough:
            return fits
        anywhere = [
            TypedWord(word=one.word, fits={**self._in_texts(one.word, kinds), **one.fits})
            for one in labels
        ]
        weaker = {number: fit * NEEDS_TEXT for number, fit in holding_all(anywhere).items()}
        return weaker | fits

    def guessed_fits(self, words: Sequence[str], kinds: frozenset[HitKind]) -> dict[int, float]:
        """Return what holds every word, even two written as one or misspelt, or most of them."""
        apart = [part for word in words for part in self._labels.vocabulary.apart(word)]
        guessed = [self._in_labels(word, kinds, guess=True) for word in apart]
        return holding_all(guessed) or holding_most(guessed)

    def _in_labels(self, word: str, kinds: frozenset[HitKind], *, guess: bool = False) -> TypedWord:
        """Return the word with what holds it in a title, a name or a few words.

        A misspelling is guessed at where nobody wrote the word just so, or if that is asked for.
        """
        vocabulary = self._labels.vocabulary
        meanings = [as_typed(word, vocabulary)]
        if guess or not (
            self._labels.is_written(word, kinds) or self._texts.is_written(word, kinds)
        ):
            meanings.append(_as_misspelt(word, vocabulary))
        if not vocabulary.begins(word):
            meanings.append(as_begun_wrong(word, vocabulary))
        fits = self._labels.holding(chain.from_iterable(meanings), kinds)
        return TypedWord(word=word, fits=fits)

    def _in_texts(self, word: str, kinds: frozenset[HitKind]) -> dict[int, float]:
        return self._texts.holding(in_text(word, self._texts.vocabulary), kinds)


class FuzzySearch:
    """Search over one version of a program, held as words and the things that hold them.

    Found is what holds all the typed words, each as it is, or begun, misspelt or as a part of a
    longer one; if nothing does, what holds most of them. Things are added one by one and each takes
    well under a millisecond, so that a big program can be taken in slices.
    """

    def __init__(self, timetable: Timetable, *, at_once: bool = True) -> None:
        self._timetable = timetable
        self._entries: list[_Entry] = []
        # Folded, by number: as rapidfuzz takes them.
        self._titles: dict[HitKind, dict[int, str]] = {kind: {} for kind in HitKind}
        self._index = _Index()
        if at_once:
            for _ in self._steps():
                pass

    @classmethod
    def in_steps(cls, timetable: Timetable) -> "Iterator[FuzzySearch | None]":
        """Build a search step by step: give None after each small step, and the search at last.

        Between two steps others may have their turn.
        """
        search = cls(timetable, at_once=False)
        yield from search._steps()
        yield search

    def find(
        self,
        words: str,
        now: datetime,
        *,
        kinds: frozenset[HitKind] = ALL_KINDS,
        limit: int = 25,
    ) -> tuple[Hit, ...]:
        """Return what matches, best first, as `Search` promises; `now` only orders equal ones."""
        typed = folded_title(words[:LONGEST_TYPED])[:LONGEST_TYPED]
        scores = self._scores(typed, kinds, limit) if typed else self._all(kinds)
        ranked = self._ranked(scores, Moment.at(now, self._timetable))
        return tuple(self._hit(number, scores[number]) for number in islice(ranked, max(limit, 0)))

    def nearest(
        self, words: str, *, kinds: frozenset[HitKind] = ALL_KINDS, limit: int = 3
    ) -> tuple[Hit, ...]:
        """Return the closest things by title or name, as `Search` promises."""
        typed = folded_title(words[:LONGEST_COMPARED])[:LONGEST_COMPARED]
        near = [
            (score, number)
            for kind in HitKind
            if kind in kinds
            for _, score, number in process.extract(
                typed, self._titles[kind], scorer=fuzz.WRatio, limit=max(limit, 0)
            )
        ]
        best = sorted(near, key=lambda one: -one[0])[: max(limit, 0)]
        return tuple(self._hit(number, score) for score, number in best)

    def following(self, timetable: Timetable) -> "FuzzySearch":
        """Return a search of the same things, met in a timetable's sessions; the index is shared.

        A thing that no longer has a session is still found by what its session was called.
        """
        found = (
            thing for things_to_find in _THINGS.values() for thing in things_to_find(timetable)
        )
        entries = [
            replace(entry, meetings=Meetings.of(thing.sessions))
            for entry, thing in zip(self._entries, found, strict=True)
        ]
        other = copy(self)
        other._timetable, other._entries = timetable, entries  # noqa: SLF001 - a copy of our own
        return other

    def _steps(self) -> Iterator[None]:
        for kind, things_to_find in _THINGS.items():
            for thing in things_to_find(self._timetable):
                self._add(kind, thing)
                yield
        self._index.seal()
        yield

    def _add(self, kind: HitKind, thing: Findable) -> None:
        number = len(self._entries)
        meetings = Meetings.of(thing.sessions)
        self._entries.append(_Entry(kind=kind, id=thing.id, title=thing.title, meetings=meetings))
        self._titles[kind][number] = folded_title(thing.title)
        self._index.add(kind, number, thing)

    def _hit(self, number: int, score: float) -> Hit:
        entry = self._entries[number]
        return Hit(kind=entry.kind, id=entry.id, title=entry.title, score=score)

    def _ranked(self, scores: Mapping[int, float], moment: Moment) -> Iterator[int]:
        """Give the numbers, best score first, of equal ones the nearest, then in program order.

        How near is asked only for the scores that are reached.
        """
        by_score: defaultdict[float, list[int]] = defaultdict(list)
        for number in sorted(scores):
            by_score[scores[number]].append(number)
        for score in sorted(by_score, reverse=True):
            yield from sorted(
                by_score[score],
                key=lambda number: self._entries[number].meetings.seconds_away(moment),
            )

    def _all(self, kinds: frozenset[HitKind]) -> dict[int, float]:
        return {number: 0.0 for kind in kinds for number in self._titles[kind]}

    def _scores(self, typed: str, kinds: frozenset[HitKind], enough: int) -> dict[int, float]:
        """Return the numbers of what matches, with their scores."""
        words = tuple(dict.fromkeys(words_of(typed)))[:MOST_WORDS]
        if words:
            fits = self._index.fits(words, kinds, enough) or self._index.guessed_fits(words, kinds)
        else:
            fits = self._titles_with(typed, kinds)
        scores = {number: self._score(number, typed, fit) for number, fit in fits.items()}
        for kind in kinds:
            alike = process.extract(
                typed, self._titles[kind], scorer=fuzz.ratio, score_cutoff=ALIKE_ENOUGH, limit=None
            )
            for _, percent, number in alike:
                score = round(TITLE_ALIKE * percent / 100, 2)
                scores[number] = max(score, scores.get(number, 0.0))
        return scores

    def _score(self, number: int, typed: str, fit: float) -> float:
        title = self._titles[self._entries[number].kind][number]
        if title == typed:
            return TITLE_SAME
        if title.startswith(typed):
            return TITLE_BEGINS
        if " " in typed and f" {typed}" in title:
            return TITLE_HOLDS
        return round(WORD_BY_WORD * fit, 2)

    def _titles_with(self, typed: str, kinds: frozenset[HitKind]) -> dict[int, float]:
        """Return what has the typed signs in its title: signs that make no word, as emoji do."""
        return {
            number: PART
            for number, entry in enumerate(self._entries)
            if entry.kind in kinds and typed in entry.title.casefold()
        }


def _as_misspelt(word: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    """Give the words that the typed one is if a letter or two are put right."""
    wrong = (len(word) >= ONE_WRONG) + (len(word) >= TWO_WRONG)
    if not wrong:
        return
    likely = vocabulary.of_length(len(word) - wrong, len(word) + wrong)
    near = process.extract(word, likely, scorer=OSA.distance, score_cutoff=wrong, limit=None)
    for meant, distance, _ in near:
        yield meant, MISSPELT.get(distance, SAME)
