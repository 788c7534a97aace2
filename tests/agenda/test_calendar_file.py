import re
import threading
import warnings
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from gettext import NullTranslations
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.agenda.calendar_entry import LONGEST_TEXT
from bot.agenda.calendar_file import (
    CalendarEntry,
    calendar_file,
    digest_of,
    entries_of,
    file_name,
    gone,
    numbered,
)
from bot.agenda.model import Saved, Seen
from bot.program.importers import Bundle, Wishes, import_program
from bot.program.model import Link
from bot.program.shipped import SAMPLE, shipped_programs
from bot.program.timetable import Timetable
from bot.program.yaml_file import read_file
from bot.translation import Language, catalog, speaking
from tests.factories import a_program, a_room, a_session, a_speaker, a_talk, a_track
from tests.programs_strategy import programs
from tests.translation.fake import LoudTranslations, speaking_loudly

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# What people paste, and what ends a line or a file for some programs.
ODD = "a\x00b\x0bc\x0cd\x1ce\x85f\u2028g\r\nEND:VEVENT\rh\ud800i\uffff; , \\ : \" '"


class CountingStore:
    """Remembers digests as a CalendarStore should."""

    def __init__(self):
        self.known = {}

    async def sequences(self, program, digests):
        for session, digest in digests.items():
            before, number = self.known.get((program, session), (digest, 0))
            self.known[program, session] = digest, number + (before != digest)
        return {session: self.known[program, session][1] for session in digests}


def wall(zone, *when, fold=0):
    return datetime(*when, tzinfo=ZoneInfo(zone), fold=fold)


def an_entry(session, *, sequence=0, is_cancelled=False, **fields):
    program = a_program(session, **{"zone": session.start.tzinfo.key, **fields})
    return CalendarEntry(
        session=session,
        timetable=Timetable(program),
        sequence=sequence,
        is_cancelled=is_cancelled,
    )


def written(*entries, name="Conf", now=NOW, alarms=()):
    return calendar_file(entries, name=name, now=now, alarms=alarms)


def event_of(*entries, **fields):
    (event,) = Calendar.from_ical(written(*entries, **fields)).events
    return event


def by_vobject(data):
    """What the second parser reads: each session's instants by UID."""
    # It keeps the first zone of a name that it ever met, for the next file, too.
    vars(vobject.icalendar)["__tzidMap"].clear()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        calendar = vobject.readOne(data.decode())
        return {
            one.uid.value: tuple(
                getattr(one, name).value.astimezone(UTC) if hasattr(one, name) else None
                for name in ("dtstart", "dtend")
            )
            for one in calendar.contents.get("vevent", [])
        }


def by_icalendar(data):
    return {
        str(one["UID"]): tuple(
            one[name].dt.astimezone(UTC) if name in one else None for name in ("DTSTART", "DTEND")
        )
        for one in Calendar.from_ical(data).events
    }


def clocks_of(data, zone):
    """How a zone's clocks go by the file's own VTIMEZONE: each switch's instant and offset."""
    (found,) = Calendar.from_ical(data).timezones
    assert found["TZID"] == zone
    return [
        (part.DTSTART.replace(tzinfo=UTC) - part.TZOFFSETFROM, part.TZOFFSETTO)
        for part in found.subcomponents
    ]


def test_a_session_is_written_with_all_that_people_look_for():
    ada = a_speaker("Ada Example", role="Engineer", company="Acme")
    host = a_speaker("Bo Host", company="Acme")
    talk = a_talk(
        "Rivers, and more",
        abstract="All about rivers.\n\nAnd more.",
        speakers=(ada.id,),
        links=(Link(title="Talk page", url="https://example.org/rivers"),),
    )
    track, room = a_track("Water", hosts=(host.id,)), a_room("Hall 1")
    session = a_session(
        wall("Europe/Berlin", 2026, 5, 4, 9),
        minutes=45,
        id="rivers",
        talks=(talk.id,),
        track=track.id,
        room=room.id,
    )
    entry = an_entry(
        session,
        sequence=3,
        speakers=(ada, host),
        talks=(talk,),
        tracks=(track,),
        rooms=(room,),
        link="https://example.org/",
    )

    event = event_of(entry, alarms=(10 * MINUTE, HOUR))

    assert event["UID"] == "rivers@conf-22.marquee"
    assert (event["SUMMARY"], event["LOCATION"]) == ("Rivers, and more", "Hall 1")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 3)
    assert event["URL"] == "https://example.org/rivers"
    assert event["CATEGORIES"].cats == ["Water"]
    assert event["DTSTAMP"].dt == NOW
    assert event["DESCRIPTION"] == (
        "Speaker: Ada Example (Engineer, Acme)\n"
        "Talk page: https://example.org/rivers\n\n"
        "All about rivers.\n\nAnd more.\n\n"
        "Track: Water, hosted by Bo Host (Acme)\n"
        "Conf 2022: https://example.org/"
    )
    assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == [-HOUR, -10 * MINUTE]


def test_the_sample_is_one_session_that_tells_of_all_its_talks():
    timetable = Timetable(read_file(shipped_programs() / f"{SAMPLE}.yaml").program)

    event = event_of(*entries_of(timetable))

    assert event["SUMMARY"] == "Architectures You've Always Wondered About"
    assert "LOCATION" not in event
    assert event["DTEND"].dt - event["DTSTART"].dt == timetable.program.assumed_length
    for talk in timetable.program.talks:
        assert f"{talk.title}\nSpeaker" in event["DESCRIPTION"]


def test_without_a_link_of_the_talk_it_leads_to_the_program():
    talk = a_talk(links=(Link(title="Odd", url="javascript:alert(1)"),))
    session = a_session(talks=(talk.id,))

    assert event_of(an_entry(session, talks=(talk,), link="https://example.org/"))["URL"] == (
        "https://example.org/"
    )
    assert "URL" not in event_of(an_entry(session, talks=(talk,)))


HOME = "https://www.example.org/2022"
VIDEO, CHAT = (
    Link(title="Video", url="https://videos.test/1.mp4"),
    Link(title="Chat", url="https://chat.test/"),
)
PAGE = Link(title="Talk page", url="https://talks.test/rivers")
SLIDES = Link(title="Details", url="https://example.org/rivers")


@pytest.mark.parametrize(
    ("links", "home", "url"),
    [
        ((VIDEO, SLIDES, PAGE), HOME, PAGE.url),
        ((VIDEO, CHAT, SLIDES), HOME, SLIDES.url),
        ((VIDEO, CHAT), HOME, HOME),
        ((VIDEO, CHAT), None, VIDEO.url),
        ((), HOME, HOME),
        ((), None, None),
    ],
)
def test_a_calendar_leads_back_to_the_talks_own_page_if_there_is_one(links, home, url):
    talk = a_talk(links=links)
    session = a_session(talks=(talk.id,))

    event = event_of(an_entry(session, talks=(talk,), link=home))

    assert event.get("URL") == url


def test_a_calendar_leads_back_to_the_guild_and_is_no_newer_for_that():
    session = a_session(title="Rivers")
    entry = an_entry(session, link=HOME)
    here = replace(entry, guild_id=5)

    description = event_of(here)["DESCRIPTION"]

    assert description.endswith(f"{HOME}\nBack to Discord: https://discord.com/channels/5")
    assert "Discord" not in event_of(entry)["DESCRIPTION"]
    assert digest_of(here) == digest_of(entry)


def test_a_session_online_is_where_its_stream_is():
    session = a_session(title="Opening", stream="https://example.org/live")

    assert event_of(an_entry(session))["LOCATION"] == "https://example.org/live"


@pytest.mark.parametrize(
    ("zone", "when", "utc"),
    [
        ("America/Los_Angeles", (2022, 11, 30, 9, 0), "2022-11-30T17:00"),
        ("Europe/Berlin", (2026, 7, 1, 9, 0), "2026-07-01T07:00"),
        ("Asia/Kolkata", (2026, 7, 1, 9, 0), "2026-07-01T03:30"),
        ("UTC", (2026, 7, 1, 9, 0), "2026-07-01T09:00"),
        # On both sides of the clocks' being put forward and back, and in the southern half.
        ("Europe/Berlin", (2026, 3, 29, 1, 30), "2026-03-29T00:30"),
        ("Europe/Berlin", (2026, 3, 29, 3, 0), "2026-03-29T01:00"),
        ("Europe/Berlin", (2026, 10, 25, 1, 30), "2026-10-24T23:30"),
        ("Europe/Berlin", (2026, 10, 25, 2, 30), "2026-10-25T00:30"),
        ("Europe/Berlin", (2026, 10, 25, 3, 30), "2026-10-25T02:30"),
        ("America/New_York", (2024, 3, 10, 3, 15), "2024-03-10T07:15"),
        ("Australia/Lord_Howe", (2026, 10, 4, 2, 30), "2026-10-03T15:30"),
        ("Australia/Lord_Howe", (2027, 1, 1, 9, 0), "2026-12-31T22:00"),
    ],
)
def test_two_parsers_read_the_right_instants(zone, when, utc):
    start = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    data = written(an_entry(a_session(wall(zone, *when), minutes=None, id="one", end=None)))

    assert by_icalendar(data) == {"one@conf-22.marquee": (start, start + HOUR)}
    assert by_vobject(data) == by_icalendar(data)


@pytest.mark.parametrize("fold", [0, 1])
def test_in_the_hour_that_comes_twice_both_parsers_know_which_it_is(fold):
    start = wall("Europe/Berlin", 2026, 10, 25, 2, 30, fold=fold)
    instant = datetime(2026, 10, 25, fold, 30, tzinfo=UTC)
    data = written(an_entry(a_session(start, id="one")))

    assert by_icalendar(data) == {"one@conf-22.marquee": (instant, instant + HOUR)}
    assert by_vobject(data) == by_icalendar(data)


def test_a_session_over_the_clocks_being_put_forward_lasts_as_long_as_it_does():
    start = wall("Europe/Berlin", 2026, 3, 29, 1, 30)
    end = (start.astimezone(UTC) + HOUR).astimezone(start.tzinfo)
    data = written(an_entry(a_session(start, end=end, id="one")))

    assert b"DTEND;TZID=Europe/Berlin:20260329T033000" in data
    assert by_vobject(data) == {"one@conf-22.marquee": (start.astimezone(UTC), end.astimezone(UTC))}


def test_the_file_brings_its_zone_and_the_very_instants_of_its_clocks():
    session = a_session(wall("Europe/Berlin", 2026, 5, 4, 9))

    clocks = clocks_of(written(an_entry(session)), "Europe/Berlin")

    assert clocks == [
        (datetime(2026, 1, 1, tzinfo=UTC), HOUR),
        (datetime(2026, 3, 29, 1, tzinfo=UTC), 2 * HOUR),
        (datetime(2026, 10, 25, 1, tzinfo=UTC), HOUR),
    ]


@pytest.mark.parametrize("zone", ["Europe/Dublin", "Africa/Casablanca", "Australia/Lord_Howe"])
def test_the_clocks_of_odd_zones_are_those_of_the_zone(zone):
    sessions = [a_session(wall(zone, 2026, 1, 5, 9)), a_session(wall(zone, 2026, 12, 20, 9))]
    timetable = Timetable(a_program(*sessions, zone=zone))

    clocks = clocks_of(written(*entries_of(timetable)), zone)

    assert len(clocks) == 3
    for instant, offset in clocks:
        assert instant.astimezone(ZoneInfo(zone)).utcoffset() == offset
    for instant, _ in clocks[1:]:
        before = (instant - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
        assert before.utcoffset() != instant.astimezone(ZoneInfo(zone)).utcoffset()


def test_entries_of_several_programs_bring_all_their_zones():
    berlin = an_entry(a_session(wall("Europe/Berlin", 2026, 5, 4, 9), id="b"))
    tokyo = an_entry(a_session(wall("Asia/Tokyo", 2026, 5, 4, 9), id="t"), id="conf-23")

    calendar = Calendar.from_ical(written(berlin, tokyo))

    assert [one["TZID"] for one in calendar.timezones] == ["Asia/Tokyo", "Europe/Berlin"]
    assert [str(one["UID"]) for one in calendar.events] == [
        "t@conf-23.marquee",
        "b@conf-22.marquee",
    ]
    assert "X-WR-TIMEZONE" not in calendar


def test_a_cancelled_session_is_taken_out_by_a_second_import_and_rings_no_more():
    event = event_of(an_entry(a_session(title="Rivers"), is_cancelled=True), alarms=(HOUR,))

    assert (event["STATUS"], event["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
    assert event["SUMMARY"] == "Cancelled: Rivers"
    assert event.walk("VALARM") == []


def test_a_saved_session_that_its_program_lost_is_still_cancelled_by_its_uid():
    room = a_room("Hall 1")
    timetable = Timetable(a_program(zone="Europe/Berlin", rooms=(room,)))
    start = datetime(2026, 5, 4, 7, tzinfo=UTC)
    seen = Seen(title="Rivers", start=start, room="Hall 1")
    saved = Saved(program="conf-22", session="rivers", at=NOW, seen=seen)

    event = event_of(gone(saved, timetable))

    assert event["UID"] == "rivers@conf-22.marquee"
    assert (event["STATUS"], event["SUMMARY"]) == ("CANCELLED", "Cancelled: Rivers")
    assert (event["DTSTART"].dt, event["LOCATION"]) == (start, "Hall 1")


async def test_a_moved_session_keeps_its_uid_and_gets_a_higher_sequence():
    store, session = CountingStore(), a_session(title="Rivers", id="rivers")
    moved = replace(session, start=session.start + HOUR)

    files = [
        event_of(*await numbered([an_entry(one)], store), now=NOW + MINUTE * number)
        for number, one in enumerate((session, session, moved))
    ]

    assert {str(one["UID"]) for one in files} == {"rivers@conf-22.marquee"}
    assert [one["SEQUENCE"] for one in files] == [0, 0, 1]


class Noting(Timetable):
    """A timetable that remembers which threads asked it"""

    def __init__(self, program):
        super().__init__(program)
        self.threads = set()

    def title_of(self, session):
        self.threads.add(threading.get_ident())
        return super().title_of(session)


async def test_what_takes_long_for_many_sessions_holds_up_nobody():
    timetable = Noting(a_program(a_session(id="a"), a_session(id="b")))

    numbered_ones = await numbered(entries_of(timetable), CountingStore())

    assert [one.sequence for one in numbered_ones] == [0, 0]
    assert timetable.threads
    assert threading.get_ident() not in timetable.threads


def test_a_digest_is_of_all_that_is_said_of_a_session_and_of_nothing_else():
    talk = a_talk("Rivers", abstract="Water.")
    session = a_session(title="Rivers", id="rivers", talks=(talk.id,))
    entry = an_entry(session, talks=(talk,))
    others = [
        an_entry(replace(session, title="Lakes"), talks=(talk,)),
        an_entry(replace(session, start=session.start + MINUTE), talks=(talk,)),
        an_entry(replace(session, end=session.start + MINUTE), talks=(talk,)),
        an_entry(session, talks=(replace(talk, abstract="Wine."),)),
        an_entry(session, talks=(talk,), is_cancelled=True),
    ]

    assert digest_of(replace(entry, sequence=7)) == digest_of(entry)
    assert len({digest_of(one) for one in (entry, *others)}) == 6
    assert len(digest_of(entry)) <= 64


def a_rich_entry(**fields):
    """A session of which a file says all that Marquee says of any in words of its own"""
    ada, bo = a_speaker("Ada"), a_speaker("Bo")
    talk = a_talk("Rivers", speakers=(ada.id, bo.id), abstract="Water.")
    track = a_track("Wet", hosts=(bo.id,))
    session = a_session(
        id="rivers", talks=(talk.id,), track=track.id, stream="https://example.org/watch"
    )
    entry = an_entry(session, talks=(talk,), speakers=(ada, bo), tracks=(track,), link=None)
    return replace(entry, guild_id=5, **fields)


def test_a_file_is_in_the_language_of_whoever_asks(monkeypatch):
    with speaking_loudly(monkeypatch):
        event = event_of(a_rich_entry(is_cancelled=True))

    assert str(event["SUMMARY"]) == "CANCELLED: Rivers"
    assert str(event["DESCRIPTION"]) == (
        "SPEAKERS: Ada, Bo\n\nWater.\n\n"
        "TRACK: Wet, HOSTED BY Bo\nSTREAM: https://example.org/watch\n"
        f"{a_rich_entry().timetable.program.name}\n"
        "BACK TO DISCORD: https://discord.com/channels/5"
    )


def test_a_language_makes_no_newer_file(monkeypatch):
    entry = a_rich_entry(is_cancelled=True)
    known = {Language.GERMAN: LoudTranslations()}
    monkeypatch.setattr(catalog, "translations", lambda one: known.get(one, NullTranslations()))

    with speaking(Language.GERMAN):
        in_german = digest_of(entry)
        summary = str(event_of(entry)["SUMMARY"])

    assert in_german == digest_of(entry)
    assert summary == "CANCELLED: Rivers"


def test_odd_letters_break_neither_file_nor_line():
    talk = a_talk("Talk", abstract=f"{ODD}\nTwo", speakers=())
    room, track = a_room(ODD), a_track(ODD)
    session = a_session(title=ODD, id="one", talks=(talk.id,), room=room.id, track=track.id)
    entry = an_entry(
        session, talks=(talk,), rooms=(room,), tracks=(track,), link=f"https://x/{ODD}"
    )

    data = written(entry, name=ODD)

    event = Calendar.from_ical(data).events[0]
    assert str(event["SUMMARY"]).startswith("ab c d e f g END:VEVENT")
    assert len(by_vobject(data)) == 1
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\r[^\n]|[^\r]\n", data)
    assert max(map(len, data.split(b"\r\n"))) <= 75


def test_a_book_is_cut_and_what_leads_to_the_talk_stays():
    talk = a_talk("Talk", abstract="wörd " * 20_000)
    session = a_session(talks=(talk.id,))
    entry = an_entry(session, talks=(talk,), link="https://example.org/")

    description = event_of(entry)["DESCRIPTION"]

    assert len(description) <= LONGEST_TEXT
    assert description.endswith("…\n\nConf 2022: https://example.org/")


def test_our_own_importer_reads_the_sample_back():
    program = read_file(shipped_programs() / f"{SAMPLE}.yaml").program
    data = written(*entries_of(Timetable(program)), name=program.name)

    read = import_program(Bundle.of({"it.ics": data}), Wishes()).program

    assert (read.name, read.zone) == (program.name, program.zone)
    assert [one.start for one in read.sessions] == [one.start for one in program.sessions]


@pytest.mark.parametrize(
    ("name", "file"),
    [("QCon Plus 2022", "qcon-plus-2022.ics"), ("../../etc; rm", "etc-rm.ics")],
)
def test_a_files_name_is_plain(name, file):
    assert file_name(name) == file


@given(st.text())
def test_any_name_gives_a_files_name(name):
    assert re.fullmatch(r"[a-z0-9-]{1,64}\.ics", file_name(name))


@pytest.mark.slow
@given(programs(most_talks=6, most_sessions=8))
def test_any_program_is_read_by_two_parsers_as_it_is(program):
    timetable = Timetable(program)

    data = written(*entries_of(timetable), name=program.name, alarms=(10 * MINUTE,))

    expected = {
        f"{one.id}@{program.id}.marquee": (
            one.start.astimezone(UTC),
            timetable.end_of(one).astimezone(UTC),
        )
        for one in program.sessions
    }
    assert by_icalendar(data) == expected
    assert by_vobject(data) == expected
    assert max(map(len, data.split(b"\r\n"))) <= 75
