"""One guild with Marquee's reminder channel, on a fresh loopback Discord; and what is counted."""

import pytest

from tests.wire.marquee.running import Home
from tests.wire.marquee.tally import Tally, as_property, counted


def pytest_configure(config):
    config.pluginmanager.register(Tally(), "tally of trouble")


@pytest.fixture
def place(guild):
    """The channel that reminders are posted in."""
    return guild.channels["general"]


@pytest.fixture
def home(tmp_path, guild, place):
    home = Home(tmp_path / "marquee.db")
    home.serve({guild.id: place})
    return home


@pytest.fixture
async def towns(loopback, home):
    """Eight more guilds, whose channels are served instead; by guild."""
    made = await loopback.stage.create_guilds(8)
    channels = {guild.id: guild.channels["general"] for guild in made}
    home.serve(channels)
    return channels


@pytest.fixture
def count(request, loopback):
    """Counts, by Discord's own record, what became of a plan, and keeps it for the table."""

    async def count(trouble, plan):
        found = counted(plan, await loopback.witness.posted())
        request.node.user_properties.append(as_property(trouble, found))
        return found

    return count
