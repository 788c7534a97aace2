"""Says in plain words where a file's values do not fit the form of a program."""

from dataclasses import fields
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.program.check.remark import Path, Remark, nearest, short
from bot.program.model import Link, Room, Speaker, Talk, Track
from bot.program.yaml_file.form import FORM, Form, Head, Slot
from bot.translation import N_, Said, said

# What a file holds before it has a form: text, nothing, lists, and values by their keys.
Tree = str | None | list["Tree"] | dict[str, "Tree"]

_KINDS = {
    "program": Head,
    "tracks": Track,
    "rooms": Room,
    "speakers": Speaker,
    "talks": Talk,
    "sessions": Slot,
}
# They stand in for what is missing or misfits, so that the rest can still be checked.
_STAND_INS: dict[str, dict[str, Tree]] = {
    "program": {
        "id": "x",
        "name": "x",
        "zone": "UTC",
        "first_day": "2000-01-01",
        "last_day": "2199-12-31",
    },
    "tracks": {"id": "", "name": "x"},
    "rooms": {"id": "", "name": "x"},
    "speakers": {"id": "", "name": "x"},
    "talks": {"id": "", "title": "x"},
    "sessions": {"id": "", "start": "2000-01-01 00:00"},
    "links": {"title": "x", "url": "https://example.org"},
}
# What is said of a thing by its section: without a key that it needs, by its id or where it has
# none, and where it is no thing at all.
_NAMED_WITHOUT = {
    "tracks": N_("The track `{id}` has no `{key}`."),
    "rooms": N_("The room `{id}` has no `{key}`."),
    "speakers": N_("The speaker `{id}` has no `{key}`."),
    "talks": N_("The talk `{id}` has no `{key}`."),
    "sessions": N_("The session `{id}` has no `{key}`."),
}
_WITHOUT = {
    "program": N_("The program has no `{key}`."),
    "tracks": N_("This track has no `{key}`."),
    "rooms": N_("This room has no `{key}`."),
    "speakers": N_("This speaker has no `{key}`."),
    "talks": N_("This talk has no `{key}`."),
    "sessions": N_("This session has no `{key}`."),
    "links": N_("The link has no `{key}`."),
}
_IN_LINES = {
    "program": said("A program should be lines of `name: value`"),
    "tracks": said("A track should be lines of `name: value`"),
    "rooms": said("A room should be lines of `name: value`"),
    "speakers": said("A speaker should be lines of `name: value`"),
    "talks": said("A talk should be lines of `name: value`"),
    "sessions": said("A session should be lines of `name: value`"),
    "links": said("A link should be lines of `name: value`"),
}


def fitted(tree: Tree) -> tuple[Form | None, tuple[Remark, ...]]:
    """Return a file's values in their form, and what does not fit, all at once.

    Where something does not, the form stands on a guess, so that the rest of it can be checked;
    None where there is too little to guess from. A key without a value counts as left out.
    """
    given = _given(tree)
    try:
        return FORM.validate_python(given), ()
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
    return _guessed(given, details), tuple(_remark(one, tree) for one in details)


def _given(tree: Tree) -> Tree:
    if isinstance(tree, list):
        return [_given(one) for one in tree]
    if isinstance(tree, dict):
        return {key: _given(value) for key, value in tree.items() if value is not None}
    return tree


def _guessed(tree: Any, details: list[ErrorDetails]) -> Form | None:
    if any(_hides_a_section(one) for one in details):
        return None
    for detail in details:
        *above, last = detail["loc"]
        holder: Any = _value_at(tree, tuple(above))
        stand_ins = _stand_ins(detail["loc"])
        if isinstance(last, int):
            is_item = detail["type"] == "dataclass_type"
            holder[last] = dict(stand_ins) if is_item else ""
        elif last in stand_ins:
            holder[last] = stand_ins[last]
        else:
            holder.pop(last, None)
    return FORM.validate_python(tree)


_WANTED = {
    "string_type": (
        N_("`{key}` should be text"),
        said("Write it after the colon, in quotes if it begins with a special sign."),
    ),
    "tuple_type": (
        N_("`{key}` should be a list"),
        said("Write it in brackets, such as `[one, two]`, or line by line, each after a hyphen."),
    ),
}


def _hides_a_section(detail: ErrorDetails) -> bool:
    """Return whether a whole section is lost, to which much of the rest may lead."""
    if len(detail["loc"]) > 1:
        return False
    unknown = detail["type"] == "unexpected_keyword_argument"
    return not unknown or nearest(str(detail["loc"][0]), _KINDS) is not None


def _stand_ins(path: Path) -> dict[str, Tree]:
    return _STAND_INS.get("links" if "links" in path else str(path[0]), {})


def _remark(detail: ErrorDetails, tree: Tree) -> Remark:
    path = detail["loc"]
    key = next((str(one) for one in reversed(path) if isinstance(one, str)), "")
    match detail["type"]:
        case "unexpected_keyword_argument":
            what = said("`{key}` is not known here.", key=short(key))
            return Remark(path=path, what=what, fix=_known(path), on_key=True)
        case "missing":
            return _missing(path, tree)
        case "dataclass_type":
            return _shapeless(path, _value_at(tree, path))
        case "wanted":
            wanted, fix = detail["ctx"]["wanted"], ""
        case kind:
            # Pydantic's own words, in English, of what none of ours are about.
            wanted, fix = _WANTED.get(kind, (N_("`{key}` should be something else"), detail["msg"]))
    instead = _value_at(tree, path)
    return Remark(path=path, what=_unlike(said(wanted, key=key), instead), fix=fix)


def _missing(path: Path, tree: Tree) -> Remark:
    *above, key = path
    holder = _value_at(tree, tuple(above))
    if isinstance(holder, dict) and key in holder:
        what = said("`{name}` is empty.", name=key)
        return Remark(path=path, what=what, fix=said("Write it."), on_key=True)
    if not above:
        what = said("The file has no `{key}:`.", key=key)
        fix = said("Begin with it: its `id`, `name`, `zone`, `first_day` and `last_day`.")
        return Remark(path=(), what=what, fix=fix)
    return Remark(path=path, what=_lacking(path, tree), fix=said("Add `{key}: …`.", key=key))


def _lacking(path: Path, tree: Tree) -> Said:
    """Return which thing lacks the last key of a path."""
    kind, key = _kind_at(path), path[-1]
    one = _value_at(tree, (*path[:2], "id"))
    if isinstance(one, str) and kind in _NAMED_WITHOUT:
        return said(_NAMED_WITHOUT[kind], id=short(one), key=key)
    return said(_WITHOUT[kind], key=key)


def _shapeless(path: Path, value: Tree) -> Remark:
    if not path and value is None:
        return Remark(
            path=path, what=said("The file is empty."), fix=said("Begin with `program:`.")
        )
    if not path:
        what = _unlike(said("The file should have sections"), value)
        sections = ", ".join(f"`{name}:`" for name in _KINDS)
        return Remark(path=path, what=what, fix=said("They are {sections}.", sections=sections))
    return Remark(
        path=path,
        what=_unlike(_IN_LINES[_kind_at(path)], value),
        fix=said("Begin with `{key}: …`.", key=_names(path)[0]),
    )


def _kind_at(path: Path) -> str:
    """Return the section of the thing that a path leads to, or into; "links" for a link."""
    return "links" if "links" in path else str(path[0])


def _known(path: Path) -> str:
    names = _names(path[:-1])
    meant = nearest(str(path[-1]), names)
    if meant:
        return said("Did you mean `{meant}`?", meant=meant)
    return said("Known are {names}.", names=", ".join(f"`{name}`" for name in names))


def _names(path: Path) -> tuple[str, ...]:
    """Return what may be written under `path`."""
    if not path:
        return tuple(_KINDS)
    kind = Link if "links" in path else _KINDS[str(path[0])]
    return tuple(one.name for one in fields(kind))


def _unlike(wanted: Said, value: Tree) -> Said:
    """Return what a value should be, and what it is instead."""
    match value:
        case None:
            # Translators: {wanted} is the first half of the sentence: "`title` should be text".
            return said("{wanted}, and is empty.", wanted=wanted)
        case str():
            return said("{wanted}, not “{value}”.", wanted=wanted, value=short(value))
        case list():
            return said("{wanted}, not a list.", wanted=wanted)
        case _:
            return said("{wanted}, not lines of `name: value`.", wanted=wanted)


def _value_at(tree: Any, path: Path) -> Tree:
    for step in path:
        try:
            tree = tree[step]
        except (IndexError, KeyError, TypeError):
            return None
    return tree  # type: ignore[no-any-return]
