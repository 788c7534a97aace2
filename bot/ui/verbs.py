"""How orders stand in custom ids: a verb, and a part for each of their fields.

Buttons keep their ids as long as their messages stand, so a table of verbs is only ever added to.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, Self, TypeVar

from bot.ui.questions import VERSION, page_text

T = TypeVar("T")
O_co = TypeVar("O_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """How a field is read and written; `read` raises ValueError for a text that is none of it."""

    read: Callable[[str], T]
    write: Callable[[T], str] = str


def text_like(pattern: str) -> Part[str]:
    """Return the part of a text that matches all of a pattern."""
    template = re.compile(pattern)

    def read(text: str) -> str:
        if not template.fullmatch(text):
            raise ValueError(text)
        return text

    return Part(read)


def digits(most: int) -> Part[int]:
    """Return the part of a number of at most so many decimal digits."""
    template = text_like(rf"[0-9]{{1,{most}}}")
    return Part(lambda text: int(template.read(text)))


ITEM = text_like(r"[a-z0-9-]{1,32}")
DIGEST = text_like(r"[0-9a-f]{24}")
DIGEST_OR_NONE = text_like(r"(?:[0-9a-f]{24})?")
PAGE = Part(lambda text: max(1, int(text, 36)), page_text)
YES_OR_NO = Part(lambda text: text_like("[01]").read(text) == "1", lambda yes: str(int(yes)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """What is shown page by page; pages count from 1."""

    page: int = 1

    def at(self, page: int) -> Self:
        """Return the same order for another page."""
        return replace(self, page=page)


class Kind(Generic[O_co]):
    """A class of orders, and the parts of its fields in the order in which an id holds them.

    Only the last may be written as nothing; an id then leaves it out with its colon.
    """

    def __init__(self, made: type[O_co], **parts: Part[Any]) -> None:
        self.made = made
        self._parts = parts

    def texts(self, order: object) -> list[str]:
        """Return what follows the verb in the id of an order of this kind."""
        texts = (part.write(getattr(order, name)) for name, part in self._parts.items())
        return [text for text in texts if text]

    def read(self, texts: list[str]) -> O_co:
        """Return the order of these texts. Raises ValueError if there is none."""
        left_out = [""] * (len(self._parts) - len(texts))
        parts = zip(self._parts.items(), texts + left_out, strict=True)
        return self.made(**{name: part.read(text) for (name, part), text in parts})


class Verbs(Generic[O_co]):
    """The verbs of some kinds of orders, and `pattern`, which their ids match."""

    def __init__(self, kinds: Mapping[str, Kind[O_co]]) -> None:
        self.kinds = kinds
        self._verbs: dict[type, str] = {kind.made: verb for verb, kind in kinds.items()}
        verbs = "|".join(kinds)
        self.pattern = re.compile(rf"{VERSION}:(?P<verb>{verbs})(?::(?P<rest>[0-9a-z:-]*))?")

    def id_of(self, order: object) -> str:
        """Return the custom id of an order of these kinds."""
        verb = self._verbs[type(order)]
        return ":".join((VERSION, verb, *self.kinds[verb].texts(order)))

    def order_of(self, found: re.Match[str]) -> O_co:
        """Return the order of an id that matched. Raises ValueError for a forged one."""
        rest = found["rest"]
        return self.kinds[found["verb"]].read([] if rest is None else rest.split(":"))
