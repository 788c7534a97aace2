"""What an id may look like, and how one is made from a title or a name."""

import re
import unicodedata
from collections.abc import Container, Iterable
from hashlib import blake2s
from itertools import count

from bot.program.words import fold

LONGEST_PROGRAM_ID = 16
LONGEST_ID = 32

# The first one is no hyphen: "-" alone means "any" in a custom id.
PROGRAM_ID = re.compile(rf"[a-z0-9][a-z0-9-]{{0,{LONGEST_PROGRAM_ID - 1}}}")
ITEM_ID = re.compile(rf"[a-z0-9][a-z0-9-]{{0,{LONGEST_ID - 1}}}")

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_DIGEST_LENGTH = 6
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
# They stand inside a word: "you've" becomes "youve", not "you-ve".
_APOSTROPHES = str.maketrans("", "", "'\N{RIGHT SINGLE QUOTATION MARK}")


def slug(text: str, *, taken: Container[str] = (), longest: int = LONGEST_ID) -> str:
    """Return an id that a person recognises `text` by; the same text gives the same id.

    Accents go: "Mei-Chin Tsaí" is "mei-chin-tsai". What has letters beyond a to z ("東京 2022")
    ends in a digest of the whole, so that its id does not depend on what else is there. One that
    is `taken` already gets a number. `longest` is at least 16.
    """
    folded = fold(text).translate(_APOSTROPHES)
    plain = _NOT_PLAIN.sub("-", folded).strip("-")
    foreign = not folded.isascii() and any(
        letter.isalnum() and not letter.isascii() for letter in folded
    )
    if plain and not foreign:
        made = _cut(plain, longest)
    else:
        digest = _digest(text)
        made = f"{_cut(plain, longest - len(digest) - 1)}-{digest}".lstrip("-")
    if made not in taken:
        return made
    numbered = (_with_number(made, number, longest) for number in count(2))
    return next(one for one in numbered if one not in taken)


class Ids:
    """Gives every thing of a section an id of its own, as `slug` does with all earlier ones taken.

    It counts on where it ended, so that the thousandth break costs no more than the first.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def of(self, name: str) -> str:
        """Return an id that a person recognises `name` by, and that no earlier one got."""
        first = slug(name)
        made = first
        while made in self._taken:
            number = self._next.get(first, 2)
            self._next[first] = number + 1
            made = _with_number(first, number, LONGEST_ID)
        self._taken.add(made)
        return made

    def keep(self, wanted: str, name: str) -> str:
        """Return an id that a thing has already, unless an earlier one got it: then another one."""
        if wanted in self._taken:
            return self.of(name)
        self._taken.add(wanted)
        return wanted


def _cut(text: str, longest: int) -> str:
    """Return the beginning of a slug, whole words if its first word fits."""
    if len(text) <= longest:
        return text
    whole, _, _ = text[: longest + 1].rpartition("-")
    return (whole or text[:longest]).strip("-")


def _with_number(made: str, number: int, longest: int) -> str:
    ending = f"-{number}"
    return made[: longest - len(ending)].rstrip("-") + ending


def _digest(text: str) -> str:
    same = unicodedata.normalize("NFKC", text).casefold().strip()
    number = int.from_bytes(blake2s(same.encode("utf-8", "surrogatepass")).digest())
    digits = ""
    while len(digits) < _DIGEST_LENGTH:
        number, rest = divmod(number, len(_DIGITS))
        digits += _DIGITS[rest]
    return digits
