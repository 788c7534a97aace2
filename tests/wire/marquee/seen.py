"""What a person sees of a message on the wire, and can press."""

from typing import Any

from simcord.components import walk_components

TEXT, BUTTON, PICKER = 10, 2, 3


def read(message: dict[str, Any]) -> str:
    """All text of a Components V2 message."""
    return "\n".join(part["content"] for part in _parts(message, TEXT))


def button(message: dict[str, Any], label: str) -> str:
    """The custom id of the button that is called so."""
    return next(part["custom_id"] for part in _parts(message, BUTTON) if part["label"] == label)


def picker(message: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """The custom id of the first picker, and its options' values by label."""
    first = _parts(message, PICKER)[0]
    return first["custom_id"], {one["label"]: one["value"] for one in first["options"]}


def _parts(message: dict[str, Any], kind: int) -> list[dict[str, Any]]:
    return [part for part in walk_components(message["components"]) if part.get("type") == kind]
