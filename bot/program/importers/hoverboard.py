"""Hoverboard's Firebase JSON: speakers, sessions and a schedule by day, in one file or three.

Its times name no zone; a session's room is its place among the day's tracks.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.program.importers.breaks import is_break
from bot.program.importers.bundle import Bundle
from bot.program.importers.doubts import Doubts
from bot.program.importers.draft import (
    Draft,
    DraftLink,
    DraftSession,
    DraftSpeaker,
    DraftTalk,
    When,
)
from bot.program.importers.format import Format
from bot.program.importers.languages import language_tag
from bot.program.importers.values import Row, day, first_text, on, row, rows, text, texts


def _whole(bundle: Bundle) -> Row:
    """Return all parts as one object; a file of one kind only is named after it."""
    found: dict[str, Any] = {}
    for part in bundle.parts:
        data = row(part.json)
        stem = part.name.rsplit("/", 1)[-1].rsplit(".", 1)[0].casefold()
        if stem in ("speakers", "sessions", "schedule") and stem not in data:
            found[stem] = data
        else:
            found.update(data)
    return found


def _fits(bundle: Bundle) -> bool:
    data = _whole(bundle)
    if not all(isinstance(data.get(name), Mapping) for name in ("sessions", "schedule")):
        return False
    days = list(rows(data["schedule"]))
    return "conference" not in data["schedule"] and (
        any("timeslots" in one for one in days) or (not days and "speakers" in data)
    )


def _read(bundle: Bundle, doubts: Doubts) -> Draft:
    del doubts
    data = _whole(bundle)
    given = {key: row(one) for key, one in row(data.get("sessions")).items()}
    talks = [_talk(key, one) for key, one in given.items() if not _is_break(one)]
    rooms: dict[str, None] = {}
    sessions = list(_sessions(row(data.get("schedule")), given, rooms))
    return Draft(
        rooms=tuple(rooms),
        speakers=tuple(_speaker(key, row(one)) for key, one in row(data.get("speakers")).items()),
        talks=tuple(talks),
        sessions=tuple(sessions),
    )


FORMAT = Format(name="Hoverboard", fits=_fits, read=_read)


def _sessions(
    schedule: Row, given: Mapping[str, Row], rooms: dict[str, None]
) -> Iterator[DraftSession]:
    for name, one in schedule.items():
        found = row(one)
        date = day(first_text(found, "date")) or day(name)
        titles = [first_text(track, "title") for track in rows(found.get("tracks"))]
        rooms.update(dict.fromkeys(title for title in titles if title))
        for slot in rows(found.get("timeslots")):
            start = on(date, slot.get("startTime")) if date else None
            end = on(date, slot.get("endTime")) if date else None
            for place, cell in enumerate(rows(slot.get("sessions"))):
                room = titles[place] if place < len(titles) else None
                for key in texts(cell.get("items")):
                    yield _session(key, given.get(key, {}), room, start, end)


def _session(
    key: str, session: Row, room: str | None, start: When | None, end: When | None
) -> DraftSession:
    title = first_text(session, "title")
    return DraftSession(
        key=key,
        start=start,
        end=end,
        title=title if _is_break(session) else None,
        room=room,
        track=_first_tag(session),
        talks=() if _is_break(session) else (key,),
    )


def _is_break(session: Row) -> bool:
    return is_break(
        first_text(session, "title") or "",
        kind=first_text(session, "type"),
        has_people=bool(texts(session.get("speakers"))),
    )


def _talk(key: str, session: Row) -> DraftTalk:
    return DraftTalk(
        key=key,
        title=first_text(session, "title") or "",
        abstract=first_text(session, "description"),
        speakers=texts(session.get("speakers")),
        language=language_tag(first_text(session, "language")),
        level=first_text(session, "complexity"),
        links=tuple(_links(session)),
    )


def _links(session: Row) -> Iterator[DraftLink]:
    if slides := first_text(session, "presentation"):
        yield DraftLink(url=slides, title="Slides")
    if video := first_text(session, "videoId"):
        yield DraftLink(url=f"https://www.youtube.com/watch?v={video}", title="Recording")


def _first_tag(session: Row) -> str | None:
    return next(iter(texts(session.get("tags"))), None)


def _speaker(key: str, speaker: Row) -> DraftSpeaker:
    return DraftSpeaker(
        key=key,
        name=first_text(speaker, "name") or "",
        role=first_text(speaker, "title"),
        company=first_text(speaker, "company"),
        bio=first_text(speaker, "bio", "shortBio"),
        picture=first_text(speaker, "photoUrl"),
        links=tuple(
            DraftLink(url=url, title=text(one.get("name")))
            for one in rows(speaker.get("socials"))
            if (url := first_text(one, "link"))
        ),
    )
