from tests.program.importers.sources import SECRET, doubts_of, imported, said

EVENT = {
    "guid": "g1",
    "code": "ABCDEF",
    "id": 7,
    "date": "2024-05-01T23:30:00+02:00",
    "start": "23:30",
    "duration": "01:00",
    "room": "Hall",
    "title": "Late &amp; loud",
    "track": {"de": "Kunst", "en": "Art"},
    "abstract": "**Bold**\r\n\r\n- one\r\n- two",
    "description": None,
    "persons": [
        {"code": "P1", "public_name": "Ada", "biography": "Writes.", "email": SECRET},
        {"id": 2, "public_name": "Bo"},
    ],
    "links": ["https://example.org/a", {"url": "https://example.org/b", "title": "B"}],
    "answers": [{"answer": SECRET}],
}


def v1(*events, **conference):
    day = {"index": 1, "date": "2024-05-01", "rooms": {"Hall": list(events)}}
    whole = {"title": "Camp", "acronym": "camp", "time_zone_name": "Europe/Berlin", "days": [day]}
    return {"schedule": {"version": "1", "conference": {**whole, **conference}}}


def test_version_1_is_told_whole():
    program = imported(v1(EVENT), zone=None).program

    (talk,) = program.talks
    assert said(program) == [("Wed 23:30-00:30", "Late & loud", "Hall", "Ada, Bo")]
    assert talk.abstract == "Bold\n\n- one\n- two"
    assert [link.title for link in talk.links] == ["example.org", "B"]
    assert program.speakers[0].bio == "Writes."
    assert program.tracks[0].name == "Art"
    assert SECRET not in repr(program)


def test_rooms_may_be_a_list():
    data = v1()
    data["schedule"]["conference"]["days"][0]["rooms"] = [{"name": "Hall", "events": [EVENT]}]

    assert len(imported(data, zone=None).program.sessions) == 1


def test_an_event_without_people_and_links_is_one():
    bare = {key: EVENT[key] for key in ("guid", "title", "date", "duration")}

    assert said(imported(v1(bare), zone=None).program) == [
        ("Wed 23:30-00:30", "Late & loud", "Hall", "")
    ]


def test_version_2_is_told_whole_and_by_its_states():
    def event(guid, state, **fields):
        return {
            "guid": guid,
            "title": {"de": "Hallo", "en": "Hello"},
            "start": "2024-05-01T10:00:00+02:00",
            "end": "2024-05-01T10:30:00+02:00",
            "room": {"guid": "r"},
            "track": {"slug": "art"},
            "participants": [{"guid": "p", "name": "Ada", "role": "SPEAKER"}],
            "state": state,
            **fields,
        }

    data = {
        "schedule": {
            "conference": {
                "title": "Camp",
                "time_zone_name": "Europe/Berlin",
                "rooms": [{"guid": "r", "name": "Hall"}],
                "tracks": [{"slug": "art", "name": {"en": "Art"}}],
            },
            "events": [
                event("a", "CONFIRMED"),
                event("b", "DELAYED", title="Later", start="2024-05-01T11:00:00+02:00", end=None),
                event("c", "CANCELED"),
                event("d", "DRAFT"),
            ],
        }
    }

    result = imported(data, zone=None)

    assert said(result.program) == [
        ("Wed 10:00-10:30", "Hello", "Hall", "Ada"),
        ("Wed 11:00", "Later", "Hall", "Ada"),
    ]
    assert result.program.tracks[0].name == "Art"
    assert doubts_of(result) == {"An event is canceled.": 1, "An event is draft.": 1}
