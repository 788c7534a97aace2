"""The words in which people say days and times, in all languages at once."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from bot.program.words import fold
from bot.translation import Language, pgettext, speaking

# Between the words of which any one may be typed.
_OR = re.compile(r"\s*[,、]\s*")

_NOON, _DAY = 12, 24
# Before it, at night is after midnight.
_SMALL = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedWords:
    """What may be typed for each of these, folded, in any language; the longest first.

    `at` stands before a time and `clock` behind its hour, `morning`, `afternoon` and `night` beside
    it. `ahead` stands before a span from now, `later` behind one. `between` says nothing in a date.
    """

    today: tuple[str, ...]
    tomorrow: tuple[str, ...]
    between: tuple[str, ...]
    at: tuple[str, ...]
    clock: tuple[str, ...]
    morning: tuple[str, ...]
    afternoon: tuple[str, ...]
    night: tuple[str, ...]
    ahead: tuple[str, ...]
    later: tuple[str, ...]
    hours: tuple[str, ...]
    minutes: tuple[str, ...]

    @property
    def half(self) -> str:
        """A pattern of all that says which half of the day a time is in."""
        return one_of((*self.morning, *self.afternoon, *self.night))

    def hour(self, shown: int, half: str | None) -> int | None:
        """Return the hour that a clock shows where it says which half of the day that is in.

        It is counted from the day's beginning, so 24 is the midnight at its end: twelve at night.
        None if there is none such.
        """
        if half is None:
            return shown if shown < _DAY else None
        if not 1 <= shown <= _NOON:
            return None
        if re.fullmatch(one_of(self.night), half):
            return shown if shown < _SMALL else shown + _NOON
        is_late = half == "p" or re.fullmatch(one_of(self.afternoon), half)
        return shown % _NOON + (_NOON if is_late else 0)


@cache
def typed_words() -> TypedWords:
    """Return the words of all languages."""
    return TypedWords(
        # Translators: all of these with the context "typed" are what people may type to me. Give
        # the words that are usual, with commas between: what is typed is compared with each.
        today=words_for(lambda: pgettext("typed", "today")),
        tomorrow=words_for(lambda: pgettext("typed", "tomorrow")),
        # Translators: what may stand in a date beside weekday, day and month: "the 30th of May".
        between=words_for(lambda: pgettext("typed", "on, the, of")),
        # Translators: what may stand before a time of day: "at 14:30".
        at=words_for(lambda: pgettext("typed", "at")),
        # Translators: what may stand behind the hour: "14 o'clock", "14h30".
        clock=words_for(lambda: pgettext("typed", "o'clock, h")),
        # Translators: before noon, beside a time; where nobody says that, leave the English.
        morning=words_for(lambda: pgettext("typed", "am, a.m.")),
        # Translators: after noon, beside a time; where nobody says that, leave the English.
        afternoon=words_for(lambda: pgettext("typed", "pm, p.m.")),
        # Translators: of the evening and the night, beside a time; at twelve it means midnight.
        night=words_for(lambda: pgettext("typed", "at night")),
        # Translators: what stands before a span of time that begins now: "in 20 minutes".
        ahead=words_for(lambda: pgettext("typed", "in")),
        # Translators: what stands behind a span of time that begins now: "20 minutes later".
        later=words_for(lambda: pgettext("typed", "later, from now")),
        # Translators: behind a number of hours that something takes, short and long.
        hours=words_for(lambda: pgettext("typed", "h, hr, hrs, hour, hours")),
        # Translators: behind a number of minutes that something takes, short and long.
        minutes=words_for(lambda: pgettext("typed", "m, mi, min, mins, minute, minutes")),
    )


@cache
def nth_day(number: int) -> frozenset[str]:
    """Return what may be typed for a program's first day, its second, and so on."""
    # Translators: a day of the event, as people type it: "day 2".
    texts = in_all(lambda: pgettext("typed", "day {number}"))
    return frozenset(fold(text.format(number=number)) for text in texts)


def one_of(words: Iterable[str]) -> str:
    """Return the words as a pattern that fits any of them; dots and blanks may be left out."""
    patterns = (re.escape(word).replace(r"\.", r"\.?").replace(r"\ ", r"\s?") for word in words)
    return f"(?:{'|'.join(patterns)})"


def words_for(say: Callable[[], str]) -> tuple[str, ...]:
    """Return all that `say` says in any language, with commas between: folded, longest first."""
    found = {fold(word.strip()) for text in in_all(say) for word in _OR.split(text) if word.strip()}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def in_all(say: Callable[[], str]) -> Iterator[str]:
    """Yield what `say` says in each language, English first."""
    for language in Language:
        with speaking(language):
            text = say()
        yield text
