"""Measures how often and how fast the search finds what a person means, beside a plain search.

    python -m benchmarks.search [PROGRAM.yaml]

Without a file it makes a program of 3,000 talks and 2,000 speakers (programs.py). Each line of
the table is one way of asking, 300 times over (fewer, where fewer things can be asked for so).
Things are drawn by chance with a fixed seed, each is asked for in the words of its own title or
name, and it is found if it is among the first five answers, as /talk and /speaker suggest them; a
talk of the very same title counts too. The plain search is `rapidfuzz.process.extract` with
`WRatio` over all titles or names; it is asked the same in turn, in the same run.

talk, title begun       the first half of the title's words, the last one cut off somewhere after
                        its middle and fourth letter; at least four letters in all
talk, half its words    half of its words of four and more letters, in any order, each cut off
                        somewhere after its middle and fourth letter
talk, word, typo        one word with one typo: any word of five and more letters that at most five
                        titles have
talk, two words, typo   two words of four and more letters, one typo in one of five and more
speaker, name begun     the first half of the name's letters or more, at least four
speaker, surname begun  the last name cut off somewhere after its middle and fourth letter
speaker, word, typo     first or last name of five and more letters, that at most five people have,
                        with one typo
speaker, name, typo     the whole name with one typo in it

A typo is one letter left out, put in, replaced, or swapped with the next, at any place, the first
letter too; letters are drawn from a to z. What is begun is passed over if more than five titles
begin so, or have words that begin so, since no five answers could hold them all; `unclear` is the
share that was passed over so. Nothing else is.

Four lines have no wanted answer and only take time: each letter of a title as it is typed and
looked up in talks, speakers and tracks; a hundred letters of misspelt titles, pasted; words that
are in no program; nothing typed. Times are of one `find` with 25 answers, in milliseconds by the
clock on the wall; `cpu p99` leaves out what the machine did meanwhile.

It fails (exit 1) if fewer than 95 of 100 begun titles or 75 of 100 misspelt words are found.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time

from rapidfuzz import fuzz, process

from benchmarks.programs import big_program
from benchmarks.typist import Asked, Titles, Typist
from bot.program.model import Program
from bot.program.search import ALL_KINDS, FuzzySearch, HitKind
from bot.program.timetable import Timetable
from bot.program.words import folded_title
from bot.program.yaml_file import read

SEED = 30
TIMES = 300
FIRST = 5
REQUIRED = {"talk, title begun": 0.95, "talk, word, typo": 0.75}

TALKS = frozenset({HitKind.TALK})
SPEAKERS = frozenset({HitKind.SPEAKER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way of asking, with what is asked so."""

    name: str
    kinds: frozenset[HitKind]
    asked: Sequence[Asked]
    unclear: float | None = None


@dataclass(slots=True)
class Figures:
    """What came of one way of asking: found or not, and how long it took in ms."""

    found: list[bool] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share that was found."""
        return sum(self.found) / len(self.found)

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """Note how long the block takes."""
        began, began_cpu = perf_counter(), process_time()
        yield
        self.times.append((perf_counter() - began) * 1000)
        self.cpu.append((process_time() - began_cpu) * 1000)


class PlainSearch:
    """The obvious way: the closest of all titles and names."""

    def __init__(self, program: Program) -> None:
        titles = [folded_title(talk.title) for talk in program.talks]
        names = [folded_title(speaker.name) for speaker in program.speakers]
        tracks = [folded_title(track.name) for track in program.tracks]
        self._choices = {TALKS: titles, SPEAKERS: names, ALL_KINDS: titles + names + tracks}

    def find(self, typed: str, kinds: frozenset[HitKind]) -> list[str]:
        """Return the closest titles, folded, best first."""
        choices = self._choices[kinds]
        near = process.extract(folded_title(typed), choices, scorer=fuzz.WRatio, limit=25)
        return [title for title, _, _ in near]


def main(arguments: Sequence[str]) -> int:
    """Print what was measured; return 1 if the search finds less than it has to."""
    program = _program(arguments)
    timetable = Timetable(program)
    began = process_time()
    search = FuzzySearch(timetable)
    built = process_time() - began
    print(
        f"{len(program.talks):,} talks, {len(program.speakers):,} speakers, "
        f"{len(program.tracks)} tracks; index built in {built * 1000:,.0f} ms of CPU\n\n"
        f"{'way of asking':23} {'times':>5} {'unclear':>7} {'found':>6} {'plain':>6} {'p50':>7}"
        f" {'p99':>7} {'max':>7} {'cpu p99':>7} {'plain p50':>9} {'faster':>6}"
    )
    starts = [session.start for session in timetable.sessions]
    now = starts[len(starts) // 2] if starts else datetime.now(UTC)
    plain = PlainSearch(program)
    enough = True
    for way in _ways(program):
        ours, theirs = Figures(), Figures()
        for one in way.asked:
            meant = folded_title(one.meant)
            with ours.measuring():
                hits = search.find(one.typed, now, kinds=way.kinds)
            with theirs.measuring():
                near = plain.find(one.typed, way.kinds)
            ours.found.append(meant in [folded_title(hit.title) for hit in hits[:FIRST]])
            theirs.found.append(meant in near[:FIRST])
        print(_line(way, ours, theirs))
        enough &= ours.recall >= REQUIRED.get(way.name, 0)
    return 0 if enough else 1


def _ways(program: Program) -> Iterator[Way]:
    titles = Titles(talk.title for talk in program.talks)
    names = Titles(speaker.name for speaker in program.speakers)
    talk = Typist(titles, seed=SEED, first=FIRST)
    speaker = Typist(names, seed=SEED, first=FIRST)
    for name, typist, typing, fitting in (
        ("talk, title begun", talk, talk.beginning, titles.begun),
        ("talk, half its words", talk, talk.some_words, titles.with_begun_words),
        ("talk, word, typo", talk, talk.misspelt_word, None),
        ("talk, two words, typo", talk, talk.two_words, None),
        ("speaker, name begun", speaker, speaker.first_letters, names.begun),
        ("speaker, surname begun", speaker, speaker.last_word, names.with_begun_words),
        ("speaker, word, typo", speaker, speaker.misspelt_word, None),
        ("speaker, name, typo", speaker, speaker.misspelt, None),
    ):
        kinds = TALKS if typist is talk else SPEAKERS
        asking = typist.ask(TIMES, typing, fitting)
        if asking.asked:
            yield Way(name=name, kinds=kinds, asked=asking.asked, unclear=asking.unclear)
    for name, typed in (
        ("each letter of a title", talk.letter_by_letter(15, 40)),
        ("100 letters, misspelt", [talk.pasted(100) for _ in range(TIMES)]),
        ("on no program", [talk.nonsense() for _ in range(TIMES)]),
        ("nothing typed", [""] * TIMES),
    ):
        yield Way(name=name, kinds=ALL_KINDS, asked=[Asked(typed=one, meant="") for one in typed])


def _line(way: Way, ours: Figures, theirs: Figures) -> str:
    if way.unclear is None:
        found = " " * 21
    else:
        found = f"{way.unclear:7.1%} {ours.recall:6.3f} {theirs.recall:6.3f}"
    p50, plain = percentile(ours.times, 0.5), percentile(theirs.times, 0.5)
    return (
        f"{way.name:23} {len(way.asked):5} {found} {p50:7.2f} {percentile(ours.times, 0.99):7.2f}"
        f" {max(ours.times):7.2f} {percentile(ours.cpu, 0.99):7.2f} {plain:9.2f}"
        f" {plain / p50:5.1f}x"
    )


def percentile(times: Sequence[float], share: float) -> float:
    """Return the time within which that share was answered."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def _program(arguments: Sequence[str]) -> Program:
    if not arguments:
        return big_program()
    return read(Path(arguments[0]).read_bytes(), file=arguments[0]).program


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
