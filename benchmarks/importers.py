"""Measures how long an import takes, beside its parser alone: what no importer could be below.

    python -m benchmarks.importers [FILE...]

Each file is imported into Europe/Berlin; without one, a made program of 1,400 talks and 1,000
speakers (programs.py) is written as frab XML, as c3voc's JSON and as iCalendar, abstracts in
Markdown or HTML where the format mostly has them so. The parser alone is ElementTree, `json.loads`
or `Calendar.from_ical`, of the same bytes in the same run. Both take turns, ROUNDS times; times are
the shortest of each, in milliseconds of this processor, since the longer ones measure the machine.

`ratio` is import to parser. `texts` is the share of the import that goes into reading texts as
HTML and Markdown, by a run of its own; Markdown's parser alone takes most of that.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from icalendar import Calendar

from benchmarks.programs import big_program
from bot.program.importers import Bundle, Imported, Wishes, catalogue, import_program, tidy
from bot.program.model import Program, Session
from bot.program.timetable import Timetable

ROUNDS = 5
TALKS, SPEAKERS = 1_400, 1_000
ZONE = "Europe/Berlin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is imported, by its files' names."""

    name: str
    files: dict[str, bytes]

    def imported(self) -> Imported:
        """Import it, from bytes."""
        return import_program(Bundle.of(self.files), Wishes(zone=ZONE))

    def parsed(self) -> None:
        """Do with the same bytes what can't be left out."""
        for data in self.files.values():
            _parser(data)(data)


def main() -> None:
    """Print the table."""
    named = [_read(Path(one)) for one in sys.argv[1:]]
    print(
        f"{'source':36} {'MB':>5} {'talks':>5} {'parser':>8} {'import':>8} {'ratio':>6}"
        f" {'texts':>6}"
    )
    for source in named or list(made()):
        print(_line(source))


def made() -> Iterator[Source]:
    """Write the same program in three formats."""
    program = big_program(talks=TALKS, speakers=SPEAKERS)
    yield Source(name="frab XML", files={"schedule.xml": _as_frab(program)})
    yield Source(name="c3voc schedule JSON", files={"schedule.json": _as_json(program)})
    yield Source(name="iCalendar", files={"all.ics": _as_calendar(program)})


def _read(path: Path) -> Source:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return Source(name=path.name, files={one.name: one.read_bytes() for one in files})


def _line(source: Source) -> str:
    parser, whole = _shortest(source.parsed, source.imported)
    imported = source.imported()
    texts = _time_in_texts(source)
    size = sum(map(len, source.files.values())) / 1e6
    return (
        f"{source.name[:36]:36} {size:5.2f} {len(imported.program.talks):5} {1000 * parser:8.1f}"
        f" {1000 * whole:8.1f} {whole / parser:5.1f}x {texts / whole:6.0%}"
    )


def _shortest(*ways: Callable[[], object]) -> list[float]:
    took = [[_took(way) for way in ways] for _ in range(ROUNDS)]
    return [min(times) for times in zip(*took, strict=True)]


def _took(way: Callable[[], object]) -> float:
    began = process_time()
    way()
    return process_time() - began


def _time_in_texts(source: Source) -> float:
    """Return the time of one import that is spent in `prose`."""
    spent = 0.0
    read = tidy.prose

    def measured(text: str) -> str:
        nonlocal spent
        began = process_time()
        said = read(text)
        spent += process_time() - began
        return said

    for room in (tidy, catalogue):
        if hasattr(room, "prose"):
            room.prose = measured
    try:
        source.imported()
    finally:
        tidy.prose = read
    return spent


def _parser(data: bytes) -> Callable[[bytes], Any]:
    begins = data.lstrip()[:1]
    if begins in (b"{", b"["):
        return json.loads
    return fromstring if begins == b"<" else Calendar.from_ical


@dataclass(frozen=True, slots=True)
class _Told:
    """A session with all that a format writes of it."""

    session: Session
    title: str
    room: str
    speakers: tuple[tuple[str, str], ...]
    text: str


def _told(program: Program) -> Iterator[_Told]:
    timetable = Timetable(program)
    for session in program.sessions:
        talks = timetable.talks_of(session)
        people = [one for talk in talks for one in timetable.speakers_of(talk)]
        room = timetable.room(session.room) if session.room else None
        yield _Told(
            session,
            timetable.title_of(session),
            room.name if room else "",
            tuple((one.id, one.name) for one in people),
            "\n\n".join(talk.abstract or "" for talk in talks),
        )


def _length(session: Session) -> str:
    minutes = int((session.end - session.start).total_seconds() // 60) if session.end else 0
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _as_frab(program: Program) -> bytes:
    """Write it with abstracts in HTML, as FOSDEM does."""
    schedule = Element("schedule")
    SubElement(SubElement(schedule, "conference"), "title").text = program.name
    room = SubElement(SubElement(schedule, "day", date=f"{program.first_day}"), "room", name="?")
    for one in _told(program):
        event = SubElement(room, "event", guid=one.session.id, id=one.session.id)
        said = {
            "date": one.session.start.isoformat(),
            "start": f"{one.session.start:%H:%M}",
            "duration": _length(one.session),
            "room": one.room,
            "title": one.title,
            "abstract": "".join(f"<p>{each}</p>" for each in one.text.split("\n\n")),
        }
        for name, value in said.items():
            SubElement(event, name).text = value
        persons = SubElement(event, "persons")
        for key, name in one.speakers:
            SubElement(persons, "person", id=key).text = name
    written: bytes = tostring(schedule, "utf-8")
    return written


def _as_json(program: Program) -> bytes:
    """Write it with abstracts in Markdown, as pretalx does."""
    rooms: dict[str, list[dict[str, object]]] = {}
    for one in _told(program):
        event = {
            "guid": one.session.id,
            "date": one.session.start.isoformat(),
            "start": f"{one.session.start:%H:%M}",
            "duration": _length(one.session),
            "room": one.room,
            "title": one.title,
            "abstract": f"**In short.** {one.text}",
            "persons": [{"code": key, "public_name": name} for key, name in one.speakers],
        }
        rooms.setdefault(one.room, []).append(event)
    days = [{"index": 1, "date": f"{program.first_day}", "rooms": rooms}]
    conference = {"title": program.name, "days": days, "time_zone_name": program.zone}
    return json.dumps({"schedule": {"conference": conference}}).encode()


def _as_calendar(program: Program) -> bytes:
    """Write it in plain text, as Sched does."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:benchmark"]
    for one in _told(program):
        text = one.text.replace("\\", "\\\\").replace("\n", "\\n").replace(",", "\\,")
        end = one.session.end or one.session.start
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.session.id}",
            f"DTSTART;TZID={program.zone}:{one.session.start:%Y%m%dT%H%M%S}",
            f"DTEND;TZID={program.zone}:{end:%Y%m%dT%H%M%S}",
            f"SUMMARY:{one.title}".replace(",", "\\,"),
            f"LOCATION:{one.room}",
            f"DESCRIPTION:{text.replace(';', chr(92) + ';')}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


if __name__ == "__main__":
    main()
