"""The whole bot on the stage, on the sample program, for stories."""

import pytest

from bot.config import Settings
from bot.program import yaml_file
from bot.program.shipped import SAMPLE, shipped_programs
from bot.rehearsal.play import rehearse


@pytest.fixture(scope="session")
def sample():
    path = shipped_programs() / f"{SAMPLE}.yaml"
    return yaml_file.read(path.read_bytes(), file=path.name).program


@pytest.fixture
async def rehearsal(sample):
    """The sample event 20 minutes before its session, with an organizer and an attendee."""
    async with rehearse(sample, Settings()) as it:
        yield it


@pytest.fixture
def stage(rehearsal):
    return rehearsal.stage


@pytest.fixture
def attendee(stage):
    return stage.attendee
