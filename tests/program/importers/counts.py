"""Counts what real programs hold in another way than the importers: by patterns, plain walks."""

import html
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tests.program.importers.published import Published, files


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many of each there are; `breaks` of the sessions."""

    sessions: int
    breaks: int
    talks: int
    speakers: int
    rooms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of a schedule: what tells its talk from others, its title, people and room."""

    talk: str
    title: str
    people: tuple[str, ...] = ()
    room: str | None = None
    service: bool = False


# By eye: the titles in these files that are breaks, where the file itself doesn't say so.
BREAKS = re.compile(
    r"Breakfast|Lunch|Dinner|Afternoon break|Coffee Break.*|Mittagspause|Pause|Buffet|Déjeuner|"
    r"Accueil congressistes|Tool the Docs Brunch|Open Source Design Lunch Networking|Break|"
    r"Main Conference: (?:room changeover|lunch|penguin dinner|\w+ tea|free time)|"
    r"Registration & Badge Pick-up|Lunch Break|Setup for lightning talks|"
    r"Registration / Breakfast|(?:DjangoGirls|Trans\*Code|Education Track|Py4Sci) Lunch|"
    r"Lunch time Event Spare Slot|Safety Check-in|.* Dessert Buffet|"
    r"(?:Lido Market|MDR) (?:Breakfast|Lunch|Dinner)|"
    r"(?:Canaletto|Tamarind) Dinner \(reservations only/upcharge\)|Indian Specialty Lunch|"
    r"Dinner \((?:Red|Gold) Team\)|"
)


def counted(program: Published) -> Counts:
    """Return what there is to import, by a count of our own."""
    found = list(_COUNTERS[program.path.split("/", 1)[0]](program))
    breaks = [one for one in found if one.service or BREAKS.fullmatch(one.title)]
    kept = [one for one in found if one not in breaks]
    return Counts(
        sessions=len(found),
        breaks=len(breaks),
        talks=len({one.talk for one in kept}),
        speakers=len({person for one in kept for person in one.people}),
        rooms=len({one.room for one in found} - {None, ""}),
    )


def _json(program: Published) -> Any:
    return json.loads(files(program.path)[0].read_text(encoding="utf-8-sig"))


def _frab(program: Published) -> Iterable[Entry]:
    raw = files(program.path)[0].read_text(encoding="utf-8")
    for event in re.findall(r"<event\b.*?</event>", raw, re.DOTALL):
        people = re.findall(
            r"<person(?:\s[^>]*?\bid=[\"'](\d+)[\"'])?[^>]*>([^<]+)</person>", event
        )
        names = [(key, name) for key, each in people for name in each.split(",") if name.strip()]
        title = _inside(event, "title")
        yield Entry(
            talk=title + (re.search(r"\bid=[^ >]*", event) or [""])[0],
            title=title,
            people=tuple(key or html.unescape(name).strip() for key, name in names),
            room=_inside(event, "room"),
        )


def _inside(event: str, tag: str) -> str:
    found = re.search(rf"<{tag}>(.*?)</{tag}>", event, re.DOTALL)
    return html.unescape(found[1]).strip() if found else ""


def _c3voc(program: Published) -> Iterable[Entry]:
    schedule = _json(program)["schedule"]
    flat = [
        event
        for day in schedule["conference"]["days"]
        for events in day.get("rooms", {}).values()
        for event in events
    ]
    for event in schedule.get("events") or flat:
        people = event.get("persons") or event.get("participants") or []
        room = event["room"]
        yield Entry(
            talk=str(event["guid"]),
            title=event["title"],
            people=tuple(
                str(one.get("guid") or one.get("code") or one.get("id") or one["public_name"])
                for one in people
            ),
            room=room["guid"] if isinstance(room, dict) else room,
        )


def _pretalx(program: Published) -> Iterable[Entry]:
    """Find every slot in the text: whatever begins and ends, with what stands before it."""
    raw = json.dumps(_json(program))
    data = json.loads(raw)
    stack, found = [data], {}
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            stack.extend(one.values())
            slot = one.get("slot") or {}
            if "submission_type" in one and slot.get("start"):
                found[one["code"], slot["start"]] = (one, slot)
            elif "submission" in one and one.get("start"):
                talk = one["submission"] or {"code": "", "title": one["description"]["en"]}
                found[talk["code"], one["start"]] = (talk, one)
        elif isinstance(one, list):
            stack.extend(one)
    for talk, slot in found.values():
        room = slot.get("room")
        yield Entry(
            talk=talk["code"],
            title=talk["title"],
            people=tuple(one["code"] for one in talk.get("speakers", ())),
            room=json.dumps(room["name"] if isinstance(room, dict) and "name" in room else room)
            if room
            else None,
            service=not talk["code"],
        )


def _sessionize(program: Published) -> Iterable[Entry]:
    data = _json(program)
    everything = (
        data["sessions"]
        if isinstance(data, dict)
        else [one for day in data for room in day["rooms"] for one in room["sessions"]]
    )
    for one in everything:
        yield Entry(
            talk=one["id"],
            title=one["title"],
            people=tuple(
                each["id"] if isinstance(each, dict) else each for each in one["speakers"]
            ),
            room=str(one["roomId"]),
            service=one["isServiceSession"],
        )


def _ical(program: Published) -> Iterable[Entry]:
    raw = files(program.path)[0].read_bytes()
    text = re.sub(rb"\r?\n[ \t]", b"", raw).decode()
    for event in text.split("BEGIN:VEVENT")[1:]:
        lines = dict(
            re.findall(r"^([A-Z-]+)(?:;[^:]*)?:(.*)$", event.replace("\r", ""), re.MULTILINE)
        )
        title = lines.get("SUMMARY", "").replace("\\", "").strip()
        said = re.match(r"Speakers?: ?(.*?)\\n", lines.get("DESCRIPTION", ""))
        yield Entry(
            talk=lines.get("UID", "") + title,
            title=title,
            people=tuple(re.split(r"\\, ?| and ", said[1])) if said else (),
            room=lines.get("LOCATION"),
        )


def _europython(program: Published) -> Iterable[Entry]:
    for path in files(program.path):
        data = json.loads(path.read_text())
        days = data["days"].values() if "days" in data else [data]
        for event in (event for day in days for event in day["events"]):
            rooms = list(dict.fromkeys(event["rooms"]))
            yield Entry(
                talk=event.get("code") or "",
                title=event["title"],
                people=tuple(one["code"] for one in event.get("speakers", ())),
                room=" + ".join(rooms) if len(rooms) <= 3 else None,
                service=event["event_type"] == "break",
            )


def _indico(program: Published) -> Iterable[Entry]:
    for one in _json(program)["results"][0]["contributions"]:
        if one["startDate"]:
            people = one.get("speakers") or one.get("primaryauthors") or ()
            yield Entry(
                talk=str(one["id"]),
                title=one["title"],
                people=tuple(each["fullName"] for each in people),
                room=one["room"],
            )


def _open_event(program: Published) -> Iterable[Entry]:
    (path,) = (one for one in files(program.path) if one.stem == "sessions")
    for one in json.loads(path.read_text()):
        start, end = (
            one.get(f"{name}_time") or one.get(f"{name}s-at") for name in ("start", "end")
        )
        placeholder = start == end and "T00:00" in str(start)
        if one["state"] in ("accepted", "confirmed") and start and not placeholder:
            yield Entry(
                talk=str(one["id"]),
                title=one["title"],
                people=tuple(str(each["id"]) for each in one["speakers"]),
                room=str((one["microlocation"] or {}).get("id") or ""),
            )


def _ccip(program: Published) -> Iterable[Entry]:
    for one in _json(program)["sessions"]:
        yield Entry(
            talk=one["id"],
            title=one["zh"]["title"],
            people=tuple(one["speakers"]),
            room=one["room"],
        )


def _symposion(program: Published) -> Iterable[Entry]:
    for one in _json(program)["schedule"]:
        rooms = one.get("rooms") or [one["room"]]
        rooms = list(dict.fromkeys(rooms if isinstance(rooms, list) else [rooms]))
        yield Entry(
            talk=str(one["conf_key"]),
            title=one["name"],
            people=tuple(str(each["id"]) for each in one.get("speakers", ())),
            room=" + ".join(filter(None, rooms)) if len(rooms) <= 3 else None,
            service=one["kind"] == "break",
        )


def _hoverboard(program: Published) -> Iterable[Entry]:
    data = _json(program)
    for day in data["schedule"].values():
        for slot in day["timeslots"]:
            for place, cell in enumerate(slot["sessions"]):
                for key in cell["items"]:
                    session = data["sessions"][str(key)]
                    yield Entry(
                        talk=str(key),
                        title=session["title"],
                        people=tuple(session.get("speakers") or ()),
                        room=day["tracks"][place]["title"],
                    )


def _sched(program: Published) -> Iterable[Entry]:
    for one in _json(program):
        yield Entry(
            talk=one["id"],
            title=one["name"],
            people=tuple(each["username"] for each in one.get("speakers", ())),
            room=one["venue"],
        )


_COUNTERS: dict[str, Callable[[Published], Iterable[Entry]]] = {
    "frab-xml": _frab,
    "c3voc-json": _c3voc,
    "pretalx-api": _pretalx,
    "sessionize": _sessionize,
    "ical": _ical,
    "europython": _europython,
    "indico": _indico,
    "openevent": _open_event,
    "ccip": _ccip,
    "symposion": _symposion,
    "hoverboard": _hoverboard,
    "sched": _sched,
}
