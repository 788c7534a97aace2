"""Says in plain words where a file's values do not fit the form of a program."""

from dataclasses import fields
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.program.check.remark import Path, Remark, nearest, short
from bot.program.check.sections import SECTIONS
from bot.program.model import Link, Room, Speaker, Talk, Track
from bot.program.yaml_file.form import FORM, Form, Head, Slot

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
        "text",
        "Write it after the colon, in quotes if it begins with a special sign.",
    ),
    "tuple_type": (
        "a list",
        "Write it in brackets, such as `[one, two]`, or line by line, each after a hyphen.",
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
            what = f"`{short(key)}` is not known here."
            return Remark(path=path, what=what, fix=_known(path), on_key=True)
        case "missing":
            return _missing(path, tree)
        case "dataclass_type":
            return _shapeless(path, _value_at(tree, path))
        case "wanted":
            wanted, fix = detail["ctx"]["wanted"], ""
        case kind:
            wanted, fix = _WANTED.get(kind, ("something else", detail["msg"]))
    not_this = _not(_value_at(tree, path))
    return Remark(path=path, what=f"`{key}` should be {wanted}{not_this}.", fix=fix)


def _missing(path: Path, tree: Tree) -> Remark:
    *above, key = path
    holder = _value_at(tree, tuple(above))
    if isinstance(holder, dict) and key in holder:
        return Remark(path=path, what=f"`{key}` is empty.", fix="Write it.", on_key=True)
    if not above:
        fix = "Begin with it: its `id`, `name`, `zone`, `first_day` and `last_day`."
        return Remark(path=(), what=f"The file has no `{key}:`.", fix=fix)
    return Remark(path=path, what=f"{_owner(path, tree)} has no `{key}`.", fix=f"Add `{key}: …`.")


def _shapeless(path: Path, value: Tree) -> Remark:
    if not path and value is None:
        return Remark(path=path, what="The file is empty.", fix="Begin with `program:`.")
    if not path:
        what = f"The file should have sections{_not(value)}."
        return Remark(path=path, what=what, fix=f"They are `{':`, `'.join(_KINDS)}:`.")
    word = "link" if "links" in path else SECTIONS.get(str(path[0]), "program")
    return Remark(
        path=path,
        what=f"A {word} should be lines of `name: value`{_not(value)}.",
        fix=f"Begin with `{_names(path)[0]}: …`.",
    )


def _owner(path: Path, tree: Tree) -> str:
    if path[0] == "program":
        return "The program"
    if "links" in path:
        return "The link"
    one = _value_at(tree, (*path[:2], "id"))
    word = SECTIONS[str(path[0])]
    return f"The {word} `{short(one)}`" if isinstance(one, str) else f"This {word}"


def _known(path: Path) -> str:
    names = _names(path[:-1])
    meant = nearest(str(path[-1]), names)
    return f"Did you mean `{meant}`?" if meant else f"Known are `{'`, `'.join(names)}`."


def _names(path: Path) -> tuple[str, ...]:
    """Return what may be written under `path`."""
    if not path:
        return tuple(_KINDS)
    kind = Link if "links" in path else _KINDS[str(path[0])]
    return tuple(one.name for one in fields(kind))


def _not(value: Tree) -> str:
    match value:
        case None:
            return ", and is empty"
        case str():
            return f", not “{short(value)}”"
        case list():
            return ", not a list"
        case _:
            return ", not lines of `name: value`"


def _value_at(tree: Any, path: Path) -> Tree:
    for step in path:
        try:
            tree = tree[step]
        except (IndexError, KeyError, TypeError):
            return None
    return tree  # type: ignore[no-any-return]
