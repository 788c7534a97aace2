from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.errors import Fault
from bot.sources.folder import Found
from bot.sources.trouble import MOST_TOLD, Trouble, Troubles, troubles_of
from bot.translation import in_words, said
from tests.factories import a_program
from tests.translation.fake import speaking_loudly

NOON = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FILE = Path("/somewhere/private/conf.yaml")
WRONG = Fault(file=str(FILE), what="It has no name.", fix="Name it.", line=3)


def _sound(program):
    return Found(path=FILE, program=program, about=program.id)


def _faulty(*faults, about="conf-22"):
    return Found(path=FILE, program=None, faults=faults or (WRONG,), about=about)


def test_sound_files_are_no_trouble():
    program = a_program()

    assert troubles_of([_sound(program)], [program], {}, NOON) == ()


def test_a_faulty_file_is_told_with_its_faults_and_without_its_folder():
    troubles = troubles_of([_faulty()], [a_program()], {}, NOON)

    words = "conf.yaml can't be used:\nconf.yaml:3: error: It has no name. Name it."
    assert troubles == (Trouble(program="conf-22", at=NOON, words=words),)


def test_of_many_faults_the_first_are_told():
    (trouble,) = troubles_of([_faulty(*[WRONG] * 9)], [], {}, NOON)

    assert trouble.words.count("It has no name.") == MOST_TOLD
    assert trouble.words.endswith("And 4 more; `marquee check` names them all.")


def test_a_faulty_file_is_told_in_any_language(monkeypatch):
    wrong = Fault(file=str(FILE), what=said("“{id}” is bad.", id="ä"), fix=said("Mend it."), line=3)
    (trouble,) = troubles_of([_faulty(*[wrong] * (MOST_TOLD + 1))], [], {}, NOON)

    with speaking_loudly(monkeypatch):
        words = in_words(trouble.words).splitlines()

    assert words == [
        "conf.yaml CAN'T BE USED:",
        *["conf.yaml:3: ERROR: “ä” IS BAD. MEND IT."] * MOST_TOLD,
        "AND 1 MORE; `MARQUEE CHECK` NAMES THEM ALL.",
    ]


def test_what_was_kept_in_english_is_told_in_any_language_from_then_on(monkeypatch):
    kept = Trouble(
        program="conf-22",
        at=NOON,
        words="No file holds the program “conf-22” (Conf 2022) any more. Put it back.",
    )

    troubles = troubles_of([], [a_program()], {"conf-22": kept}, NOON + MINUTE)

    with speaking_loudly(monkeypatch):
        words = in_words(troubles[0].words)
    assert troubles == (kept,)
    assert words == "NO FILE HOLDS THE PROGRAM “conf-22” (Conf 2022) ANY MORE. PUT IT BACK."


def test_a_program_without_a_file_is_told():
    troubles = troubles_of([], [a_program()], {}, NOON)

    words = "No file holds the program “conf-22” (Conf 2022) any more. Put it back."
    assert troubles == (Trouble(program="conf-22", at=NOON, words=words),)


def test_after_its_last_day_a_programs_file_may_go():
    after = datetime(2022, 12, 10, 12, 0, tzinfo=UTC)

    assert troubles_of([], [a_program()], {}, after) == ()


def test_a_trouble_keeps_its_time_as_long_as_its_words():
    (first,) = troubles_of([_faulty()], [], {}, NOON)
    known = {"conf-22": first}

    same = troubles_of([_faulty()], [], known, NOON + MINUTE)
    other = troubles_of([_faulty(WRONG, WRONG)], [], known, NOON + MINUTE)

    assert same == (first,)
    assert [one.at for one in other] == [NOON + MINUTE]


def test_a_file_of_nobody_knows_which_program_is_no_programs_trouble():
    assert troubles_of([_faulty(about=None)], [], {}, NOON) == ()


def test_what_was_put_last_stands():
    troubles = Troubles()
    one = Trouble(program="conf-22", at=NOON, words="No.")
    troubles.put([one])
    before = troubles.all()

    troubles.put([])

    assert (before, troubles.all()) == ({"conf-22": one}, {})
