import pytest

from bot.agenda.walk_in import is_walk_in
from bot.program.timetable import Timetable
from tests.factories import a_program, a_session, a_speaker, a_talk, a_track
from tests.program.importers.published import ABSENT, IS_THERE, PROGRAMS


def _of_talk(title, *, speakers=()):
    talk = a_talk(title, speakers=tuple(one.id for one in speakers))
    session = a_session(talks=(talk.id,))
    return session, Timetable(a_program(session, talks=(talk,), speakers=speakers))


def test_a_session_in_which_nothing_is_presented_is_one():
    lunch = a_session(title="Lunch")

    assert is_walk_in(lunch, Timetable(a_program(lunch)))


@pytest.mark.parametrize(
    "title",
    [
        "Wednesday Registration & Welcome @ Forum Hall Foyer 1st Floor",
        "PyCon UK Jobs Fair",
        "Posters Session",
        "Open Space",
        "Office Hours - whoever is there",
        "Drop-In: bring your laptop",
        "Walk-in help",
        "INFO DESK HOURS",
        "Sponsor Expo",
    ],
)
def test_what_nobody_presents_and_is_called_like_one_is_one(title):
    assert is_walk_in(*_of_talk(title))


@pytest.mark.parametrize(
    "title",
    [
        "Keynote",
        "Exposing Systems of Power",
        "Fast and easy to build a mobile app (registration app)",
        "A walk through the parser",
    ],
)
def test_what_only_sounds_like_one_is_none(title):
    assert not is_walk_in(*_of_talk(title))


def test_what_somebody_presents_is_none_whatever_it_is_called():
    assert not is_walk_in(*_of_talk("Drop-in replacements for grep", speakers=(a_speaker(),)))


def test_a_track_that_is_called_like_one_names_its_session():
    track = a_track("Office hours")
    talks = (a_talk("Ask about types"), a_talk("Ask about tests"))
    session = a_session(track=track.id, talks=tuple(one.id for one in talks))

    assert is_walk_in(session, Timetable(a_program(session, talks=talks, tracks=(track,))))


@pytest.mark.skipif(not IS_THERE, reason=ABSENT)
@pytest.mark.slow
def test_of_real_programs_few_talks_are_taken_for_one():
    talks, walk_ins = 0, []
    for published in PROGRAMS:
        timetable = Timetable(published.imported().program)
        presented = [one for one in timetable.sessions if not one.is_break]
        talks += len(presented)
        walk_ins += [timetable.title_of(one) for one in presented if is_walk_in(one, timetable)]

    assert "PyCon UK Jobs Fair" in walk_ins
    assert len(walk_ins) < talks / 50
