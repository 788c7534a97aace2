"""The desks of agendas on the stage."""

from datetime import timedelta

import pytest

from bot import direct_turns
from bot.rehearsal.stage import Stage
from tests.cogs.office import Office


@pytest.fixture
def office(monkeypatch):
    # The stage takes a timer of the event loop for something that it has to wait for.
    monkeypatch.setattr(direct_turns, "SOON_EVERY", timedelta(0))
    return Office()


@pytest.fixture
async def stage(office):
    """The office in a server, 20 minutes before the first session of WaterConf."""
    async with Stage(office.client, office.clock.now()) as stage:
        yield stage
        await office.direct.stop()


@pytest.fixture
def people(stage):
    return stage.attendee, stage.organizer
