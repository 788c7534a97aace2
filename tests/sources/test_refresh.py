import asyncio
import logging
import os
import threading
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.dispatch import Dispatch
from bot.delivery.planners import Planners
from bot.program import yaml_file
from bot.program.attached_id import attached_id
from bot.rehearsal.time import HeldAlarm, HeldClock
from bot.sources.folder import SETTLED, ProgramFiles
from bot.sources.refresh import Refresh
from bot.sources.shelf import Shelf
from tests.delivery.deliveries import a_delivery
from tests.delivery.fakes import Channels, ListPlanner
from tests.delivery.memory_ledger import MemoryLedger
from tests.factories import a_program
from tests.sources.memory_versions import MemoryVersions

NOW = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BROKEN = "program:\n  id: conf-22\n"


class Lease:
    """Held by the process that is named, or broken"""

    def __init__(self):
        self.holder = "one"
        self.broken = False

    def of(self, process):
        return _Part(self, process)


class _Part:
    def __init__(self, lease, process):
        self._lease, self._process = lease, process

    async def holds(self, lease):
        if self._lease.broken:
            raise ConnectionRefusedError
        return self._lease.holder == self._process


class House:
    """Processes that share a store and a lease, each with files of its own"""

    def __init__(self, folder):
        self.folder = folder
        self.versions = MemoryVersions()
        self.lease = Lease()
        self.clock = HeldClock(NOW)

    def program(self, name="Conf 2022", file="conf.yaml", folder="ours", **fields):
        return self.text(yaml_file.write(a_program(name=name, **fields)), file, folder)

    def text(self, text, file="conf.yaml", folder="ours"):
        (self.folder / folder).mkdir(exist_ok=True)
        path = self.folder / folder / file
        path.write_text(text, encoding="utf-8")
        return path

    def process(self, name="one", *folders):
        shelf = Shelf(default="conf-22")
        source = ProgramFiles([self.folder / folder for folder in folders or ("ours", "shipped")])
        return Refresh(shelf, source, self.versions, self.lease.of(name), self.clock)

    async def started(self, name="one", *folders):
        refresh = self.process(name, *folders)
        await refresh.start()
        return refresh

    async def stored(self, program="conf-22"):
        version = await self.versions.get(program)
        return version and yaml_file.read(version.text.encode(), file="stored").program.name


@pytest.fixture
def house(tmp_path):
    return House(tmp_path)


def names(refresh):
    return [program.name for program in refresh._shelf.programs]


def troubles(refresh):
    return {key: (one.at, one.words.split("\n")[0]) for key, one in refresh.troubles.all().items()}


async def test_at_its_start_the_files_stand_and_are_stored(house):
    house.program("A", "a.yaml")
    house.program("B", "b.yaml", id="conf-23")

    refresh = await house.started()

    assert names(refresh) == ["A", "B"]
    assert list(await house.versions.digests()) == ["conf-22", "conf-23"]
    assert (await house.versions.get("conf-22")).accepted_at == NOW


async def test_an_edited_file_is_taken_over_and_stored(house):
    house.program("Old")
    refresh = await house.started()
    house.program("New")
    house.clock.move_to(NOW + MINUTE)

    await refresh.look()

    assert (names(refresh), await house.stored()) == (["New"], "New")
    assert (await house.versions.get("conf-22")).accepted_at == NOW + MINUTE


async def test_an_unchanged_file_changes_nothing(house):
    house.program()
    refresh = await house.started()
    lookup = refresh._shelf.lookup(None)

    await refresh.look()

    assert refresh._shelf.lookup(None) is lookup


async def test_a_file_that_broke_leaves_the_old_version_and_is_told_once(house, caplog):
    house.program("Good")
    refresh = await house.started()
    path = house.text("program:\n  id: conf-22\n  name: [1\n")
    house.clock.move_to(NOW + MINUTE)

    for _ in range(3):
        await refresh.look()
        house.clock.move_to(house.clock.now() + MINUTE)

    errors = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert (names(refresh), await house.stored()) == (["Good"], "Good")
    assert troubles(refresh) == {"conf-22": (NOW + MINUTE, "conf.yaml can't be used:")}
    assert [message.split("\n")[0] for message in errors] == [f"{path} is left out:"]


async def test_a_mended_file_ends_the_trouble(house):
    house.program()
    refresh = await house.started()
    house.text(BROKEN)
    await refresh.look()
    house.program("Mended")

    await refresh.look()

    assert (names(refresh), troubles(refresh), await house.versions.troubles()) == (
        ["Mended"],
        {},
        (),
    )


async def test_a_file_that_went_leaves_its_program_and_is_told_once(house, caplog):
    path = house.program()
    refresh = await house.started()
    path.unlink()

    for _ in range(3):
        await refresh.look()

    gone = "No file holds the program “conf-22” (Conf 2022) any more. Put it back."
    warnings = [record.getMessage() for record in caplog.records]
    assert names(refresh) == ["Conf 2022"]
    assert troubles(refresh) == {"conf-22": (NOW, gone)}
    assert warnings == [gone]


async def test_a_faulty_file_does_not_give_way_to_another_folders_program(house):
    house.program("Shipped", folder="shipped")
    house.program("Ours")
    refresh = await house.started()
    house.text(BROKEN)

    await refresh.look()
    restarted = await house.started()

    assert (names(refresh), names(restarted), await house.stored()) == (
        ["Ours"],
        ["Ours"],
        "Ours",
    )


async def test_where_no_good_version_stands_another_folders_program_does(house):
    house.program("Shipped", folder="shipped")
    house.text(BROKEN)

    assert names(await house.started()) == ["Shipped"]


async def test_a_broken_copy_beside_a_file_is_told_and_keeps_it_from_nothing(house):
    house.program("Old", "b.yaml")
    house.text(BROKEN, "a.yaml")
    refresh = await house.started()
    house.program("New", "b.yaml")

    await refresh.look()

    assert (names(refresh), list(troubles(refresh))) == (["New"], ["conf-22"])


async def test_after_a_restart_the_last_good_version_of_a_broken_file_stands(house):
    house.program("Good")
    before = await house.started()
    house.text(BROKEN)
    await before.look()
    house.clock.move_to(NOW + MINUTE)

    after = await house.started()

    assert names(after) == ["Good"]
    assert troubles(after) == troubles(before) == {"conf-22": (NOW, "conf.yaml can't be used:")}


async def test_after_a_restart_an_edited_file_wins_over_what_is_stored(house):
    house.program("Old")
    await house.started()
    house.program("New")

    after = await house.started()

    assert (names(after), await house.stored()) == (["New"], "New")


async def test_who_starts_beside_another_takes_what_is_stored_and_its_own_of_the_rest(house):
    house.program("Theirs", folder="theirs")
    await house.started("one", "theirs")
    house.program("Ours")
    house.program("Only ours", "b.yaml", id="conf-23")

    other = await house.started("two", "ours")
    await other.look()

    assert names(other) == ["Theirs", "Only ours"]
    assert list(await house.versions.digests()) == ["conf-22"]


async def test_the_one_with_the_lease_reads_files_and_the_other_what_is_stored(house):
    house.program("Old")
    one, two = await house.started("one"), await house.started("two")
    house.program("New")

    await two.look()
    before = names(two)
    await one.look()
    await two.load()

    assert (before, names(two)) == (["Old"], ["New"])


async def test_the_other_knows_of_the_troubles_too(house):
    house.program()
    one, two = await house.started("one"), await house.started("two")
    house.text(BROKEN)
    await one.look()

    await two.load()

    assert troubles(two) == troubles(one) != {}


async def test_when_the_holder_dies_the_other_takes_over(house):
    house.program("Old")
    await house.started("one")
    two = await house.started("two")
    house.program("New")
    house.lease.holder = "two"

    await two.look()

    assert (names(two), await house.stored()) == (["New"], "New")


async def test_who_takes_over_while_a_file_is_written_does_not_go_back_to_what_it_read_first(house):
    house.program("Old")
    one, two = await house.started("one"), await house.started("two")
    house.program("New")
    await one.look()
    await two.load()
    path = house.program("Newest")
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    house.lease.holder = "two"

    await two.look()
    meanwhile = names(two), await house.stored()
    house.clock.move_to(NOW + SETTLED)
    await two.look()

    assert (meanwhile, names(two), await house.stored()) == (
        (["New"], "New"),
        ["Newest"],
        "Newest",
    )


async def test_a_loaded_version_is_read_once(house):
    house.program()
    await house.started("one")
    two = await house.started("two")
    house.versions.reads.clear()

    await two.load()
    await two.look()

    assert house.versions.reads == []


async def test_a_stored_version_that_can_not_be_used_is_told_once_and_spoils_nothing(house, caplog):
    house.program("A", "a.yaml", id="conf-22")
    house.program("B", "b.yaml", id="conf-23")
    await house.started("one")
    stored = house.versions.versions
    object.__setattr__(stored["conf-22"], "text", "of a newer Marquee")

    two = await house.started("two", "nowhere")
    await two.load()

    assert names(two) == ["B"]
    assert caplog.text.count("The stored version of conf-22 can't be used") == 1


async def test_while_the_store_is_away_the_files_stand_and_are_stored_later(house, caplog):
    house.program("Old")
    house.versions.broken = True
    refresh = await house.started()
    at_first = names(refresh)
    house.versions.broken = False

    await refresh.look()

    assert (at_first, await house.stored()) == (["Old"], "Old")
    assert "Reference " in caplog.text


async def test_while_the_lease_can_not_be_asked_for_what_stands_stays(house, caplog):
    house.program("Old")
    refresh = await house.started()
    house.program("New")
    house.lease.broken = True

    await refresh.look()
    meanwhile = names(refresh)
    house.lease.broken = False
    await refresh.look()

    assert (meanwhile, names(refresh)) == (["Old"], ["New"])
    assert "Reference " in caplog.text


async def test_a_refresh_that_fails_is_logged_and_the_next_one_works(house, caplog, monkeypatch):
    house.program("Old")
    refresh = await house.started()
    house.program("New")

    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.iterdir", _refused)
        await refresh.look()
    meanwhile = names(refresh)
    await refresh.look()

    assert (meanwhile, names(refresh)) == (["Old"], ["New"])
    assert "a refresh of the programs failed; the next look tries again" in caplog.text


async def test_a_refresh_that_hangs_or_fails_holds_up_no_reminder(house):
    source = Hanging()
    clock = house.clock
    shelf = Shelf(default="conf-22")
    refresh = Refresh(shelf, source, house.versions, house.lease.of("one"), clock)
    ledger, alarm, channels = MemoryLedger(), HeldAlarm(clock), Channels(clock)
    delivery = a_delivery("keynote")
    clock.move_to(delivery.due - MINUTE)
    planner = ListPlanner(ledger, delivery)
    planning = Planners([planner], planner.posting)
    dispatch = Dispatch(planning, ledger, channels, alarm, clock)

    looking = asyncio.create_task(refresh.look())
    alarm.start()
    await dispatch.start()
    clock.move_to(delivery.due)
    await alarm.ring()
    posted, is_looking = list(channels.posted), not looking.done()
    await refresh.look()  # leaves it to the one that hangs
    source.let_go.set()
    await looking

    assert (posted, is_looking) == ([delivery], True)


class Hanging:
    """A source that answers nothing until it is let go, and then fails"""

    def __init__(self):
        self.let_go = threading.Event()

    def look(self, now):
        self.let_go.wait(timeout=10)
        raise OSError("gone")


def _refused(_):
    raise PermissionError


async def test_a_file_with_an_id_as_only_servers_give_is_told_and_left_out(house, caplog):
    program = attached_id(1, "Conf", 2022)
    house.program(id=program)

    refresh = await house.started()

    assert names(refresh) == []
    assert f"The program id “{program}” looks like one of a program that a server" in caplog.text
