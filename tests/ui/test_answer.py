import pytest

from bot.program.lookup import Lookup
from bot.ui.answer import answer
from bot.ui.questions import (
    NextQuestion,
    NowQuestion,
    ScheduleQuestion,
    SearchQuestion,
    SpeakerQuestion,
    TalkQuestion,
    TrackQuestion,
)
from tests.ui.conference import BEFORE, TWO_DAYS
from tests.ui.reading import read

HERE = {"program": TWO_DAYS.id}
LOOKUP = Lookup(TWO_DAYS)

QUESTIONS = {
    "-# 🎤 Talk · Data": TalkQuestion(**HERE, id="rivers"),
    "-# 👤 Speaker": SpeakerQuestion(**HERE, id="bo"),
    "-# 🧭 Track · two talks": TrackQuestion(**HERE, id="data"),
    "-# 🗓️ Schedule · WaterConf": ScheduleQuestion(**HERE),
    "-# 🎬 Now · WaterConf": NowQuestion(**HERE),
    "-# ⏭️ Next · WaterConf": NextQuestion(**HERE),
    "-# 🔎 Search": SearchQuestion(**HERE, words="rivers"),
}


@pytest.mark.parametrize(("kind", "question"), QUESTIONS.items())
def test_each_question_gets_its_card(kind, question):
    assert read(answer(question, LOOKUP, BEFORE)).splitlines()[0] == kind


@pytest.mark.parametrize("question", QUESTIONS.values())
def test_an_answer_for_the_asker_can_be_shared(question):
    lines = read(answer(question, LOOKUP, BEFORE))

    assert lines.count("[Share]") == 1
    assert lines.count("Shared by") == 0


@pytest.mark.parametrize("question", QUESTIONS.values())
def test_a_shared_answer_says_by_whom_and_cannot_be_shared_again(question):
    lines = read(answer(question, LOOKUP, BEFORE, shared_by=7))

    assert lines.count("[Share]") == 0
    assert lines.splitlines().count("-# Shared by <@7>") == 1


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        (TalkQuestion(**HERE, id="gone"), "That talk is no longer on the program. It may"),
        (SpeakerQuestion(**HERE, id="gone"), "That person is no longer on the program. They may"),
        (TrackQuestion(**HERE, id="gone"), "That track is no longer on the program. It may"),
        (ScheduleQuestion(**HERE, track="gone"), "That track is no longer on the program. It may"),
        (ScheduleQuestion(**HERE, room="gone"), "That room is no longer on the program. It may"),
    ],
)
def test_a_question_about_what_has_left_the_program_gets_a_notice(question, begins):
    assert read(answer(question, LOOKUP, BEFORE)).splitlines()[2].startswith(begins)
