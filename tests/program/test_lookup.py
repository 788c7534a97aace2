from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.program.lookup import Lookup
from bot.program.search import HitKind
from tests.factories import NINE, a_program_with_talks


def test_lookup_answers_from_one_version_of_a_program():
    program = a_program_with_talks("Magic Pocket")

    lookup = Lookup(program)

    (hit,) = lookup.search.find(
        "pocket", datetime(2022, 11, 1, tzinfo=UTC), kinds=frozenset({HitKind.TALK})
    )
    assert lookup.program is program
    assert lookup.timetable.program is program
    assert hit.id == program.talks[0].id


def test_a_lookup_like_another_finds_the_same_and_ranks_by_its_own_times():
    program = a_program_with_talks("Magic Pocket", "Magic Wand")
    pocket, wand = program.sessions
    later = replace(pocket, start=wand.start + timedelta(hours=1), end=None)
    source = Lookup(program)

    lookup = Lookup(replace(program, sessions=(later, wand)), like=source)

    assert [hit.title for hit in lookup.search.find("magic", NINE)] == [
        "Magic Wand",
        "Magic Pocket",
    ]
    assert [hit.title for hit in source.search.find("magic", NINE)] == [
        "Magic Pocket",
        "Magic Wand",
    ]
    anew = Lookup(lookup.program).search
    for words in ("", "magic", "pokcet", "zzz"):
        assert lookup.search.find(words, NINE) == anew.find(words, NINE)
        assert lookup.search.nearest(words) == anew.nearest(words)


def test_what_only_the_other_lookup_has_is_called_off():
    program = a_program_with_talks("Magic Pocket", "Magic Wand")
    pocket, wand = program.sessions

    source = Lookup(program)
    timetable = Lookup(replace(program, sessions=(wand,)), like=source).timetable

    called_off = [timetable.called_off_of_talk(talk.id) for talk in program.talks]
    assert called_off == [(pocket,), ()]
    assert source.timetable.called_off_of_talk(program.talks[0].id) == ()
