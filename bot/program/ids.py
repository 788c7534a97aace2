"""What an id may look like, and how one is made from a title or a name."""

import re
import unicodedata
from collections.abc import Container
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
    foreign = any(letter.isalnum() and not letter.isascii() for letter in folded)
    if plain and not foreign:
        made = _cut(plain, longest)
    else:
        digest = _digest(text)
        made = f"{_cut(plain, longest - len(digest) - 1)}-{digest}".lstrip("-")
    if made not in taken:
        return made
    numbered = (with_number(made, number, longest) for number in count(2))
    return next(one for one in numbered if one not in taken)


def _cut(text: str, longest: int) -> str:
    """Return the beginning of a slug, whole words if its first word fits."""
    if len(text) <= longest:
        return text
    whole, _, _ = text[: longest + 1].rpartition("-")
    return (whole or text[:longest]).strip("-")


def with_number(made: str, number: int, longest: int = LONGEST_ID) -> str:
    """Return a slug with a number at its end, cut so that both fit."""
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
