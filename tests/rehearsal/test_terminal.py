from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from rich.console import Console

from bot.config import Settings
from bot.rehearsal.play import rehearse
from bot.rehearsal.terminal import NO_LEADS, Prompter, fast, span
from tests.factories import a_program_with_talks


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10m", timedelta(minutes=10)),
        ("10min", timedelta(minutes=10)),
        ("1h30m", timedelta(minutes=90)),
        ("1h 30m", timedelta(minutes=90)),
        ("2d", timedelta(days=2)),
        ("15", timedelta(minutes=15)),
        ("", None),
        ("soon", None),
        ("-5m", None),
        ("10m later", None),
    ],
)
def test_a_span_is_read_as_a_person_means_it(typed, meant):
    assert span(typed) == meant


@pytest.fixture
def console():
    return Console(file=StringIO(), width=100)


async def test_any_program_name_is_printed_as_it_is(console):
    program = replace(a_program_with_talks("[/x] Birds [bold]"), name="[/x] Conf [bold]")

    await fast(program, Settings(), console)

    said = console.file.getvalue()
    assert "[/x] Conf [bold], rehearsed" in said
    assert "[/x] Birds [bold]" in said


async def test_a_fast_rehearsal_posts_each_lead_in_its_own_time(console):
    settings = replace(Settings(), leads=(timedelta(hours=1), timedelta(minutes=10)))

    await fast(a_program_with_talks("Birds"), settings, console)

    said = console.file.getvalue()
    assert [line for line in ("Wed 30 Nov 08:00", "Wed 30 Nov 08:50") if line in said] == [
        "Wed 30 Nov 08:00",
        "Wed 30 Nov 08:50",
    ]


async def test_without_leads_it_is_said_why_nothing_is_posted(console):
    await fast(a_program_with_talks("Birds"), replace(Settings(), leads=()), console)

    assert NO_LEADS in console.file.getvalue()


async def test_what_is_typed_moves_time_and_is_answered(console, monkeypatch):
    typed = "next\n[/x]\ngo [/x]\ngo general\n999\nquit\nnever read\n"
    monkeypatch.setattr("sys.stdin", StringIO(typed))
    async with rehearse(a_program_with_talks("[/x] Birds"), Settings()) as rehearsal:
        prompter = Prompter(rehearsal, console, 0)

        await prompter.welcome()
        await prompter.follow()

    said = console.file.getvalue()
    assert "It is Wed 30 Nov 08:40 PST; next post at Wed 30 Nov 08:50 PST." in said
    assert "Wed 30 Nov 08:50 PST  #announcements  [/x] Birds" in said
    assert (
        "There is no #[/x] on this stage, only #announcements and #general and the attendee's dm."
        in said
    )
    assert said.count("Open this page: http://127.0.0.1:") == 2
    assert said.rstrip().endswith("; nothing more is planned.")
