"""Sentences that are made where nobody knows yet who will read them, in which language, and when.

A `Said` is its English, for logs and the terminal, and remembers what it was made of, so that it
can be said in any other language later, after a restart, too.
"""

import json
from collections.abc import Mapping
from typing import Any, Self

from typing_extensions import override

from bot.translation.catalog import _, ngettext

Value = str | int

# Before the JSON of one that was kept as text; no sentence begins with it.
_KEPT = "\x1d"


class Said(str):
    """An English text that can be said in other languages: a message and the values in its braces.

    With a `number`, `many` is the message for several. Equal to the same plain text.
    """

    __slots__ = ("many", "message", "number", "values")

    message: str
    many: str | None
    number: int | None
    values: Mapping[str, Value]

    def __new__(
        cls,
        message: str,
        values: Mapping[str, Value] | None = None,
        many: str | None = None,
        number: int | None = None,
    ) -> Self:
        """Return the English of it."""
        known = {} if values is None else dict(values)
        chosen = message if many is None or number == 1 else many
        made = super().__new__(cls, chosen.format(**known) if known else chosen)
        made.message, made.many, made.number, made.values = message, many, number, known
        return made

    def having(self, values: Mapping[str, Value]) -> "Said":
        """Return the same message with other values."""
        return Said(self.message, values, self.many, self.number)

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.message, dict(self.values), self.many, self.number))

    @property
    def translated(self) -> str:
        """The text in the language spoken now, with its values in that language, too."""
        if self.many is None or self.number is None:
            text = _(self.message)
        else:
            text = ngettext(self.message, self.many, self.number)
        spoken = {name: in_words(value) for name, value in self.values.items()}
        return text.format(**spoken) if spoken else text


def said(message: str, **values: Value) -> Said:
    """Return a sentence to be said later; the values stand in its braces.

    Braces mean values only if there is one. Values may be `Said` themselves.
    """
    return Said(message, values)


def said_many(one: str, many: str, count: int, **values: Value) -> Said:
    """Return the form of a sentence that goes with a number, which stands in it as {count}."""
    return Said(one, {"count": count, **values}, many, count)


def together(*parts: str, by: str = " ") -> str:
    """Return several such texts as one, in this order, without those that are empty."""
    there = [part for part in parts if part]
    if not any(isinstance(part, Said) for part in there):
        return by.join(there)
    names = [f"part{number}" for number in range(len(there))]
    pattern = by.join(f"{{{name}}}" for name in names)
    return Said(pattern, dict(zip(names, there, strict=True)))


def in_words(text: Value) -> str:
    """Return a text in the language spoken now; one that was never marked stays as it is."""
    return text.translated if isinstance(text, Said) else str(text)


def to_text(text: str) -> str:
    """Return a text to be kept where only text can be, which `from_text` makes whole again."""
    if isinstance(text, Said) or text.startswith(_KEPT):
        return _KEPT + json.dumps(_parts(text))
    return text


def from_text(kept: str) -> str:
    """Return what was kept; a plain text, as older versions kept it, is itself."""
    if not kept.startswith(_KEPT):
        return kept
    made = _made(json.loads(kept[len(_KEPT) :]))
    assert isinstance(made, str)
    return made


def _parts(value: Value) -> Any:
    if not isinstance(value, Said):
        return value
    values = {name: _parts(one) for name, one in value.values.items()}
    return [value.message, values, value.many, value.number]


def _made(parts: Any) -> Value:
    if not isinstance(parts, list):
        assert isinstance(parts, str | int)
        return parts
    message, values, many, number = parts
    return Said(message, {name: _made(one) for name, one in values.items()}, many, number)
