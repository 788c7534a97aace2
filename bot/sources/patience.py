"""Lets a session that vanished from a live source stand until a second good refresh lacks it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.program.model import Program, Room, Session, Speaker, Talk, Track

# A session is called cancelled when this many good refreshes in a row lack it.
GOOD_REFRESHES = 2

_Thing = TypeVar("_Thing", bound=Room | Track | Speaker | Talk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A later version with what vanished put back; `missing` counts the refreshes that lacked it.

    `missing` has only what still stands and may be back in the next refresh.
    """

    program: Program
    missing: Mapping[str, int]


def with_awaited(earlier: Program, later: Program, missing: Mapping[str, int]) -> Awaited:
    """Return `later` with the sessions of `earlier` that it lacks for the first time.

    They stand as they were, with their talks, people, room and track. `missing` is how many good
    refreshes in a row before this one lacked each. The two have each other's ids.
    """
    there = {one.id for one in later.sessions}
    gone = {one.id: missing.get(one.id, 0) + 1 for one in earlier.sessions if one.id not in there}
    counts = {session: count for session, count in gone.items() if count < GOOD_REFRESHES}
    kept = tuple(one for one in earlier.sessions if one.id in counts)
    program = _with_sessions(earlier, later, kept) if kept else later
    return Awaited(program=program, missing=counts)


def _with_sessions(earlier: Program, later: Program, kept: tuple[Session, ...]) -> Program:
    talks = _and(later.talks, earlier.talks, {talk for one in kept for talk in one.talks})
    tracks = _and(later.tracks, earlier.tracks, {one.track for one in kept if one.track})
    people = {person for talk in talks for person in talk.speakers}
    hosts = {person for track in tracks for person in track.hosts}
    days = [_day(one, later) for one in kept]
    sessions = sorted((*later.sessions, *kept), key=lambda one: (one.start.timestamp(), one.id))
    return replace(
        later,
        first_day=min(later.first_day, *days),
        last_day=max(later.last_day, *days),
        rooms=_and(later.rooms, earlier.rooms, {one.room for one in kept if one.room}),
        tracks=tracks,
        speakers=_and(later.speakers, earlier.speakers, people | hosts),
        talks=talks,
        sessions=tuple(sessions),
    )


def _and(
    later: tuple[_Thing, ...], earlier: Iterable[_Thing], wanted: Collection[str]
) -> tuple[_Thing, ...]:
    """Return the later things, and those earlier ones that are wanted and no longer there."""
    there = {one.id for one in later}
    return (*later, *(one for one in earlier if one.id in wanted and one.id not in there))


def _day(session: Session, program: Program) -> date:
    return session.start.astimezone(ZoneInfo(program.zone)).date()
