"""A catalog that is never behind: it says every text that is marked in capitals."""

import re
from contextlib import contextmanager
from gettext import NullTranslations

from bot.translation import Language, speaking

PLACEHOLDER = re.compile(r"(\{\w*\}|<[^<>]*>)")


def loud(text):
    """A text in capitals, but for what stands in its braces."""
    parts = PLACEHOLDER.split(text)
    return "".join(part if place % 2 else part.upper() for place, part in enumerate(parts))


class LoudTranslations(NullTranslations):
    """It notes down each text that it is asked for, with its context."""

    def __init__(self, said=None):
        super().__init__()
        self._said = set() if said is None else said

    def gettext(self, message):
        self._said.add((None, message))
        return loud(message)

    def ngettext(self, msgid1, msgid2, n):
        self._said.add((None, (msgid1, msgid2)))
        return loud(msgid1 if n == 1 else msgid2)

    def pgettext(self, context, message):
        self._said.add((context, message))
        return loud(message)


@contextmanager
def speaking_loudly(monkeypatch, language=Language.GERMAN, said=None):
    """Let a language be English in capitals, and speak it; what is said is noted down in `said`."""
    translations = LoudTranslations(said)
    with monkeypatch.context() as patch:
        for place in ("bot.translation.catalog", "bot.translator"):
            patch.setattr(f"{place}.translations", lambda _language: translations)
        with speaking(language):
            yield
