"""Lists, numbers and days as the language spoken now writes them, by CLDR's data.

Times of day have 24 hours in every language; what readers see elsewhere is Discord's own.
"""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.translation.catalog import spoken
from bot.translation.language import Language

# A day written out, and shorter, in CLDR's letters; it gives no such pattern without a year.
_DAYS = {
    Language.ENGLISH: ("EEEE d MMMM", "EEE d MMM"),
    Language.GERMAN: ("EEEE, d. MMMM", "EEE, d. MMM"),
    Language.SPANISH: ("EEEE d 'de' MMMM", "EEE d MMM"),
    Language.FRENCH: ("EEEE d MMMM", "EEE d MMM"),
    Language.PORTUGUESE: ("EEEE, d 'de' MMMM", "EEE, d 'de' MMM"),
    Language.JAPANESE: ("M月d日(EEEE)", "M月d日(EEE)"),
}


def listed(texts: Sequence[str]) -> str:
    """Return the texts as a sentence lists them: "Ada, Bo and Cy"."""
    return format_list(list(texts), locale=spoken().locale)


def figures(number: int) -> str:
    """Return a number in figures: "12,000"."""
    return format_decimal(number, locale=spoken().locale)


def day_name(day: date) -> str:
    """Return a day written out, without its year: "Wednesday 30 November"."""
    return _formatted(day, _DAYS[spoken()][0])


def short_day(day: date) -> str:
    """Return a day without its year, shorter: "Wed 30 Nov"."""
    return _formatted(day, _DAYS[spoken()][1])


def dated(day: date) -> str:
    """Return a day with its year: "30 Nov 2022"."""
    return _formatted(day, "medium")


def _formatted(day: date, pattern: str) -> str:
    return format_date(day, pattern, locale=spoken().locale)
