"""One guild with Marquee's reminder channel, on a fresh loopback Discord."""

import pytest

from tests.wire.marquee.running import Home


@pytest.fixture
def place(guild):
    """The channel that reminders are posted in."""
    return guild.channels["general"]


@pytest.fixture
def home(tmp_path, guild, place):
    home = Home(tmp_path)
    home.serve({guild.id: place})
    return home
