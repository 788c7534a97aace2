"""Open Event, which eventyay exports: a zip or a folder of JSON files, in two spellings of keys."""

from collections.abc import Iterator
from typing import Any

from bot.program.importers.breaks import is_break
from bot.program.importers.bundle import Bundle
from bot.program.importers.doubts import LEFT_OUT, Doubts
from bot.program.importers.draft import (
    Draft,
    DraftLink,
    DraftSession,
    DraftSpeaker,
    DraftTalk,
    DraftTrack,
)
from bot.program.importers.format import Format
from bot.program.importers.languages import language_tag
from bot.program.importers.values import Row, first_text, row, rows, text, when
from bot.translation import said

_PUBLIC = frozenset({"accepted", "confirmed", ""})
_LINKS = ("website", "twitter", "github", "linkedin", "facebook", "mastodon")


def _files(bundle: Bundle) -> dict[str, Any]:
    """Return what the files hold, by their names without folder and ending."""
    return {part.stem: part.json for part in bundle.parts if part.beginning.startswith(("{", "["))}


def _fits(bundle: Bundle) -> bool:
    names = {part.stem for part in bundle.parts}
    return {"event", "sessions", "microlocations"} <= names


def _read(bundle: Bundle, doubts: Doubts) -> Draft:
    files = _files(bundle)
    event = {_spelled(key): one for key, one in row(files.get("event")).items()}
    people = {one.key: one for one in map(_speaker, _rows(files.get("speakers"))) if one.key}
    places = {text(one.get("id")): one for one in _rows(files.get("microlocations"))}
    talks: list[DraftTalk] = []
    sessions: list[DraftSession] = []
    for one in _rows(files.get("sessions")):
        title = first_text(one, "title") or ""
        state = (first_text(one, "state") or "").casefold()
        if state not in _PUBLIC:
            # Translators: {state} is the source's own word, mostly English: cancelled, rejected.
            doubts.add(said("A session is {state}.", state=state), LEFT_OUT, title)
            continue
        place = places.get(text(one.get("microlocation")))
        session, talk = _scheduled(
            {**one, "microlocation": place or one.get("microlocation")}, title, people, doubts
        )
        sessions.append(session)
        talks += [talk] if talk else []
    return Draft(
        name=first_text(event, "name"),
        zone=first_text(event, "timezone"),
        link=first_text(event, "event_url", "external_event_url"),
        rooms=tuple(name for one in _rows(files.get("microlocations")) if (name := _name(one))),
        tracks=tuple(
            DraftTrack(name=name, description=first_text(one, "description"))
            for one in _rows(files.get("tracks"))
            if (name := _name(one))
        ),
        speakers=tuple(people.values()),
        talks=tuple(talks),
        sessions=tuple(sessions),
    )


FORMAT = Format(name="Open Event", fits=_fits, read=_read)


def _scheduled(
    one: Row, title: str, people: dict[str, DraftSpeaker], doubts: Doubts
) -> tuple[DraftSession, DraftTalk | None]:
    """Return a session and the talk in it; none if it is a break."""
    key = first_text(one, "id") or title
    start = when(one.get("start_time") or one.get("starts_at"))
    end = when(one.get("end_time") or one.get("ends_at"))
    if start and start == end and (start.hour, start.minute) == (0, 0):
        made = said("It counts as not scheduled.")
        doubts.add(said("A session starts and ends at midnight."), made, title)
        start = end = None
    track = _name(row(one.get("track")))
    speakers = tuple(_people(one, people))
    stands = not is_break(title, kind=track, has_people=bool(speakers))
    session = DraftSession(
        key=key,
        start=start,
        end=end,
        title=None if stands else title,
        room=_name(row(one.get("microlocation"))),
        track=track,
        talks=(key,) if stands else (),
    )
    return session, _talk(key, title, one, speakers) if stands else None


def _talk(key: str, title: str, one: Row, speakers: tuple[str, ...]) -> DraftTalk:
    files = {"slides": "Slides", "video": "Recording", "audio": "Audio", "signup_url": "Sign up"}
    return DraftTalk(
        key=key,
        title=title,
        subtitle=first_text(one, "subtitle"),
        abstract=first_text(one, "long_abstract", "short_abstract"),
        speakers=speakers,
        language=language_tag(first_text(one, "language")),
        level=first_text(one, "level"),
        links=tuple(
            DraftLink(url=url, title=called)
            for name, called in files.items()
            if (url := first_text(one, name)) and url.startswith("http")
        ),
    )


def _people(one: Row, people: dict[str, DraftSpeaker]) -> Iterator[str]:
    for speaker in _rows(one.get("speakers")):
        made = _speaker(speaker)
        if made.key:
            # In a session, less stands of them than among the speakers.
            people.setdefault(made.key, made)
            yield made.key


def _speaker(speaker: Row) -> DraftSpeaker:
    name = first_text(speaker, "name") or ""
    return DraftSpeaker(
        key=text(speaker.get("id")) or name,
        name=name,
        role=first_text(speaker, "position"),
        company=first_text(speaker, "organisation"),
        bio=first_text(speaker, "long_biography", "short_biography"),
        picture=first_text(speaker, "photo_url", "photo"),
        links=tuple(
            DraftLink(url=url, title=name.capitalize())
            for name in _LINKS
            if (url := first_text(speaker, name))
        ),
    )


def _rows(value: object) -> Iterator[Row]:
    """Give the objects of a list with their keys spelled in the later of the two ways."""
    for one in rows(value):
        yield {_spelled(key): each for key, each in one.items()}


def _spelled(key: str) -> str:
    return key.replace("-", "_")


def _name(thing: Row) -> str | None:
    return first_text(thing, "name")
