from zoneinfo import ZoneInfo

import pytest

from bot.program.zones import zone_like, zone_named


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
