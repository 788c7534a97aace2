import pytest

from tests.program.importers.sources import SECRET, doubts_of, imported, said

SPEAKER = {
    "id": "u-1",
    "firstName": "Ada",
    "lastName": "Berg",
    "fullName": "Ada Berg",
    "tagLine": "Engineer",
    "bio": "Writes.",
    "links": [{"title": "Blog", "url": "https://example.org", "linkType": "Blog"}],
    "sessions": [1],
    "questionAnswers": [{"questionId": 1, "answerValue": SECRET}],
}
SESSION = {
    "id": "1",
    "title": "A talk",
    "description": "Why",
    "startsAt": "2024-05-01T09:00:00",
    "endsAt": "2024-05-01T09:30:00",
    "isServiceSession": False,
    "isPlenumSession": False,
    "speakers": ["u-1"],
    "categoryItems": [10, 20],
    "questionAnswers": [{"questionId": 1, "answerValue": SECRET}],
    "roomId": 5,
    "liveUrl": "https://example.org/live",
}
ALL = {
    "sessions": [SESSION],
    "speakers": [SPEAKER],
    "questions": [],
    "categories": [
        {"id": 1, "title": "Track", "items": [{"id": 10, "name": "Art"}]},
        {"id": 2, "title": "Level", "items": [{"id": 20, "name": "Hard"}]},
    ],
    "rooms": [{"id": 5, "name": "Hall"}, {"id": 6, "name": "Nook"}],
}
ONE = [("Wed 09:00-09:30", "A talk", "Hall", "Ada Berg")]


def also(**fields):
    return {**ALL, "sessions": [SESSION, {**SESSION, "id": "2", "title": "B", **fields}]}


def grid(*sessions_by_room):
    rooms = [
        {"id": number, "name": name, "sessions": list(sessions)}
        for number, name, sessions in sessions_by_room
    ]
    return [{"date": "2024-05-01T00:00:00", "isDefault": False, "rooms": rooms, "timeSlots": []}]


def gridded(**fields):
    named = {"speakers": [{"id": "u-1", "name": "Ada Berg"}], "room": "Hall", "categories": []}
    return {**SESSION, **named, **fields}


def test_the_view_all_is_told_whole():
    program = imported(ALL).program

    assert said(program) == ONE
    assert program.tracks[0].name == "Art"
    assert program.talks[0].level == "Hard"
    assert program.speakers[0].role == "Engineer"
    assert program.sessions[0].stream == "https://example.org/live"
    assert SECRET not in repr(program)


def test_times_in_utc_are_instants():
    data = {
        **ALL,
        "sessions": [
            {
                **SESSION,
                "startsAt": "2024-05-01T07:00:00.0000000Z",
                "endsAt": "2024-05-01T07:30:00Z",
            }
        ],
    }

    assert said(imported(data).program) == ONE


@pytest.mark.parametrize("missing", ["startsAt", "endsAt", "roomId", "speakers", "categoryItems"])
def test_a_field_that_is_null_is_as_if_missing(missing):
    data = {**ALL, "sessions": [SESSION, {**SESSION, "id": "2", missing: None}]}

    assert len(imported(data).program.sessions) == (1 if missing == "startsAt" else 2)


@pytest.mark.parametrize("status", ["Declined", "Waitlisted", "Accept_Queue", "Decline_Queue"])
def test_what_was_not_accepted_is_left_out_and_told(status):
    result = imported(also(status=status))

    assert len(result.program.sessions) == 1
    assert doubts_of(result)[f"A session is {status.lower()}."] == 1


def test_a_service_session_is_a_break():
    program = imported(also(isServiceSession=True, speakers=[])).program

    assert [one.is_break for one in program.sessions] == [False, True]


def test_the_grid_with_speakers_is_told_whole():
    program = imported(grid((5, "Hall", [gridded()])), [SPEAKER]).program

    assert said(program) == ONE
    assert program.speakers[0].bio == "Writes."


def test_a_plenum_in_every_room_is_one_session():
    plenum = gridded(isPlenumSession=True)
    data = grid((5, "Hall", [plenum]), (6, "Nook", [{**plenum, "roomId": 6, "room": "Nook"}]))

    assert said(imported(data).program) == ONE


def test_a_workshop_in_two_parts_is_two_sessions():
    data = grid((5, "Hall", [gridded(), gridded(startsAt="2024-05-01T11:00:00", endsAt=None)]))

    assert [one[0] for one in said(imported(data).program)] == ["Wed 09:00-09:30", "Wed 11:00"]


def test_the_view_sessions_with_speakers_is_told_whole():
    groups = [{"groupId": None, "groupName": "All", "sessions": [gridded()]}, {"groupId": 1}]

    assert said(imported(groups, [SPEAKER]).program) == ONE


def test_one_view_adds_what_another_lacks():
    lacking = gridded(description=None, categories=[])

    program = imported(ALL, grid((5, "Hall", [lacking]))).program

    assert said(program) == ONE
    assert program.talks[0].abstract == "Why"
