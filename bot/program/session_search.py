"""Finds the sessions that what was typed may mean: by talk, speaker, track or name."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime

from bot.errors import NotOnProgramError, SessionChangeError
from bot.program.lookup import Lookup
from bot.program.model import Session
from bot.program.search import Hit, HitKind
from bot.program.timetable import Timetable
from bot.program.words import words_of
from bot.translation import said_many

# So many hits of the search are looked at; a speaker or a track may have many sessions.
MOST_HITS = 25

Fits = Callable[[Session], bool]


def sessions_like(
    lookup: Lookup, words: str, now: datetime, fits: Fits, limit: int
) -> tuple[Session, ...]:
    """Return the sessions that fit and that `words` may mean, the likeliest first.

    Without words these are all that fit: what is on first, then what is to come, by time.
    """
    found = _found(lookup, words, now) if words.strip() else _soonest(lookup.timetable, now)
    fitting = {session.id: session for session in found if fits(session)}
    return tuple(fitting.values())[:limit]


def meant_session(lookup: Lookup, words: str, now: datetime, fits: Fits) -> Session:
    """Return the one session that `words` mean: its id, or what a person typed.

    One that fits goes before all that do not.

    Raises:
        NotOnProgramError: nothing matches.
        SessionChangeError: several may be meant.
    """
    session = lookup.timetable.session(words.strip())
    if session is not None:
        return session
    if not words.strip():
        raise NotOnProgramError("session", words)
    found = sessions_like(lookup, words, now, fits, MOST_HITS) or sessions_like(
        lookup, words, now, lambda _: True, MOST_HITS
    )
    if not found:
        raise NotOnProgramError("session", words)
    named = [one for one in found if _is_named(one, words, lookup.timetable)]
    several = named or found
    if len(several) > 1:
        raise SessionChangeError(
            said_many(
                "“{words}” may mean {count} session. "
                "Pick one from the list that opens while you type.",
                "“{words}” may mean {count} sessions. "
                "Pick one from the list that opens while you type.",
                len(several),
                words=words,
            )
        )
    return several[0]


def is_not_over(timetable: Timetable, now: datetime) -> Fits:
    """Return what tells of a session whether it has not ended by `now`."""
    instant = now.timestamp()
    return lambda session: timetable.end_of(session).timestamp() > instant


def _soonest(timetable: Timetable, now: datetime) -> Iterator[Session]:
    yield from timetable.on_now(now)
    instant = now.timestamp()
    yield from (one for one in timetable.sessions if one.start.timestamp() > instant)
    yield from timetable.sessions


def _found(lookup: Lookup, words: str, now: datetime) -> Iterator[Session]:
    """Give what is called so, then what is found otherwise; breaks have no other way."""
    timetable = lookup.timetable
    wanted = words_of(words)
    called = [one for one in timetable.sessions if _is_called(one, wanted, timetable)]
    hits = lookup.search.find(words, now, limit=MOST_HITS)
    by_talk = [hit for hit in hits if hit.kind is HitKind.TALK]
    others = [hit for hit in hits if hit.kind is not HitKind.TALK]
    yield from (one for hit in by_talk for one in timetable.sessions_of_talk(hit.id))
    yield from called
    yield from (one for hit in others for one in _met_in(hit, timetable))


def _met_in(hit: Hit, timetable: Timetable) -> Iterable[Session]:
    if hit.kind is HitKind.TRACK:
        return timetable.sessions_of_track(hit.id)
    return (
        session
        for talk in timetable.talks_of_speaker(hit.id)
        for session in timetable.sessions_of_talk(talk.id)
    )


def _is_called(session: Session, wanted: Collection[str], timetable: Timetable) -> bool:
    """Tell whether each word begins one of the session's own name or its room's."""
    if not wanted or not session.title:
        return False
    room = timetable.room(session.room) if session.room else None
    words = words_of(f"{session.title} {room.name if room else ''}")
    return all(any(word.startswith(one) for word in words) for one in wanted)


def _is_named(session: Session, words: str, timetable: Timetable) -> bool:
    return words_of(timetable.title_of(session)) == words_of(words)
