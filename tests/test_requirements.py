import re
import tomllib

import pytest

from tests.house import ROOT

LOCKS = ("run", "dev", "tools")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

each_lock = pytest.mark.parametrize("lock", LOCKS)


def entries(lock):
    """Each requirement of a lock as one line: its pin, maybe a marker, its hashes"""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    lines = text.replace("\\\n", " ").splitlines()
    return [line for line in lines if not line.startswith("#")]


def pins(lock):
    return dict(line.split()[0].split("==") for line in entries(lock))


def names(requirements):
    """Names as the locks write them"""
    return {re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", one)[0]).casefold() for one in requirements}


@each_lock
def test_a_lock_holds_nothing_but_pins_with_hashes(lock):
    pin = re.compile(r"[a-z0-9-]+==\S+( +; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+ *")

    assert [line for line in entries(lock) if not pin.fullmatch(line)] == []


@each_lock
def test_a_lock_names_no_index(lock):
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")

    assert re.findall(r"https?:|file:|--index|--extra-index|--find-links|--trusted", text) == []


def test_the_locks_hold_what_the_project_asks_for():
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]

    assert names([*project["dependencies"], *groups["build"]]) <= pins("run").keys()
    assert names(project["optional-dependencies"]["test"]) <= pins("dev").keys()
    assert names(groups["tools"]) <= pins("tools").keys()


def test_the_locks_agree_on_versions():
    dev, tools = pins("dev"), pins("tools")

    assert pins("run").items() <= dev.items()
    assert [name for name in tools if tools[name] != dev.get(name, tools[name])] == []


def test_the_locks_hold_for_newer_pythons_too():
    (line,) = (line for line in entries("run") if line.startswith("audioop-lts"))

    assert line.split(" ; ")[1].startswith("python_full_version >= '3.13'")
