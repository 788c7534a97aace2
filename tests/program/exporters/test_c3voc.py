import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from bot.program.exporters.c3voc import acronym_of, c3voc_json
from bot.program.ids import LONGEST_PROGRAM_ID, slug
from bot.program.importers import Bundle, Wishes, import_program
from bot.program.model import Link
from bot.program.shipped import SAMPLE, shipped_programs
from bot.program.timetable import Timetable
from bot.program.yaml_file import read_file
from tests.factories import (
    ZONE,
    a_program,
    a_program_with_talks,
    a_room,
    a_session,
    a_speaker,
    a_talk,
    a_track,
)
from tests.program.exporters.c3voc_schema import faults
from tests.program.importers.published import ABSENT, IS_THERE, PROGRAMS
from tests.programs_strategy import programs

GUID = "8079583e-8321-506c-95af-fd2903a5f075"


def exported(program):
    return json.loads(c3voc_json(Timetable(program)))


def events_of(program):
    """Every event of an export, with the room that it is listed under"""
    return [
        (room, event)
        for day in exported(program)["schedule"]["conference"]["days"]
        for room, events in day["rooms"].items()
        for event in events
    ]


def event_of(program):
    ((_, event),) = events_of(program)
    return event


def read_back(program):
    data = c3voc_json(Timetable(program))
    return import_program(Bundle.of({"schedule.json": data}), Wishes()).program


def sessions_of(program):
    """What people see of each session"""
    timetable = Timetable(program)
    return Counter(
        (
            one.start.astimezone(UTC),
            timetable.end_of(one).astimezone(UTC),
            timetable.title_of(one),
            getattr(timetable.room(one.room or ""), "name", None),
            getattr(timetable.track(one.track or ""), "name", None),
            tuple(
                who.name for talk in timetable.talks_of(one) for who in timetable.speakers_of(talk)
            ),
            one.is_break,
        )
        for one in program.sessions
    )


def about(program):
    """What a program is called and how much of what there is in it, by names"""
    return {
        "id": program.id,
        "name": program.name,
        "zone": program.zone,
        "rooms": [room.name for room in program.rooms],
        "tracks": [track.name for track in program.tracks],
        "speakers": Counter(speaker.name for speaker in program.speakers),
        "talks": Counter(talk.title for talk in program.talks),
        "sessions": sessions_of(program),
    }


def sample():
    return read_file(shipped_programs() / f"{SAMPLE}.yaml").program


def test_the_sample_is_as_the_format_wants_it():
    assert faults(exported(sample())) == []


def test_the_samples_session_comes_back_as_one_that_tells_of_all_its_talks():
    program = sample()

    read = read_back(program)

    assert (read.id, read.name, read.zone) == (program.id, program.name, program.zone)
    assert sessions_of(read) == sessions_of(program)
    giving = {speaker for talk in program.talks for speaker in talk.speakers}
    assert {one.name for one in read.speakers} == {
        one.name for one in program.speakers if one.id in giving
    }
    (told,) = read.talks
    for talk in program.talks:
        assert talk.title in told.abstract
        assert talk.abstract in told.abstract


@pytest.mark.slow
@pytest.mark.skipif(not IS_THERE, reason=ABSENT)
@pytest.mark.parametrize("published", PROGRAMS, ids=lambda one: one.path)
def test_a_real_program_is_valid_and_comes_back_whole(published):
    program = published.imported().program

    assert faults(exported(program)) == []
    assert about(read_back(program)) == about(program)


@pytest.mark.slow
@given(programs(most_talks=6, most_sessions=8))
def test_any_program_is_as_the_format_wants_it(program):
    assert faults(exported(program)) == []
    found = events_of(program)
    assert len(found) == len(program.sessions)
    assert Counter(datetime.fromisoformat(event["date"]) for _, event in found) == Counter(
        one.start for one in program.sessions
    )
    assert all(room == event["room"] for room, event in found)
    assert len({event["guid"] for _, event in found}) == len(found)


def test_an_event_says_what_is_known_of_its_session():
    ada = a_speaker("Ada", role="Engineer", company="Acme", bio="She likes rivers.")
    talk = a_talk(
        "Rivers",
        abstract="All about rivers.",
        speakers=(ada.id,),
        language="de",
        links=(Link(title="Slides", url="https://example.org/a b/ä"),),
    )
    room, track = a_room("Hall 1"), a_track("Water", description="Wet.", hosts=(ada.id,))
    start = datetime(2026, 5, 4, 9, 5, tzinfo=ZoneInfo("Europe/Berlin"))
    session = a_session(
        start, minutes=95, id="s-1", title="Keynote", talks=(talk.id,), room=room.id, track=track.id
    )
    stream = "https://example.org/live"
    program = a_program(
        replace(session, stream=stream),
        zone="Europe/Berlin",
        rooms=(room,),
        tracks=(track,),
        talks=(talk,),
        speakers=(ada,),
    )

    event = event_of(program)

    number, guid = event.pop("id"), event.pop("guid")
    (person,) = event.pop("persons")
    assert person.pop("guid") != guid
    assert person == {
        "name": "Ada",
        "public_name": "Ada",
        "biography": "Engineer, Acme\n\nShe likes rivers.",
    }
    assert event == {
        "date": "2026-05-04T09:05:00+02:00",
        "start": "09:05",
        "duration": "01:35",
        "room": "Hall 1",
        "slug": f"conf-22-{number}-s-1",
        "url": "https://example.org/a%20b/%C3%A4",
        "title": "Rivers",
        "subtitle": "Keynote",
        "track": "Water",
        "type": "talk",
        "language": "de",
        "abstract": "All about rivers.",
        "links": [
            {"url": "https://example.org/a b/ä", "title": "Slides"},
            {"url": stream, "title": "Stream"},
        ],
        "attachments": [],
    }


def test_a_talk_that_is_given_twice_is_one_talk_in_two_events():
    talk = a_talk("Rivers")
    sessions = [
        a_session(a_session().start + timedelta(hours=hours), talks=(talk.id,)) for hours in (0, 2)
    ]
    program = a_program(*sessions, talks=(talk,))

    (_, first), (_, second) = events_of(program)

    assert first["id"] == second["id"]
    assert first["guid"] != second["guid"]
    assert (len(read_back(program).talks), len(read_back(program).sessions)) == (1, 2)


def test_ids_and_guids_are_the_same_whatever_else_is_there():
    program = a_program_with_talks("Rivers", "Lakes", "Seas")
    fewer = replace(program, sessions=program.sessions[1:])
    moved = replace(
        fewer,
        sessions=tuple(
            replace(one, start=one.start + timedelta(hours=1), end=None) for one in fewer.sessions
        ),
    )

    keys = [
        {(event["title"], event["id"], event["guid"]) for _, event in events_of(one)}
        for one in (program, fewer, moved)
    ]

    assert keys[1] == keys[2]
    assert keys[1] < keys[0]


def test_a_guid_that_the_source_gave_is_kept_unless_two_have_it():
    session = a_session(title="Rivers", key=GUID)
    twice = [a_session(title="Lakes", key=GUID) for _ in range(2)]

    assert event_of(a_program(session))["guid"] == GUID
    assert GUID not in {event["guid"] for _, event in events_of(a_program(*twice))}


def test_the_version_tells_whether_anything_is_other():
    program = a_program_with_talks("Rivers", "Lakes")
    later = replace(program, sessions=program.sessions[:1])

    versions = [exported(one)["schedule"]["version"] for one in (program, replace(program), later)]

    assert versions[0] == versions[1]
    assert versions[0] != versions[2]


def test_days_are_those_with_sessions_from_the_first_start_to_the_last_end():
    start = datetime(2022, 11, 30, 23, 30, tzinfo=ZoneInfo(ZONE))
    program = a_program(
        a_session(start, minutes=60, title="Late"),
        a_session(start - timedelta(hours=14), minutes=30, title="Early"),
        a_session(start + timedelta(days=2), title="Later"),
    )

    conference = exported(program)["schedule"]["conference"]

    assert (conference["start"], conference["end"]) == ("2022-11-29", "2022-12-09")
    assert conference["daysCount"] == 2
    assert [
        (day["index"], day["date"], day["day_start"], day["day_end"]) for day in conference["days"]
    ] == [
        (1, "2022-11-30", "2022-11-30T09:30:00-08:00", "2022-12-01T00:30:00-08:00"),
        (2, "2022-12-02", "2022-12-02T23:30:00-08:00", "2022-12-03T00:30:00-08:00"),
    ]


def test_an_event_over_the_clocks_being_put_back_lasts_as_long_as_it_does():
    start = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=0)
    end = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1)

    event = event_of(a_program(a_session(start, end=end, title="Owls"), zone="Europe/Berlin"))

    assert (event["date"], event["duration"]) == ("2026-10-25T02:30:00+02:00", "01:00")


def test_a_zone_without_a_place_is_left_out_and_its_offsets_stay():
    start = datetime(2026, 5, 4, 9, tzinfo=ZoneInfo("Etc/GMT+5"))
    program = a_program(a_session(start, title="Rivers"), zone="Etc/GMT+5")

    assert "time_zone_name" not in exported(program)["schedule"]["conference"]
    assert event_of(program)["date"] == "2026-05-04T09:00:00-05:00"


def test_a_program_without_sessions_is_still_one():
    assert faults(exported(a_program())) == []


@pytest.mark.parametrize("name", ["x", "conf-22", "qcon-plus-2022", "2026"])
def test_the_acronym_is_the_id_once_it_is_imported(name):
    assert slug(acronym_of(a_program(id=name)), longest=LONGEST_PROGRAM_ID) == name
