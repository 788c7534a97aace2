"""Sched's JSON: a list of events, each with wall times and, mostly, seconds since 1970."""

from collections.abc import Iterator

from bot.program.importers.breaks import is_break
from bot.program.importers.bundle import Bundle
from bot.program.importers.doubts import Doubts
from bot.program.importers.draft import Draft, DraftLink, DraftSession, DraftSpeaker, DraftTalk
from bot.program.importers.format import Format
from bot.program.importers.values import Row, first_text, row, rows, text, when


def _events(bundle: Bundle) -> list[Row]:
    data = bundle.parts[0].json if len(bundle.parts) == 1 else None
    return list(rows(data)) if isinstance(data, list) else []


def _fits(bundle: Bundle) -> bool:
    return any("event_key" in one and "event_start" in one for one in _events(bundle))


def _read(bundle: Bundle, doubts: Doubts) -> Draft:
    people: dict[str, DraftSpeaker] = {}
    talks: list[DraftTalk] = []
    sessions = []
    for event in _events(bundle):
        title = first_text(event, "name") or ""
        if (first_text(event, "active") or "Y").upper() != "Y":
            doubts.add("An event is not active.", "It was left out.", title)
            continue
        speakers = tuple(_people(event, people))
        key = first_text(event, "id", "event_key") or title
        kind = first_text(event, "event_type")
        stands = not is_break(title, kind=kind, has_people=bool(speakers))
        if stands:
            talks.append(_talk(key, title, event, speakers))
        sessions.append(
            DraftSession(
                key=key,
                # The clock, since the zone has to be given anyway; the seconds say the same.
                start=when(event.get("event_start")) or when(event.get("start_time_ts")),
                end=when(event.get("event_end")) or when(event.get("end_time_ts")),
                title=None if stands else title,
                room=first_text(event, "venue"),
                track=kind,
                talks=(key,) if stands else (),
                stream=first_text(event, "video_stream"),
            )
        )
    return Draft(speakers=tuple(people.values()), talks=tuple(talks), sessions=tuple(sessions))


FORMAT = Format(name="Sched JSON", fits=_fits, read=_read)


def _talk(key: str, title: str, event: Row, speakers: tuple[str, ...]) -> DraftTalk:
    return DraftTalk(
        key=key,
        title=title,
        abstract=first_text(event, "description"),
        speakers=speakers,
        level=first_text(event, "audience"),
        links=tuple(
            DraftLink(url=url, title=first_text(one, "name"))
            for one in rows(event.get("files"))
            if (url := first_text(one, "path", "url"))
        ),
    )


def _people(event: Row, people: dict[str, DraftSpeaker]) -> Iterator[str]:
    seen = set()
    for role in ("speakers", "moderators"):
        for one in rows(event.get(role)):
            name = first_text(one, "name")
            key = first_text(one, "username", "id") or name
            if name and key and key not in seen:
                seen.add(key)
                known = people.setdefault(key, _speaker(key, name, one))
                yield known.key


def _speaker(key: str, name: str, one: Row) -> DraftSpeaker:
    return DraftSpeaker(
        key=key,
        name=name,
        role=first_text(one, "position"),
        company=first_text(one, "company"),
        bio=first_text(one, "about"),
        picture=first_text(row(one), "avatar"),
        links=tuple(DraftLink(url=url) for url in (text(one.get("url")),) if url),
    )
