"""How faults, findings and long work look: coloured on a terminal, plain lines in a pipe."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.status import Status
from rich.table import Table
from rich.text import Text

from bot.errors import Fault
from bot.finding import Finding
from bot.program.model import Program
from bot.program.timetable import Timetable

STYLES = {"ok": "green", "warning": "yellow", "error": "bold red", "wrong": "bold red"}
PIPE_WIDTH = 120

out = Console(highlight=False, soft_wrap=True)
err = Console(highlight=False, soft_wrap=True, stderr=True)


def table_console() -> Console:
    """Return a console for tables: as wide as the terminal, or wide enough to read in a file."""
    return Console(width=None if out.is_terminal else PIPE_WIDTH)


def print_error(told: str) -> None:
    """Print an error that a person can act on."""
    line = Text.assemble(("error", STYLES["error"]), f": {told}")
    err.print(line, soft_wrap=not err.is_terminal)


def print_line(said: str) -> None:
    """Print a line as it is, with no markup read in it; a terminal breaks it between words."""
    out.print(Text(said), soft_wrap=not out.is_terminal)


def print_heading(said: str) -> None:
    """Print a line that others stand under."""
    out.print(Text(said, "bold"), soft_wrap=not out.is_terminal)


class Steps:
    """Shows what long work is at: a line that changes on a terminal, a line a step in a pipe."""

    def __init__(self, status: Status | None) -> None:
        self._status = status

    def step(self, said: str) -> None:
        """Show what begins now."""
        if self._status is None:
            err.print(Text(said))
        else:
            self._status.update(Text(said))

    def further(self, said: str) -> None:
        """Show how the step comes along, where that can be seen."""
        if self._status is not None:
            self._status.update(Text(said))


@contextmanager
def long_work() -> Iterator[Steps]:
    """Give what shows the steps of long work; on a terminal nothing of it stays."""
    if not err.is_terminal:
        yield Steps(None)
        return
    with err.status("") as status:
        yield Steps(status)


def print_faults(console: Console, faults: Iterable[Fault]) -> None:
    """Print one line for each fault, as a compiler does."""
    for fault in faults:
        level = (fault.severity, STYLES[fault.severity])
        told = f": {fault.what} {fault.fix}".rstrip()
        line = Text.assemble((f"{fault.where}:", "bold"), " ", level, told)
        console.print(line)


def print_sound(path: Path, program: Program) -> None:
    """Print that a program file can be used, and what is in it."""
    counts = ", ".join(
        _count(len(things), noun)
        for things, noun in (
            (program.talks, "talk"),
            (program.speakers, "speaker"),
            (program.sessions, "session"),
        )
    )
    days = _count(len(Timetable(program).days), "day")
    said = f"{program.name}, {counts} on {days}, {program.first_day} to {program.last_day}"
    out.print(Text.assemble((f"{path}:", "bold"), " ", ("ok", STYLES["ok"]), f": {said}"))


def print_findings(findings: Iterable[Finding]) -> None:
    """Print what was found, and what to do where it is not well."""
    if not out.is_terminal:
        for one in findings:
            out.print(Text(str(one)))
        return
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for one in findings:
        fix = (f"\n{one.fix}" if one.fix else "", "dim")
        table.add_row(Text(one.level, STYLES[one.level]), Text.assemble(one.what, fix))
    out.print(table, soft_wrap=False)


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under their headings; in a pipe one line each, its cells parted by tabs."""
    if not out.is_terminal:
        for row in rows:
            # Past rich, which would make blanks of the tabs.
            out.file.write("\t".join(row) + "\n")
        return
    table = Table(
        *headings,
        box=None,
        padding=(0, 2, 0, 0),
        header_style="bold",
        show_header=bool(headings),
    )
    for row in rows:
        table.add_row(*map(Text, row))
    out.print(table, soft_wrap=False)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
