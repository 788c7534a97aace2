from datetime import UTC, date, datetime

import pytest

from bot.program.importers.recurrence import again

WEDNESDAY = datetime(2024, 5, 1, 9, tzinfo=UTC)


def days(**rule):
    found = again(WEDNESDAY, {key.upper(): value for key, value in rule.items()})
    return None if found is None else [f"{one:%m-%d}" for one in found]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({"freq": ["DAILY"], "count": [3]}, ["05-01", "05-02", "05-03"]),
        ({"freq": ["DAILY"], "count": [2], "interval": [2]}, ["05-01", "05-03"]),
        ({"freq": ["DAILY"], "until": [date(2024, 5, 2)]}, ["05-01", "05-02"]),
        ({"freq": ["DAILY"], "until": [datetime(2024, 5, 2, 8, tzinfo=UTC)]}, ["05-01"]),
        ({"freq": ["WEEKLY"], "count": [2]}, ["05-01", "05-08"]),
        ({"freq": ["WEEKLY"], "count": [3], "byday": ["WE", "FR"]}, ["05-01", "05-03", "05-08"]),
        ({"freq": ["WEEKLY"], "count": [2], "interval": [2]}, ["05-01", "05-15"]),
        ({"freq": ["DAILY"], "count": [3], "byday": ["MO", "WE"]}, ["05-01", "05-06", "05-08"]),
        ({"freq": ["DAILY"]}, None),
        ({"freq": ["DAILY"], "count": [1_000]}, None),
        ({"freq": ["DAILY"], "until": [date(2034, 5, 2)]}, None),
        ({"freq": ["SECONDLY"], "count": [3]}, None),
        ({"freq": ["WEEKLY"], "count": [3], "byday": ["2WE"]}, None),
        ({"freq": ["DAILY"], "count": [3], "bymonth": [2]}, None),
        ({"freq": ["DAILY"], "count": ["x"]}, None),
        ({"freq": ["DAILY"], "count": [3], "interval": [0]}, ["05-01", "05-02", "05-03"]),
        ({"freq": ["DAILY"], "count": [3], "interval": [-1]}, None),
        ({}, None),
    ],
)
def test_a_rule_gives_its_times_or_is_not_simple(rule, found):
    assert days(**rule) == found
