"""Programs without a lower-case letter: what is read in one on a card of theirs is Marquee's."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

from bot.program.diff import diff
from bot.program.timetable import Timetable
from bot.translation import said
from tests.factories import a_program, a_room, a_session, a_speaker, a_talk, a_track
from tests.ui.conference import NINE, ONE_TRACK, RIVERS, TWO_DAYS

# What nobody reads: ids, keys and addresses.
UNREAD = {"id", "key", "url", "link", "picture", "stream", "room", "track"}
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NOW = NINE.astimezone(UTC)
STREAM = "https://example.org/live"
# What stands in the way of something, in whatever language.
WHY = said("may not post")


def in_capitals(thing):
    """A program, or anything on it, with all that people read of it in capitals, and in UTC."""
    told = {one.name: getattr(thing, one.name) for one in fields(thing)}
    return replace(thing, **{name: _in_capitals(name, value) for name, value in told.items()})


def _in_capitals(name, value):
    match value:
        case str():
            return value if name in UNREAD else "UTC" if name == "zone" else value.upper()
        case datetime():
            return value.astimezone(UTC)
        case tuple():
            # Texts within it are ids.
            return tuple(one if isinstance(one, str) else in_capitals(one) for one in value)
    return value


def _water():
    """Two days with all that a program can tell, and something that has no name"""
    rivers, lakes, lunch, seas = TWO_DAYS.sessions
    essay = "\n\n".join(["WATER. " * 100] * 4)
    return replace(
        TWO_DAYS,
        id="2022",
        sessions=(
            replace(rivers, stream=STREAM),
            replace(lakes, stream=f"{STREAM}/loft"),
            lunch,
            a_session(NINE + 3 * HOUR, minutes=10, id="22"),
            seas,
        ),
        talks=(replace(RIVERS, abstract=essay), *TWO_DAYS.talks[1:]),
    )


def _busy():
    """More at one time than any list can hold"""
    many = range(30)
    people = tuple(a_speaker(f"Person {one}", id=f"p-{one}") for one in many)
    talks = tuple(
        a_talk(f"Talk {one}", id=f"t-{one}", speakers=tuple(person.id for person in people))
        for one in many
    )
    sessions = [
        a_session(
            NINE + later * HOUR,
            minutes=50,
            id=f"s-{later}-{one}",
            title="About it " * 9,
            room=f"r-{one}",
            track=f"k-{one}",
            talks=(f"t-{one}", f"t-{one - 1}") if one else tuple(talk.id for talk in talks),
        )
        for later in (0, 1)
        for one in many
    ]
    return a_program(
        *sessions,
        id="busy-22",
        speakers=people,
        talks=talks,
        rooms=tuple(a_room(f"Room {one}", id=f"r-{one}") for one in many),
        tracks=tuple(a_track(f"Track {one}", id=f"k-{one}", hosts=("p-1",)) for one in many),
    )


WATER, PLUS, BUSY = (in_capitals(one) for one in (_water(), ONE_TRACK, _busy()))
EMPTY = in_capitals(a_program(first_day=date(2022, 11, 29), last_day=date(2022, 12, 1)))
TIMETABLE = Timetable(WATER)


def other_versions():
    """The program of two days with other things, people, places and times, in turn"""
    rivers, lakes, lunch, nameless, _ = WATER.sessions
    yield replace(
        WATER,
        sessions=(
            replace(rivers, start=rivers.start + HOUR, end=None, room=None, stream=None),
            replace(lakes, track="data", room="hall", talks=("lakes", "seas"), stream=STREAM),
            replace(lunch, title="DINNER", end=None, stream=STREAM),
            replace(nameless, end=nameless.end + HOUR, room="hall", track="web"),
        ),
    )
    for other in ({"title": "X"}, {"speakers": ()}):
        yield replace(WATER, talks=tuple(replace(one, **other) for one in WATER.talks))
    for other in (
        {"stream": STREAM},
        {"stream": f"{STREAM}/{'x' * 250}"},
        {"stream": None},
        {"track": None},
        {"room": None},
        {"room": "loft"},
        {"end": None},
    ):
        yield replace(WATER, sessions=tuple(replace(one, **other) for one in WATER.sessions))
    yield replace(
        WATER, sessions=tuple(replace(one, start=one.start + MINUTE) for one in WATER.sessions)
    )


def changes_of_every_kind():
    """Each kind of change, as it comes and as it is taken back, with the version that brings it"""
    ids = {one.id for one in WATER.sessions}
    for later in other_versions():
        for earlier, now in ((WATER, later), (later, WATER)):
            for change in (*diff(earlier, now), *diff(earlier, now, ids)[:1]):
                yield now, change
