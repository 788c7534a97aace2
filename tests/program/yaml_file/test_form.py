from dataclasses import fields
from datetime import timedelta

import pytest

from bot.program.check.sections import SECTIONS
from bot.program.model import Program, Session
from bot.program.yaml_file.form import Form, Head, Slot, form_of
from bot.program.yaml_file.wall_time import WallTime
from tests.factories import NINE, a_program, a_session


def names(kind):
    return [one.name for one in fields(kind)]


def test_form_has_every_value_of_the_model():
    assert names(Slot) == names(Session)
    assert sorted(names(Head) + list(SECTIONS)) == sorted(names(Program))
    assert names(Form) == ["program", *SECTIONS]


def test_end_on_the_day_of_the_start_is_written_without_it():
    form = form_of(a_program(a_session(minutes=45), a_session(minutes=24 * 60)))

    assert [str(slot.end) for slot in form.sessions] == ["09:45", "2022-12-01 09:00"]


def test_assumed_length_is_written_in_minutes():
    assert form_of(a_program(assumed_length=timedelta(hours=2))).program.assumed_length == 120


def test_start_is_written_as_wall_time():
    (slot,) = form_of(a_program(a_session())).sessions

    assert slot.start == WallTime(day=NINE.date(), time=NINE.time())


def test_assumed_length_in_seconds_has_no_form():
    with pytest.raises(ValueError, match="0:01:30"):
        form_of(a_program(assumed_length=timedelta(seconds=90)))
