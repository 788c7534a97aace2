"""One loopback Discord a test run, begun anew for each test."""

import asyncio
import inspect
from functools import wraps
from pathlib import Path

import pytest

from tests.wire.loopback import Loopback
from tests.wire.pointed import pointed_at
from tests.wire.process import Process
from tests.wire.raw import Raw

HERE = Path(__file__).parent
SECONDS = 15


def pytest_collection_modifyitems(items):
    """Let no test here wait for ever."""
    for item in items:
        if item.path.parent == HERE and inspect.iscoroutinefunction(item.obj):
            item.obj = _bounded(item.obj)


def _bounded(test):
    @wraps(test)
    async def bounded(*args, **kwargs):
        async with asyncio.timeout(SECONDS):
            return await test(*args, **kwargs)

    return bounded


@pytest.fixture(scope="session")
def process():
    started = Process()
    yield started
    started.stop()


@pytest.fixture
async def loopback(process):
    """A fresh Discord that discord.py takes for the real one; problems fail the test."""
    async with Loopback(process.address) as loopback:
        await loopback.reset(identify_seconds=0.0)
        with pointed_at(loopback.address):
            yield loopback
        assert await loopback.witness.problems() == []


@pytest.fixture
async def raw(loopback):
    async with Raw(loopback.address) as raw:
        yield raw


@pytest.fixture
async def guild(loopback):
    return await loopback.stage.create_guild(channels={"general": 0, "news": 5, "forum": 15})


@pytest.fixture
def general(guild):
    return guild.channels["general"]


@pytest.fixture
def checked(process):
    """Skips, and says so, where Discord's description is not at hand."""
    if not process.checked:
        pytest.skip("MARQUEE_OPENAPI names no description of Discord's API")
