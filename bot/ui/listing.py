"""Fills pages with entries under headings; a heading stands again where a page begins."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.program.model import Session
from bot.ui.controls import Opening
from bot.ui.limits import PICKER_OPTIONS, length, pages

# A page that is read in one go on a phone.
PAGE = 1_800


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing in a list as Markdown, the headings it stands under, and what it opens.

    `session` is the one that it is or is a part of. With its headings it must fit a page. `apart`
    asks for a blank line between it and the entry before, if they stand under the same heading.
    """

    text: str
    headings: tuple[str, ...] = ()
    opens: tuple[Opening, ...] = ()
    session: Session | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one page shows, what its picker opens, whose sessions, and how many entries it holds.

    Each session stands once in `sessions`, however many of its talks stand on the page.
    """

    text: str = ""
    opens: tuple[Opening, ...] = ()
    sessions: tuple[Session, ...] = ()
    entries: int = 0


@dataclass(slots=True)
class _Draft:
    """A page being filled."""

    text: str = ""
    opens: list[Opening] = field(default_factory=list)
    sessions: dict[str, Session] = field(default_factory=dict)
    entries: int = 0
    under: tuple[str, ...] = ()

    def text_with(self, entry: Entry) -> str:
        same = 0
        while entry.headings[same : same + 1] == self.under[same : same + 1] != ():
            same += 1
        headings = entry.headings[same:]
        addition = "\n".join([*headings, entry.text])
        if not self.text:
            return addition
        # A heading makes its own room.
        return self.text + ("\n\n" if entry.apart and not headings else "\n") + addition

    def has_room_for(self, entry: Entry, most: int) -> bool:
        if not self.entries:
            return True
        opens = len(self.opens) + len(entry.opens)
        return opens <= PICKER_OPTIONS and length(self.text_with(entry)) <= most

    def add(self, entry: Entry) -> None:
        self.text = self.text_with(entry)
        self.opens += entry.opens
        if entry.session is not None:
            self.sessions[entry.session.id] = entry.session
        self.entries += 1
        self.under = entry.headings

    def page(self) -> Page:
        return Page(
            text=self.text,
            opens=tuple(self.opens),
            sessions=tuple(self.sessions.values()),
            entries=self.entries,
        )


def prose(text: str, heading: str | None = None) -> tuple[Entry, ...]:
    """Return entries for a long escaped text, in pieces that each fit a page."""
    headings = (heading,) if heading else ()
    room = PAGE - sum(length(line) + 1 for line in headings)
    pieces = pages(text, room)
    return tuple(Entry(text=piece, headings=headings, apart=True) for piece in pieces)


def fill(entries: Iterable[Entry], most: int = PAGE) -> tuple[Page, ...]:
    """Return the entries on as few pages as keep their order; one empty page for no entries."""
    return tuple(_filled(entries, most)) or (Page(),)


def _filled(entries: Iterable[Entry], most: int) -> Iterator[Page]:
    draft = _Draft()
    for entry in entries:
        if not draft.has_room_for(entry, most):
            yield draft.page()
            draft = _Draft()
        draft.add(entry)
    if draft.entries:
        yield draft.page()


def page_at(filled: tuple[Page, ...], wanted: int) -> tuple[Page, int]:
    """Return the page that `wanted` asks for, or the nearest there is, and its number from 1."""
    number = min(max(wanted, 1), len(filled))
    return filled[number - 1], number
