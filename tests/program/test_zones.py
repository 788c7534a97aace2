from zoneinfo import ZoneInfo

import pytest

from bot.program.zones import zone_like, zone_named, zones_with


def test_zone_is_found_by_its_iana_name():
    assert zone_named("America/Los_Angeles") is ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    "name",
    ["", "PST", "America", "localtime", "../etc/passwd", "/etc/localtime", "a" * 5000, "UTC\0"],
)
def test_what_names_no_place_is_no_zone(name):
    assert zone_named(name) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("america/los_angeles", "America/Los_Angeles"),
        ("Los Angeles", "America/Los_Angeles"),
        ("Berlin", "Europe/Berlin"),
        ("PST", None),
        ("qqq", None),
    ],
)
def test_zone_that_was_meant_is_guessed_from_places_only(typed, meant):
    assert zone_like(typed) == meant


def test_places_that_begin_with_what_was_typed_come_first():
    assert zones_with("berl", 3) == ("Europe/Berlin",)
    assert zones_with("los an", 3) == ("America/Los_Angeles",)
    assert zones_with("america/n", 2) == ("America/Nassau", "America/New_York")
    assert zones_with("qqq", 3) == ()
    assert len(zones_with("", 25)) == 25
