"""Prints the table of docs/formats.md: what comes in of every real program.

    MARQUEE_PROGRAMS=FOLDER python -m tests.program.importers.table

Seconds are of this processor.
"""

import sys
from time import process_time

from tests.program.importers.published import ABSENT, IS_THERE, PROGRAMS, Published

HEAD = "| program | format | talks | speakers | sessions | breaks | rooms | seconds | doubts |"
RULE = "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |"


def main() -> None:
    """Import each and print its row."""
    if not IS_THERE:
        sys.exit(ABSENT)
    rows = [HEAD, RULE, *map(row, PROGRAMS)]
    sys.stdout.write("".join(f"{one}\n" for one in rows))


def row(published: Published) -> str:
    """Return the row of one program."""
    began = process_time()
    imported = published.imported()
    took = process_time() - began
    program = imported.program
    breaks = sum(one.is_break for one in program.sessions)
    doubts = ", ".join(f"{one.count} × {one.what.rstrip('.')}" for one in imported.doubts)
    counts = (len(program.talks), len(program.speakers), len(program.sessions), breaks)
    cells = (published.path, imported.format, *counts, len(program.rooms), f"{took:.2f}", doubts)
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    main()
