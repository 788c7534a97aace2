"""Small sources of every format, made for the tests, and how to import them."""

import json

from bot.program.importers import Bundle, Imported, Wishes, import_program

ZONE = "Europe/Berlin"
# What must never come out of any source.
SECRET = "secret@example.org"


def imported(*parts, zone=ZONE) -> Imported:
    """Import parts: bytes, texts, or anything else as JSON; or pairs of a name and such."""
    files = {}
    for number, part in enumerate(parts):
        name, data = part if isinstance(part, tuple) else (f"part-{number}", part)
        files[name] = as_bytes(data)
    return import_program(Bundle.of(files), Wishes(zone=zone))


def as_bytes(data) -> bytes:
    if isinstance(data, bytes):
        return data
    return (data if isinstance(data, str) else json.dumps(data)).encode()


def said(program):
    """Return each session in one line: start, end, title, room, speakers."""
    talks = {talk.id: talk for talk in program.talks}
    people = {speaker.id: speaker.name for speaker in program.speakers}
    rooms = {room.id: room.name for room in program.rooms}
    lines = []
    for one in program.sessions:
        given = [talks[talk] for talk in one.talks]
        lines.append(
            (
                f"{one.start:%a %H:%M}-{one.end:%H:%M}" if one.end else f"{one.start:%a %H:%M}",
                one.title or given[0].title,
                rooms.get(one.room),
                ", ".join(people[person] for talk in given for person in talk.speakers),
            )
        )
    return lines


def doubts_of(result):
    return {doubt.what: doubt.count for doubt in result.doubts}
