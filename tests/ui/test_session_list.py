import pytest

from bot.program.timetable import Timetable
from bot.ui.listing import PAGE, fill
from bot.ui.session_list import on_now_pages, session_entries, watch_link
from tests.factories import NINE, a_program, a_room, a_session, a_speaker, a_talk, a_track
from tests.ui.conference import HOUR, stamp
from tests.ui.discord_rules import units

ADA = a_speaker("Ada", id="ada")
RIVERS = a_talk("Rivers", id="rivers", speakers=("ada",))
LAKES = a_talk("Lakes", id="lakes")
DATA = a_track("Data", id="data")
HALL = a_room("Hall", id="hall")
LIVE = "https://example.org/live"


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


def test_a_list_of_any_time_does_not_tell_where_to_watch():
    assert listed(a_session(NINE, title="Lunch", room="hall", stream=LIVE)) == "**Lunch**\n-# Hall"


def on_now(*sessions):
    program = a_program(*sessions, talks=(RIVERS, LAKES), tracks=(DATA,), rooms=(HALL,))
    return on_now_pages(sessions, Timetable(program), PAGE)


def test_what_is_on_now_leads_to_where_it_can_be_watched():
    (page,) = on_now(
        a_session(NINE, room="hall", talks=("rivers",), stream=LIVE),
        a_session(NINE, track="data", talks=("rivers", "lakes"), stream=f"{LIVE}/2"),
        a_session(NINE, title="Opening", stream=f"{LIVE}/3"),
        a_session(NINE, title="Lunch"),
    )

    assert page.text == (
        f"### Since {stamp('t')}\n"
        f"**Rivers**\n-# Hall · [Watch]({LIVE})\n"
        f"**Data**\n-# two talks in one session · [Watch]({LIVE}/2)\n- Rivers\n- Lakes\n\n"
        f"**Opening**\n-# [Watch]({LIVE}/3)\n\n"
        "**Lunch**"
    )


@pytest.mark.parametrize(("letters", "has_links"), [(60, True), (400, False)])
def test_links_push_no_session_out_of_what_is_on_now(letters, has_links):
    streams = [f"{LIVE}/{number}/{'a' * letters}" for number in range(40)]
    with_links = on_now(*(a_session(NINE, title="Long " * 30, stream=one) for one in streams))
    without = on_now(*(a_session(NINE, title="Long " * 30) for _ in streams))

    assert [page.entries for page in with_links] == [page.entries for page in without]
    assert with_links[0].text.count("[Watch]") == (without[0].entries if has_links else 0)
    assert units(with_links[0].text) <= 3_200


@pytest.mark.parametrize(
    ("stream", "link"),
    [
        (LIVE, f"[Watch]({LIVE})"),
        (f" {LIVE}?a=1&b[]=(2)#c ", f"[Watch]({LIVE}?a=1&b%5B%5D=%282%29#c)"),
        (f"{LIVE})**[x](", f"[Watch]({LIVE}%29%2A%2A%5Bx%5D%28)"),
        (f"{LIVE} a\\b`c|d", f"[Watch]({LIVE}%20a%5Cb%60c%7Cd)"),
        (f"{LIVE}/@everyone/@us", f"[Watch]({LIVE}/%40everyone/@us)"),
        ("https://exämple.org/", "[Watch](https://xn--exmple-cua.org/)"),
        ("javascript:alert(1)", None),
        ("Hall 1", None),
        (f"{LIVE}/{'a' * 500}", None),
        (f"{LIVE}/{'(' * 300}", None),
        ("", None),
        (None, None),
    ],
)
def test_only_an_address_that_leaves_the_text_as_it_is_becomes_a_link(stream, link):
    assert watch_link(a_session(stream=stream)) == link
