from bot.program.timetable import Timetable
from bot.ui.questions import SpeakerQuestion
from bot.ui.speaker_card import speaker_card
from tests.factories import NINE, a_program, a_session, a_speaker, a_talk, a_track
from tests.ui.conference import ADA, BEFORE, FAY, HOUR, ONE_TRACK, RAN, TWO_DAYS, stamp
from tests.ui.reading import read


def show(program, speaker, *, page=1):
    question = SpeakerQuestion(program=program.id, id=speaker.id, page=page)
    return read(speaker_card(speaker, Timetable(program), question, BEFORE))


def test_a_speaker_tells_their_role_and_their_talk():
    assert show(ONE_TRACK, FAY) == (
        "-# 👤 Speaker\n"
        "## Fay Stub\n"
        "\n"
        "Engineer / Tech Lead, Box\\_Co\n"
        "---\n"
        "### Talk\n"
        "**Magic Pocket**\n"
        f"-# {stamp('F')}\n"
        "---\n"
        "[Save] [Magic Pocket] [Share]"
    )


def test_a_host_tells_their_bio_and_their_track():
    assert show(ONE_TRACK, RAN) == (
        "-# 👤 Track host\n"
        "## Ran Mock\n"
        "\n"
        "Bay\n"
        "---\n"
        "Ran built systems.\n"
        "\n"
        "Ran hosts.\n"
        "### Hosts\n"
        "**Architectures**\n"
        f"-# {stamp('F')}\n"
        "---\n"
        "[Save] [Track] [Share]"
    )


def test_a_speaker_with_a_picture_and_links_shows_them():
    assert show(TWO_DAYS, ADA) == (
        "(https://example.org/ada.png)\n"
        "-# 👤 Speaker\n"
        "## Ada Example\n"
        "Engineer\n"
        "---\n"
        "Ada likes rivers.\n"
        "### Talks\n"
        "**Rivers**\n"
        f"-# {stamp('F')} – {stamp('t', minutes=45)} · Hall\n"
        "\n"
        "**Seas**\n"
        f"-# {stamp('F', 24)} – {stamp('t', 24, 45)} · Hall\n"
        "---\n"
        "{Save to my agenda… | Rivers | Seas}\n"
        "[Rivers] [Seas] [Share] [Website]"
    )


def test_more_talks_than_two_are_opened_by_a_picker():
    talks = tuple(a_talk(title, speakers=("ada",)) for title in ("Rivers", "Lakes", "Seas"))
    ada = a_speaker("Ada", id="ada")

    *_, picker, buttons = show(a_program(talks=talks, speakers=(ada,)), ada).splitlines()

    assert (picker, buttons) == ("{Open a talk… | Rivers | Lakes | Seas}", "[Share]")


def test_a_speaker_named_twice_by_a_talk_gives_it_once():
    ada = a_speaker("Ada", id="ada")
    talk = a_talk("Rivers", speakers=("ada", "ada"))

    assert show(a_program(talks=(talk,), speakers=(ada,)), ada) == (
        "-# 👤 Speaker\n## Ada\n---\n### Talk\n**Rivers**\n---\n[Rivers] [Share]"
    )


def test_a_long_bio_stands_on_pages_and_the_talks_after_it():
    ada = a_speaker("Ada", id="ada", bio="Ada likes rivers. " * 150)
    talk = a_talk("Rivers", speakers=("ada",))
    program = a_program(talks=(talk,), speakers=(ada,))

    first, second = (show(program, ada, page=page).splitlines() for page in (1, 2))

    assert first[-3:] == ["-# Page 1 of 2", "---", "[Rivers] [Next page] [Share]"]
    assert second[-5:] == [
        "### Talk",
        "**Rivers**",
        "-# Page 2 of 2",
        "---",
        "[Rivers] [Previous page] [Share]",
    ]


def test_what_a_person_gives_and_hosts_is_saved_by_time():
    talk = a_talk("Rivers", speakers=("ada",))
    data = a_track("Data", id="data", hosts=("ada",))
    program = a_program(
        a_session(NINE + HOUR, talks=(talk.id,)),
        a_session(NINE, track="data", talks=("gone",)),
        talks=(talk,),
        tracks=(data,),
        speakers=(a_speaker("Ada", id="ada"),),
    )

    picker = show(program, program.speakers[0]).splitlines()[-2]

    assert picker == "{Save to my agenda… | Data | Rivers}"
