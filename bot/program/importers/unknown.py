"""Says of a source of no known format what it seems to be instead."""

from collections.abc import Mapping

from bot.errors import ImportRefusedError
from bot.program.importers.bundle import Bundle, Part, shown
from bot.program.importers.formats import FORMATS
from bot.program.importers.values import rows

_FROM_SITE = "Look for the schedule as JSON, XML or iCalendar on its site, and import that."
_EXPORT = "Export it again."
_MOST_NAMES = 6
_OF_PEOPLE = frozenset({"fullName", "biography", "bio"})


def unknown(bundle: Bundle) -> ImportRefusedError:
    """Return why a source can't be imported, as plainly as its content allows."""
    parts = [part for part in bundle.parts if part.data.strip()]
    if not parts:
        return ImportRefusedError("It is empty.", _EXPORT)
    known = ", ".join(one.name for one in FORMATS)
    unclear = ("It is of no format that Marquee knows.", f"It knows {known}.")
    return ImportRefusedError(*next((said for part in parts if (said := _told(part))), unclear))


def _told(part: Part) -> tuple[str, str] | None:
    """Return what a part seems to be, and what to do about it."""
    begins = part.beginning.casefold()
    if begins.startswith("<") and any(tag in begins for tag in ("<html", "<div", "<!doctype h")):
        return f"{part.shown} is a web page, made to be looked at.", _FROM_SITE
    if begins.startswith("<"):
        return f"{part.shown} is XML, but no schedule as frab writes it.", _FROM_SITE
    if part.json is not None:
        return _told_json(part)
    if part.name.casefold().endswith(".json"):
        first = shown(part.beginning.split("\n", 1)[0].strip()[:40])
        return f"{part.shown} is not JSON: it begins with “{first}”.", _EXPORT
    if begins.startswith("program:") or "\nsessions:" in begins:
        fix = "Put it into the folder of programs, and run marquee check."
        return f"{part.shown} is a program of Marquee's own form already.", fix
    return None


def _told_json(part: Part) -> tuple[str, str] | None:
    found = part.json
    if isinstance(found, Mapping) and isinstance(found.get("results"), list):
        found = found["results"]
    first: Mapping[str, object] = next(rows(found), {})
    names = first if isinstance(found, list) else found
    if _OF_PEOPLE & first.keys() or _OF_PEOPLE & set(names):
        return f"{part.shown} holds people, but no sessions.", "Import both together."
    some = ", ".join(f"“{shown(str(name))}”" for name in list(names)[:_MOST_NAMES])
    return (f"{part.shown} is JSON of another form, with {some}.", _FROM_SITE) if some else None
