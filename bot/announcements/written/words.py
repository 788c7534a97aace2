"""What an announcement may say: cleaned of what can't be sent, and every fault of it in words."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit, urlunsplit

from bot.announcements.written.model import Words
from bot.translation import said, said_many

# In UTF-16 units, in which Discord may count. The text has to fit an embed, and what a modal takes.
LONGEST_TITLE = 200
LONGEST_TEXT = 4_000
LONGEST_PICTURE = 1_000

# What neither a database nor Discord takes: control characters, and halves of letters.
_UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
# One that shows something: neither a blank nor one of the letters that leave no mark.
_VISIBLE = re.compile(
    "[^\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?", re.IGNORECASE)
# Letters that an address may hold as they are; all others are percent-encoded.
_ADDRESS_LETTERS = "-._~:/?#[@]!$&'()+,;=%"


def words_of(title: str, text: str, picture: str) -> Words:
    """Return what a person typed, less what can't be sent; a blank picture is none."""
    return Words(
        title=" ".join(_UNSENDABLE.sub("", title.replace("\n", " ")).split()),
        text=_UNSENDABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip(),
        picture=_encoded(_UNSENDABLE.sub("", picture).strip()) or None,
    )


def faults_of(words: Words) -> tuple[str, ...]:
    """Return, each as a sentence, what has to be put right before it can be posted."""
    return tuple(_faults(words))


def _faults(words: Words) -> Iterator[str]:
    if not _VISIBLE.search(words.title):
        yield said("It has no title yet: give it one.")
    if not _VISIBLE.search(words.text):
        yield said("It has no text yet: write one.")
    if over := _over(words.title, LONGEST_TITLE):
        yield said_many(
            "The title is {count} character too long: Discord takes {most}.",
            "The title is {count} characters too long: Discord takes {most}.",
            over,
            most=LONGEST_TITLE,
        )
    if over := _over(words.text, LONGEST_TEXT):
        yield said_many(
            "The text is {count} character too long: Discord takes {most}.",
            "The text is {count} characters too long: Discord takes {most}.",
            over,
            most=LONGEST_TEXT,
        )
    if words.picture is not None:
        yield from _picture_faults(words.picture)


def _picture_faults(picture: str) -> Iterator[str]:
    if not _is_address(picture):
        yield said(
            "The picture is no web address: give a link that begins with `https://`, or leave it "
            "empty."
        )
    if over := _over(picture, LONGEST_PICTURE):
        yield said_many(
            "The picture's link is {count} character too long: Discord takes {most}.",
            "The picture's link is {count} characters too long: Discord takes {most}.",
            over,
            most=LONGEST_PICTURE,
        )


def _over(text: str, most: int) -> int:
    """Return by how many units a text is longer than `most`; 0 if it is not."""
    return max(0, len(text.encode("utf-16-le", "replace")) // 2 - most)


def _encoded(typed: str) -> str:
    """Return an address with the letters that addresses have; anything else as it is."""
    try:
        parts = urlsplit(typed)
        host = parts.netloc.encode("idna").decode()
    except ValueError:
        return typed
    if not _HOST.fullmatch(host) or any(map(str.isspace, typed)):
        return typed
    return quote(urlunsplit(parts._replace(netloc=host)), safe=_ADDRESS_LETTERS)


def _is_address(text: str) -> bool:
    """Tell whether it is an address of the web that names a host and no user."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    is_of_web = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.netloc)
    return bool(is_of_web) and text.isascii() and not any(map(str.isspace, text))
