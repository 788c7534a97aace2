from tests.program.importers.sources import SECRET, imported, said

EVENT = {
    "code": "ABCDEF",
    "title": "A talk",
    "event_type": "session",
    "session_type": "Talk",
    "rooms": ["Hall"],
    "start": "2024-05-01T09:00:00+02:00",
    "duration": 30,
    "track": "Art",
    "level": "advanced",
    "speakers": [{"code": "P1", "name": "Ada", "website_url": "https://example.org/ada"}],
    "tweet": "Short",
}
PAUSE = {
    "event_type": "break",
    "title": "Coffee",
    "rooms": ["Hall", "Nook", "Den", "Attic"],
    "start": "2024-05-01T10:00:00+02:00",
    "duration": 15,
}
SESSIONS = {
    "ABCDEF": {
        "code": "ABCDEF",
        "title": "A talk",
        "session_type": "Talk",
        "speakers": ["P1"],
        "abstract": "Whole",
        "start": "2024-05-01T09:00:00+02:00",
        "room": "Hall",
        "duration": "30",
    }
}
SPEAKERS = {"P1": {"code": "P1", "name": "Ada", "biography": "Writes", "email": SECRET}}
DAY = {"rooms": ["Hall"], "events": [EVENT, PAUSE]}
WHOLE = [("Wed 09:00-09:30", "A talk", "Hall", "Ada"), ("Wed 10:00-10:15", "Coffee", None, "")]


def test_the_schedule_alone_is_told():
    program = imported({"days": {"2024-05-01": DAY}}).program

    assert said(program) == WHOLE
    assert program.talks[0].abstract == "Short"


def test_a_file_for_each_day_is_one_program():
    second = {"rooms": [], "events": [{**EVENT, "start": "2024-05-02T09:00:00+02:00"}]}

    program = imported(DAY, second).program

    assert len(program.sessions) == 3
    assert len(program.talks) == 1


def test_all_three_files_are_told_whole():
    program = imported({"days": {"2024-05-01": DAY}}, SESSIONS, SPEAKERS).program

    assert said(program) == WHOLE
    assert program.talks[0].abstract == "Whole"
    assert program.talks[0].level == "advanced"
    assert program.speakers[0].bio == "Writes"
    assert SECRET not in repr(program)


def test_sessions_alone_tell_when_they_are():
    assert said(imported(SESSIONS, SPEAKERS).program) == WHOLE[:1]


def test_the_form_of_the_years_before_is_told():
    talk = {
        "day": "2019-07-10",
        "start_time": "09:00",
        "ev_duration": 45,
        "rooms": ["Hall"],
        "speakers": ["Ada Berg", "Bo"],
        "talk_id": 7,
        "title": "A talk",
        "ev_custom": "",
    }
    pause = {**talk, "talk_id": None, "title": None, "ev_custom": "Lunch", "speakers": []}

    program = imported({"talks": [talk, {**pause, "start_time": "12:30:00"}]}).program

    assert said(program) == [
        ("Wed 09:00-09:45", "A talk", "Hall", "Ada Berg, Bo"),
        ("Wed 12:30-13:15", "Lunch", "Hall", ""),
    ]
