from types import SimpleNamespace

from bot.errors import NoProgramError
from bot.guilds.timetables import timetable_named
from bot.program.timetable import Timetable
from tests.factories import a_program

TIMETABLE = Timetable(a_program())


class OneAttached:
    """Where one program stands, that one guild attached"""

    def lookup_named(self, program, guild_id):
        if (program, guild_id) != ("conf-22", 1):
            raise NoProgramError(program)
        return SimpleNamespace(timetable=TIMETABLE)


def test_a_programs_timetable_is_found_as_a_guild_sees_it():
    assert timetable_named(OneAttached(), "conf-22", 1) is TIMETABLE


def test_what_is_not_loaded_for_a_guild_has_no_timetable():
    found = [timetable_named(OneAttached(), "conf-22", 2), timetable_named(OneAttached(), "a", 1)]

    assert found == [None, None]
