from tests.program.importers.sources import SECRET, imported, said

SESSION = {
    "id": "s1",
    "type": "t1",
    "room": "R0",
    "start": "2024-05-01T09:00:00+08:00",
    "end": "2024-05-01T09:30:00+08:00",
    "language": "漢語",
    "zh": {"title": "題目", "description": "內容"},
    "en": {"title": "Title", "description": "Content"},
    "speakers": ["p1"],
    "slide": "https://example.org/slides",
    "qa": None,
    "email": SECRET,
}


def data(*sessions):
    return {
        "sessions": list(sessions),
        "speakers": [
            {"id": "p1", "zh": {"name": "陳"}, "en": {"name": "Chen", "bio": "B"}, "email": SECRET}
        ],
        "session_types": [
            {"id": "t1", "zh": {"name": "主軌"}, "en": {"name": "Main"}},
            {"id": "break", "zh": {"name": "其他"}, "en": {"name": "Other"}},
        ],
        "rooms": [{"id": "R0", "zh": {"name": "國際會議廳"}, "en": {"name": "Main hall"}}],
        "tags": [],
    }


def program(*sessions):
    return imported(data(*sessions), zone="Asia/Taipei").program


def test_a_session_is_told_whole_in_the_language_that_stands_first():
    made = program(SESSION)

    assert said(made) == [("Wed 09:00-09:30", "題目", "國際會議廳", "陳")]
    assert made.speakers[0].bio == "B"
    assert made.tracks[0].name == "主軌"
    assert made.talks[0].language == "zh"
    assert SECRET not in repr(made)


def test_breaks_are_known_by_their_type_or_their_title():
    typed = {**SESSION, "id": "s2", "type": "break", "speakers": []}
    titled = {**SESSION, "id": "s3", "speakers": [], "zh": {"title": "午餐"}}

    assert [one.is_break for one in program(typed, titled).sessions] == [True, True]


def test_what_is_in_english_only_is_told_in_english():
    assert said(program({**SESSION, "zh": None}))[0][1] == "Title"
