"""OPass, also called CCIP: one JSON file in Chinese and English, from COSCUP, SITCON and others."""

from bot.program.importers.breaks import is_break
from bot.program.importers.bundle import Bundle
from bot.program.importers.doubts import Doubts
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
from bot.program.importers.values import Row, first_text, row, rows, text, texts, when

_LINKS = {
    "uri": "Talk page",
    "slide": "Slides",
    "record": "Recording",
    "qa": "Questions",
    "co_write": "Notes",
}


def _whole(bundle: Bundle) -> Row:
    return row(bundle.parts[0].json) if len(bundle.parts) == 1 else {}


def _fits(bundle: Bundle) -> bool:
    return all(
        isinstance(_whole(bundle).get(name), list)
        for name in ("sessions", "speakers", "session_types")
    )


def _read(bundle: Bundle, doubts: Doubts) -> Draft:
    del doubts
    data = _whole(bundle)
    rooms = {text(one.get("id")): _said(one, "name") for one in rows(data.get("rooms"))}
    kinds = {text(one.get("id")): _said(one, "name") for one in rows(data.get("session_types"))}
    talks: list[DraftTalk] = []
    sessions: list[DraftSession] = []
    for one in rows(data.get("sessions")):
        title = _said(one, "title") or ""
        key = text(one.get("id")) or title
        kind, room = kinds.get(text(one.get("type"))), text(one.get("room"))
        speakers = texts(one.get("speakers"))
        # The name may be Chinese where the id says "break" or "lunch".
        said = text(one.get("type")) if kind is None or not kind.isascii() else kind
        stands = not is_break(title, kind=said, has_people=bool(speakers))
        if stands:
            talks.append(_talk(key, title, one, speakers))
        sessions.append(
            DraftSession(
                key=key,
                start=when(one.get("start")),
                end=when(one.get("end")),
                title=None if stands else title,
                room=rooms.get(room) or room,
                track=kind,
                talks=(key,) if stands else (),
                stream=first_text(one, "live"),
            )
        )
    return Draft(
        rooms=tuple(name for name in rooms.values() if name),
        tracks=tuple(DraftTrack(name=name) for name in kinds.values() if name),
        speakers=tuple(_speaker(one) for one in rows(data.get("speakers"))),
        talks=tuple(talks),
        sessions=tuple(sessions),
    )


FORMAT = Format(name="OPass (CCIP)", fits=_fits, read=_read)


def _talk(key: str, title: str, one: Row, speakers: tuple[str, ...]) -> DraftTalk:
    return DraftTalk(
        key=key,
        title=title,
        abstract=_said(one, "description"),
        speakers=speakers,
        language=language_tag(first_text(one, "language")),
        links=tuple(
            DraftLink(url=url, title=said)
            for name, said in _LINKS.items()
            if (url := first_text(one, name))
        ),
    )


def _speaker(one: Row) -> DraftSpeaker:
    name = _said(one, "name") or ""
    return DraftSpeaker(
        key=text(one.get("id")) or name,
        name=name,
        bio=_said(one, "bio"),
        picture=first_text(one, "avatar"),
    )


def _said(one: Row, name: str) -> str | None:
    """Return a text as it was written first: in Chinese, and in English where that is all."""
    return (
        first_text(row(one.get("zh")), name)
        or first_text(row(one.get("en")), name)
        or first_text(one, name)
    )
