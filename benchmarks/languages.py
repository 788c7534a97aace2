"""Measures what speaking a language costs: cards in each, beside the same cards in English.

    python -m benchmarks.languages

Every talk, speaker and track of a made program (programs.py), and what is on and next, is rendered
in each language, in turns, ROUNDS times; times are the shortest of each, in microseconds of this
processor for a card. `first` is what the first card of a language takes besides, in milliseconds:
its catalog and its dates are read then, once in a process.
"""

from collections.abc import Iterable
from itertools import chain
from time import process_time

from benchmarks.programs import big_program
from bot.program.lookup import Lookup
from bot.program.model import Program
from bot.translation import Language, speaking
from bot.ui.answer import answer
from bot.ui.questions import (
    NextQuestion,
    NowQuestion,
    Question,
    SpeakerQuestion,
    TalkQuestion,
    TrackQuestion,
)

ROUNDS = 5
TALKS, SPEAKERS = 300, 200


def main() -> None:
    """Print the table."""
    program = big_program(talks=TALKS, speakers=SPEAKERS)
    lookup = Lookup(program)
    questions = tuple(_questions(program))
    _spent(lookup, questions, Language.ENGLISH)
    one = questions[:1]
    firsts = {each: _spent(lookup, one, each) - _spent(lookup, one, each) for each in Language}
    spent: dict[Language, list[float]] = {each: [] for each in Language}
    for _ in range(ROUNDS):
        for each in Language:
            spent[each].append(_spent(lookup, questions, each))
    english = min(spent[Language.ENGLISH])
    print(f"{len(questions)} cards\n{'':6} {'a card':>7} {'ratio':>6} {'first':>6}")
    for each in Language:
        best = min(spent[each])
        card, ratio = best / len(questions) * 1e6, best / english
        print(f"{each:6} {card:>7.0f} {ratio:>6.2f} {firsts[each] * 1e3:>6.1f}")


def _questions(program: Program) -> Iterable[Question]:
    name = program.id
    return chain(
        (TalkQuestion(program=name, id=one.id) for one in program.talks),
        (SpeakerQuestion(program=name, id=one.id) for one in program.speakers),
        (TrackQuestion(program=name, id=one.id) for one in program.tracks),
        (NowQuestion(program=name), NextQuestion(program=name)),
    )


def _spent(lookup: Lookup, questions: Iterable[Question], language: Language) -> float:
    now = lookup.timetable.sessions[0].start
    begun = process_time()
    with speaking(language):
        for question in questions:
            answer(question, lookup, now)
    return process_time() - begun


if __name__ == "__main__":
    main()
