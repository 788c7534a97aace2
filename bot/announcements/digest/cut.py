"""Cuts a day's sessions into messages, by what their text takes at its shortest."""

import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.program.model import Session
from bot.program.timetable import Timetable

# One message stays readable. What an embed may hold beyond it is for what changes later, for people
# and for tracks.
MOST_LENGTH = 3_600
# As many as three pickers hold.
MOST_SAVED = 75

# At most so much of these is shown where there is the least room, escapes counted.
TITLE, ROOM = 70, 24
# Bullets, signs and line breaks: of every session, and of every start with its timestamp.
FRAME, SLOT = 10, 20

# How much longer than the average a message may be so that they are no more than they must be.
SHARES = (1.0, 1.05, 1.1, 1.2, 1.3, 1.5)

_PUNCTUATION = frozenset(string.punctuation)


def in_order(timetable: Timetable, sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return sessions, which are in the timetable's order, by start and then by track."""
    tracks = {track.id: place for place, track in enumerate(timetable.program.tracks)}
    return tuple(
        sorted(
            sessions,
            key=lambda one: (one.start.timestamp(), tracks.get(one.track or "", len(tracks))),
        )
    )


def parts_of(timetable: Timetable, sessions: Iterable[Session]) -> tuple[tuple[Session, ...], ...]:
    """Return the sessions, in order, in as few messages as hold them, which are about as long.

    What starts together is not torn apart where one message can hold it.
    """
    pieces = tuple(_pieces(in_order(timetable, sessions), timetable))
    fewest = _cut(pieces, MOST_LENGTH)
    average = sum(piece.length for piece in pieces) / max(1, len(fewest))
    for share in SHARES:
        parts = _cut(pieces, min(MOST_LENGTH, share * average))
        if len(parts) == len(fewest):
            return parts
    return fewest


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """What stands together: what starts at one time, or one session of that if it is too much.

    `length` is one that its text never passes, in UTF-16 units.
    """

    sessions: Sequence[Session]
    length: int

    @property
    def saved(self) -> int:
        """How many of its sessions can be saved."""
        return sum(not session.is_break for session in self.sessions)


def _pieces(sessions: Sequence[Session], timetable: Timetable) -> Iterator[_Piece]:
    for _, together in groupby(sessions, key=lambda one: one.start.timestamp()):
        whole = _piece(tuple(together), timetable)
        if whole.length <= MOST_LENGTH and whole.saved <= MOST_SAVED:
            yield whole
        else:
            yield from (_piece((session,), timetable) for session in whole.sessions)


def _piece(together: Sequence[Session], timetable: Timetable) -> _Piece:
    length = SLOT + sum(_longest(session, timetable) for session in together)
    return _Piece(sessions=together, length=length)


def _cut(pieces: Iterable[_Piece], most: float) -> tuple[tuple[Session, ...], ...]:
    """Return the pieces' sessions in parts that are at most so long, if any piece alone is."""
    parts: list[list[Session]] = []
    length = saved = 0
    for piece in pieces:
        length, saved = length + piece.length, saved + piece.saved
        if not parts or length > most or saved > MOST_SAVED:
            parts.append([])
            length, saved = piece.length, piece.saved
        parts[-1] += piece.sessions
    return tuple(map(tuple, parts))


def _longest(session: Session, timetable: Timetable) -> int:
    room = timetable.room(session.room) if session.room else None
    where = 0 if room is None else _shown(room.name, ROOM)
    return FRAME + _shown(timetable.title_of(session), TITLE) + where


def _shown(text: str, most: int) -> int:
    """Return how long a text may become once its Markdown is escaped, `most` at most."""
    # Whatever its letters are, this many of them are more than is shown.
    text = text[: most + 1]
    units = len(text.encode("utf-16-le", "replace")) // 2
    return min(units + sum(letter in _PUNCTUATION for letter in text), most)
