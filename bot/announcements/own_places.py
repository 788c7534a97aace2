"""Which channels are a changed session's own: those where it is, or was, reminded of."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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
        self._ids: dict[tuple[RouteKind, str], str] = {}
        for route in choices.routes:
            if (name := _name_of(route, timetable)) is not None:
                self._ids[route.kind, name] = route.id

    def of_all(self, steps: Mapping[str, Sequence[Step]]) -> Mapping[int | None, set[str]]:
        """Return the sessions that may have to do with each channel, by the sessions' ids."""
        near = defaultdict[int | None, set[str]](set)
        for session, changes in steps.items():
            for step in changes:
                for facts in (step.change.before, step.change.after):
                    if facts is not None:
                        near[self._own(facts)[0]].add(session)
            # Organizers may have laid another room over the source's.
            stands = self._timetable.session(session)
            if stands is not None:
                near[self._routing.place_of(stands)].add(session)
        return near

    def since(self, change: Change, place: int) -> datetime | None:
        """Return from when on (UTC) a channel is told of a session; None if it is none of its own.

        A session that goes from one track or room to another has two: people wait in both.
        """
        instants = [
            max(since, self._changes_since)
            for facts in (change.before, change.after)
            if facts is not None
            for own, since in [self._own(facts)]
            if own == place
        ]
        return min(instants, default=None)

    def _own(self, facts: Facts) -> tuple[int | None, datetime]:
        route = self._routing.route_of(
            self._ids.get((RouteKind.TRACK, facts.track or "")),
            self._ids.get((RouteKind.ROOM, facts.room or "")),
        )
        return (self._usual, self._usual_since) if route is None else (route.channel, route.since)


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
