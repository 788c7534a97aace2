"""What organizers hand in, read as the conference that it is."""

from dataclasses import replace
from datetime import timedelta

from bot.program import yaml_file
from bot.program.attached_id import attached_id, is_visible
from bot.program.diff import ChangeKind
from bot.sources.reading import Read, Work, read
from tests.factories import a_program_with_talks
from tests.sources.feed import a_calendar, an_event, talks

GUILD = 7
DAY = timedelta(days=1)
NAMES = ("Mountains", "Valleys", "Hills", "Caves")
OURS = a_program_with_talks(*NAMES, name="Ours")


def handed_in(text, name="schedule.ics", **fields):
    found = read(Work(files={name: text.encode()}, owner=GUILD, is_trusted=False, **fields))
    assert isinstance(found, Read), found
    return found


def native(program, **fields):
    return handed_in(yaml_file.write(program), "ours.yaml", **fields)


def moved(program, by):
    sessions = (replace(one, start=one.start + by, end=one.end + by) for one in program.sessions)
    days = {"first_day": program.first_day + by, "last_day": program.last_day + by}
    return replace(program, sessions=tuple(sessions), **days)


def test_what_is_new_gets_an_id_of_its_guild():
    found = handed_in(talks(1, 2))

    assert found.program.id == attached_id(GUILD, "Conf 2026", 2026)
    assert yaml_file.read(found.text.encode(), file="x.yaml").program == found.program
    assert (found.changes, found.replaces) == ((), False)


def test_a_program_file_loses_the_id_that_it_has():
    found = native(OURS)

    assert is_visible(found.program.id, GUILD)
    assert not is_visible(found.program.id, GUILD + 1)
    assert replace(found.program, id=OURS.id) == OURS


def test_a_version_of_what_stands_keeps_all_ids_and_tells_what_changed():
    first = handed_in(talks(1, 2, 3))

    later = handed_in(talks(1, 2, 3, t2=17), earlier=first.text)

    (change,) = later.changes
    assert later.program.id == first.program.id
    assert change.kinds[0] is ChangeKind.MOVED
    assert [one.id for one in later.program.sessions] != []
    assert {one.id for one in later.program.sessions} == {one.id for one in first.program.sessions}


def test_what_lost_sessions_says_so_at_once():
    first = handed_in(talks(1, 2, 3))

    later = handed_in(talks(1), earlier=first.text)

    assert [one.kinds[0] for one in later.changes] == [ChangeKind.CANCELLED] * 2
    assert later.missing == {}


def test_a_conference_that_was_put_off_is_the_same():
    first = native(OURS)

    later = native(moved(OURS, 200 * DAY), earlier=first.text)

    assert later.program.id == first.program.id
    assert not later.replaces


def test_another_conference_on_other_days_is_another_program():
    first = native(OURS)
    other = a_program_with_talks("Rivers", "Lakes", "Seas", name="Ours")

    later = native(moved(_renamed(other), 365 * DAY), earlier=first.text)

    assert later.replaces
    assert later.program.id != first.program.id
    assert later.changes == ()


def test_an_id_that_is_taken_is_not_given_again():
    first = handed_in(talks(1))

    other = handed_in(talks(1), taken=frozenset({first.program.id}))

    assert other.program.id != first.program.id


def test_what_is_doubtful_comes_along():
    found = handed_in(a_calendar(an_event(1), an_event(1, title="Other", hour=20)))

    assert found.doubts


def _renamed(program):
    """The program with ids that no other one has, as another conference's"""
    sessions = tuple(replace(one, id=f"other-{one.id}") for one in program.sessions)
    return replace(program, sessions=sessions)
