"""Tells which sessions people walk into and out of as they like."""

from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.program.words import words_of

# As programs call what is open for a while, whoever comes; folded, as they are written.
_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in (
        "walk in",
        "drop in",
        "registration",
        "check in",
        "badge pickup",
        "badge pick up",
        "pick up badges",
        "info desk",
        "infodesk",
        "help desk",
        "helpdesk",
        "office hours",
        "open space",
        "open spaces",
        "open house",
        "hallway track",
        "lounge",
        "quiet zone",
        "quiet room",
        "expo",
        "exhibition",
        "exhibition hall",
        "exhibit hall",
        "sponsor hall",
        "booths",
        "job fair",
        "jobs fair",
        "career fair",
        "recruitment fair",
        "posters",
        "poster session",
        "postersession",
        "poster exhibition",
    )
)
# "Wednesday Registration & Welcome @ Hall 1" is one, "How we rebuilt our registration" is not.
_FIRST_WORDS = 3


def is_walk_in(session: Session, timetable: Timetable) -> bool:
    """Tell whether people come and go in a session as they like.

    No program says so of its sessions, but real ones show it. What nothing is presented in is
    always one: breaks, meals, registration. So is what nobody presents and whose title names a
    place or an hour that is open for all, within its first three words: "Info Desk Hours", "PyCon
    UK Jobs Fair", "Poster Session", "Open Space", "Office Hours - …". What somebody presents never
    is, since its title may just be about such a thing: "Drop-in replacements for …".
    """
    if session.is_break:
        return True
    if any(talk.speakers for talk in timetable.talks_of(session)):
        return False
    words = words_of(timetable.title_of(session))
    return any(
        tuple(words[place : place + len(phrase)]) == phrase
        for phrase in _PHRASES
        for place in range(_FIRST_WORDS)
    )
