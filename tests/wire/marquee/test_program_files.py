"""A program file is edited while one or two real `marquee run` use it."""

import os
import signal
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.program.yaml_file import write
from tests.storage.databases import a_place
from tests.wire.marquee.event import BRIDGES, RIVERS, an_event, once, told, until
from tests.wire.marquee.process import Running

START_SECONDS = 20
# The files are looked at every second, and one that was just written is let settle for two.
TAKEN_OVER = 15.0

pytestmark = pytest.mark.trouble


class Office:
    """A program file, and processes that share it and one store, each in a folder of its own"""

    def __init__(self, folder, loopback, store, guild, place):
        self._folder, self._loopback, self._guild, self._place = folder, loopback, guild, place
        self._store = store
        (folder / "data").mkdir()

    def save(self, program):
        """Save the file as careful editors do"""
        self._write(write(program))

    def spoil(self):
        self._write("program:\n  id: conf-22\n  name: [Conf\n")

    def _write(self, text):
        draft = self._folder / "draft"
        draft.write_text(text, encoding="utf-8")
        draft.replace(self._folder / "data" / "event.yaml")

    def process(self, name):
        home = self._folder / name
        home.mkdir()
        (home / "config.toml").write_text(
            f'[store]\npath = "{self._store}"\n'
            f'[programs]\nfolder = "{self._folder / "data"}"\ndefault = "conf-22"\nrefresh = 1\n'
            f"[[guild]]\nid = {self._guild.id}\nreminder_channel = {self._place}\nleads = [1]\n",
            encoding="utf-8",
        )
        return Running(home, self._loopback.address)

    async def is_told(self, *titles):
        async def so():
            return await told(self._loopback) == once([self._place], *titles)

        await until(so, TAKEN_OVER)


@pytest.fixture
def office(tmp_path, loopback, guild, place):
    return Office(tmp_path, loopback, tmp_path / "marquee.db", guild, place)


@pytest.fixture
async def shared(tmp_path, loopback, guild, place):
    async with a_place("postgresql", tmp_path) as url:
        yield Office(tmp_path, loopback, url, guild, place)


async def test_a_session_that_moves_is_told_at_its_new_time(loopback, office):
    office.save(an_event(Rivers=3_000))
    with office.process("one") as marquee:
        await loopback.witness.until_connected(within=START_SECONDS)

        office.spoil()
        await until(lambda: _says(marquee, "is left out"), TAKEN_OVER)
        office.save(an_event(Rivers=55))
        await office.is_told(RIVERS)
        ended = marquee.stop()

    assert (ended.code, "Traceback" in marquee.log) == (0, False)


async def test_two_processes_follow_one_file_and_tell_everything_once(loopback, shared):
    event = an_event(Rivers=3_000, Bridges=3_000)
    shared.save(event)
    with shared.process("one") as one, shared.process("two") as two:
        await loopback.witness.until_connected(2, within=2 * START_SECONDS)

        event = _soon(event, "rivers-session")
        shared.save(event)
        await shared.is_told(RIVERS)
        read = [one.log.count("stands as in"), two.log.count("stands as in")]
        holder, other = (one, two) if read[0] > read[1] else (two, one)
        os.kill(holder._process.pid, signal.SIGKILL)
        event = _soon(event, "bridges-session")
        shared.save(event)
        await shared.is_told(RIVERS, BRIDGES)

        ended = other.stop()

    assert (ended.code, "Traceback" in one.log + two.log) == (0, False)


def _soon(event, session):
    """The event with a session that moved to where its reminder is due"""
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=55)
    moved = (replace(one, start=soon) if one.id == session else one for one in event.sessions)
    return replace(event, sessions=tuple(moved))


async def _says(marquee, words):
    return words in marquee.log
