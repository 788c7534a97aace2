import pytest

from bot.errors import ImportRefusedError
from tests.program.importers.sources import SECRET, doubts_of, imported, said

TALK = {
    "code": "ABCDEF",
    "title": "A talk",
    "submission_type": {"en": "Talk"},
    "track": {"en": "Art"},
    "state": "confirmed",
    "abstract": "Why",
    "description": "What",
    "duration": 30,
    "content_locale": "de",
    "speakers": [{"code": "P1", "name": "Ada", "biography": "Writes", "email": SECRET}],
    "slot": {
        "room_id": 1,
        "room": {"en": "Hall"},
        "start": "2024-05-01T09:00:00+02:00",
        "end": "2024-05-01T09:30:00+02:00",
    },
    "answers": [{"answer": SECRET, "question": {"question": "Phone?"}}],
    "internal_notes": SECRET,
    "resources": [{"resource": "https://example.org/a.pdf", "description": "Slides"}],
}
EVENT = {
    "slug": "camp",
    "name": {"en": "Camp"},
    "date_from": "2024-05-01",
    "timezone": "Europe/Berlin",
}
ONE = [("Wed 09:00-09:30", "A talk", "Hall", "Ada")]


def page(*rows, count=None):
    return {
        "count": len(rows) if count is None else count,
        "next": None if count is None else "https://example.org/?page=2",
        "previous": None,
        "results": list(rows),
    }


def slot(number, **fields):
    return {
        "id": number,
        "room": 1,
        "start": "2024-05-01T09:00:00+02:00",
        "end": "2024-05-01T09:30:00+02:00",
        "submission": "ABCDEF",
        "description": {},
        **fields,
    }


def test_talks_with_their_slots_are_told_whole():
    program = imported(page(TALK), EVENT, zone=None).program

    assert said(program) == ONE
    assert (program.id, program.name) == ("camp", "Camp")
    assert program.talks[0].abstract == "Why\n\nWhat"
    assert program.talks[0].language == "de"
    assert SECRET not in repr(program)


def test_lists_that_name_each_other_by_number_are_put_together():
    talk = {**TALK, "speakers": ["P1"], "track": 5, "submission_type": 2, "slot": None}
    pages = (
        page(talk),
        page({"code": "P1", "name": "Ada", "submissions": ["ABCDEF"], "email": SECRET}),
        page({"id": 1, "name": {"en": "Hall"}, "capacity": 9, "position": 0}),
        page({"id": 5, "name": {"en": "Art"}, "color": "#fff", "position": 0}),
        page(slot(11), slot(12, submission=None, description={"en": "Coffee"}, room=None)),
    )

    program = imported(*pages).program

    assert sorted(said(program)) == [
        ("Wed 09:00-09:30", "A talk", "Hall", "Ada"),
        ("Wed 09:00-09:30", "Coffee", None, ""),
    ]
    assert program.tracks[0].name == "Art"
    assert sorted(one.key for one in program.sessions) == ["11", "12"]
    assert SECRET not in repr(program)


def test_pages_in_several_files_are_one_list():
    second = {**TALK, "code": "GHIJKL", "title": "Second"}
    first_page, second_page = page(TALK, count=2), {**page(second), "count": 2}

    result = imported(first_page, second_page)

    assert len(result.program.talks) == 2
    assert "A list has more pages than are here." not in doubts_of(result)


def test_a_missing_page_is_told():
    assert doubts_of(imported(page(TALK, count=2)))["A list has more pages than are here."] == 1


def test_a_schedule_with_expanded_slots_is_told_whole():
    data = {
        "version": "1",
        "slots": [
            slot(3, submission=TALK, room={"id": 1, "name": {"en": "Hall"}}),
            slot(4, submission=TALK, is_visible=False),
        ],
    }

    assert said(imported({**data, "slots": data["slots"][:1]}).program) == ONE


def test_the_widgets_file_is_told_whole():
    talk = {
        "code": "ABCDEF",
        "id": 3,
        "title": "A talk",
        "abstract": "Why",
        "speakers": ["P1"],
        "track": 5,
        "start": "2024-05-01T09:00:00+02:00",
        "end": "2024-05-01T09:30:00+02:00",
        "room": 1,
        "do_not_record": False,
    }
    pause = {**talk, "code": None, "id": 4, "title": {"en": "Lunch"}, "speakers": None}
    data = {
        "talks": [talk, {**pause, "start": "2024-05-01T12:00:00+02:00", "end": None}],
        "version": "1",
        "timezone": "Europe/Berlin",
        "event_start": "2024-05-01",
        "event_end": "2024-05-02",
        "tracks": [{"id": 5, "name": {"en": "Art"}, "color": "#fff"}],
        "rooms": [{"id": 1, "name": {"en": "Hall"}}],
        "speakers": [{"code": "P1", "name": "Ada", "avatar": None}],
    }

    program = imported(data, zone=None).program

    assert said(program) == [*ONE, ("Wed 12:00", "Lunch", "Hall", "")]
    assert program.tracks[0].name == "Art"


def test_what_was_not_accepted_is_left_out_and_told():
    result = imported(page(TALK, {**TALK, "code": "X", "state": "rejected"}))

    assert len(result.program.talks) == 1
    assert doubts_of(result)["A talk is rejected."] == 1


def test_a_slot_without_an_id_keeps_its_key_when_it_moves():
    moved = {**TALK, "slot": {**TALK["slot"], "start": "2024-05-01T11:00:00+02:00"}}

    keys = [imported(page(one)).program.sessions[0].key for one in (TALK, moved)]

    assert keys == ["ABCDEF", "ABCDEF"]


def test_people_alone_are_refused_in_words():
    with pytest.raises(ImportRefusedError, match="holds people"):
        imported(page({"code": "P1", "name": "Ada", "submissions": [], "biography": "B"}))
