import pytest

from bot.program.exporters.zone_name import zone_name


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("America/Los_Angeles", "America/Los_Angeles"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("UTC", "UTC"),
        ("US/Pacific", "America/Los_Angeles"),
        ("GB", "Europe/London"),
        ("Etc/GMT+5", None),
    ],
)
def test_a_zone_is_named_by_a_place(zone, name):
    assert zone_name(zone) == name
