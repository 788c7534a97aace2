import pytest

from tests.program.importers.sources import SECRET, imported, said

SPEAKERS = {
    "ada": {
        "name": "Ada",
        "title": "Engineer",
        "company": "Inst",
        "bio": "Writes",
        "socials": [{"name": "Blog", "link": "https://example.org"}],
        "email": SECRET,
    },
}
SESSIONS = {
    "101": {
        "title": "A talk",
        "speakers": ["ada"],
        "tags": ["Art"],
        "language": "French",
        "complexity": "Hard",
        "description": "Why",
        "videoId": "xyz",
    },
    "102": {"title": "B talk", "speakers": []},
    "103": {"title": "C talk"},
    "900": {"title": "Lunch"},
}
TRACKS = [{"title": "Hall"}, {"title": "Nook"}]


def cells(*items, **fields):
    return {"items": list(items), **fields}


def data(*slots, tracks=TRACKS):
    days = {"2024-05-01": {"date": "2024-05-01", "tracks": tracks, "timeslots": list(slots)}}
    return {"speakers": SPEAKERS, "sessions": SESSIONS, "schedule": days}


def slot(start, end, *cells):
    return {"startTime": start, "endTime": end, "sessions": list(cells)}


def test_a_cell_is_a_session_in_its_columns_room():
    program = imported(data(slot("9:00", "09:40", cells("101"), cells("102")))).program

    assert said(program) == [
        ("Wed 09:00-09:40", "A talk", "Hall", "Ada"),
        ("Wed 09:00-09:40", "B talk", "Nook", ""),
    ]
    assert program.talks[0].links[0].url == "https://www.youtube.com/watch?v=xyz"
    assert program.talks[0].language == "fr"
    assert SECRET not in repr(program)


def test_a_cell_that_extends_ends_with_its_last_row():
    program = imported(
        data(
            slot("09:00", "09:40", cells("101", extend=2), cells("102")),
            slot("10:00", "10:40", cells(), cells("103")),
        )
    ).program

    assert [one[:2] for one in said(program)] == [
        ("Wed 09:00-10:40", "A talk"),
        ("Wed 09:00-09:40", "B talk"),
        ("Wed 10:00-10:40", "C talk"),
    ]


def test_several_in_a_cell_share_its_time():
    program = imported(data(slot("09:00", "10:00", cells("101", "102")))).program

    assert [one[:2] for one in said(program)] == [
        ("Wed 09:00-09:30", "A talk"),
        ("Wed 09:30-10:00", "B talk"),
    ]


def test_a_break_as_wide_as_the_table_is_in_no_room_and_may_come_again():
    program = imported(
        data(slot("12:00", "13:00", cells("900")), slot("18:00", "19:00", cells("900")))
    ).program

    assert said(program) == [
        ("Wed 12:00-13:00", "Lunch", None, ""),
        ("Wed 18:00-19:00", "Lunch", None, ""),
    ]


@pytest.mark.parametrize("named", ["{}.json", "docs/{}.json"])
def test_three_files_are_one_program(named):
    whole = data(slot("09:00", "09:40", cells("101")))
    parts = [(named.format(name), part) for name, part in whole.items()]

    assert said(imported(*parts).program)[0][1:] == ("A talk", "Hall", "Ada")


def test_lists_in_place_of_objects_are_read():
    whole = data(slot("09:00", "09:40", ["101"]))
    listed = {
        name: [{"id": key, **one} for key, one in part.items()] for name, part in whole.items()
    }

    assert said(imported(listed).program)[0][1:] == ("A talk", "Hall", "Ada")
