"""Says a sentence in the language of the task that says it.

The marks are gettext's own names, which its tools look for. Texts are English where no language was
set, and wherever a catalog lacks one.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from struct import error as StructError  # noqa: N812 - its own name says nothing

from bot.translation.language import Language

log = logging.getLogger(__name__)

DOMAIN = "marquee"
CATALOGS = Path(__file__).parent / "catalogs"

_spoken: ContextVar[Language] = ContextVar("spoken", default=Language.ENGLISH)


@cache
def translations(language: Language) -> NullTranslations:
    """Return a language's catalog, read once; English has none, as it needs none.

    One that can't be read is logged, and English is spoken in its place.
    """
    if language is Language.ENGLISH:
        return NullTranslations()
    compiled = CATALOGS / language.folder / "LC_MESSAGES" / f"{DOMAIN}.mo"
    try:
        with compiled.open("rb") as file:
            return GNUTranslations(file)
    except (OSError, ValueError, StructError):
        log.exception("%s can't be read: English is spoken instead; install Marquee anew", compiled)
        return NullTranslations()


def spoken() -> Language:
    """Return the language of whatever is being said now."""
    return _spoken.get()


def speak(language: Language) -> None:
    """Say all that follows in this task, and in tasks that it starts, in a language."""
    _spoken.set(language)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Say all that is said within in a language."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def _(message: str) -> str:
    """Return a text in the language spoken now."""
    # gettext keeps its catalog's head under the empty text.
    return translations(_spoken.get()).gettext(message) if message else ""


def ngettext(one: str, many: str, number: int) -> str:
    """Return the form of a text that goes with a number, in the language spoken now."""
    return translations(_spoken.get()).ngettext(one, many, number)


def pgettext(context: str, message: str) -> str:
    """Return a text in the language spoken now; `context` says which of its meanings is meant."""
    return translations(_spoken.get()).pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Return the text as it is, and mark it for the catalogs: it is said by `_` later."""
    return message
