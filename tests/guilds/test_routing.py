import pytest

from bot.guilds.model import Choices, Lead, Route, RouteKind
from bot.guilds.routing import reminder_places, rooms_elsewhere, routing_of
from tests.delivery.deliveries import MINUTE
from tests.factories import a_session

WEB = Route(kind=RouteKind.TRACK, id="web", channel=20)
HALL = Route(kind=RouteKind.ROOM, id="hall", channel=30)
LEAD = Lead(before=10 * MINUTE)
CHOICES = Choices(guild_id=1, reminder_channel=10, leads=(LEAD,), routes=(HALL, WEB))


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"track": "web", "room": "hall"}, 20),
        ({"track": "data", "room": "hall"}, 30),
        ({"track": "web"}, 20),
        ({"room": "loft"}, 10),
        ({"track": "hall", "room": "web"}, 10),
        ({}, 10),
    ],
)
def test_a_track_comes_before_a_room_and_a_room_before_the_guild(fields, place):
    assert routing_of(CHOICES).place_of(a_session(**fields)) == place


def test_without_a_channel_for_reminders_only_what_has_a_route_has_a_channel():
    routing = routing_of(Choices(guild_id=1, routes=(HALL,)))

    places = [routing.place_of(a_session(room=room)) for room in ("hall", "loft")]

    assert (places, routing.leads_nowhere) == ([30, None], False)
    assert routing_of(Choices(guild_id=1)).leads_nowhere


def test_reminders_have_no_place_without_a_lead():
    assert reminder_places(CHOICES) == (10, 30, 20)
    assert reminder_places(Choices(guild_id=1, reminder_channel=10, routes=(HALL,))) == ()


def test_a_room_is_elsewhere_unless_its_channel_is_the_place():
    assert rooms_elsewhere(CHOICES, 20) == {"hall": 30}
    assert rooms_elsewhere(CHOICES, 30) == {}
