"""Turns what people wrote for web pages, as HTML or Markdown, into plain text."""

import re
import unicodedata
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from typing_extensions import override

# HTML inside Markdown goes through; a line's end is kept, since many write one thing a line.
_MARKDOWN = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable("strikethrough")
# What may be indented is hardly ever code in an abstract.
_MARKDOWN.disable("code")

_BLOCKS = frozenset(
    """
    address article aside blockquote div dl dd dt figure footer form h1 h2 h3 h4 h5 h6 header hr
    main nav ol p pre section table tr ul
    """.split()  # noqa: SIM905 - as a list it would take forty lines
)
_INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big br center cite code del dfn em font i img ins kbd label li mark q s
    samp small span strike strong sub sup tbody td tfoot th thead time tt u var wbr
    """.split()  # noqa: SIM905 - as above
)
_LISTS = ("ol", "ul")
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript"})

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_BLANKS = re.compile(r"[ \t\u00a0]+")


def prose(text: str) -> str:
    """Return a text with its paragraphs, lists and addresses, and without any markup."""
    reader = _Reader()
    reader.feed(_MARKDOWN.render(_tidy(text)))
    reader.close()
    return reader.text()


def line(text: str) -> str:
    """Return a title or a name on one line, without HTML's entities and tags."""
    tidy = _tidy(text)
    if "<" in tidy or "&" in tidy:
        reader = _Reader()
        reader.feed(tidy)
        reader.close()
        tidy = reader.text()
    return " ".join(tidy.split())


def _tidy(text: str) -> str:
    return _CONTROL.sub("", _BREAKS.sub("\n", unicodedata.normalize("NFC", text)))


class _Reader(HTMLParser):
    """Reads HTML into lines of text; a tag that HTML doesn't have is text that somebody wrote."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._unseen = 0
        self._links: list[tuple[str, int]] = []
        # One for each list that is open: its next number, None where it has none.
        self._lists: list[int | None] = []
        self._after_bullet = False

    def text(self) -> str:
        """Return what was read: no blanks at the ends of lines, no two empty lines in a row."""
        lines = (_BLANKS.sub(" ", one).strip() for one in "".join(self._parts).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag not in _BLOCKS | _INLINE:
            self.handle_data(self.get_starttag_text() or "")
        elif tag in ("br", "tr"):
            self._parts.append("\n")
        elif tag == "li":
            self._parts.append(f"\n{self._bullet()} ")
            self._after_bullet = True
        elif tag in ("td", "th"):
            self._parts.append(" ")
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self._parts)))
        elif tag in _BLOCKS:
            self._begin_block(tag, attrs)

    def _begin_block(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._after_bullet:
            self._parts.append("\n" if self._lists and tag in _LISTS else "\n\n")
        if tag in _LISTS:
            self._lists.append(_first(attrs) if tag == "ol" else None)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "a" and self._links:
            self._close_link(*self._links.pop())
        elif tag in _LISTS and self._lists:
            self._lists.pop()
            self._parts.append("\n" if self._lists else "\n\n")
        elif tag in _BLOCKS:
            self._parts.append("\n" if self._lists else "\n\n")
        elif tag not in _INLINE:
            self.handle_data(f"</{tag}>")

    @override
    def handle_data(self, data: str) -> None:
        if self._unseen or (self._after_bullet and not data.strip()):
            return
        self._after_bullet = False
        self._parts.append(data.replace("\n", " "))

    def _bullet(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "-"
        self._lists[-1] = number + 1
        return f"{number}."

    def _close_link(self, address: str, begun: int) -> None:
        """Write an address behind the words that led to it, unless they are the address."""
        words = "".join(self._parts[begun:]).strip()
        if address.startswith(("http://", "https://")) and address.rstrip("/") not in words:
            shown = f" ({address})" if words else address
            self._parts.append(shown)


def _first(attrs: list[tuple[str, str | None]]) -> int:
    start = dict(attrs).get("start") or "1"
    return int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1  # noqa: PLR2004 - no list is longer
