from bot.program.timetable import Timetable
from bot.ui.listing import fill
from bot.ui.session_list import session_entries
from tests.factories import NINE, a_program, a_room, a_session, a_speaker, a_talk, a_track
from tests.ui.conference import HOUR, stamp

ADA = a_speaker("Ada", id="ada")
RIVERS = a_talk("Rivers", id="rivers", speakers=("ada",))
LAKES = a_talk("Lakes", id="lakes")
DATA = a_track("Data", id="data")
HALL = a_room("Hall", id="hall")


def listed(session, **told):
    program = a_program(
        session, talks=(RIVERS, LAKES), speakers=(ADA,), tracks=(DATA,), rooms=(HALL,)
    )
    entries = session_entries((session,), Timetable(program), lambda _: (), **told)
    return "\n".join(page.text for page in fill(entries))


def test_a_talk_is_told_with_place_end_speakers_and_track():
    session = a_session(NINE, minutes=45, room="hall", track="data", talks=("rivers",))

    assert listed(session) == f"**Rivers**\n-# Hall · until {stamp('t', minutes=45)} · Ada · Data"


def test_a_session_with_a_name_of_its_own_tells_its_talk_too():
    session = a_session(NINE, title="Opening", room="hall", talks=("rivers",))

    assert listed(session) == "**Opening**\n-# Hall\n- Rivers\n  *Ada*"


def test_several_talks_stand_under_their_session():
    session = a_session(NINE, track="data", talks=("rivers", "lakes"))

    assert listed(session) == "**Data**\n-# two talks in one session\n- Rivers\n  *Ada*\n- Lakes"


def test_a_break_tells_its_name():
    assert listed(a_session(NINE, title="Lunch")) == "**Lunch**"
    assert listed(a_session(NINE)) == "**Break**"


def test_within_a_track_its_name_is_left_out():
    session = a_session(NINE, room="hall", track="data", talks=("rivers",))

    assert listed(session, with_track=False) == "**Rivers**\n-# Hall · Ada"


def test_within_a_track_a_session_called_like_it_is_not_named_again():
    session = a_session(NINE, track="data", talks=("rivers", "lakes"))

    assert listed(session, with_track=False) == (
        "-# two talks in one session\n- Rivers\n  *Ada*\n- Lakes"
    )


def test_a_list_without_days_tells_each_sessions_own():
    session = a_session(NINE, minutes=45, talks=("rivers",))

    assert listed(session, with_date=True) == (
        f"**Rivers**\n-# {stamp('f')} – {stamp('t', minutes=45)} · Ada"
    )


def test_each_entry_belongs_to_its_session():
    session = a_session(NINE, track="data", talks=("rivers", "lakes"))
    lunch = a_session(NINE + HOUR, title="Lunch")
    timetable = Timetable(a_program(session, lunch, talks=(RIVERS, LAKES), tracks=(DATA,)))

    entries = session_entries(timetable.sessions, timetable, lambda _: ())

    assert [entry.session for entry in entries] == [session, session, lunch]
