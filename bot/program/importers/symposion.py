"""Symposion's conference.json, as PyCon US publishes it.

Beside the schedule it holds what is for attendees only; nothing but the fields named here is read.
"""

from collections.abc import Iterator

from bot.program.importers.breaks import is_break
from bot.program.importers.bundle import Bundle
from bot.program.importers.doubts import LEFT_OUT, Doubts
from bot.program.importers.draft import Draft, DraftLink, DraftSession, DraftSpeaker, DraftTalk
from bot.program.importers.format import Format
from bot.program.importers.rooms import one_place
from bot.program.importers.values import Row, first_text, length, row, rows, text, texts, when
from bot.translation import said


def _schedule(bundle: Bundle) -> list[Row]:
    data = row(bundle.parts[0].json) if len(bundle.parts) == 1 else {}
    found = data.get("schedule", bundle.parts[0].json)
    return [one for one in rows(found) if "conf_key" in one] if isinstance(found, list) else []


def _fits(bundle: Bundle) -> bool:
    return bool(_schedule(bundle))


def _read(bundle: Bundle, doubts: Doubts) -> Draft:
    people: dict[str, DraftSpeaker] = {}
    talks: list[DraftTalk] = []
    sessions: list[DraftSession] = []
    for one in _schedule(bundle):
        title = first_text(one, "name", "title") or ""
        if one.get("cancelled") is True:
            doubts.add(said("A session is cancelled."), LEFT_OUT, title)
            continue
        if one.get("released") is False:
            doubts.add(said("A session is not released."), LEFT_OUT, title)
            continue
        key = first_text(one, "conf_key", "id") or title
        speakers = tuple(_people(one, people))
        kind = first_text(one, "kind")
        stands = not is_break(title, kind=kind, has_people=bool(speakers))
        if stands:
            talks.append(_talk(key, title, one, speakers))
        rooms = texts(one.get("rooms")) or texts(one.get("room"))
        sessions.append(
            DraftSession(
                key=key,
                start=when(one.get("start")),
                end=when(one.get("end")),
                length=length(one.get("duration")),
                title=None if stands else title,
                room=one_place(rooms, title, doubts),
                track=first_text(one, "track") or kind,
                talks=(key,) if stands else (),
            )
        )
    return Draft(speakers=tuple(people.values()), talks=tuple(talks), sessions=tuple(sessions))


FORMAT = Format(name="Symposion", fits=_fits, read=_read)


def _talk(key: str, title: str, one: Row, speakers: tuple[str, ...]) -> DraftTalk:
    return DraftTalk(
        key=key,
        title=title,
        abstract=first_text(one, "description", "abstract"),
        speakers=speakers,
        links=tuple(
            DraftLink(url=url, title="Talk page") for url in (first_text(one, "conf_url"),) if url
        ),
    )


def _people(one: Row, people: dict[str, DraftSpeaker]) -> Iterator[str]:
    found = list(rows(one.get("speakers")))
    for speaker in found:
        name = first_text(speaker, "name")
        key = text(speaker.get("id")) or name
        if name and key:
            made = DraftSpeaker(
                key=key,
                name=name,
                bio=first_text(speaker, "bio"),
                picture=first_text(speaker, "photo"),
            )
            yield people.setdefault(key, made).key
    for name in texts(one.get("authors")) if not found else ():
        yield people.setdefault(name, DraftSpeaker(key=name, name=name)).key
