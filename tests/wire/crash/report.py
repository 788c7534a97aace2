"""What a run of many rounds comes to, as tables for a terminal."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import quantiles

from tests.wire.crash.steps import STALE, Step
from tests.wire.crash.verdict import BESIDE, WAYS, Verdict


def is_sound(verdicts: Iterable[Verdict]) -> bool:
    """Tell whether nothing was lost, nothing doubled, and nothing asked of Discord was wrong."""
    return not any(one.lost or one.doubled or one.problems for one in verdicts)


def report(verdicts: Sequence[Verdict]) -> str:
    """Return the tables: per nonce memory, per step, per way in which claims were resolved."""
    parts = (_by_memory(verdicts), _by_step(verdicts), _failures(verdicts))
    return "\n\n".join("\n".join(part) for part in map(list, parts) if part)


def _by_memory(verdicts: Sequence[Verdict]) -> Iterator[str]:
    yield "nonce memory  kills  messages  planned  lost  doubled  late p50  late p99"
    for memory in sorted({one.nonce_memory for one in verdicts}):
        yield _line(f"{memory:g} s", [one for one in verdicts if one.nonce_memory == memory])
    yield _line("all", verdicts)


def _line(name: str, verdicts: Sequence[Verdict]) -> str:
    kills = sum(len(one.kills) for one in verdicts)
    messages = sum(one.messages for one in verdicts)
    planned = sum(one.planned for one in verdicts)
    lost = sum(len(one.lost) for one in verdicts)
    doubled = sum(len(one.doubled) for one in verdicts)
    late = quantiles([late for one in verdicts for late in one.lateness], n=100)
    return (
        f"{name:<12}  {kills:5}  {messages:8}  {planned:7}  {lost:4}  {doubled:7}"
        f"  {late[49]:6.2f} s  {late[98]:6.2f} s"
    )


def _by_step(verdicts: Sequence[Verdict]) -> Iterator[str]:
    kills = Counter[str](kill.step for one in verdicts for kill in one.kills)
    ways = sum((one.ways for one in verdicts), Counter[tuple[str, str]]())
    yield f"{'killed when':<12}  kills  claims left  " + "  ".join(WAYS)
    for row in (*Step, BESIDE):
        counts = [ways[row, way] for way in WAYS]
        cells = (f"{count:>{len(way)}}" for count, way in zip(counts, WAYS, strict=True))
        killed = "" if row == BESIDE else kills[row]
        yield f"{row:<12}  {killed:>5}  {sum(counts):>11}  " + "  ".join(cells)
    fewest = min(sum(ways[step, way] for way in WAYS) for step in STALE)
    yield f"fewest claims left at a step that leaves one: {fewest}"


def _failures(verdicts: Iterable[Verdict]) -> Iterator[str]:
    for one in verdicts:
        if one.lost or one.doubled:
            yield f"nonce memory {one.nonce_memory:g} s: lost {one.lost}, doubled {one.doubled}"
        yield from one.problems
