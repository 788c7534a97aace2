"""Pretalx's REST API: a schedule with its slots, or lists of talks, speakers, rooms and slots."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.program.importers.breaks import is_break
from bot.program.importers.bundle import Bundle
from bot.program.importers.doubts import Doubts
from bot.program.importers.draft import Draft, DraftLink, DraftSession, DraftSpeaker, DraftTalk
from bot.program.importers.format import Format
from bot.program.importers.values import Row, first_text, length, row, rows, text, when

# Only what is on the public schedule is ours to tell.
_PUBLIC = frozenset({"confirmed", "accepted", ""})


def _fits(bundle: Bundle) -> bool:
    return any(_is_schedule(part.json) or any(_found(part.json)) for part in bundle.parts)


def _read(bundle: Bundle, doubts: Doubts) -> Draft:
    reader = _Reader(doubts)
    for part in bundle.parts:
        for one in _found(part.json):
            reader.take(one)
    return reader.draft()


FORMAT = Format(name="pretalx API", fits=_fits, read=_read)


def _is_schedule(data: Any) -> bool:
    """Tell whether it is one version of a schedule, which may have no slot yet."""
    return isinstance(row(data).get("slots"), list) and "version" in row(data)


def _is_ours(one: Row) -> bool:
    return (
        ("submission" in one and "start" in one)
        or ("code" in one and "submission_type" in one)
        or ("code" in one and "submissions" in one and "name" in one)
        or ("capacity" in one and "position" in one and "name" in one)
        or ("timezone" in one and "date_from" in one and "slug" in one)
    )


def _found(data: Any) -> Iterator[Row]:
    """Give the slots, talks, speakers, rooms and the event, however deep they lie."""
    stack = [(data, 0)]
    while stack:
        one, depth = stack.pop()
        if isinstance(one, Mapping) and _is_ours(one):
            yield one
        elif depth < 8 and isinstance(one, Mapping | list):  # noqa: PLR2004 - day, minute, room, ...
            inside = list(one.values()) if isinstance(one, Mapping) else one
            stack.extend((each, depth + 1) for each in reversed(inside))


class _Reader:
    def __init__(self, doubts: Doubts) -> None:
        self._doubts = doubts
        self._event: Row = {}
        self._rooms: dict[str, str] = {}
        self._speakers: dict[str, DraftSpeaker] = {}
        self._talks: dict[str, Row] = {}
        self._slots: dict[str, Row] = {}

    def take(self, one: Row) -> None:
        """Read one object of the API, whichever it is."""
        if "submission" in one and "start" in one:
            self._take_slot(one)
        elif "submission_type" in one:
            self._take_talk(one)
        elif "submissions" in one:
            self._take_speaker(one)
        elif "date_from" in one:
            self._event = one
        elif key := text(one.get("id")):
            self._rooms[key] = text(one.get("name"), "en") or key

    def draft(self) -> Draft:
        """Return all that was read."""
        left_out = {key for key, talk in self._talks.items() if not self._is_public(talk)}
        talks = {key: talk for key, talk in self._talks.items() if key not in left_out}
        sessions = [
            self._session(key, slot)
            for key, slot in self._slots.items()
            if self._code(slot) not in left_out
        ]
        return Draft(
            name=text(self._event.get("name"), "en"),
            acronym=text(self._event.get("slug")),
            zone=text(self._event.get("timezone")),
            rooms=tuple(self._rooms.values()),
            speakers=tuple(self._speakers.values()),
            talks=tuple(self._talk(key, talk) for key, talk in talks.items()),
            sessions=tuple(sessions),
        )

    def _take_slot(self, slot: Row) -> None:
        talk = slot.get("submission")
        if isinstance(talk, Mapping):
            self._take_talk(talk)
        key = text(slot.get("id")) or f"{self._code(slot)}|{text(slot.get('start'))}"
        self._slots[key] = slot

    def _take_talk(self, talk: Row) -> None:
        code = text(talk.get("code"))
        if code is None:
            return
        self._talks[code] = {**self._talks.get(code, {}), **talk}
        for one in rows(talk.get("speakers")):
            self._take_speaker(one)
        slots = [*rows(talk.get("slots")), *([row(talk["slot"])] if talk.get("slot") else [])]
        for slot in slots:
            self._take_slot({**slot, "submission": code})

    def _take_speaker(self, one: Row) -> None:
        key, name = text(one.get("code")), first_text(one, "name")
        if key is None or name is None:
            return
        made = DraftSpeaker(
            key=key,
            name=name,
            bio=first_text(one, "biography"),
            picture=first_text(one, "avatar_url", "avatar"),
        )
        known = self._speakers.get(key)
        if known is None or (known.bio is None and made.bio is not None):
            self._speakers[key] = made

    def _is_public(self, talk: Row) -> bool:
        state = (text(talk.get("state")) or "").casefold()
        if state not in _PUBLIC:
            title = text(talk.get("title"), "en") or ""
            self._doubts.add(f"A talk is {state}.", "It was left out.", title)
        return state in _PUBLIC

    def _session(self, key: str, slot: Row) -> DraftSession:
        code = self._code(slot)
        talk = self._talks.get(code or "", {})
        title = text(talk.get("title"), "en") or text(slot.get("description"), "en") or ""
        people = bool(talk.get("speakers"))
        stands = code is not None and not is_break(title, has_people=people)
        return DraftSession(
            key=key,
            start=when(slot.get("start")),
            end=when(slot.get("end")),
            length=length(slot.get("duration") or talk.get("duration")),
            title=None if stands else title,
            room=self._room(slot.get("room")),
            track=_name(talk.get("track")),
            talks=(code,) if stands and code else (),
        )

    def _code(self, slot: Row) -> str | None:
        talk = slot.get("submission")
        return text(talk.get("code")) if isinstance(talk, Mapping) else text(talk)

    def _room(self, room: object) -> str | None:
        if isinstance(room, Mapping):
            return _name(room)
        key = text(room)
        return self._rooms.get(key, key) if key else None

    def _talk(self, key: str, talk: Row) -> DraftTalk:
        paragraphs = (text(talk.get(name), "en") for name in ("abstract", "description"))
        found = talk.get("speakers")
        people = found if isinstance(found, list) else []
        codes = (
            text(row(one).get("code")) if isinstance(one, Mapping) else text(one) for one in people
        )
        return DraftTalk(
            key=key,
            title=text(talk.get("title"), "en") or "",
            abstract="\n\n".join(dict.fromkeys(one for one in paragraphs if one)) or None,
            speakers=tuple(code for code in codes if code),
            language=text(talk.get("content_locale")),
            links=tuple(
                DraftLink(url=url, title=text(one.get("description"), "en"))
                for one in rows(talk.get("resources"))
                if (url := first_text(one, "resource", "url"))
            ),
        )


def _name(thing: object) -> str | None:
    """Return the name of a room or a track; both may be objects, texts, or texts by language."""
    if isinstance(thing, Mapping) and "name" in thing:
        return text(thing["name"], "en")
    return text(thing, "en")
