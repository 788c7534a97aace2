import stat

import pytest

from bot.errors import StageMissingError
from bot.rehearsal.provision import bring_in, wanted


def a_python(tmp_path, *, fails):
    """Something that notes what it is asked to do, in Python's place"""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\nexit {int(fails)}\n')
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    return str(python)


def test_what_is_wanted_is_the_stage_pinned_exactly():
    assert wanted() == ("simcord[preview]==3.2.1",)


def test_it_is_installed_with_pip(tmp_path):
    bring_in(a_python(tmp_path, fails=False))

    asked = (tmp_path / "asked").read_text()
    assert asked == "-m pip install --quiet simcord[preview]==3.2.1\n"


def test_where_pip_fails_it_is_said_what_to_type(tmp_path):
    with pytest.raises(StageMissingError, match=r"pip install 'simcord\[preview\]==3.2.1'"):
        bring_in(a_python(tmp_path, fails=True))
