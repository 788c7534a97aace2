from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from bot.errors import ImportRefusedError, Severity
from bot.program import yaml_file
from bot.program.check import check
from bot.program.identity import carry
from bot.program.importers.build import Wishes, build
from bot.program.importers.doubts import Doubt, Doubts
from bot.program.importers.draft import Draft, DraftSession, DraftSpeaker, DraftTalk
from tests.program.importers.drafts_strategy import DRAFTS

BERLIN = Wishes(zone="Europe/Berlin")
NONE = Wishes()
NINE = datetime(2024, 5, 1, 9)  # noqa: DTZ001 - a wall time


def a_session(key="s", **fields):
    return DraftSession(**{"key": key, "start": NINE, "title": "Opening", **fields})


def built(*sessions, doubts=None, wishes=BERLIN, **fields):
    draft = Draft(**{"name": "Camp", "sessions": sessions, **fields})
    return build(draft, doubts or Doubts(), wishes)


def refusal(draft, wishes=NONE):
    with pytest.raises(ImportRefusedError) as caught:
        build(draft, Doubts(), wishes)
    return str(caught.value)


@given(DRAFTS)
def test_any_draft_makes_a_sound_program_or_is_refused_in_words(draft):
    with suppress(ImportRefusedError):
        program = build(draft, Doubts(), Wishes())

        assert [one for one in check(program) if one.severity is Severity.ERROR] == []
        assert build(draft, Doubts(), Wishes()) == program
        text = yaml_file.write(program)
        assert yaml_file.read(text.encode(), file="it.yaml").program == program
        assert carry(program, program).program == program


def test_a_wall_time_is_in_the_zone_that_was_wished():
    (session,) = built(a_session()).sessions

    assert session.start == datetime(2024, 5, 1, 7, tzinfo=UTC)


def test_an_instant_stays_the_same_in_any_zone():
    start = datetime(2024, 5, 1, 9, tzinfo=ZoneInfo("Asia/Kolkata"))

    (session,) = built(a_session(start=start)).sessions

    assert session.start == start
    assert session.start.tzinfo == ZoneInfo("Europe/Berlin")


def test_without_a_zone_it_is_refused_with_what_to_add():
    said = refusal(Draft(sessions=(a_session(),)))

    assert "--zone Europe/Berlin" in said
    assert "2024-05-01 09:00" in said


def test_a_zone_that_is_none_is_refused():
    assert "US / Pacific" in refusal(Draft(zone="US / Pacific", sessions=(a_session(),)))


def test_utc_with_other_offsets_is_no_zone():
    start = NINE.replace(tzinfo=ZoneInfo("Europe/Berlin"))

    assert "other offsets" in refusal(Draft(zone="UTC", sessions=(a_session(start=start),)))


def test_a_misspelled_zone_is_refused_with_what_is_near():
    said = refusal(Draft(sessions=(a_session(),)), Wishes(zone="Europe/Berlim"))

    assert "Did you mean Europe/Berlin?" in said


def test_a_draft_without_a_time_is_refused_before_its_zone_is_asked_for():
    assert "no session with a time" in refusal(Draft(sessions=(a_session(start=None),)))


def test_a_talk_given_twice_is_two_sessions():
    talk = DraftTalk(key="t", title="Twice")
    first, second = (
        a_session(key, title=None, talks=("t",), start=NINE + timedelta(hours=hour))
        for key, hour in (("one", 0), ("two", 3))
    )

    program = built(first, second, talks=(talk,))

    assert [session.talks for session in program.sessions] == [("twice",), ("twice",)]
    assert [session.id for session in program.sessions] == ["twice", "twice-2"]
    assert [session.key for session in program.sessions] == ["one", "two"]


def test_sessions_with_one_key_are_told_apart_and_counted():
    doubts = Doubts()

    program = built(
        a_session("same", title="Opening"), a_session("same", title="Closing"), doubts=doubts
    )

    assert sorted(session.key for session in program.sessions) == ["same|Closing", "same|Opening"]
    assert doubts.all() == (
        Doubt(
            what="Several sessions share one id.",
            made="Title, room and start tell them apart.",
            count=2,
            example="Opening",
        ),
    )


def test_what_stands_twice_in_every_respect_is_one():
    assert len(built(a_session(), a_session()).sessions) == 1


@pytest.mark.parametrize("length", [timedelta(), -timedelta(minutes=5), timedelta(days=3)])
def test_an_end_that_can_not_be_is_not_shown(length):
    doubts = Doubts()

    (session,) = built(a_session(length=length), doubts=doubts).sessions

    assert session.end is None
    assert [doubt.count for doubt in doubts.all()] == [1]


def test_a_length_is_time_that_passes_and_not_a_step_on_the_clock():
    night = datetime(2024, 3, 31, 1, 30)  # noqa: DTZ001 - half an hour before clocks are put on

    (session,) = built(a_session(start=night, length=timedelta(hours=1))).sessions

    assert session.end == datetime(2024, 3, 31, 1, 30, tzinfo=UTC)


def test_people_of_one_name_stay_apart_and_are_told():
    doubts = Doubts()
    people = tuple(DraftSpeaker(key=key, name="Sam") for key in ("1", "2"))
    talk = DraftTalk(key="t", title="Both", speakers=("1", "2"))

    program = built(
        a_session(title=None, talks=("t",)), talks=(talk,), speakers=people, doubts=doubts
    )

    assert [speaker.id for speaker in program.speakers] == ["sam", "sam-2"]
    assert [doubt.example for doubt in doubts.all()] == ["Sam"]


def test_who_gives_no_scheduled_talk_is_left_out_and_told():
    doubts = Doubts()

    program = built(a_session(), speakers=(DraftSpeaker(key="1", name="Sam"),), doubts=doubts)

    assert program.speakers == ()
    assert [doubt.what for doubt in doubts.all()] == ["A person gives no talk on the schedule."]


def test_the_acronym_makes_the_id_unless_a_name_is_wished():
    named = {"name": "Chaos Communication Congress", "acronym": "31c3"}

    assert built(a_session(), **named).id == "31c3"
    wishes = Wishes(zone="Europe/Berlin", name="Winter Camp")
    assert built(a_session(), wishes=wishes, **named).id == "winter-camp"
