import io
from pathlib import Path

from rich.console import Console

from bot import printing
from bot.errors import Fault, Severity
from bot.finding import ok, warning, wrong
from tests.factories import a_program, a_session, a_speaker, a_talk

FAULT = Fault(file="a.yaml", line=3, column=5, what="[bold]It[/bold] is odd.", fix="Even it.")
FINDINGS = [
    ok("All is well."),
    warning("It may be meant so.", "Look."),
    wrong("It is [red]wrong[/red].", "Do this."),
]


def a_terminal(width=60):
    return Console(
        force_terminal=True, color_system="standard", width=width, soft_wrap=True, highlight=False
    )


def test_a_fault_is_one_line_as_compilers_write_it_and_no_markup(capsys):
    printing.print_faults(printing.out, [FAULT])

    assert capsys.readouterr().out == f"{FAULT}\n"


def test_a_fault_has_colour_on_a_terminal(capsys):
    printing.print_faults(a_terminal(), [FAULT])

    assert capsys.readouterr().out == (
        "\x1b[1ma.yaml:3:5:\x1b[0m \x1b[1;31merror\x1b[0m: [bold]It[/bold] is odd. Even it.\n"
    )


def test_a_warning_looks_other_than_an_error(capsys):
    fault = Fault(file="a.yaml", what="Hm.", fix="", severity=Severity.WARNING)

    printing.print_faults(a_terminal(), [fault])

    assert capsys.readouterr().out == "\x1b[1ma.yaml:\x1b[0m \x1b[33mwarning\x1b[0m: Hm.\n"


def test_no_color_is_respected_on_a_terminal(capsys, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    printing.print_faults(a_terminal(), [FAULT])

    assert "\x1b[31" not in capsys.readouterr().out


def test_what_is_in_a_sound_program_is_counted(capsys):
    program = a_program(a_session(), talks=(a_talk(), a_talk()), speakers=(a_speaker(),))

    printing.print_sound(Path("a.yaml"), program)

    assert capsys.readouterr().out == (
        "a.yaml: ok: Conf 2022, 2 talks, 1 speaker, 1 session on 1 day, 2022-11-29 to 2022-12-09\n"
    )


def test_findings_are_plain_lines_in_a_pipe(capsys):
    printing.print_findings(FINDINGS)

    assert capsys.readouterr().out == (
        "ok: All is well.\n"
        "warning: It may be meant so. Look.\n"
        "wrong: It is [red]wrong[/red]. Do this.\n"
    )


def test_findings_are_a_table_on_a_terminal(capsys, monkeypatch):
    console = Console(force_terminal=True, color_system=None, width=30)
    monkeypatch.setattr(printing, "out", console)

    printing.print_findings(FINDINGS)

    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "ok       All is well.",
        "warning  It may be meant so.",
        "         Look.",
        "wrong    It is",
        "         [red]wrong[/red].",
        "         Do this.",
    ]


def test_a_table_for_a_file_is_wide_enough_to_read(monkeypatch):
    monkeypatch.setattr(printing, "out", Console(file=io.StringIO()))

    assert printing.table_console().width == printing.PIPE_WIDTH


def test_rows_are_lines_with_tabs_in_a_pipe(capsys):
    printing.print_table(("due", "what"), [("08:50", "[red]Rivers[/red]"), ("09:20", "Lakes")])

    assert capsys.readouterr().out == "08:50\t[red]Rivers[/red]\n09:20\tLakes\n"


def test_rows_are_a_table_with_headings_on_a_terminal(capsys, monkeypatch):
    console = Console(force_terminal=True, color_system=None, width=30)
    monkeypatch.setattr(printing, "out", console)

    printing.print_table(("due", "what"), [("08:50", "[red]Rivers[/red]")])

    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines == ["due    what", "08:50  [red]Rivers[/red]"]


def test_a_line_is_printed_as_it_is(capsys):
    printing.print_line("[bold]Rivers[/bold]")

    assert capsys.readouterr().out == "[bold]Rivers[/bold]\n"
