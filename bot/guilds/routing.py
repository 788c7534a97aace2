"""Which channel a guild's sessions are told in: their track's, their room's, or the guild's own."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.guilds.model import Choices, Route, RouteKind
from bot.program.model import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """A guild's channels by what they are for, made ready to be asked for every session.

    A track's own channel comes before its room's: people follow a subject through all rooms.
    """

    usual: int | None
    routes: Mapping[tuple[RouteKind, str], Route]

    @property
    def leads_nowhere(self) -> bool:
        """Whether no session has a channel."""
        return self.usual is None and not self.routes

    def route_of(self, track: str | None, room: str | None) -> Route | None:
        """Return the route of what is in a track and a room, by their ids."""
        found = None if track is None else self.routes.get((RouteKind.TRACK, track))
        if found is None and room is not None:
            found = self.routes.get((RouteKind.ROOM, room))
        return found

    def place_of(self, session: Session) -> int | None:
        """Return the channel that a session is told in, None if it is told in none."""
        route = self.route_of(session.track, session.room)
        return self.usual if route is None else route.channel


def routing_of(choices: Choices) -> Routing:
    """Return the routing that a guild chose."""
    routes = {(route.kind, route.id): route for route in choices.routes}
    return Routing(usual=choices.reminder_channel, routes=routes)


def reminder_places(choices: Choices) -> tuple[int, ...]:
    """Return the channels that reminders are posted in, each once; none without a lead."""
    if not choices.leads:
        return ()
    own = [] if choices.reminder_channel is None else [choices.reminder_channel]
    return tuple(dict.fromkeys([*own, *(route.channel for route in choices.routes)]))


def rooms_elsewhere(choices: Choices, place: int) -> Mapping[str, int]:
    """Return the channels of rooms, by the room's id, that are others than `place`."""
    return {
        route.id: route.channel
        for route in choices.routes
        if route.kind is RouteKind.ROOM and route.channel != place
    }
