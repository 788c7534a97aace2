"""A program file is edited while one or two real `marquee run` use it."""

import math
import os
import signal
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.program.yaml_file import write
from tests.storage.databases import a_place
from tests.wire.marquee.event import LEAD, an_event, until
from tests.wire.marquee.process import Running
from tests.wire.marquee.tally import FINE, Trouble, reminders

# Long before it, the program changes.
NOT_SOON = 3_000

pytestmark = pytest.mark.trouble


class Office:
    """A program file, and processes that share it and one store, each in a folder of its own"""

    def __init__(self, folder, loopback, store, guild, place):
        self._folder, self._loopback, self._guild, self._place = folder, loopback, guild, place
        self._store = store
        self.data = folder / "data"
        self.data.mkdir()

    def save(self, program):
        """Save the file as careful editors do"""
        self._write(write(program))

    def spoil(self):
        self._write("program:\n  id: conf-22\n  name: [Conf\n")

    def _write(self, text):
        draft = self._folder / "draft"
        draft.write_text(text, encoding="utf-8")
        draft.replace(self.data / "event.yaml")

    def process(self, name):
        home = self._folder / name
        home.mkdir(exist_ok=True)
        minutes = round(LEAD.total_seconds() / 60)
        (home / "config.toml").write_text(
            f'[store]\npath = "{self._store}"\n'
            f'[programs]\nfolder = "{self.data}"\ndefault = "conf-22"\nrefresh = 1\n'
            f"[[guild]]\nid = {self._guild.id}\n"
            f"reminder_channel = {self._place}\nleads = [{minutes}]\n",
            encoding="utf-8",
        )
        return Running(home, self._loopback.address)


@pytest.fixture
def office(tmp_path, loopback, guild, place):
    return Office(tmp_path, loopback, tmp_path / "marquee.db", guild, place)


@pytest.fixture
async def shared(tmp_path, loopback, guild, place):
    async with a_place("postgresql", tmp_path) as url:
        yield Office(tmp_path, loopback, url, guild, place)


async def test_a_file_that_breaks_holds_up_nothing_over_a_restart_too(
    loopback, office, place, count
):
    event = an_event(Rivers=5, Bridges=10, Brooks=30)
    office.save(event)
    with office.process("one") as marquee:
        await loopback.witness.until_posted(1)
        office.spoil()
        await until(lambda: _says(marquee, "is left out"))
        await loopback.witness.until_posted(2)
        stopped = marquee.stop()
    with office.process("one") as marquee:
        await loopback.witness.until_connected()
        await loopback.witness.until_posted(3)
        stopped_again = marquee.stop()

    assert await count(Trouble.REFRESH, reminders(event, [place], lead=LEAD)) == FINE
    assert (stopped.code, stopped_again.code, "Traceback" in marquee.log) == (0, 0, False)


async def test_a_folder_that_is_gone_for_a_while_holds_up_nothing(loopback, office, place, count):
    event = an_event(Rivers=5, Bridges=10)
    office.save(event)
    with office.process("one") as marquee:
        await loopback.witness.until_posted(1)
        away = office.data.rename(office.data.with_name("away"))
        await loopback.witness.until_posted(2)
        away.rename(office.data)
        stopped = marquee.stop()

    assert await count(Trouble.REFRESH, reminders(event, [place], lead=LEAD)) == FINE
    assert stopped.code == 0


async def test_a_session_that_moves_is_told_at_its_new_time(loopback, office, place, count):
    office.save(an_event(Rivers=NOT_SOON))
    with office.process("one") as marquee:
        await loopback.witness.until_connected()

        office.spoil()
        await until(lambda: _says(marquee, "is left out"))
        event = an_event(Rivers=0)
        office.save(event)
        await loopback.witness.until_posted(1)
        ended = marquee.stop()

    assert (ended.code, "Traceback" in marquee.log) == (0, False)
    assert await count(Trouble.REFRESH, reminders(event, [place], lead=LEAD)) == FINE


async def test_two_processes_follow_one_file_and_tell_everything_once(
    loopback, shared, place, count
):
    event = an_event(Rivers=NOT_SOON, Bridges=NOT_SOON)
    shared.save(event)
    with shared.process("one") as one, shared.process("two") as two:
        await loopback.witness.until_connected(2)

        event = _soon(event, "rivers-session")
        shared.save(event)
        await loopback.witness.until_posted(1)
        read = [one.log.count("stands as in"), two.log.count("stands as in")]
        holder, other = (one, two) if read[0] > read[1] else (two, one)
        os.kill(holder._process.pid, signal.SIGKILL)
        event = _soon(event, "bridges-session")
        shared.save(event)
        await loopback.witness.until_posted(2)

        ended = other.stop()

    assert (ended.code, "Traceback" in one.log + two.log) == (0, False)
    assert await count(Trouble.REFRESH, reminders(event, [place], lead=LEAD)) == FINE


def _soon(event, session):
    """The event with a session that moved to where its reminder is due"""
    soon = datetime.fromtimestamp(math.ceil(datetime.now(UTC).timestamp()), UTC) + LEAD
    moved = (replace(one, start=soon) if one.id == session else one for one in event.sessions)
    return replace(event, sessions=tuple(moved))


async def _says(marquee, words):
    return words in marquee.log
