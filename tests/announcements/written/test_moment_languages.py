"""What organizers type as a time is read in whichever language they type it."""

from datetime import UTC, timedelta
from gettext import NullTranslations
from zoneinfo import ZoneInfo

import pytest

from bot.announcements.written import any_day, moment, moment_words
from bot.announcements.written.model import At, AtOnce, Before
from bot.announcements.written.moment import meant_moment, moment_value, moments_like
from bot.program import start_time, typed_day, typed_words
from bot.program.lookup import Lookup
from bot.translation import Language, catalog, speaking
from bot.ui.announce_forms import time_form
from bot.ui.announce_words import moment_choice
from tests.announcements.written.announcements import an_announcement
from tests.factories import NINE, ZONE, a_program, a_session, a_talk

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOW = (NINE - 20 * MINUTE).astimezone(UTC)
RIVERS, FLOODS = a_talk("Rivers"), a_talk("Before the floods")
LOOKUP = Lookup(
    a_program(
        a_session(NINE, id="first", minutes=30, talks=(RIVERS.id,)),
        a_session(NINE + HOUR, id="second", minutes=30, talks=(FLOODS.id,)),
        talks=(RIVERS, FLOODS),
    )
)

GERMAN = {
    "now": "jetzt, sofort",
    "noon": "mittag, mittags",
    "a, an, one": "einem, einer, ein, eine",
    "d, day, days": "tag, tage, tagen",
    "week, weeks": "woche, wochen",
    "next": "nächsten, nächster, nächste, nächstes, kommenden",
    "this": "diesen, dieser, diese",
    "half an hour": "eine halbe stunde, einer halben stunde",
    "an hour, one hour": "eine stunde, einer stunde",
    "a day, one day": "ein tag, einem tag, einen tag",
    "a week, one week": "eine woche, einer woche",
    "{span} before {session}": "{span} vor {session}",
    "today": "heute",
    "tomorrow": "morgen",
    "on, the, of": "am, den, der",
    "at": "um",
    "o'clock, h": "uhr, h",
    "h, hr, hrs, hour, hours": "h, std, std., stunde, stunden",
    "m, mi, min, mins, minute, minutes": "min, min., minute, minuten",
    "in": "in",
}
JAPANESE = {
    "now": "今, 今すぐ, すぐ",
    "noon": "正午",
    "d, day, days": "日",
    "week, weeks": "週間",
    "next": "次の, 来週の",
    "this": "今週の",
    "half an hour": "半時間",
    "{span} before {session}": "{session}の{span}前, {session} {span}前",
    "today": "今日",
    "tomorrow": "明日",
    "o'clock, h": "時",
    "h, hr, hrs, hour, hours": "時間",
    "m, mi, min, mins, minute, minutes": "分",
    "later, from now": "後",
}
MODULES = (any_day, moment, moment_words, start_time, typed_day, typed_words)


class Typed(NullTranslations):
    """A catalog of what people may type, and of nothing else."""

    def __init__(self, texts):
        super().__init__()
        self._texts = texts

    def pgettext(self, context, message):
        return self._texts.get(message, message)


@pytest.fixture
def catalogs(monkeypatch):
    known = {Language.GERMAN: Typed(GERMAN), Language.JAPANESE: Typed(JAPANESE)}
    monkeypatch.setattr(catalog, "translations", lambda one: known.get(one, NullTranslations()))
    forget()
    yield
    forget()


def forget():
    """Forget which words are typed in which language."""
    for module in MODULES:
        for one in vars(module).values():
            if hasattr(one, "cache_clear"):
                one.cache_clear()


def meant(words):
    return meant_moment(words, LOOKUP, NOW)


@pytest.mark.usefixtures("catalogs")
@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("Sofort", AtOnce()),
        ("今すぐ", AtOnce()),
        ("Do 14:30", At(at=NINE + 29.5 * HOUR)),
        ("Donnerstag um 14 Uhr", At(at=NINE + 29 * HOUR)),
        ("am Freitag um 9:30", At(at=NINE + 48.5 * HOUR)),
        ("nächsten Mittwoch 9:00", At(at=NINE + 7 * DAY)),
        ("1. Dezember 14:30", At(at=NINE + 29.5 * HOUR)),
        ("morgen mittags", At(at=NINE + 27 * HOUR)),
        ("in 20 Minuten", At(at=NINE)),
        ("in einer halben Stunde", At(at=NINE + 10 * MINUTE)),
        ("in 3 Tagen um 9:00", At(at=NINE + 3 * DAY)),
        ("in einer Woche um 9 Uhr", At(at=NINE + 7 * DAY)),
        ("10 Minuten vor Rivers", Before(session="first", span=10 * MINUTE)),
        ("1,5 Stunden vor Rivers", Before(session="first", span=90 * MINUTE)),
        ("eine halbe Stunde vor rivers", Before(session="first", span=30 * MINUTE)),
        ("vor Before the floods", Before(session="second", span=10 * MINUTE)),
        ("20分後", At(at=NINE)),
        ("明日14時30分", At(at=NINE + 29.5 * HOUR)),
        ("12月1日 14:30", At(at=NINE + 29.5 * HOUR)),
        ("12月2日14時", At(at=NINE + 53 * HOUR)),
        ("3日後", At(at=NINE + 3 * DAY - 20 * MINUTE)),
        ("Riversの10分前", Before(session="first", span=10 * MINUTE)),
        ("2 hours before Rivers", Before(session="first", span=2 * HOUR)),
        ("Thu 2:30 pm", At(at=NINE + 29.5 * HOUR)),
    ],
)
def test_a_moment_is_read_in_whichever_language_it_is_typed(words, moment):
    assert meant(words) == moment


@pytest.mark.usefixtures("catalogs")
def test_now_is_offered_to_whoever_begins_to_type_it_in_their_own_language():
    with speaking(Language.GERMAN):
        theirs = moments_like("so", LOOKUP, NOW, 25)
    others = moments_like("so", LOOKUP, NOW, 25)

    assert AtOnce() in theirs
    assert AtOnce() not in others


INSTANTS = [NINE + HOUR, NINE + 3 * DAY + 30 * MINUTE, NINE + 45 * DAY, NINE + 95 * DAY]
MOMENTS = [
    AtOnce(),
    *(At(at=one.astimezone(ZoneInfo(ZONE))) for one in INSTANTS),
    Before(session="first", span=MINUTE),
    Before(session="first", span=90 * MINUTE),
]


@pytest.mark.parametrize("moment", MOMENTS, ids=moment_value)
@pytest.mark.parametrize("language", Language)
def test_what_the_form_and_the_suggestions_show_can_be_typed(language, moment):
    with speaking(language):
        form = time_form(an_announcement(moment=moment), LOOKUP.timetable).to_dict()
        (shown,) = [part["component"]["value"] for part in form["components"]]
        named = moment_choice(moment, LOOKUP.timetable)

    assert meant(shown) == moment
    if isinstance(moment, At):
        assert meant(named) == moment
