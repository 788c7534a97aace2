"""Ids of programs that guilds attached: each says whose it is, so that no other guild sees it."""

import re
from collections.abc import Container
from hashlib import blake2s
from itertools import count

from bot.program.ids import slug

# Two hyphens in a row come from no name, and the mark's length from hardly any hand.
_SHAPE = re.compile(r"[a-z0-9][a-z0-9-]{5}--([a-z0-9]{8})")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_READABLE, _TELLING, _MARK = 3, 3, 8


def attached_id(guild_id: int, name: str, year: int, taken: Container[str] = ()) -> str:
    """Return the id of a conference that a guild attaches: the same for the same name and year.

    It ends in the guild's mark, as no other guild's and no operator's does. One that is `taken`
    already gives way to another.
    """
    begins = slug(name)[:_READABLE].strip("-").ljust(_READABLE, "0")
    texts = (f"{year} {number} {name}" for number in count())
    made = (f"{begins}{_digits(text, _TELLING)}--{_mark(guild_id)}" for text in texts)
    return next(one for one in made if one not in taken)


def is_attached(program: str) -> bool:
    """Tell whether an id is that of a program that a guild attached, whichever guild that is."""
    return _SHAPE.fullmatch(program) is not None


def is_visible(program: str, guild_id: int | None) -> bool:
    """Tell whether a program may be shown in and for a guild; None is no guild.

    An attached one is visible to its own guild alone. That is seen from the ids, so that nothing
    that was not loaded yet, or was just removed, is ever shown to others.
    """
    found = _SHAPE.fullmatch(program)
    return found is None or (guild_id is not None and found[1] == _mark(guild_id))


def ending_of(guild_id: int) -> str:
    """Return what the ids of a guild's attached programs end in, and no others."""
    return f"--{_mark(guild_id)}"


def _mark(guild_id: int) -> str:
    return _digits(f"guild {guild_id}", _MARK)


def _digits(text: str, length: int) -> str:
    number = int.from_bytes(blake2s(text.encode("utf-8", "surrogatepass")).digest())
    digits = ""
    while len(digits) < length:
        number, rest = divmod(number, len(_DIGITS))
        digits += _DIGITS[rest]
    return digits
