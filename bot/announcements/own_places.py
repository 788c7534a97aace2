"""Which channels are a changed session's own: those where it is, or was, reminded of."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.announcements.steps import Step
from bot.guilds.model import LONG_AGO, Choices, Route, RouteKind
from bot.guilds.routing import routing_of
from bot.program.diff import Change, ChangeKind, Facts
from bot.program.timetable import Timetable


class OwnPlaces:
    """The own channels of a guild's sessions, as far as Changes tell where those are.

    A Change knows tracks and rooms by their names, since they may be gone by the time it is told.
    """

    def __init__(self, choices: Choices, timetable: Timetable) -> None:
        self._timetable = timetable
        self._usual = choices.reminder_channel
        self._changes_since = choices.changes_since
        self._usual_since = min((lead.since for lead in choices.leads), default=LONG_AGO)
        self._routing = routing_of(choices)
        self._by_name: dict[tuple[RouteKind, str], Route] = {}
        for route in choices.routes:
            if (name := _name_of(route, timetable)) is not None:
                self._by_name[route.kind, name] = route

    def of_all(self, steps: Mapping[str, Sequence[Step]]) -> Mapping[int | None, set[str]]:
        """Return the sessions that may have to do with each channel, by the sessions' ids."""
        near = defaultdict[int | None, set[str]](set)
        for session, changes in steps.items():
            for step in changes:
                for place in self.at(step.batch.due, step.change):
                    near[place].add(session)
            # Organizers may have laid another room over the source's.
            stands = self._timetable.session(session)
            if stands is not None:
                near[self._routing.place_of(stands)].add(session)
        return near

    def since(self, instant: datetime, change: Change, place: int) -> datetime | None:
        """Return from when on (UTC) a channel is told of a session with a Change that came then.

        None if it is none of its own. One that goes from one track or room to another has two:
        people wait in both.
        """
        instants = [
            max(since, self._changes_since)
            for own, since in (self._own(facts, instant) for facts in _facts(change))
            if own == place
        ]
        return min(instants, default=None)

    def at(self, instant: datetime, change: Change) -> set[int | None]:
        """Return the channels that were a session's own when a Change of it came."""
        return {self._own(facts, instant)[0] for facts in _facts(change)}

    def _own(self, facts: Facts, at: datetime) -> tuple[int | None, datetime]:
        """Return what was a session's own channel at an instant, and since when it is that."""
        for kind, name in ((RouteKind.TRACK, facts.track), (RouteKind.ROOM, facts.room)):
            route = None if name is None else self._by_name.get((kind, name))
            if route is not None and route.since <= at:
                return route.channel, route.since
        return self._usual, self._usual_since


def _facts(change: Change) -> Iterator[Facts]:
    return (facts for facts in (change.before, change.after) if facts is not None)


def without_stream(change: Change) -> Change | None:
    """Return a change without a word of where to watch, None if it is of nothing else."""
    kinds = tuple(kind for kind in change.kinds if kind is not ChangeKind.STREAM)
    return replace(change, kinds=kinds) if kinds else None


def _name_of(route: Route, timetable: Timetable) -> str | None:
    if route.kind is RouteKind.TRACK:
        track = timetable.track(route.id)
        return None if track is None else track.name
    room = timetable.room(route.id)
    return None if room is None else room.name
