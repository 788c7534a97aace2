import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.attached_id import attached_id, ending_of, is_attached, is_visible
from bot.program.ids import LONGEST_PROGRAM_ID, PROGRAM_ID, slug

guilds = st.integers(0, 2**64 - 1)
names = st.text(min_size=1, max_size=60)
years = st.integers(1, 9999)


@given(guilds, names, years)
def test_an_id_is_a_programs_and_says_whose_it_is(guild, name, year):
    made = attached_id(guild, name, year)

    assert PROGRAM_ID.fullmatch(made)
    assert is_attached(made)
    assert is_visible(made, guild)
    assert made.endswith(ending_of(guild))


@given(guilds, guilds, names, years)
def test_no_other_guild_and_no_one_without_a_guild_sees_it(guild, other, name, year):
    made = attached_id(guild, name, year)

    assert is_visible(made, other) == (guild == other)
    assert not is_visible(made, None)


@given(names)
def test_an_id_made_of_a_name_is_visible_to_all(name):
    made = slug(name, longest=LONGEST_PROGRAM_ID)

    assert not is_attached(made)
    assert is_visible(made, 1)
    assert is_visible(made, None)


def test_the_same_conference_has_the_same_id_and_next_years_another():
    first, again = (attached_id(1, "PyCon DE", 2026) for _ in range(2))

    assert first == again
    assert first.startswith("pyc")
    assert attached_id(1, "PyCon DE", 2027) != first
    assert attached_id(1, "PyCon US", 2026) != first


def test_an_id_that_is_taken_gives_way_to_another():
    first = attached_id(1, "PyCon DE", 2026)
    second = attached_id(1, "PyCon DE", 2026, {first})

    assert second != first
    assert is_visible(second, 1)


@pytest.mark.parametrize("program", ["conf-2022", "a--b", "qcon-plus-2022", "conf--2026", ""])
def test_what_an_operator_writes_is_no_attached_program(program):
    assert not is_attached(program)
    assert is_visible(program, None)
