"""Pretalx's REST API: a schedule with its slots, or lists of talks, speakers, rooms and slots."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.program.importers.breaks import is_break
from bot.program.importers.bundle import Bundle
from bot.program.importers.doubts import LEFT_OUT, Doubts
from bot.program.importers.draft import Draft, DraftLink, DraftSession, DraftSpeaker, DraftTalk
from bot.program.importers.format import Format
from bot.program.importers.pretalx_shapes import is_widget, of_widget, tell_missing_pages
from bot.program.importers.values import Row, first_text, length, row, rows, text, when
from bot.translation import said

# Only what is on the public schedule is ours to tell.
_PUBLIC = frozenset({"confirmed", "accepted", ""})


def _fits(bundle: Bundle) -> bool:
    return any(
        _is_schedule(part.json) or is_widget(part.json) or any(map(_is_session, _found(part.json)))
        for part in bundle.parts
    )


def _read(bundle: Bundle, doubts: Doubts) -> Draft:
    reader = _Reader(doubts)
    for part in bundle.parts:
        for one in of_widget(part.json) if is_widget(part.json) else _found(part.json):
            reader.take(one)
    tell_missing_pages((part.json for part in bundle.parts), doubts)
    return reader.draft()


FORMAT = Format(name="pretalx API", fits=_fits, read=_read)


def _is_schedule(data: Any) -> bool:
    """Tell whether it is one version of a schedule, which may have no slot yet."""
    return isinstance(row(data).get("slots"), list) and "version" in row(data)


def _is_session(one: Row) -> bool:
    return ("submission" in one and "start" in one) or ("code" in one and "submission_type" in one)


def _is_ours(one: Row) -> bool:
    return (
        _is_session(one)
        or ("code" in one and "submissions" in one and "name" in one)
        or ("capacity" in one and "position" in one and "name" in one)
        or ("color" in one and "position" in one and "name" in one)
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
        self._tracks: dict[str, str] = {}
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
            named = self._tracks if "color" in one else self._rooms
            named[key] = text(one.get("name"), "en") or key

    def draft(self) -> Draft:
        """Return all that was read."""
        left_out = {key for key, talk in self._talks.items() if not self._is_public(talk)}
        talks = {key: talk for key, talk in self._talks.items() if key not in left_out}
        sessions = [
            self._session(slot) for slot in self._once() if self._code(slot) not in left_out
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

    def _once(self) -> Iterator[Row]:
        """Give each slot once; a talk tells of its slots, too, but not of their numbers."""
        numbered = {
            (self._code(slot), text(slot.get("start")))
            for slot in self._slots.values()
            if text(slot.get("id"))
        }
        for slot in self._slots.values():
            if text(slot.get("id")) or (self._code(slot), text(slot.get("start"))) not in numbered:
                yield slot

    def _take_slot(self, slot: Row) -> None:
        talk = slot.get("submission")
        if isinstance(talk, Mapping):
            self._take_talk(talk)
        if slot.get("is_visible") is False:
            title = text(slot.get("description"), "en") or self._code(slot) or ""
            self._doubts.add(said("A slot is not public."), LEFT_OUT, title)
            return
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
            # Translators: {state} is the source's own word, mostly English: cancelled, rejected.
            self._doubts.add(said("A talk is {state}.", state=state), LEFT_OUT, title)
        return state in _PUBLIC

    def _session(self, slot: Row) -> DraftSession:
        code = self._code(slot)
        talk = self._talks.get(code or "", {})
        title = text(talk.get("title"), "en") or text(slot.get("description"), "en") or ""
        people = bool(talk.get("speakers"))
        stands = code is not None and not is_break(title, has_people=people)
        return DraftSession(
            # Without an id of its own, a slot is its talk's, wherever it moves.
            key=text(slot.get("id")) or code or title,
            start=when(slot.get("start")),
            end=when(slot.get("end")),
            length=length(slot.get("duration") or talk.get("duration")),
            title=None if stands else title,
            room=_one_of(self._rooms, slot.get("room")),
            track=_one_of(self._tracks, talk.get("track")),
            talks=(code,) if stands and code else (),
        )

    def _code(self, slot: Row) -> str | None:
        talk = slot.get("submission")
        return text(talk.get("code")) if isinstance(talk, Mapping) else text(talk)

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


def _one_of(named: Mapping[str, str], thing: object) -> str | None:
    """Return the name of what stands there as itself, or as its number among the others."""
    if isinstance(thing, Mapping):
        return _name(thing)
    key = text(thing)
    return named.get(key, key) if key else None


def _name(thing: object) -> str | None:
    """Return the name of a room or a track; both may be objects, texts, or texts by language."""
    if isinstance(thing, Mapping) and "name" in thing:
        return text(thing["name"], "en")
    return text(thing, "en")
