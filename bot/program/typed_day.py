"""Reads a day as people type it in any language: "Wed", "30 Nov", "miércoles 30 de noviembre"."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import chain

from bot.program.typed_words import typed_words
from bot.program.words import fold
from bot.translation.calendar_words import month_names, weekday_names, words_between

# More words than any date has.
MOST_WORDS = 8
LONGEST = 60
# How much of a name must be typed to mean it: two letters where one is a whole word.
SHORTEST_BEGINNING = 3
SHORTEST_DENSE_BEGINNING = 2

_WORD = re.compile(r"\d+[年月日]?|[^\W\d_]+")
# The ending of "30th" and "1er".
_ENDING = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|o|a)\b")
# A point says that the day comes first, and a year in front that it comes last.
_FIGURES = (
    re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})(?:\.?\s?(?P<year>20\d{2})|\.)?"),
    re.compile(r"(?P<year>20\d{2})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"),
)
# Who writes a slash may mean either; more likely the day first.
_SLASHES = (
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>20\d{2}))?"),
    re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/(?P<year>20\d{2}))?"),
)
_DAY_ALONE = re.compile(r"(?P<day>\d{1,2})日")
_LATEST_DAY = 31
_YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedDay:
    """What was typed of a day: a weekday (Monday is 0), or a day and its month, maybe a year."""

    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None

    @property
    def is_one(self) -> bool:
        """Whether it is enough to tell which day is meant."""
        is_date = self.day is not None and self.month is not None
        return is_date or (self.weekday is not None and self.month is None)

    def fits(self, day: date) -> bool:
        """Tell whether a day is as it was typed."""
        asked = (self.weekday, self.day, self.month, self.year)
        has = (day.weekday(), day.day, day.month, day.year)
        return all(one in (None, other) for one, other in zip(asked, has, strict=True))


def typed_days(words: str) -> tuple[TypedDay, ...]:
    """Return the days that `words` may mean, likeliest first; none if they name no day.

    "mar" is Tuesday in France and March elsewhere.
    """
    typed = _ENDING.sub("", fold(words[:LONGEST]))
    said = [word for word in _WORD.findall(typed) if word not in _fillers()]
    if not said or len(said) > MOST_WORDS:
        return ()
    readings = [TypedDay()]
    for word in said:
        readings = [more for one in readings for part in _parts(word) if (more := _with(one, part))]
    return tuple(dict.fromkeys(one for one in readings if one.is_one))


def days_in_figures(typed: str) -> tuple[TypedDay, ...]:
    """Return the day that is typed in figures, folded, if they say which one: "30.11."."""
    return _in_figures(typed, _FIGURES)


def days_near_in_figures(typed: str) -> tuple[TypedDay, ...]:
    """Return the days that figures may mean, folded, where only a few can be meant.

    So the month may be left out, and slashes may stand between: "30日", "30/11" or "11/30".
    """
    return _in_figures(typed, (*_FIGURES, *_SLASHES, _DAY_ALONE))


def _in_figures(typed: str, patterns: Iterable[re.Pattern[str]]) -> tuple[TypedDay, ...]:
    matches = (pattern.fullmatch(typed) for pattern in patterns)
    said = (found.groupdict() for found in matches if found is not None)
    return tuple(
        TypedDay(**{part: int(digits) for part, digits in one.items() if digits}) for one in said
    )


def _parts(word: str) -> Iterator[TypedDay]:
    """Give what one word may say of a day."""
    digits = word.rstrip("年月日")
    if not digits.isdecimal():
        yield from (TypedDay(weekday=one) for one in _meant(word, _weekdays()))
        yield from (TypedDay(month=one) for one in _meant(word, _months()))
    elif word.endswith("月"):
        yield TypedDay(month=int(digits))
    elif word.endswith("年") or len(digits) == _YEAR_DIGITS:
        yield TypedDay(year=int(digits))
    elif len(digits) < _YEAR_DIGITS and int(digits) <= _LATEST_DAY:
        yield TypedDay(day=int(digits))


def _with(one: TypedDay, part: TypedDay) -> TypedDay | None:
    """Return both together; None if they say the same thing twice."""
    if part.weekday is not None:
        return replace(one, weekday=part.weekday) if one.weekday is None else None
    if part.day is not None:
        return replace(one, day=part.day) if one.day is None else None
    if part.month is not None:
        return replace(one, month=part.month) if one.month is None else None
    return replace(one, year=part.year) if one.year is None else None


def _meant(word: str, names: Mapping[str, int]) -> set[int]:
    """Return what is called so, or else what a name goes on to be that begins so."""
    if word in names:
        return {names[word]}
    shortest = SHORTEST_BEGINNING if word.isascii() else SHORTEST_DENSE_BEGINNING
    if len(word) < shortest:
        return set()
    meant = {number for name, number in names.items() if name.startswith(word)}
    return meant if len(meant) == 1 else set()


@cache
def _weekdays() -> Mapping[str, int]:
    return dict(_first_words(weekday_names()))


@cache
def _months() -> Mapping[str, int]:
    return dict(_first_words(month_names()))


def _first_words(names: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Give each name by its first word, folded: "quarta" of "quarta-feira"."""
    for name, number in names:
        word, *_others = _WORD.findall(fold(name))
        if not word[0].isdecimal():
            yield word, number


@cache
def _fillers() -> frozenset[str]:
    """Return the words that say nothing in a date: "of", and "feira" of "quarta-feira".

    What is a weekday's name somewhere is one: "do" is "of the" here, and Thursday there.
    """
    rests = (_WORD.findall(fold(name))[1:] for name, _number in weekday_names())
    words = (_WORD.findall(fold(text)) for text in (*words_between(), *typed_words().between))
    return frozenset(chain(*rests, *words)) - _weekdays().keys()
