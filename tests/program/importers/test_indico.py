from tests.program.importers.sources import SECRET, imported, said


def at(clock):
    return {"date": "2024-05-01", "time": f"{clock}:00", "tz": "Europe/Berlin"}


def contribution(number, **fields):
    return {
        "_type": "Contribution",
        "id": str(number),
        "db_id": 100 + number,
        "title": f"Talk {number}",
        "startDate": at("09:00"),
        "endDate": at("09:20"),
        "duration": 20,
        "room": "1",
        "roomFullname": "Hall 1",
        "session": "Plenary",
        "description": "<p>Why</p>",
        "speakers": [
            {
                "first_name": "Ada",
                "last_name": "Berg",
                "affiliation": "Inst",
                "emailHash": "abc",
                "email": SECRET,
            }
        ],
        "note": {"html": SECRET},
        **fields,
    }


def export(*contributions, **fields):
    return {
        "count": 1,
        "_type": "HTTPAPIResult",
        "results": [
            {
                "_type": "Conference",
                "_fossil": "conferenceMetadataWithContribs",
                "title": "Workshop",
                "timezone": "Europe/Berlin",
                "url": "https://example.org/event/1",
                "contributions": list(contributions),
                **fields,
            }
        ],
    }


ONE = [("Wed 09:00-09:20", "Talk 1", "Hall 1", "Ada Berg")]


def test_contributions_are_told_whole():
    program = imported(export(contribution(1)), zone=None).program

    assert said(program) == ONE
    assert (program.name, program.zone) == ("Workshop", "Europe/Berlin")
    assert program.speakers[0].company == "Inst"
    assert program.tracks[0].name == "Plenary"
    assert program.talks[0].abstract == "Why"
    assert SECRET not in repr(program)


def test_what_has_no_time_yet_is_left_out():
    waiting = contribution(2, startDate=None, endDate=None)

    assert said(imported(export(contribution(1), waiting), zone=None).program) == ONE


def test_sessions_add_contributions_and_stand_for_themselves_without():
    sessions = [
        {
            "_type": "Session",
            "id": "1",
            "room": "Foyer",
            "startDate": at("09:00"),
            "contributions": [contribution(1), contribution(2, roomFullname=None, room=None)],
        },
        {
            "_type": "Session",
            "id": "2",
            "title": "Posters",
            "room": "Foyer",
            "startDate": at("11:00"),
            "endDate": at("12:00"),
            "contributions": [],
        },
    ]

    program = imported(export(contribution(1), sessions=sessions), zone=None).program

    assert sorted(said(program)) == [
        *ONE,
        ("Wed 09:00-09:20", "Talk 2", "Foyer", "Ada Berg"),
        ("Wed 11:00-12:00", "Posters", "Foyer", ""),
    ]


def test_authors_speak_where_nobody_else_is_named():
    written = contribution(1, speakers=[], primaryauthors=[{"fullName": "Bo"}])

    assert said(imported(export(written), zone=None).program)[0][3] == "Bo"


def test_the_timetable_is_told_with_its_breaks():
    def entry(kind, number, start, end, **fields):
        return {
            "_type": f"{kind}SchEntry",
            "entryType": kind,
            "id": f"{kind[0].lower()}{number}",
            "title": f"{kind} {number}",
            "startDate": at(start),
            "endDate": at(end),
            "room": "",
            **fields,
        }

    talk = entry(
        "Contribution",
        1,
        "09:00",
        "09:20",
        presenters=[{"firstName": "Ada", "familyName": "Berg", "email": SECRET}],
    )
    coffee = entry("Break", 2, "09:20", "09:40", title="Pause café")
    block = entry("Session", 3, "09:00", "10:00", room="Hall 1", entries={"c1": talk, "b2": coffee})
    lone = entry("Break", 4, "10:00", "10:30", title="Lunch")
    data = {"count": 1, "results": {"1": {"20240501": {"s3": block, "b4": lone}}}}

    program = imported(data, zone=None).program

    assert said(program) == [
        ("Wed 09:00-09:20", "Contribution 1", "Hall 1", "Ada Berg"),
        ("Wed 09:20-09:40", "Pause café", "Hall 1", ""),
        ("Wed 10:00-10:30", "Lunch", None, ""),
    ]
    assert [one.is_break for one in program.sessions] == [False, True, True]
    assert SECRET not in repr(program)
