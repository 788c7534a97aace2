"""Says of a source of no known format what it seems to be instead."""

from collections.abc import Mapping

from bot.errors import ImportRefusedError
from bot.program.importers.bundle import Bundle, Part, shown
from bot.program.importers.formats import FORMATS
from bot.program.importers.values import rows
from bot.translation import said

_FROM_SITE = said("Look for the schedule as JSON, XML or iCalendar on its site, and import that.")
_EXPORT = said("Export it again.")
_MOST_NAMES = 6
_OF_PEOPLE = frozenset({"fullName", "biography", "bio"})


def unknown(bundle: Bundle) -> ImportRefusedError:
    """Return why a source can't be imported, as plainly as its content allows."""
    parts = [part for part in bundle.parts if part.data.strip()]
    if not parts:
        return ImportRefusedError(said("It is empty."), _EXPORT)
    known = ", ".join(one.name for one in FORMATS)
    unclear = (
        said("It is of no format that Marquee knows."),
        said("It knows {formats}.", formats=known),
    )
    return ImportRefusedError(*next((told for part in parts if (told := _told(part))), unclear))


def _told(part: Part) -> tuple[str, str] | None:
    """Return what a part seems to be, and what to do about it."""
    begins = part.beginning.casefold()
    if begins.startswith("<") and any(tag in begins for tag in ("<html", "<div", "<!doctype h")):
        return said("{file} is a web page, made to be looked at.", file=part.shown), _FROM_SITE
    if begins.startswith("<"):
        what = said("{file} is XML, but no schedule as frab writes it.", file=part.shown)
        return what, _FROM_SITE
    if part.json is not None:
        return _told_json(part)
    if part.name.casefold().endswith(".json"):
        first = shown(part.beginning.split("\n", 1)[0].strip()[:40])
        what = said(
            "{file} is not JSON: it begins with “{beginning}”.", file=part.shown, beginning=first
        )
        return what, _EXPORT
    if begins.startswith("program:") or "\nsessions:" in begins:
        what = said("{file} is a program of Marquee's own form already.", file=part.shown)
        return what, said("Put it into the folder of programs, and run marquee check.")
    return None


def _told_json(part: Part) -> tuple[str, str] | None:
    found = part.json
    if isinstance(found, Mapping) and isinstance(found.get("results"), list):
        found = found["results"]
    first: Mapping[str, object] = next(rows(found), {})
    names = first if isinstance(found, list) else found
    if _OF_PEOPLE & first.keys() or _OF_PEOPLE & set(names):
        what = said("{file} holds people, but no sessions.", file=part.shown)
        return what, said("Import both together.")
    some = ", ".join(f"“{shown(str(name))}”" for name in list(names)[:_MOST_NAMES])
    if not some:
        return None
    what = said("{file} is JSON of another form, with {names}.", file=part.shown, names=some)
    return what, _FROM_SITE
