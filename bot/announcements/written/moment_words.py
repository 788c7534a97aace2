"""The words in which people say when something is posted, in all languages at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.program.typed_words import in_all, one_of, typed_words, words_for
from bot.program.words import fold
from bot.translation import pgettext

# Between the words of which any one may be typed.
_OR = re.compile(r"\s*[,、]\s*")
_VALUE = re.compile(r"(\{span\}|\{session\})")
_LETTER = re.compile(r"[a-z]", re.IGNORECASE)

# What each phrase is in minutes.
HALF_AN_HOUR, AN_HOUR, A_DAY, A_WEEK = 30, 60, 24 * 60, 7 * 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentWords:
    """What may be typed for each of these, folded, in any language; the longest first.

    `following` stands beside a weekday that is not today, and `this` says nothing more than it.
    """

    now: tuple[str, ...]
    noon: tuple[str, ...]
    a: tuple[str, ...]
    days: tuple[str, ...]
    weeks: tuple[str, ...]
    following: tuple[str, ...]
    this: tuple[str, ...]


@cache
def moment_words() -> MomentWords:
    """Return the words of all languages."""
    return MomentWords(
        now=words_for(lambda: pgettext("typed", "now")),
        noon=words_for(lambda: pgettext("typed", "noon")),
        # Translators: for the number one, before "day" and "week".
        a=words_for(lambda: pgettext("typed", "a, an, one")),
        # Translators: behind a number of days, short and long.
        days=words_for(lambda: pgettext("typed", "d, day, days")),
        # Translators: behind a number of weeks.
        weeks=words_for(lambda: pgettext("typed", "week, weeks")),
        # Translators: beside a weekday, before it or behind it: "next Friday".
        following=words_for(lambda: pgettext("typed", "next")),
        # Translators: before a weekday: "this Friday".
        this=words_for(lambda: pgettext("typed", "this")),
    )


def now_word() -> str:
    """Return how "now" is typed in the language spoken now."""
    return _OR.split(pgettext("typed", "now"))[0]


def begins_now(typed: str) -> bool:
    """Tell whether what was typed, folded, goes on to be "now": in English or as is spoken now."""
    words = ("now", *map(fold, _OR.split(pgettext("typed", "now"))))
    return any(word.startswith(typed) for word in words)


def in_numbers(typed: str) -> str:
    """Return a span, folded, with its number in figures: "in 30 minutes" of "in half an hour"."""
    for pattern, minutes in _phrases():
        if found := pattern.fullmatch(typed):
            before, behind = found["ahead"] or "", found["later"] or ""
            return f"{before}{minutes} min{behind}"
    return typed


def parted_by_before(words: str) -> Iterator[tuple[str, str]]:
    """Yield the span, folded, and the session of what may mean "10 minutes before Rivers"."""
    for pattern in _befores():
        if found := pattern.fullmatch(words):
            yield in_numbers(fold(found["span"]).strip()), found["session"].strip()


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], int], ...]:
    typed = typed_words()
    each = (
        (words_for(lambda: pgettext("typed", "half an hour")), HALF_AN_HOUR),
        (words_for(lambda: pgettext("typed", "an hour, one hour")), AN_HOUR),
        (words_for(lambda: pgettext("typed", "a day, one day")), A_DAY),
        (words_for(lambda: pgettext("typed", "a week, one week")), A_WEEK),
    )
    ahead, later = one_of(typed.ahead), one_of(typed.later)
    return tuple(
        (re.compile(rf"(?P<ahead>{ahead}\s*)?{one_of(words)}(?P<later>\s*{later})?"), minutes)
        for words, minutes in each
    )


@cache
def _befores() -> tuple[re.Pattern[str], ...]:
    # Translators: how people type it, with both in their places; {span} is like "10 minutes", and
    # may be left out.
    said = in_all(lambda: pgettext("typed", "{span} before {session}"))
    each = dict.fromkeys(one for text in said for one in _OR.split(text))
    return tuple(
        re.compile("".join(map(_as_pattern, _VALUE.split(one))), re.IGNORECASE)
        for one in sorted(each, key=len, reverse=True)
    )


def _as_pattern(part: str) -> str:
    """Return what fits a part of such a phrase; a word is none that is a part of a longer one."""
    match part:
        case "{span}":
            return r"(?P<span>.*?)"
        case "{session}":
            return r"(?P<session>.*)"
    words = r"\s+".join(map(re.escape, part.split()))
    begins = r"(?<![^\W\d_])" if _LETTER.match(words) else ""
    ends = r"\b" if words and _LETTER.match(words[-1]) else ""
    return rf"\s*{begins}{words}{ends}\s*" if words else ""
