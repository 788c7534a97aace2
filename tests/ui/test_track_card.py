from bot.program.timetable import Timetable
from bot.ui.questions import TrackQuestion
from bot.ui.track_card import track_card
from tests.factories import NINE, a_program, a_session, a_speaker, a_talk, a_track
from tests.ui.conference import ARCHITECTURES, BEFORE, DATA, HOUR, ONE_TRACK, TWO_DAYS, stamp
from tests.ui.reading import read


def show(program, track, *, page=1):
    question = TrackQuestion(program=program.id, id=track.id, page=page)
    return read(track_card(track, Timetable(program), question, BEFORE))


def test_a_track_tells_its_description_its_host_and_its_talks():
    assert show(ONE_TRACK, ARCHITECTURES) == (
        "-# 🧭 Track · two talks\n"
        "## Architectures\n"
        "---\n"
        "How giants do it.\n"
        "### Hosted by\n"
        "**Ran Mock**\n"
        "-# Bay\n"
        "Ran built systems.\n"
        "\n"
        "Ran hosts.\n"
        "### Sessions\n"
        f"-# {stamp('f')} · two talks in one session\n"
        "- Cosmos: Planet Scale\n"
        "  *Mei Fixture and Vin Sample*\n"
        "- Magic Pocket\n"
        "  *Fay Stub*\n"
        "---\n"
        "{Open a talk… | Cosmos: Planet Scale | Magic Pocket}\n"
        "[Save] [Ran Mock] [Share]"
    )


def test_a_track_of_single_sessions_tells_each_with_day_room_and_speakers():
    assert show(TWO_DAYS, DATA) == (
        "-# 🧭 Track · two talks\n"
        "## Data\n"
        "---\n"
        "### Sessions\n"
        "**Rivers**\n"
        f"-# {stamp('f')} – {stamp('t', minutes=45)} · Hall · Ada Example\n"
        "\n"
        "**Seas**\n"
        f"-# {stamp('f', 24)} – {stamp('t', 24, 45)} · Hall · Ada Example and Bo Example\n"
        "---\n"
        "{Open a talk… | Rivers | Seas}\n"
        "{Save to my agenda… | Rivers | Seas}\n"
        "[Share]"
    )


def test_an_empty_track_tells_its_name():
    track = a_track("Data")

    assert (
        show(a_program(tracks=(track,)), track) == "-# 🧭 Track · no talks\n## Data\n---\n[Share]"
    )


def test_a_hosts_long_bio_is_cut_since_their_own_card_has_all_of_it():
    host = a_speaker("Ada", id="ada", bio="Ada likes rivers. " * 60)
    track = a_track("Data", hosts=("ada",))

    bio = show(a_program(tracks=(track,), speakers=(host,)), track).splitlines()[5]

    assert bio == ("Ada likes rivers. " * 33).strip() + " Ada…"


def test_a_page_opens_and_saves_what_stands_on_it():
    talks = tuple(a_talk(f"Talk {number}", id=f"talk-{number}") for number in range(30))
    track = a_track("Data", id="data")
    sessions = (
        a_session(NINE + number * HOUR, track="data", talks=(talk.id,))
        for number, talk in enumerate(talks)
    )
    program = a_program(*sessions, talks=talks, tracks=(track,))

    second = show(program, track, page=2).splitlines()

    shown = " | ".join(f"Talk {number}" for number in range(25, 30))
    assert second[-3:-1] == [f"{{Open a talk… | {shown}}}", f"{{Save to my agenda… | {shown}}}"]
