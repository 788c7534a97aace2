from tests.program.importers.sources import SECRET, doubts_of, imported, said

ONE = {
    "conf_key": 7,
    "name": "A talk",
    "kind": "talk",
    "rooms": ["Hall"],
    "start": "2024-05-01T09:00:00+02:00",
    "end": "2024-05-01T09:30:00+02:00",
    "duration": 30,
    "speakers": [{"id": 1, "name": "Ada", "bio": "Writes", "email": SECRET}],
    "authors": ["Ada"],
    "contact": [SECRET],
    "description": "<p>Why</p>",
    "conf_url": "https://example.org/7",
    "cancelled": False,
    "released": True,
}


def both(**fields):
    conference = {"content": f"Wi-Fi: {SECRET}"}
    return {"conference": conference, "schedule": [ONE, {**ONE, "conf_key": 8, **fields}]}


def test_a_session_is_told_whole():
    program = imported(both(name="Break", kind="break", speakers=[], authors=[])).program

    assert said(program) == [
        ("Wed 09:00-09:30", "A talk", "Hall", "Ada"),
        ("Wed 09:00-09:30", "Break", "Hall", ""),
    ]
    assert program.talks[0].abstract == "Why"
    assert "secret" not in repr(program)


def test_what_is_cancelled_or_not_released_is_left_out_and_told():
    for field, value, word in (
        ("cancelled", True, "cancelled"),
        ("released", False, "not released"),
    ):
        result = imported(both(**{field: value}))

        assert len(result.program.sessions) == 1
        assert doubts_of(result)[f"A session is {word}."] == 1


def test_a_title_that_leads_somewhere_is_its_words():
    assert said(imported(both(name="[Panel](/about/panel)")).program)[1][1] == "Panel"


def test_up_to_three_rooms_are_one_place():
    program = imported(both(rooms=["Hall", "Nook"])).program

    assert said(program)[1][2] == "Hall + Nook"
