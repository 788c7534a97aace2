"""Reads HTML into lines of text, the same on every Python and in time that grows with its length.

Python's own parser takes minutes for some texts of 64 KB, and reads a few tags differently from
one release to the next.
"""

import re
from html import unescape

_BLOCKS = frozenset(
    """
    address article aside blockquote body caption dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html main nav ol p pre section summary table tr ul
    """.split()  # noqa: SIM905 - as a list it would take forty lines
)
_INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big br center cite code del dfn em font i img ins kbd label li link
    mark meta nobr o:p q s samp small span strike strong sub sup tbody td tfoot th thead time tt u
    var wbr
    """.split()  # noqa: SIM905 - as above
)
# These are as often what a talk is about: they are markup only where they are closed, too.
_MENTIONED = frozenset(
    """
    audio button canvas dialog embed iframe input object option output picture select slot source
    svg textarea track video
    """.split()  # noqa: SIM905 - as above
)
_LISTS = ("ol", "ul")
# What stands between these is not for the eye.
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript"})

# Each try ends at the next < or >, so that a search takes one way through the text.
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*+)"
    r"(?P<rest>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+|[^<>]*+)>"
    r"|(?P<comment><!--)|<[!?][^<>]*+>"
)
_HREF = re.compile(r"""\bhref\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_FIRST = re.compile(r"\bstart\s*=\s*[\"']?(\d{1,6})\b", re.IGNORECASE)
# No longer ones: Python refuses to read a number of some thousand digits. Names need their
# semicolon, so that an address with "&section=3" in it stays one.
_ENTITY = re.compile(
    r"&(?:#\d{1,8}(?:;|(?!\d))|#[xX][0-9a-fA-F]{1,7}(?:;|(?![0-9a-fA-F]))"
    r"|[A-Za-z][A-Za-z0-9]{1,31};)",
    re.ASCII,
)
_BLANKS = re.compile(r"[ \t\u00a0]+")


def text_of(html: str) -> str:
    """Return what people see of HTML: no blanks at the ends of lines, no two empty lines in a row.

    A tag that HTML doesn't have is text that somebody wrote. Addresses follow the words that led
    to them, in brackets.
    """
    reader = _Reader(html)
    reader.read()
    return reader.text()


def unescaped(text: str) -> str:
    """Return the text with the characters that HTML's entities stand for."""
    return _ENTITY.sub(lambda found: unescape(found[0]), text) if "&" in text else text


def tidied(text: str) -> str:
    """Return it without blanks at the ends of lines, and without two empty lines in a row."""
    lines = (_BLANKS.sub(" ", one).strip() for one in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader:
    def __init__(self, html: str) -> None:
        self._html = html
        self._small = html.casefold() if html.isascii() else _lowered(html)
        # What is known to be nowhere after here, so that nothing is looked for twice.
        self._absent: set[str] = set()
        self._parts: list[str] = []
        self._link: tuple[str, int] | None = None
        # One for each list that is open: its next number, None where it has none.
        self._lists: list[int | None] = []
        self._after_bullet = False
        self._as_typed = 0

    def text(self) -> str:
        return tidied("".join(self._parts))

    def read(self) -> None:
        done = 0
        while (found := _TAG.search(self._html, done)) is not None:
            self._say(self._html[done : found.start()])
            done = self._after(found)
        self._say(self._html[done:])
        self._close_link()

    def _after(self, found: re.Match[str]) -> int:
        """Take a tag or a comment; return where to go on."""
        name = (found["name"] or "").lower()
        if found["comment"]:
            return self._past("-->", found) or self._as_text(found)
        if name in _UNSEEN:
            return found.end() if found["close"] else self._unseen(name, found)
        if name in _BLOCKS or name in _INLINE:
            if found["close"]:
                self._end(name)
            else:
                self._begin(name, found["rest"])
        elif name and not self._is_closed(name, found):
            return self._as_text(found)
        return found.end()

    def _unseen(self, name: str, found: re.Match[str]) -> int:
        close = self._past(f"</{name}", found)
        if close is None:
            return self._as_text(found)
        return close + 1 if self._html.startswith(">", close) else close

    def _is_closed(self, name: str, found: re.Match[str]) -> bool:
        if name not in _MENTIONED:
            return False
        return bool(found["close"]) or self._past(f"</{name}", found) is not None

    def _past(self, what: str, found: re.Match[str]) -> int | None:
        """Return where it goes on behind the next `what`; None if there is none."""
        if what in self._absent:
            return None
        place = self._small.find(what, found.end())
        if place < 0:
            self._absent.add(what)
            return None
        return place + len(what)

    def _as_text(self, found: re.Match[str]) -> int:
        self._say(found[0])
        return found.end()

    def _begin(self, tag: str, rest: str) -> None:
        if tag in ("br", "tr"):
            self._parts.append("\n")
        elif tag == "li":
            begun = bool(self._parts) and self._parts[-1].endswith("\n")
            self._parts.append(f"{self._bullet()} " if begun else f"\n{self._bullet()} ")
            self._after_bullet = True
        elif tag in ("td", "th"):
            self._parts.append(" ")
        elif tag == "a":
            self._close_link()
            self._link = (_address(rest), len(self._parts))
        elif tag in _BLOCKS:
            self._begin_block(tag, rest)

    def _begin_block(self, tag: str, rest: str) -> None:
        # A list within a list needs no line of its own: its first bullet begins one.
        if not self._after_bullet and not (self._lists and tag in _LISTS):
            self._parts.append("\n\n")
        if tag in _LISTS:
            self._lists.append(_first(rest) if tag == "ol" else None)
        self._as_typed += tag == "pre"

    def _end(self, tag: str) -> None:
        if tag == "a":
            self._close_link()
        elif tag in _LISTS and self._lists:
            self._lists.pop()
            self._parts.append("\n" if self._lists else "\n\n")
        elif tag in _BLOCKS:
            self._parts.append("\n" if self._lists else "\n\n")
        self._as_typed = max(0, self._as_typed - (tag == "pre"))

    def _say(self, written: str) -> None:
        if not written or (self._after_bullet and not written.strip()):
            return
        self._after_bullet = False
        # Like the browsers: a line's end is a blank, unless it stands in <pre>.
        seen = written if self._as_typed else written.replace("\n", " ")
        self._parts.append(unescaped(seen))

    def _bullet(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "-"
        self._lists[-1] = number + 1
        return f"{number}."

    def _close_link(self) -> None:
        """Write an address behind the words that led to it, unless they are the address."""
        if self._link is None:
            return
        address, begun = self._link
        self._link = None
        words = "".join(self._parts[begun:]).strip()
        if address.startswith(("http://", "https://")) and address.rstrip("/") not in words:
            self._parts.append(f" ({address})" if words else address)


def _lowered(html: str) -> str:
    """Return it in small letters where they are ASCII, so that every place stays where it is."""
    return re.sub(r"[A-Z]+", lambda found: found[0].lower(), html)


def _address(rest: str) -> str:
    found = _HREF.search(rest)
    return unescaped(found[1].strip("\"'").strip()) if found else ""


def _first(rest: str) -> int:
    found = _FIRST.search(rest)
    return int(found[1]) if found else 1
