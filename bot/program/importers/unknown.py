"""Says of a source of no known format what it seems to be instead."""

from collections.abc import Mapping

from bot.errors import ImportRefusedError
from bot.program.importers.bundle import Bundle, Part, shown
from bot.program.importers.formats import FORMATS

_FROM_SITE = "Look for the schedule as JSON, XML or iCalendar on its site, and import that."
_MOST_NAMES = 6


def unknown(bundle: Bundle) -> ImportRefusedError:
    """Return why a source can't be imported, as plainly as its content allows."""
    parts = [part for part in bundle.parts if part.data.strip()]
    if not parts:
        return ImportRefusedError("It is empty.", "Export it again.")
    what = next((said for part in parts if (said := _told(part))), None)
    if what is not None:
        return ImportRefusedError(what, _FROM_SITE)
    known = ", ".join(one.name for one in FORMATS)
    return ImportRefusedError("It is of no format that Marquee knows.", f"It knows {known}.")


def _told(part: Part) -> str | None:
    begins = part.beginning.casefold()
    if begins.startswith("<") and (
        "<html" in begins or "<div" in begins or "<!doctype h" in begins
    ):
        return f"{part.shown} is a web page, made to be looked at."
    if begins.startswith("<"):
        return f"{part.shown} is XML, but no schedule as frab writes it."
    if part.json is not None:
        return _told_json(part)
    if part.name.casefold().endswith(".json"):
        first = part.beginning.split("\n", 1)[0][:40]
        return f"{part.shown} is not JSON: it begins with “{shown(first.strip())}”."
    if begins.startswith("program:") or "\nsessions:" in begins:
        return f"{part.shown} is a program of Marquee's own form, which need not be imported."
    return None


def _told_json(part: Part) -> str | None:
    found = part.json
    rows = found if isinstance(found, list) else [found]
    names = [str(key) for one in rows[:1] if isinstance(one, Mapping) for key in one]
    if any(name in names for name in ("fullName", "biography", "bio")):
        return f"{part.shown} holds people, but no sessions: import it together with those."
    some = ", ".join(f"“{shown(name)}”" for name in names[:_MOST_NAMES])
    return (
        f"{part.shown} is JSON with {some}, which is no schedule that Marquee knows."
        if some
        else None
    )
