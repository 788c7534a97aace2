"""What Germans and Japanese type for days and times, as their catalogs may have it."""

from contextlib import contextmanager
from gettext import NullTranslations

from bot.program import start_time, typed_day, typed_words
from bot.translation import Language, catalog

WORDS = {
    Language.GERMAN: {
        "today": "heute",
        "tomorrow": "morgen",
        "day {number}": "Tag {number}",
        "on, the, of": "am, den, der",
        "at": "um, gegen",
        "o'clock, h": "Uhr, h",
        "later, from now": "später",
        "h, hr, hrs, hour, hours": "Std., Stunde, Stunden",
        "m, mi, min, mins, minute, minutes": "Min., Minute, Minuten",
    },
    Language.JAPANESE: {
        "today": "今日、本日",
        "tomorrow": "明日",
        "day {number}": "{number}日目",
        "o'clock, h": "時",
        "am, a.m.": "午前",
        "pm, p.m.": "午後",
        "later, from now": "後",
        "h, hr, hrs, hour, hours": "時間",
        "m, mi, min, mins, minute, minutes": "分, 分間",
    },
}
KEPT = (
    typed_words.typed_words, typed_words.nth_day, typed_day._fillers,
    start_time._clock_pattern, start_time._span_pattern,
)  # fmt: skip


class Typed(NullTranslations):
    def __init__(self, words):
        super().__init__()
        self._words = words

    def pgettext(self, context, message):
        return self._words.get(message, message) if context == "typed" else message


@contextmanager
def typed_in_catalogs(monkeypatch):
    """Let the catalogs have these words and no others"""
    with monkeypatch.context() as patch:
        patch.setattr(catalog, "translations", lambda one: Typed(WORDS.get(one, {})))
        forget()
        yield
    forget()


def forget():
    for kept in KEPT:
        kept.cache_clear()
