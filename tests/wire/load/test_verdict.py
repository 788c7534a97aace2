from dataclasses import replace

import pytest

from tests.wire.load.verdict import Verdict, report, shortest

FINE = Verdict(
    planned=1_000,
    lost=0,
    doubled=0,
    refused=0,
    requests=1_000,
    busiest_second=50,
    before=0,
    first=0.1,
    last=19.5,
    lateness=(0.1, 19.6),
    problems=(),
)


@pytest.mark.parametrize(("count", "seconds"), [(1, 0), (50, 0), (51, 1), (100, 1), (1_000, 19)])
def test_fifty_requests_come_at_once_and_fifty_more_each_second(count, seconds):
    assert shortest(count) == seconds


def test_a_run_in_which_all_came_once_and_in_time_is_sound():
    assert (FINE.is_sound, FINE.is_in_time) == (True, True)


@pytest.mark.parametrize("what", ["lost", "doubled", "refused"])
def test_a_run_with_one_that_is_not_as_planned_is_not_sound(what):
    assert not replace(FINE, **{what: 1}).is_sound


def test_a_last_one_that_takes_a_twentieth_longer_than_the_limit_allows_is_too_late():
    assert [replace(FINE, last=last).is_in_time for last in (19.95, 19.96)] == [True, False]


def test_the_report_names_what_went_wrong():
    assert "POST /x: no such route" in report(replace(FINE, problems=("POST /x: no such route",)))
