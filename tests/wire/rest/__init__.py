"""The REST routes; importing it fills the table of them."""

from tests.wire.rest import (
    account,
    callbacks,
    channels,
    commands,
    events,
    followups,
    guilds,
    messages,
    pins,
    threads,
)
from tests.wire.rest.route import ROUTES, Route

__all__ = ["ROUTES", "Route"]

# Named, so that no tool takes the imports for unused.
PARTS = (
    account,
    callbacks,
    channels,
    commands,
    events,
    followups,
    guilds,
    messages,
    pins,
    threads,
)
