from datetime import timedelta

from bot.cli.import_report import changes, facts, listed, seen
from bot.program.importers import Imported
from tests.factories import a_program, a_room, a_session


def test_a_text_of_a_source_can_not_steer_a_terminal():
    assert seen("a\x1b[2J\r\nb\u202e  c\x07") == "a [2J b c"


def test_of_many_names_the_first_are_listed_and_the_others_counted():
    assert [listed(["a, b", "c"]), listed(list("abcde"))] == ["a, b; c", "a; b; c and 2 more"]


def test_of_long_names_one_is_shown_at_least():
    rooms = tuple(a_room(id=f"r{n}", name="A very long name of a room " * 3) for n in range(3))
    program = a_program(a_session(room="r0"), rooms=rooms)

    rows = dict(facts(Imported(program=program, format="x", doubts=())))

    assert rows["Rooms"] == f"3: {' '.join(['A very long name of a room'] * 3)} and 2 more"


def test_what_is_as_it_was_is_no_change():
    program = a_program(a_session())

    assert changes(program, program) == []


def test_many_changes_of_a_kind_are_counted():
    earlier = a_program(*(a_session(id=f"s{n}", title=f"Talk {n}") for n in range(5)))
    later = a_program(
        *(
            a_session(id=one.id, title=one.title, start=one.start + timedelta(hours=1))
            for one in earlier.sessions
        )
    )

    (row,) = changes(earlier, later)

    assert row[0] == "5"
    assert row[1].startswith("moved: “Talk 0” (")
    assert row[1].endswith(" and 2 more")
