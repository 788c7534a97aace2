import pytest

from bot.program.search import Hit, HitKind
from bot.program.timetable import Timetable
from bot.ui.choices import choice_name, plain_choice
from tests.factories import NINE, a_program, a_session, a_speaker, a_talk, a_track
from tests.ui.conference import BEFORE, ONE_TRACK

LONG = "From Zero to A Hundred Billion: Building Scalable Real Time Event Processing At DoorDash"


def name_of(kind, one, title, program=ONE_TRACK, now=BEFORE):
    return choice_name(Hit(kind=kind, id=one, title=title, score=1.0), Timetable(program), now)


def test_a_talk_is_called_by_its_title_and_its_speakers():
    assert name_of(HitKind.TALK, "cosmos", "Cosmos: Planet Scale") == (
        "Cosmos: Planet Scale · Mei Fixture, Vin Sample"
    )


def test_a_talk_that_is_on_says_so():
    assert name_of(HitKind.TALK, "pocket", "Magic Pocket", now=NINE) == (
        "Magic Pocket · Fay Stub · on now"
    )


def test_a_long_title_leaves_room_for_who_gives_the_talk():
    talk = a_talk(LONG, id="zero", speakers=("allen",))
    program = a_program(
        a_session(NINE, talks=("zero",)),
        talks=(talk,),
        speakers=(a_speaker("Allen Example", id="allen"),),
    )

    assert name_of(HitKind.TALK, "zero", LONG, program) == (
        "From Zero to A Hundred Billion: Building Scalable Real Time Event Processing At… "
        "· Allen Example"
    )


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ({"role": "Engineer", "company": "Acme"}, "Ada · Acme"),
        ({"role": "Engineer"}, "Ada · Engineer"),
        ({}, "Ada"),
    ],
)
def test_a_speaker_is_called_by_name_and_company(known, name):
    program = a_program(speakers=(a_speaker("Ada", id="ada", **known),))

    assert name_of(HitKind.SPEAKER, "ada", "Ada", program) == name


def test_a_track_is_called_by_its_name():
    program = a_program(tracks=(a_track("Data", id="data"),))

    assert name_of(HitKind.TRACK, "data", "Data", program) == "Data"


def test_a_choice_has_no_markdown():
    assert plain_choice("__init__\n@everyone") == "__init__ @everyone"


def test_a_long_choice_is_cut():
    assert plain_choice("word " * 40) == ("word " * 19) + "word…"
