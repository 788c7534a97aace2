"""Program files for tests: a head to put sections under, the sample, and what reading them says."""

from datetime import UTC

import pytest

from bot.errors import ProgramFileError
from bot.program.shipped import SAMPLE, shipped_programs
from bot.program.yaml_file import read

HEAD = """\
program:
  id: conf
  name: Conf
  zone: America/Los_Angeles
  first_day: 2022-03-12
  last_day: 2022-12-09
"""
SAMPLE_TEXT = (shipped_programs() / f"{SAMPLE}.yaml").read_text("utf-8")


def program_of(text):
    return read(text.encode(), file="conf.yaml").program


def faults_of(text):
    with pytest.raises(ProgramFileError) as caught:
        read(text.encode(), file="conf.yaml")
    return caught.value.faults


def told(text):
    return [(one.line, one.column, one.what) for one in faults_of(text)]


def instants(program):
    """Every start and end in UTC: two wall times of one zone are equal without their offsets."""
    return [
        (one.start.astimezone(UTC), one.end and one.end.astimezone(UTC)) for one in program.sessions
    ]
