"""What weekdays and months are called in all languages at once, for reading what people type."""

import re
from collections.abc import Iterator

from babel import Locale

from bot.translation.language import Language

# Short and long, as they stand in a date and by themselves.
_WIDTHS = ("wide", "abbreviated")
_PLACES = ("format", "stand-alone")
_LITERAL = re.compile(r"'([^']+)'")


def weekday_names() -> Iterator[tuple[str, int]]:
    """Give every name of a weekday as CLDR writes it, and its number: Monday is 0."""
    for locale in _locales():
        for place in _PLACES:
            for width in _WIDTHS:
                yield from ((name, number) for number, name in locale.days[place][width].items())


def month_names() -> Iterator[tuple[str, int]]:
    """Give every name of a month as CLDR writes it, and its number: January is 1."""
    for locale in _locales():
        for place in _PLACES:
            for width in _WIDTHS:
                yield from ((name, number) for number, name in locale.months[place][width].items())


def words_between() -> Iterator[str]:
    """Give the words that CLDR's dates have beside their names: the "de" of "30 de noviembre"."""
    for locale in _locales():
        for form in ("full", "long"):
            yield from _LITERAL.findall(locale.date_formats[form].pattern)


def _locales() -> Iterator[Locale]:
    yield from (language.locale for language in Language)
    # Where months are shortened otherwise than in our English: "Sep".
    yield Locale.parse("en")
