"""Breaks text into words that compare equal however a person typed them."""

import re
import unicodedata

# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN = str.maketrans(
    {
        "æ": "ae",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",  # noqa: RUF001 - the Turkish letter is meant
        "ł": "l",
        "ŋ": "n",
        "ø": "o",
        "œ": "oe",
        "þ": "th",
        "ŧ": "t",
        "ʼ": "'",  # noqa: RUF001 - an apostrophe that counts as a letter
    }
)

# Han and kana after compatibility decomposition: scripts that set no blanks between words.
DENSE = "々\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
# The + and # after a word are part of it: C++ is not C.
_WORD = re.compile(rf"[{DENSE}]+|[^\W_{DENSE}]+[+#]*")
_ALL_DENSE = re.compile(rf"[{DENSE}]+")


def fold(text: str) -> str:
    """Return the text without case, accents and other marks, ligatures and invisible letters."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in apart if not _is_mark(letter))
    return bare.casefold().translate(_PLAIN)


def words_of(text: str) -> list[str]:
    """Return the folded words of a text in order; runs of Han and kana are words of their own."""
    return _WORD.findall(fold(text))


def words_to_find(text: str) -> set[str]:
    """Return the words that a text is found by: its own, and compounds written as one.

    "Mei-Chin" is found by mei, chin and meichin; "you've" by you, ve and youve.
    """
    found = set()
    for written in fold(text).split():
        parts = _WORD.findall(written)
        found.update(parts)
        if len(parts) > 1:
            found.add("".join(parts))
    return found


def folded_title(text: str) -> str:
    """Return a title as its folded words, or as written where it has none (only emoji, say)."""
    return " ".join(words_of(text)) or " ".join(text.casefold().split())


def is_dense(word: str) -> bool:
    """Return whether a word is of a script without blanks, so that any part of it may be typed."""
    return _ALL_DENSE.fullmatch(word) is not None


def _is_mark(letter: str) -> bool:
    """Return whether a letter only marks another one or is not seen at all."""
    return unicodedata.category(letter) in {"Mn", "Mc", "Me", "Cf"}
