from datetime import UTC, datetime

from bot.rehearsal.time import HeldClock
from bot.sources.child import Children
from bot.sources.outlets import Outlets
from bot.sources.shelf import Shelf
from bot.sources.table import SourceTable
from bot.sources.taking import Taking
from tests.sources.memory_versions import MemoryVersions

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
OWN = SourceTable(id="conf", source="https://example.org/own")
ONE = SourceTable(id="one", source="https://example.org/one")
TWO = SourceTable(id="two", source="https://example.org/two")


def outlets():
    versions = MemoryVersions()
    taking = Taking(Shelf("conf"), versions, Children())
    return Outlets([OWN], taking, versions, HeldClock(NOW))


def test_what_is_followed_comes_and_goes_beside_the_operators_own():
    some = outlets()
    known = some.by_program

    some.follow([ONE, TWO])
    both = list(known)
    some.follow([TWO])

    assert both == ["conf", "one", "two"]
    assert list(known) == ["conf", "two"]


def test_what_stays_the_same_keeps_what_is_known_of_it():
    some = outlets()
    some.follow([ONE])
    before = some.by_program["one"]

    some.follow([ONE, TWO])

    assert some.by_program["one"] is before


def test_another_address_is_another_outlet():
    some = outlets()
    some.follow([ONE])

    some.follow([SourceTable(id="one", source="https://example.org/new")])

    assert some.by_program["one"].origin == "https://example.org/new"


def test_nobody_takes_the_place_of_the_operators_own():
    some = outlets()

    some.follow([SourceTable(id="conf", source="https://example.org/forged")])

    assert some.by_program["conf"].table == OWN


async def test_what_was_let_go_of_meanwhile_is_not_asked():
    some = outlets()

    assert await some.bring(["gone"]) == {}
