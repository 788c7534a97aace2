"""What the person at the terminal sees and types while the event is rehearsed."""

import asyncio
import re
import sys
import threading
from collections.abc import AsyncIterator, Iterable
from datetime import datetime, timedelta

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.config import Settings
from bot.errors import MarqueeError
from bot.program.model import Program
from bot.program.timetable import Timetable
from bot.rehearsal.play import Rehearsal, first_start, rehearse
from bot.rehearsal.stage import Posted
from bot.rehearsal.transcript import plain_lines, wall_time

HOW = """\
  next        go to the next thing that will be posted
  10m, 1h30m  let that much time pass
  go general  show the page of #general (or: go announcements)
  quit        end the rehearsal"""

_SPAN = re.compile(r"(?:(\d{1,3})d)?\s*(?:(\d{1,4})h)?\s*(?:(\d{1,5})m(?:in)?)?", re.IGNORECASE)


def span(typed: str) -> timedelta | None:
    """Return what a person means by "10m", "1h30m", "2d" or "15" (minutes); None if nothing."""
    if typed.isdecimal() and len(typed) <= 5:  # noqa: PLR2004 - ten weeks of minutes
        return timedelta(minutes=int(typed))
    match = _SPAN.fullmatch(typed.strip())
    if match is None or not any(match.groups()):
        return None
    days, hours, minutes = (int(number or 0) for number in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


async def fast(program: Program, settings: Settings, console: Console) -> None:
    """Play the whole event and print what stands in the stage's channels afterwards."""
    async with rehearse(program, settings) as rehearsal:
        ends = last_end(program)
        while (instant := rehearsal.next_instant) is not None and instant <= ends:
            await rehearsal.next()
        if ends > rehearsal.now:
            await rehearsal.move(ends - rehearsal.now)
        posted = rehearsal.stage.posted()
    console.print(_table(posted, program))
    console.print(f"{len(posted)} posted. Read back from the stage's channels.")


async def interactive(program: Program, settings: Settings, console: Console, port: int) -> None:
    """Serve the page and move time as the person types, until they quit or end the page."""
    async with rehearse(program, settings) as rehearsal:
        stage = rehearsal.stage
        address = await stage.open_page(program.zone, channel=stage.announcements, port=port)
        console.print(
            f"[bold]Rehearsing {program.name}[/bold], offline. Nothing leaves this machine."
        )
        console.print(f"Open this page: [link={address}]{address}[/link]", soft_wrap=True)
        console.print("In it, type / and a command, as the attendee or the organizer.")
        console.print("Here, move time:\n" + HOW)
        await _follow(rehearsal, program, console, port)


async def _follow(rehearsal: Rehearsal, program: Program, console: Console, port: int) -> None:
    _say_time(rehearsal, program, console)
    async for typed in _typed_lines():
        if typed in ("quit", "exit", "q"):
            return
        try:
            await _do(typed, rehearsal, program, console, port)
        except MarqueeError as error:
            console.print(str(error), style="yellow")
        _say_time(rehearsal, program, console)
    # Standard input has ended, as under a service manager: the page is served on all the same.
    await rehearsal.stage.page_closed()


async def _do(
    typed: str, rehearsal: Rehearsal, program: Program, console: Console, port: int
) -> None:
    passing = span(typed)
    if typed == "next":
        _say_posted(await rehearsal.next(), program, console)
    elif passing is not None:
        _say_posted(await rehearsal.move(passing), program, console)
    elif typed.startswith("go "):
        await _go(typed.removeprefix("go ").strip(" #"), rehearsal, program, console, port)
    elif typed:
        console.print(HOW)


async def _go(
    name: str, rehearsal: Rehearsal, program: Program, console: Console, port: int
) -> None:
    stage = rehearsal.stage
    channel = next((channel for channel in stage.channels if channel.name == name), None)
    if channel is None:
        names = " and ".join(f"#{channel.name}" for channel in stage.channels)
        console.print(f"There is no #{name} on this stage, only {names}.", style="yellow")
        return
    address = await stage.open_page(program.zone, channel=channel, port=port)
    console.print(f"Open this page: [link={address}]{address}[/link]", soft_wrap=True)


async def _typed_lines() -> AsyncIterator[str]:
    """Yield what is typed, a line at a time, until standard input ends.

    A daemon thread reads, since a blocked read can't be cancelled and must not hold up the end.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, daemon=True, name="typed lines").start()
    while (line := await lines.get()) is not None:
        yield line.strip().casefold()


def _say_time(rehearsal: Rehearsal, program: Program, console: Console) -> None:
    due = rehearsal.next_instant
    then = f"next post at {wall_time(due, program.zone)}" if due else "nothing more will be posted"
    now = wall_time(rehearsal.now, program.zone)
    console.print(f"[bold]It is {now}[/bold]; {then}.", highlight=False)


def _say_posted(posted: Iterable[Posted], program: Program, console: Console) -> None:
    for post in posted:
        first = plain_lines(post.message, program.zone)[:1]
        when = wall_time(post.at, program.zone)
        console.print(Text(f"{when}  #{post.channel}  {''.join(first)}", style="green"))


def _table(posted: Iterable[Posted], program: Program) -> Table:
    table = Table(title=f"{program.name}, rehearsed", show_lines=True, title_justify="left")
    table.add_column("When", no_wrap=True)
    table.add_column("Where", no_wrap=True)
    table.add_column("What", overflow="fold")
    for post in posted:
        what = "\n".join(plain_lines(post.message, program.zone))
        table.add_row(wall_time(post.at, program.zone), f"#{post.channel}", Text(what))
    return table


def last_end(program: Program) -> datetime:
    """Return when the program's last session is over."""
    timetable = Timetable(program)
    return max(
        (timetable.end_of(session) for session in timetable.sessions), default=first_start(program)
    )
