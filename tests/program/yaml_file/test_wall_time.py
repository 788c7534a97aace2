from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.yaml_file.wall_time import WallTime, offset_text, read_day
from tests.programs_strategy import ZONES

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
HOUR = timedelta(hours=1)

clock_changes = st.sampled_from(
    [
        datetime(2022, 3, 13, 10, tzinfo=UTC),
        datetime(2022, 11, 6, 9, tzinfo=UTC),
        datetime(2022, 3, 27, 1, tzinfo=UTC),
        datetime(2022, 10, 30, 1, tzinfo=UTC),
        datetime(2022, 4, 2, 15, tzinfo=UTC),
    ]
)
any_days = st.datetimes(datetime(2000, 1, 2), datetime(2199, 12, 29))  # noqa: DTZ001 - made aware
instants = st.builds(
    lambda base, minutes: base.replace(microsecond=0, tzinfo=UTC) + timedelta(minutes=minutes),
    any_days | clock_changes,
    st.integers(-180, 180),
)


@pytest.mark.parametrize(
    ("text", "wall"),
    [
        ("2022-11-30 09:00", WallTime(day=date(2022, 11, 30), time=time(9))),
        ("2022-11-30T09:00:30", WallTime(day=date(2022, 11, 30), time=time(9, 0, 30))),
        ("2022-11-30  9:05", WallTime(day=date(2022, 11, 30), time=time(9, 5))),
        ("09:45", WallTime(time=time(9, 45))),
        (
            "2022-11-06 01:30 -07:00",
            WallTime(day=date(2022, 11, 6), time=time(1, 30), offset=-7 * HOUR),
        ),
        ("01:30+05:30", WallTime(time=time(1, 30), offset=5.5 * HOUR)),
        ("2022-11-30T09:00Z", WallTime(day=date(2022, 11, 30), time=time(9), offset=0 * HOUR)),
    ],
)
def test_wall_time_is_read_as_people_write_it(text, wall):
    assert WallTime.read(text) == wall


@pytest.mark.parametrize(
    "text",
    [
        "",
        "9",
        "9 am",
        "24:00",
        "12:60",
        "2022-11-31 09:00",
        "2022-11-30",
        "30.11.2022 09:00",
        "2022-11-30 09:00 PST",
        "1822-11-30 09:00",
        "٠٩:٠٠",
    ],
)
def test_wall_time_refuses_what_is_none(text):
    with pytest.raises(ValueError, match=r".*"):
        WallTime.read(text)


@pytest.mark.parametrize("text", ["", "2022-02-30", "22-11-30", "20221130", "1999-12-31", "today"])
def test_day_refuses_what_is_none(text):
    with pytest.raises(ValueError, match=r".*"):
        read_day(text)


def test_ordinary_wall_time_is_one_instant():
    wall = WallTime.read("2022-11-30 09:00")

    assert wall.instants(LOS_ANGELES) == (datetime(2022, 11, 30, 9, tzinfo=LOS_ANGELES),)


def test_skipped_wall_time_is_no_instant():
    assert WallTime.read("2022-03-13 02:30").instants(LOS_ANGELES) == ()


def test_doubled_wall_time_is_two_instants():
    both = WallTime.read("2022-11-06 01:30").instants(LOS_ANGELES)

    assert [one.utcoffset() for one in both] == [-7 * HOUR, -8 * HOUR]


@pytest.mark.parametrize("hours", [-7, -8])
def test_offset_says_which_of_two_instants_is_meant(hours):
    wall = WallTime.read(f"2022-11-06 01:30 {offset_text(hours * HOUR)}")

    assert [one.utcoffset() for one in wall.instants(LOS_ANGELES)] == [hours * HOUR]


def test_offset_that_the_zone_does_not_have_is_no_instant():
    assert WallTime.read("2022-11-30 09:00 -07:00").instants(LOS_ANGELES) == ()


def test_half_hour_clock_change_is_seen():
    lord_howe = ZoneInfo("Australia/Lord_Howe")

    assert len(WallTime.read("2022-04-03 01:45").instants(lord_howe)) == 2
    assert WallTime.read("2022-10-02 02:15").instants(lord_howe) == ()


@given(instants, st.sampled_from(ZONES))
def test_any_instant_is_read_back_from_its_writing(instant, zone):
    zone = ZoneInfo(zone)

    written = str(WallTime.of(instant, zone))

    assert [one.astimezone(UTC) for one in WallTime.read(written).instants(zone)] == [instant]


def test_wall_time_is_written_with_what_is_needed_only():
    first = datetime(2022, 11, 6, 8, 30, tzinfo=UTC)

    assert str(WallTime.of(first, LOS_ANGELES)) == "2022-11-06 01:30 -07:00"
    assert str(WallTime.of(first + HOUR, LOS_ANGELES)) == "2022-11-06 01:30 -08:00"
    assert str(WallTime.of(first + 2 * HOUR, LOS_ANGELES)) == "2022-11-06 02:30"
    assert str(WallTime(time=time(9, 5, 7))) == "09:05:07"


def test_wall_time_without_a_day_is_no_instant_yet():
    with pytest.raises(ValueError, match="09:45"):
        WallTime.read("09:45").instants(LOS_ANGELES)
