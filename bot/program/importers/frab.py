"""Frab's schedule XML, also called Pentabarf: from frab, pretalx, wafer, OSEM and by hand."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.errors import ImportRefusedError
from bot.program.importers.bundle import Bundle
from bot.program.importers.doubts import Doubts
from bot.program.importers.draft import Draft, DraftTrack
from bot.program.importers.format import Format
from bot.program.importers.frab_event import Events
from bot.program.importers.values import Row, day
from bot.translation import said

_TEXTS = (
    "title subtitle type date start end duration abstract description slug track room language url "
    "origin_url code state status"
)


def _fits(bundle: Bundle) -> bool:
    return len(bundle.parts) == 1 and "<schedule" in bundle.parts[0].beginning


def _read(bundle: Bundle, doubts: Doubts) -> Draft:
    root = _parsed(bundle.parts[0].data)
    if root.tag != "schedule" or root.find("day/entry") is not None:
        raise ImportRefusedError(
            said("This XML is no schedule as frab writes it."),
            said("Export it as frab or Pentabarf XML."),
        )
    conference = root.find("conference")
    head = conference if conference is not None else Element("conference")
    events = Events(doubts, _text(head, "base_url") or _text(root, "url"))
    rooms: list[str] = []
    for one in root.findall("day"):
        date = day(one.get("date"))
        for room in one.findall("room"):
            rooms.append(room.get("name") or "")
            for event in room.findall("event"):
                events.add(_event(event), day=date, room=rooms[-1])
        for event in one.findall("event"):
            events.add(_event(event), day=date, room=None)
    tracks = [*head.findall("track"), *root.findall("tracks/track")]
    return Draft(
        name=_text(head, "title"),
        acronym=_text(head, "acronym"),
        zone=_text(head, "time_zone_name"),
        link=_text(head, "url") or _text(root, "url") or _text(head, "base_url"),
        rooms=tuple(rooms),
        tracks=tuple(DraftTrack(name=name) for one in tracks if (name := _name(one))),
        speakers=events.speakers,
        talks=tuple(events.talks),
        sessions=tuple(events.sessions),
    )


FORMAT = Format(name="frab XML", fits=_fits, read=_read)


def _parsed(data: bytes) -> Element:
    try:
        root: Element = fromstring(data)
        for element in root.iter():
            if isinstance(element.tag, str):
                element.tag = element.tag.rpartition("}")[2]
    except ParseError as error:
        line, column = error.position
        what = said(
            "It is not well-formed XML: {problem} in line {line}, column {column}.",
            problem=str(error).split(":", maxsplit=1)[0],
            line=line,
            column=column + 1,
        )
        raise ImportRefusedError(what, said("Export it anew.")) from error
    except DefusedXmlException as error:
        raise ImportRefusedError(
            said("It declares entities, which no schedule needs and attackers use."),
            said("Take its DOCTYPE out."),
        ) from error
    except (ValueError, LookupError, RecursionError) as error:
        what = said("It can't be read as XML: {problem}.", problem=str(error))
        raise ImportRefusedError(what, said("Export it anew.")) from error
    return root


def _event(event: Element) -> Row:
    """Return the element in the form of c3voc's JSON."""
    found: dict[str, object] = {name: _text(event, name) for name in _TEXTS.split()}
    found["guid"] = event.get("guid")
    found["id"] = event.get("id")
    found["code"] = event.get("code") or found["code"]
    # What the slug should be, some write as the talk's page.
    slug = str(found["slug"] or "")
    if slug.startswith(("http://", "https://")):
        found["url"] = found["url"] or slug
    found["persons"] = [*_persons(event)]
    found["links"] = [
        {"url": link.get("href"), "title": _said(link)}
        for name in ("links/link", "attachments/attachment")
        for link in event.findall(name)
    ]
    return found


def _persons(event: Element) -> Iterator[Row]:
    for person in event.findall("persons/person"):
        yield {"id": person.get("id"), "guid": person.get("guid"), "name": _said(person)}
    # By hand, people stand right in the event, several in one element.
    for person in event.findall("person"):
        for name in (_said(person) or "").split(","):
            yield {"name": name.strip()}


def _text(element: Element, name: str) -> str | None:
    found = element.find(name)
    return None if found is None else _said(found)


def _name(track: Element) -> str | None:
    return track.get("name") or _said(track)


def _said(element: Element) -> str | None:
    """Return all text in an element; some nest HTML in it unescaped."""
    if len(element) == 0:
        return (element.text or "").strip() or None
    return "".join(element.itertext()).strip() or None
