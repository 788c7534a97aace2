"""What an import tells: what came in, what is doubtful, and what is other than before."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.cli.import_target import Target
from bot.printing import print_heading, print_line, print_table
from bot.program.diff import Change, ChangeKind, diff
from bot.program.importers import Doubt, Imported
from bot.program.model import Program

MOST_NAMED = 3
_LONGEST_LIST = 60
_LONGEST_EXAMPLE = 120


def print_imported(imported: Imported) -> None:
    """Print what came in, and everything that is doubtful about it."""
    print_table((), facts(imported))
    if imported.doubts:
        print_line("")
        print_heading("Please have a look at what is doubtful:")
        print_table((), [_doubtful(one) for one in imported.doubts])
    print_line("")


def print_changes(target: Target) -> None:
    """Print what is other than in the version that stands there, if there is one."""
    if target.earlier is None:
        return
    if target.is_unchanged:
        print_line(f"{target.path} holds exactly this already.")
        return
    print_heading(f"Compared with {target.path} as it is:")
    print_table((), changes(target.earlier, target.program) or [("0", "No session changed.")])
    if target.ambiguous:
        named = listed([f"“{seen(one)}”" for one in target.ambiguous])
        print_line(f"Each of these could be one of several earlier ones, and is new: {named}.")
    print_line("")


def facts(imported: Imported) -> list[tuple[str, str]]:
    """Return what came in, row by row."""
    program = imported.program
    starts = sorted(program.sessions, key=lambda one: one.start.timestamp())
    breaks = sum(one.is_break for one in program.sessions)
    return [
        ("Format", imported.format),
        ("Conference", seen(program.name)),
        ("Talks", str(len(program.talks))),
        ("Speakers", str(len(program.speakers))),
        ("Sessions", _with_breaks(len(starts), breaks)),
        ("Rooms", _counted([seen(one.name) for one in program.rooms])),
        ("Tracks", _counted([seen(one.name) for one in program.tracks])),
        ("First start", said(starts[0].start)),
        ("Last start", said(starts[-1].start)),
        ("Time zone", program.zone),
    ]


def changes(earlier: Program, later: Program) -> list[tuple[str, str]]:
    """Return how many sessions are other than they were, kind by kind, with the first of them."""
    found = diff(earlier, later)
    rows = []
    for kind, one, many, words in _KINDS:
        of_kind = [change for change in found if kind in change.kinds]
        if of_kind:
            what = one if len(of_kind) == 1 else many
            rows.append((str(len(of_kind)), f"{what}: {listed([words(each) for each in of_kind])}"))
    return rows


def said(instant: datetime) -> str:
    """Return an instant by the conference's clock: "Sat 2014-12-27 11:00 CET"."""
    return f"{instant:%a %Y-%m-%d %H:%M %Z}"


def seen(text: str) -> str:
    """Return a source's text as a terminal may show it: on one line, without control signs."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def listed(names: Sequence[str], most: int = MOST_NAMED) -> str:
    """Return the first of some names, and how many more there are."""
    rest = len(names) - most
    # Names have commas in them.
    return "; ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def _counted(names: Sequence[str]) -> str:
    """Return how many there are, with as many names as one line has room for."""
    if not names:
        return "none"
    fitting = 1
    while fitting < len(names) and len("; ".join(names[: fitting + 1])) <= _LONGEST_LIST:
        fitting += 1
    return f"{len(names)}: {listed(names, fitting)}"


def _with_breaks(sessions: int, breaks: int) -> str:
    if breaks > 1:
        return f"{sessions}, {breaks} of them breaks"
    return f"{sessions}, one of them a break" if breaks else f"{sessions}, no breaks"


def _doubtful(doubt: Doubt) -> tuple[str, str]:
    example = seen(doubt.example)
    if len(example) > _LONGEST_EXAMPLE:
        example = f"{example[:_LONGEST_EXAMPLE].rstrip()}…"
    lead = "For example" if doubt.count > 1 else "Here"
    shown = f" {lead}: {example}" if example else ""
    times = "once" if doubt.count == 1 else f"{doubt.count} times"
    return times, f"{doubt.what} {doubt.made}{shown}"


def _titled(change: Change) -> str:
    facts = change.after or change.before
    assert facts is not None
    return f"“{seen(facts.title)}”"


def _when(change: Change) -> str:
    facts = change.after or change.before
    assert facts is not None
    return f"{_titled(change)} ({facts.start:%a %H:%M})"


def _moved(change: Change) -> str:
    before, after = change.before, change.after
    assert before is not None
    assert after is not None
    return f"{_titled(change)} ({before.start:%a %H:%M} → {after.start:%a %H:%M})"


def _elsewhere(change: Change) -> str:
    before, after = change.before, change.after
    assert before is not None
    assert after is not None
    return f"{_titled(change)} ({before.room or 'no room'} → {after.room or 'no room'})"


def _renamed(change: Change) -> str:
    assert change.before is not None
    return f"“{seen(change.before.title)}” → {_titled(change)}"


_KINDS: tuple[tuple[ChangeKind, str, str, Callable[[Change], str]], ...] = (
    (ChangeKind.ADDED, "is new", "are new", _when),
    (ChangeKind.CANCELLED, "is gone", "are gone", _when),
    (ChangeKind.MOVED, "moved", "moved", _moved),
    (ChangeKind.ROOM, "is in another room", "are in other rooms", _elsewhere),
    (ChangeKind.RETITLED, "has another title", "have other titles", _renamed),
    (ChangeKind.SPEAKERS, "has other speakers", "have other speakers", _titled),
    (ChangeKind.LENGTH, "has another length", "have other lengths", _titled),
    (ChangeKind.TRACK, "is in another track", "are in other tracks", _titled),
    (ChangeKind.STREAM, "has another stream", "have other streams", _titled),
)
