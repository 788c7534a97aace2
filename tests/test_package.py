from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.house import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The names in the wheel that an installation is made from"""
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("wheel")))
    with ZipFile(built) as archive:
        return set(archive.namelist())


def test_the_wheel_carries_every_module(wheel):
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "bot").rglob("*.py")}

    assert {name for name in wheel if name.endswith(".py")} == modules


def test_the_wheel_carries_the_programs_and_their_schema(wheel):
    carried = {name.removeprefix("bot/data/") for name in wheel if name.startswith("bot/data/")}

    assert carried == {path.name for path in (ROOT / "data").iterdir()}
    assert {"qcon-plus-2022.yaml", "program.schema.json"} <= carried


def test_the_wheel_says_that_it_is_typed(wheel):
    assert "bot/py.typed" in wheel
