"""Any conference's program, taken over as it is published: import."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.settings import ConfigPath, settings_at
from bot.errors import ImportRefusedError
from bot.printing import Steps, long_work, print_line

if TYPE_CHECKING:
    from bot.cli.import_target import Target
    from bot.program.importers import Bundle, Imported, Wishes

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="A file, files that belong together, a folder, a zip file or a web address.",
        show_default=False,
    ),
]
Zone = Annotated[
    str | None,
    typer.Option(
        metavar="ZONE", help="Where the conference is; wins over the source: Europe/Berlin."
    ),
]
Name = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="What the conference is called, if not as in the source."),
]
ProgramId = Annotated[
    str | None,
    typer.Option(
        "--id", metavar="ID", help="The program's id; without it, one is made from the name."
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="The YAML file to write; without it, ID.yaml in the settings' folder of programs.",
        show_default=False,
    ),
]
OnlyCheck = Annotated[bool, typer.Option("--check", help="Only report; write nothing.")]
Force = Annotated[
    bool, typer.Option("--force", help="Write even over a file that holds another conference.")
]
AllowPrivate = Annotated[
    bool,
    typer.Option("--allow-private", help="Fetch from addresses of this machine and network, too."),
]


def import_(  # noqa: PLR0913 - each is an option
    *,
    sources: Sources,
    zone: Zone = None,
    name: Name = None,
    program: ProgramId = None,
    output: Output = None,
    check: OnlyCheck = False,
    force: Force = False,
    allow_private: AllowPrivate = False,
    config: ConfigPath = None,
) -> None:
    """Turn a conference's published program into a program file.

    Takes frab, pretalx, iCalendar, Sessionize, Sched, Indico and more, and
    sees by itself which it is. Says what came in and what is doubtful.

    Written over an earlier version, everything keeps its id.
    """
    from bot.cli.import_report import print_changes, print_imported
    from bot.cli.import_target import place_for, put, target_at
    from bot.program.importers import Wishes

    wishes = Wishes(zone=zone, name=_name(name), program=_program_id(program))
    place = settings_at(config).programs if output is None else place_for(output)
    with long_work() as steps:
        imported = _imported(sources, wishes, steps, private_allowed=allow_private)
    print_imported(imported)
    with long_work() as steps:
        steps.step("Checking what is to be written")
        target = target_at(place, imported.program, force=force)
    print_changes(target)
    if not check and not target.is_unchanged:
        put(target)
    _print_end(target, wanted=program, only_checked=check)


def _name(name: str | None) -> str | None:
    if name is not None and not name.strip():
        raise typer.BadParameter("A conference has a name.", param_hint="--name")
    return name


def _program_id(program: str | None) -> str | None:
    from bot.program.ids import LONGEST_PROGRAM_ID, PROGRAM_ID, slug

    if program is None or PROGRAM_ID.fullmatch(program):
        return program
    like = slug(program, longest=LONGEST_PROGRAM_ID)
    what = f"An id has at most {LONGEST_PROGRAM_ID} of a to z, 0 to 9 and -, such as {like}."
    raise typer.BadParameter(what, param_hint="--id")


def _imported(
    sources: list[str], wishes: "Wishes", steps: Steps, *, private_allowed: bool
) -> "Imported":
    """Return what the sources hold.

    Raises:
        ImportRefusedError: they can't be imported; it names them.
        FetchError: a web address can't be fetched.
    """
    from bot.cli.import_source import bundle_of, named
    from bot.program.importers import import_program

    try:
        bundle = bundle_of(sources, steps, private_allowed=private_allowed)
        steps.step(f"Importing {_sized(bundle)}")
        return import_program(bundle, wishes)
    except ImportRefusedError as error:
        what = f"{named(sources)} can't be imported. {error.what}"
        raise ImportRefusedError(what, error.fix) from error


def _sized(bundle: "Bundle") -> str:
    files = len(bundle.parts)
    kilobytes = math.ceil(sum(len(one.data) for one in bundle.parts) / 1024)
    size = f"{kilobytes} kB" if kilobytes < 1024 else f"{kilobytes / 1024:.1f} MB"  # noqa: PLR2004
    return f"{files} {'file' if files == 1 else 'files'}, {size}"


def _print_end(target: "Target", *, wanted: str | None, only_checked: bool) -> None:
    """Print what became of the file, and what can be done with it."""
    program = target.program.id
    if wanted not in (None, program):
        print_line(f"Its id stays {program}: servers and buttons know it by that.")
    if target.warnings:
        much = "one warning" if target.warnings == 1 else f"{target.warnings} warnings"
        later = "will have" if only_checked else "has"
        print_line(f"`marquee check {target.path}` {later} {much}.")
    if only_checked:
        print_line(f"Nothing is written; without --check, {target.path} would be.")
    elif not target.is_unchanged:
        print_line(f"Written to {target.path}.")
        print_line(f"See it at work: marquee rehearse --program {target.path}")
