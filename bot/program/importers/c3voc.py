"""The c3voc's schedule JSON, version 1 and 2: from pretalx, frab and the hubs."""

from collections.abc import Iterator

from bot.program.importers.bundle import Bundle
from bot.program.importers.doubts import Doubts
from bot.program.importers.draft import Draft, DraftTrack
from bot.program.importers.format import Format
from bot.program.importers.frab_event import Events
from bot.program.importers.values import Row, day, first_text, row, rows, text


def _schedule(bundle: Bundle) -> Row:
    return row(row(bundle.parts[0].json).get("schedule")) if len(bundle.parts) == 1 else {}


def _site(bundle: Bundle) -> str | None:
    schedule = _schedule(bundle)
    return first_text(schedule, "base_url") or first_text(row(schedule.get("conference")), "url")


def _fits_v1(bundle: Bundle) -> bool:
    days = row(_schedule(bundle).get("conference")).get("days")
    return isinstance(days, list) and "events" not in _schedule(bundle)


def _read_v1(bundle: Bundle, doubts: Doubts) -> Draft:
    conference = row(_schedule(bundle).get("conference"))
    events = Events(doubts, _site(bundle))
    rooms = list(_names(conference.get("rooms")))
    for one in rows(conference.get("days")):
        for name, found in _in_rooms(one.get("rooms")):
            rooms.append(name)
            for event in rows(found):
                events.add(event, day=day(one.get("date")), room=name)
    return _draft(bundle, events, rooms)


def _in_rooms(found: object) -> Iterator[tuple[str, object]]:
    """Give each room's name with its events: an object by names, or in some files a list."""
    if isinstance(found, list):
        for one in rows(found):
            yield text(one.get("name"), "en") or "", one.get("events")
    else:
        yield from row(found).items()


def _fits_v2(bundle: Bundle) -> bool:
    return isinstance(_schedule(bundle).get("events"), list)


def _read_v2(bundle: Bundle, doubts: Doubts) -> Draft:
    conference = row(_schedule(bundle).get("conference"))
    rooms = {text(one.get("guid")): one for one in rows(conference.get("rooms"))}
    tracks = {text(one.get("slug")): one for one in rows(conference.get("tracks"))}
    events = Events(doubts, _site(bundle))
    for event in rows(_schedule(bundle).get("events")):
        room, track = row(event.get("room")), row(event.get("track"))
        whole = {
            **event,
            "room": rooms.get(text(room.get("guid"))) or event.get("room"),
            "track": tracks.get(text(track.get("slug"))) or event.get("track"),
        }
        events.add(whole, day=None, room=None)
    return _draft(bundle, events, list(_names(conference.get("rooms"))))


V1 = Format(name="c3voc schedule JSON", fits=_fits_v1, read=_read_v1)
V2 = Format(name="c3voc schedule JSON v2", fits=_fits_v2, read=_read_v2)


def _draft(bundle: Bundle, events: Events, rooms: list[str]) -> Draft:
    schedule = _schedule(bundle)
    conference = row(schedule.get("conference"))
    return Draft(
        name=text(conference.get("title"), "en"),
        acronym=text(conference.get("acronym")),
        zone=first_text(conference, "time_zone_name"),
        link=first_text(conference, "url") or first_text(schedule, "url", "base_url"),
        rooms=tuple(rooms),
        tracks=tuple(DraftTrack(name=name) for name in _names(conference.get("tracks"))),
        speakers=events.speakers,
        talks=tuple(events.talks),
        sessions=tuple(events.sessions),
    )


def _names(things: object) -> Iterator[str]:
    for one in rows(things):
        if name := text(one.get("name"), "en"):
            yield name
