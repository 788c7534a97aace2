"""Imports many broken programs: real ones, cut and then changed at random.

    python -m tests.program.importers.fuzz [--runs 500] [--seed 1] [--keep FOLDER]

Whatever comes in, an import makes a sound program or is refused in words; it takes no more than
LONGEST seconds of this processor, and the process no more than LARGEST bytes. What does otherwise
is kept in a file, and the exit code is 1. Seeds are the programs that MARQUEE_PROGRAMS names, cut
to CUT bytes, and small ones of every format where there are none.
"""

import argparse
import json
import random
import re
import resource
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from types import FrameType
from typing import Any

from bot.errors import ImportRefusedError, Severity
from bot.program import yaml_file
from bot.program.check import check
from bot.program.importers import Bundle, Wishes, import_program
from tests.program.importers.published import IS_THERE, PROGRAMS

LONGEST = 5.0
LARGEST = 500_000_000
CUT = 200_000
_LATEST = 40
_WRITTEN = 10

ODD_TEXTS = (
    "", " ", "\x00", "\ud800", "\u202e", "0", "-1", "9" * 400, "NaN", "1e999", "[" * 2_000,
    "<" * 2_000, "*" * 2_000, "<p>" * 700, "&#" * 700, "a\u0301" * 300, "2024-02-30T25:61:00Z",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2024-05-01T09:00:00", "24:00",
    "99:99", "-1:00", "PT999999H", "UTC", "US / Pacific", "../../etc/passwd", "Break", "canceled",
    "https://example.org/" + "a" * 600, "javascript:alert(1)", "@everyone", "%s{0}\\", "\r\n\r\n",
)  # fmt: skip
ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**18, 10**400, 1e308, 0.5, [], {}, [[]], [None], [{}], {"a": {}},
    {"": None}, [[[[[[[[]]]]]]]], {"name": 1}, {"en": None}, {"id": []}, [0, "", None],
)  # fmt: skip
ODD_BYTES = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"<![CDATA[", b"]]>", b"<!--", b"&lol;", b"</event>",
    b'"', b"{", b"]", b":", b",,", b"\r\n ", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n",
    b"RRULE:FREQ=SECONDLY\r\n", b"RRULE:FREQ=DAILY;COUNT=3\r\n", b"EXDATE:19700101\r\n",
    b"DTSTART;TZID=Nowhere:20240501T090000\r\n", b"DURATION:-PT1H\r\n",
    b"RECURRENCE-ID:20240501T090000Z\r\n", b"TZOFFSETTO:+9999\r\n",
)  # fmt: skip


@dataclass(slots=True)
class Seen:
    """What came of it all."""

    ends: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    faults: list[str] = field(default_factory=list)


def main() -> None:
    """Import as many as is said, and tell what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-faults"))
    wanted = parser.parse_args()
    signal.signal(signal.SIGVTALRM, _too_long)
    seen, found = Seen(), seeds()
    for number in range(wanted.runs):
        chance = random.Random(f"{wanted.seed}/{number}")
        name, files = chance.choice(found)
        broken = mutated(files, chance)
        fault = tried(broken, name, seen, written=number % _WRITTEN == 0)
        if fault:
            _keep(wanted.keep / f"{wanted.seed}-{number}", broken)
            seen.faults.append(f"{name} ({wanted.seed}/{number}): {fault}")
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{number + 1} of {wanted.runs} ")
    sys.exit(_told(seen, wanted.runs, len(found)))


def tried(files: dict[str, bytes], name: str, seen: Seen, *, written: bool) -> str | None:
    """Import files; return what was wrong with that."""
    began = process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, 4 * LONGEST)
    try:
        program = import_program(Bundle.of(files), Wishes(zone="Europe/Berlin")).program
        seen.ends["imported"] += 1
        errors = [one for one in check(program) if one.severity is Severity.ERROR]
        if errors:
            return f"not sound: {errors[0].what}"
        if (
            written
            and yaml_file.read(yaml_file.write(program).encode(), file="f.yaml").program != program
        ):
            return "written and read, it is another one"
    except ImportRefusedError as error:
        seen.ends["refused"] += 1
        seen.refusals[re.sub(r"[“\"'].*?[”\"']|\d+|part-\w+|…?\S+\.\w+", "_", error.what)[:60]] += 1
        if not error.what or not error.fix or "\n" in str(error):
            return f"refused without words: {error}"
    except Exception as error:  # noqa: BLE001 - this is what it looks for
        frames = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {str(error)[:80]} in {frames.filename}:{frames.lineno}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    took = process_time() - began
    seen.slowest = max(seen.slowest, (took, name))
    return f"took {took:.1f} s" if took > LONGEST else None


def mutated(files: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """Return files of which one is changed at random, often or seldom."""
    name = chance.choice([*files])
    data = files[name]
    times = chance.choice((1, 1, 2, 4, 16, 64))
    if data.lstrip()[:1] in (b"{", b"[") and chance.random() < 0.7:
        data = _changed_json(data, times, chance)
    else:
        for _ in range(times):
            data = chance.choice(_CHANGES)(data, chance)
    if chance.random() < 0.05 and len(files) > 1:
        return {key: one for key, one in files.items() if key != name}
    return {**files, name: data}


def _changed_json(data: bytes, times: int, chance: random.Random) -> bytes:
    whole = json.loads(data)
    places = list(_places(whole))
    for _ in range(times):
        holder, key = chance.choice(places)
        kind = chance.random()
        with suppress(KeyError, IndexError, TypeError):
            if kind < 0.2:
                del holder[key]
            elif kind < 0.3:
                other, place = chance.choice(places)
                holder[key] = json.loads(json.dumps(other[place]))
            elif kind < 0.65:
                holder[key] = chance.choice(ODD_VALUES)
            else:
                holder[key] = chance.choice(ODD_TEXTS)
    return json.dumps(whole).encode()


def _places(value: Any) -> Any:
    stack = [value]
    while stack:
        one = stack.pop()
        inside = one.items() if isinstance(one, dict) else enumerate(one)
        for key, each in inside:
            yield one, key
            if isinstance(each, dict | list):
                stack.append(each)


def _cut_out(data: bytes, chance: random.Random) -> bytes:
    begin = chance.randrange(len(data) + 1)
    return data[:begin] + data[begin + chance.choice((1, 5, 50, 5_000)) :]


def _cut_off(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _doubled(data: bytes, chance: random.Random) -> bytes:
    begin = chance.randrange(len(data) + 1)
    end = begin + chance.choice((1, 20, 2_000))
    return data[:end] + data[begin:end] * chance.choice((1, 3, 20)) + data[end:]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]


def _put_in(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    odd = chance.choice((*ODD_BYTES, *(one.encode("utf-8", "ignore") for one in ODD_TEXTS)))
    return data[:place] + odd + data[place:]


def _retold(data: bytes, chance: random.Random) -> bytes:
    """Replace what stands between two marks: an element's text, an attribute, a line's value."""
    marks = [*re.finditer(rb'(?<=[>:="])[^<>:="\r\n]{1,200}(?=[<"\r])', data)]
    if not marks:
        return data
    found = chance.choice(marks)
    odd = chance.choice(ODD_TEXTS).encode("utf-8", "ignore")
    return data[: found.start()] + odd + data[found.end() :]


_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cut_out, _cut_off, _doubled, _flipped, _put_in, _put_in, _retold, _retold, _retold,
)  # fmt: skip


def seeds() -> list[tuple[str, dict[str, bytes]]]:
    """Return the files of each seed, by name, cut so that all of it is still of its format."""
    if not IS_THERE:
        from tests.program.importers.small import SMALL  # noqa: PLC0415 - only then

        return list(SMALL.items())
    found = []
    for one in PROGRAMS:
        parts = one.bundle().parts
        found.append((one.path, {part.name: _cut(part.data, CUT // len(parts)) for part in parts}))
    return found


def _cut(data: bytes, size: int) -> bytes:
    if len(data) <= size:
        return data
    if data.lstrip()[:1] in (b"{", b"["):
        whole, most = json.loads(data), 4_096
        while len(data) > size:
            data = json.dumps(_shortened(whole, most), ensure_ascii=False).encode()
            most = most * 3 // 4
        return data
    event, end = (
        (rb"BEGIN:VEVENT.*?END:VEVENT\r?\n", re.DOTALL)
        if b"VEVENT" in data
        else (rb"<event\b.*?</event>", re.DOTALL)
    )
    spare = len(data) - size
    for found in reversed([*re.finditer(event, data, end)]):
        if spare <= 0:
            break
        spare -= len(found[0])
        data = data[: found.start()] + data[found.end() :]
    return data


def _shortened(value: Any, most: int) -> Any:
    if isinstance(value, dict):
        # What has many keys is a list by ids.
        few = list(value.items())[: max(most, 30)]
        return {key: _shortened(one, most) for key, one in few}
    if isinstance(value, list):
        return [_shortened(one, most) for one in value[: max(most, 1)]]
    return value


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def _keep(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, data) in enumerate(files.items()):
        (folder / f"{number}-{Path(name).name[:40] or 'part'}").write_bytes(data)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _told(seen: Seen, runs: int, found: int) -> int:
    # Linux counts kilobytes.
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    _say(f"{runs} inputs from {found} seeds: {dict(seen.ends)}")
    _say(f"slowest {seen.slowest[0]:.2f} s ({seen.slowest[1]}), memory {largest / 1e6:.0f} MB")
    for what, count in seen.refusals.most_common(_LATEST):
        _say(f"{count:6} {what}")
    for fault in seen.faults[:_LATEST]:
        _say(f"FAULT {fault}")
    if largest > LARGEST:
        _say("FAULT too much memory")
    return 1 if seen.faults or largest > LARGEST else 0


if __name__ == "__main__":
    main()
