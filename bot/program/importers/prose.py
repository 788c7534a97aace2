"""Turns what people wrote for web pages, as HTML or Markdown, into plain text."""

import re
import unicodedata

from markdown_it import MarkdownIt

from bot.program.importers.hypertext import text_of, tidied, unescaped

# Nobody reads more in a chat; the longest text of a real program has a quarter of that.
LONGEST_PROSE = 40_000
LONGEST_LINE = 1_000

# HTML inside Markdown goes through; a line's end is kept, since many write one thing a line.
_MARKDOWN = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable("strikethrough")
# What may be indented is hardly ever code in an abstract.
_MARKDOWN.disable("code")

# What Markdown or HTML is made of; most texts have none of it.
_MARK = re.compile(r"[\[\]*_`<&\\~]|^[ \t]*(?:[#>+=-]|\d{1,9}[.)])", re.MULTILINE)
_MARKS = re.compile(r"[\[\]*_`<>&\\~!#\n]")
# Real texts are below 0.11. What has more is no text, and would take Markdown's parser long.
_MOST_MARKS, _FEW_CHARACTERS = 0.25, 400

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
# They turn what follows them around, up to the end of what is shown.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_CROWD = re.compile(r"[^\w\s\x00-\x7f]{9,}")
_MOST_ACCENTS = 4
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|br|div|ul|ol|li|strong|em|h[1-6]|a\s)", re.IGNORECASE)
# In a title, Markdown is hardly ever meant as such, but for this.
_LINK = re.compile(r"\[([^\[\]]+)\]\((?:https?:/)?/[^()\s]*\)")
# Markdown takes it for text.
_OFFICE = re.compile(r"</?o:p ?/?>", re.IGNORECASE)
_MARKED = re.compile(r"[<&\[]")
_REAL_TAG = re.compile(r"</?[a-z]", re.IGNORECASE)


def prose(text: str) -> str:
    """Return a text with its paragraphs, lists and addresses, and without any markup.

    What is longer than LONGEST_PROSE ends there.
    """
    tidy = _tidy(text[:LONGEST_PROSE])
    if "o:p" in tidy:
        tidy = _OFFICE.sub("", tidy)
    if "&lt;" in tidy and _ESCAPED_TAG.search(tidy) and not _REAL_TAG.search(tidy):
        tidy = _tidy(unescaped(tidy))
    if not _MARK.search(tidy):
        return tidied(tidy)
    html = _MARKDOWN.render(tidy) if _is_text(tidy) else tidy
    said = text_of(html)
    # An entity may stand for a character that must not be seen.
    return _tidy(said).strip() if "&" in tidy else said


def line(text: str) -> str:
    """Return a title or a name on one line, without HTML's entities and tags.

    What is longer than LONGEST_LINE ends there.
    """
    said = text[: 2 * LONGEST_LINE]
    # Most are plain, and there are many.
    if not (said.isascii() and said.isprintable()) or _MARKED.search(said):
        said = _tidy(said)
        if "<" in said or "&" in said:
            said = _tidy(text_of(said))
        said = _LINK.sub(r"\1", said)
    said = " ".join(said.split())
    return said if len(said) <= LONGEST_LINE else f"{said[: LONGEST_LINE - 1].rstrip()}…"


def _is_text(tidy: str) -> bool:
    return len(tidy) < _FEW_CHARACTERS or len(_MARKS.findall(tidy)) < _MOST_MARKS * len(tidy)


def _tidy(text: str) -> str:
    plain = _CONTROL.sub("", _BREAKS.sub("\n", text))
    if plain.isascii():
        return plain
    bare = _CROWD.sub(_thinned, _TURNING.sub("", plain))
    return unicodedata.normalize("NFC", bare)


def _thinned(found: re.Match[str]) -> str:
    """Return a crowd of signs with no more accents on one letter than any language has."""
    kept: list[str] = []
    accents = 0
    for sign in found[0]:
        accents = accents + 1 if unicodedata.combining(sign) else 0
        if accents <= _MOST_ACCENTS:
            kept.append(sign)
    return "".join(kept)
