"""What Pretalx's API and its widget wrap their lists in: pages, and one object with everything."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from bot.program.importers.doubts import Doubts
from bot.program.importers.values import Row, row, rows, text
from bot.translation import said


def is_widget(data: Any) -> bool:
    """Tell whether it is what the widget on a conference's own site is fed with."""
    found = row(data)
    return isinstance(found.get("talks"), list) and "event_start" in found and "rooms" in found


def of_widget(data: Any) -> Iterator[Row]:
    """Give the widget's rooms, tracks, people and slots in the form that the API has."""
    found = row(data)
    yield {
        "name": found.get("name"),
        "slug": None,
        "date_from": found.get("event_start"),
        "timezone": found.get("timezone"),
    }
    for one in rows(found.get("rooms")):
        yield {**one, "capacity": None, "position": None}
    for one in rows(found.get("tracks")):
        yield {**one, "color": one.get("color"), "position": None}
    for one in rows(found.get("speakers")):
        yield {**one, "submissions": []}
    for one in rows(found.get("talks")):
        yield _slot(one)


def tell_missing_pages(files: Iterable[Any], doubts: Doubts) -> None:
    """Tell of each list that says it is longer than all of its pages together."""
    counts: dict[frozenset[str], int] = {}
    there: Counter[frozenset[str]] = Counter()
    for data in files:
        page = row(data)
        found = list(rows(page.get("results")))
        count = page.get("count")
        if found and isinstance(count, int) and "next" in page:
            kind = frozenset(found[0])
            counts[kind] = max(count, counts.get(kind, 0))
            there[kind] += len(found)
    for kind, count in counts.items():
        if there[kind] < count:
            what = said("A list has more pages than are here.")
            made = said("Import all of its pages together, or one with a large page_size.")
            doubts.add(what, made, said("{here} of {count}", here=there[kind], count=count))


def _slot(one: Row) -> Row:
    """Return a slot with its talk; a break of the widget has no code."""
    code = text(one.get("code"))
    talk = {
        "code": code,
        "submission_type": one.get("session_type"),
        "title": one.get("title"),
        "abstract": one.get("abstract"),
        "speakers": one.get("speakers"),
        "track": one.get("track"),
        "state": one.get("state"),
        "content_locale": one.get("content_locale"),
    }
    return {
        "id": one.get("id"),
        "start": one.get("start"),
        "end": one.get("end"),
        "duration": one.get("duration"),
        "room": one.get("room"),
        "description": one.get("title"),
        "submission": talk if code else None,
    }
