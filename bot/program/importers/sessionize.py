"""Sessionize's API: the views All and GridSmart, with or without Speakers, and Sessions.

Its times name no zone: they are wall times, unless the organizers chose UTC, with a Z.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.program.importers.breaks import is_break
from bot.program.importers.bundle import Bundle
from bot.program.importers.doubts import LEFT_OUT, Doubts
from bot.program.importers.draft import Draft, DraftLink, DraftSession, DraftSpeaker, DraftTalk
from bot.program.importers.format import Format
from bot.program.importers.languages import language_tag
from bot.program.importers.values import Row, first_text, listed, row, rows, text, texts, when
from bot.translation import said

_TRACK = frozenset({"track", "tracks", "topic", "stream", "theme"})
_LEVEL = frozenset({"level", "difficulty", "session level", "audience level"})
_LANGUAGE = frozenset({"language", "session language", "sprache", "langue"})
_PUBLIC = frozenset({"accepted", ""})


def _is_all(data: Any) -> bool:
    found = row(data)
    return isinstance(found.get("sessions"), list) and (
        isinstance(found.get("categories"), list) or isinstance(found.get("questions"), list)
    )


def _is_grid(data: Any) -> bool:
    return isinstance(data, list) and any(
        "rooms" in one and ("timeSlots" in one or "isDefault" in one) for one in rows(data)
    )


def _is_sessions(data: Any) -> bool:
    """Tell whether it is the view Sessions: groups of sessions."""
    return isinstance(data, list) and any(
        isinstance(one.get("sessions"), list)
        and any("isServiceSession" in session for session in rows(one["sessions"]))
        for one in rows(data)
    )


def _is_speakers(data: Any) -> bool:
    return isinstance(data, list) and any(
        "fullName" in one or ("firstName" in one and "tagLine" in one) for one in rows(data)
    )


def _fits(bundle: Bundle) -> bool:
    return any(
        _is_all(part.json) or _is_grid(part.json) or _is_sessions(part.json)
        for part in bundle.parts
    )


def _read(bundle: Bundle, doubts: Doubts) -> Draft:
    reader = _Reader(doubts)
    for part in bundle.parts:
        data = part.json
        if _is_all(data):
            reader.take_all(data)
        elif _is_grid(data):
            reader.take_grid(data)
        elif _is_sessions(data):
            reader.take_sessions(one for group in rows(data) for one in rows(group.get("sessions")))
        elif _is_speakers(data):
            reader.take_speakers(data)
    return reader.draft()


FORMAT = Format(name="Sessionize", fits=_fits, read=_read)


class _Reader:
    """Reads the views that there are; each may know what another lacks."""

    def __init__(self, doubts: Doubts) -> None:
        self._doubts = doubts
        self._sessions: dict[str, Row] = {}
        self._speakers: dict[str, DraftSpeaker] = {}
        self._rooms: dict[str, str] = {}
        # By the id of a category's item: what the category is called, and the item.
        self._items: dict[str, tuple[str, str]] = {}

    def take_all(self, data: Row) -> None:
        """Read the view All."""
        for category in rows(data.get("categories")):
            self._take_items(category, "title", "items")
        self._take_rooms(rows(data.get("rooms")))
        self.take_speakers(data.get("speakers"))
        self.take_sessions(rows(data.get("sessions")))

    def take_grid(self, data: object) -> None:
        """Read the view GridSmart: by day, then by room."""
        for day in rows(data):
            self._take_rooms(rows(day.get("rooms")))
            for room in rows(day.get("rooms")):
                self.take_sessions(rows(room.get("sessions")))

    def take_sessions(self, found: Iterable[Row]) -> None:
        """Read sessions as every view has them; one with the same id is the same."""
        for session in found:
            for category in rows(session.get("categories")):
                self._take_items(category, "name", "categoryItems")
            key = text(session.get("id")) or first_text(session, "title") or ""
            earlier = self._sessions.get(key)
            if earlier is not None and earlier.get("startsAt") != session.get("startsAt"):
                key = f"{key}|{text(session.get('startsAt'))}"
            elif earlier is not None and _room(earlier) != _room(session):
                # What is for all is written into every room.
                if session.get("isPlenumSession") is True:
                    continue
                key = f"{key}|{_room(session)}"
            self._sessions[key] = {**self._sessions.get(key, {}), **_said(session)}

    def take_speakers(self, found: object) -> None:
        """Read the view Speakers, or the speakers of All."""
        for one in rows(found):
            both = " ".join(
                filter(None, (first_text(one, "firstName"), first_text(one, "lastName")))
            )
            key = text(one.get("id")) or both
            self._speakers[key] = DraftSpeaker(
                key=key,
                name=first_text(one, "fullName") or both,
                role=first_text(one, "tagLine"),
                bio=first_text(one, "bio"),
                picture=first_text(one, "profilePicture"),
                links=tuple(_links(one)),
            )

    def draft(self) -> Draft:
        """Return all that was read."""
        talks: list[DraftTalk] = []
        sessions = [
            self._session(key, session, talks)
            for key, session in self._sessions.items()
            if self._is_accepted(session)
        ]
        return Draft(
            rooms=tuple(self._rooms.values()),
            speakers=tuple(self._speakers.values()),
            talks=tuple(talks),
            sessions=tuple(sessions),
        )

    def _is_accepted(self, session: Row) -> bool:
        status = (first_text(session, "status") or "").casefold()
        if status not in _PUBLIC:
            title = first_text(session, "title") or ""
            # Translators: {state} is the source's own word, mostly English: cancelled, rejected.
            self._doubts.add(said("A session is {state}.", state=status), LEFT_OUT, title)
        return status in _PUBLIC

    def _session(self, key: str, session: Row, talks: list[DraftTalk]) -> DraftSession:
        title = first_text(session, "title") or ""
        speakers = tuple(self._people(session))
        service = session.get("isServiceSession") is True
        stands = not service and not is_break(title, has_people=bool(speakers))
        if stands:
            talks.append(
                DraftTalk(
                    key=key,
                    title=title,
                    abstract=first_text(session, "description"),
                    speakers=speakers,
                    level=self._category(session, _LEVEL),
                    language=language_tag(self._category(session, _LANGUAGE)),
                    links=tuple(_recording(session)),
                )
            )
        return DraftSession(
            key=key,
            start=when(session.get("startsAt")),
            end=when(session.get("endsAt")),
            title=None if stands else title,
            room=first_text(session, "room") or self._rooms.get(text(session.get("roomId")) or ""),
            track=self._category(session, _TRACK),
            talks=(key,) if stands else (),
            stream=first_text(session, "liveUrl"),
        )

    def _people(self, session: Row) -> Iterator[str]:
        for one in listed(session.get("speakers")):
            known = row(one)
            key = text(known.get("id")) if known else text(one)
            if key is None:
                continue
            name = first_text(known, "name", "fullName")
            if name and key not in self._speakers:
                self._speakers[key] = DraftSpeaker(key=key, name=name)
            yield key

    def _take_items(self, category: Row, name: str, items: str) -> None:
        for item in rows(category.get(items)):
            key, called = text(item.get("id")), first_text(item, "name")
            if key and called:
                self._items[key] = ((text(category.get(name)) or "").casefold().strip(), called)

    def _take_rooms(self, found: Iterable[Row]) -> None:
        for room in found:
            key, name = text(room.get("id")), first_text(room, "name")
            if key and name:
                self._rooms.setdefault(key, name)

    def _category(self, session: Row, wanted: frozenset[str]) -> str | None:
        embedded = [
            item.get("id")
            for category in rows(session.get("categories"))
            for item in rows(category.get("categoryItems"))
        ]
        for key in texts([*listed(session.get("categoryItems")), *embedded]):
            category, name = self._items.get(key, ("", ""))
            if category in wanted:
                return name
        return None


def _room(session: Row) -> str:
    return text(session.get("roomId")) or first_text(session, "room") or ""


def _said(session: Row) -> Row:
    """Return what a view knows of a session; what it lacks, another one may know."""
    return {key: one for key, one in session.items() if one not in (None, "", [])}


def _links(speaker: Row) -> Iterator[DraftLink]:
    for link in rows(speaker.get("links")):
        if url := first_text(link, "url"):
            yield DraftLink(url=url, title=first_text(link, "title", "linkType"))


def _recording(session: Row) -> Iterator[DraftLink]:
    if url := first_text(session, "recordingUrl"):
        yield DraftLink(url=url, title="Recording")
