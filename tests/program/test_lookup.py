from datetime import UTC, datetime

from bot.program.lookup import Lookup
from bot.program.search import HitKind
from tests.factories import a_program_with_talks


def test_lookup_answers_from_one_version_of_a_program():
    program = a_program_with_talks("Magic Pocket")

    lookup = Lookup(program)

    (hit,) = lookup.search.find(
        "pocket", datetime(2022, 11, 1, tzinfo=UTC), kinds=frozenset({HitKind.TALK})
    )
    assert lookup.program is program
    assert lookup.timetable.program is program
    assert hit.id == program.talks[0].id
