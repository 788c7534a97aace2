"""What the person at the terminal sees and types while the event is rehearsed."""

import asyncio
import re
import signal
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
from bot.rehearsal.play import BEFORE_FIRST, Rehearsal, first_start, rehearse
from bot.rehearsal.stage import Posted
from bot.rehearsal.transcript import plain_lines, wall_time

HOW = """\
  next        go to the next thing that will be posted
  10m, 1h30m  let that much time pass
  go general  show the page of #general (or: go announcements, go dm)
  quit        end the rehearsal"""

NO_LEADS = "The settings have no leads: `leads` under [defaults] says when reminders are due."

# The attendee's direct messages, as they are asked for.
DM = "dm"

_SPAN = re.compile(r"(?:(\d{1,3})d)?\s*(?:(\d{1,4})h)?\s*(?:(\d{1,5})m(?:in)?)?", re.IGNORECASE)
_MOST_DIGITS = 5


def span(typed: str) -> timedelta | None:
    """Return what a person means by "10m", "1h30m", "2d" or "15" (minutes); None if nothing."""
    if typed.isdecimal() and len(typed) <= _MOST_DIGITS:
        return timedelta(minutes=int(typed))
    match = _SPAN.fullmatch(typed.strip())
    if match is None or not any(match.groups()):
        return None
    days, hours, minutes = (int(number or 0) for number in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


async def fast(program: Program, settings: Settings, console: Console) -> None:
    """Play the whole event and print what stands in the stage's channels afterwards."""
    # Early enough that even the longest lead is posted in its own time.
    early = max([BEFORE_FIRST, *(lead + timedelta(minutes=1) for lead in settings.leads)])
    async with rehearse(program, settings, opens=first_start(program) - early) as rehearsal:
        ends = last_end(program)
        while (instant := rehearsal.next_instant) is not None and instant <= ends:
            await rehearsal.next()
        if ends > rehearsal.now:
            await rehearsal.move(ends - rehearsal.now)
        posted = rehearsal.stage.posted()
    console.print(_table(posted, program))
    console.print(Text(f"{len(posted)} posted. Read back from the stage's channels."))
    if not settings.leads:
        console.print(Text(NO_LEADS, style="yellow"))


async def interactive(program: Program, settings: Settings, console: Console, port: int) -> None:
    """Serve the page and move time as the person types, until they quit or end the page."""
    # Whoever stops a service sends SIGTERM: it ends as Ctrl-C does, with all cleared away.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    async with rehearse(program, settings) as rehearsal:
        prompter = Prompter(rehearsal, console, port)
        await prompter.welcome()
        await prompter.follow()


class Prompter:
    """Does what is typed in the terminal, and says what came of it."""

    def __init__(self, rehearsal: Rehearsal, console: Console, port: int) -> None:
        self._rehearsal = rehearsal
        self._console = console
        self._port = port
        self._zone = rehearsal.program.zone

    async def welcome(self) -> None:
        """Open the page and say where it is and what can be typed."""
        name = self._rehearsal.program.name
        self._say(Text.assemble(("Rehearsing ", "bold"), (name, "bold"), ", offline."))
        await self._open_page("announcements")
        self._say("In it, type / and a command, as the attendee or the organizer.")
        self._say(f"Here, move time:\n{HOW}")
        await self._say_time()

    async def follow(self) -> None:
        """Do what is typed, line by line, until "quit" or the end of the page."""
        async for typed in _typed_lines():
            if typed in ("quit", "exit", "q"):
                return
            try:
                await self._do(typed)
            except MarqueeError as error:
                self._warn(str(error))
            await self._say_time()
        # Standard input has ended, as under a service manager.
        self._say("Nothing more can be typed; the page is served on. Ctrl-C ends it.")
        await self._rehearsal.stage.page_closed()

    async def _do(self, typed: str) -> None:
        passing = span(typed)
        if typed == "next":
            self._say_posted(await self._rehearsal.next())
        elif passing is not None:
            self._say_posted(await self._rehearsal.move(passing))
        elif typed.startswith("go "):
            await self._open_page(typed.removeprefix("go ").strip(" #"))
        elif typed:
            self._say(HOW)

    async def _open_page(self, name: str) -> None:
        stage = self._rehearsal.stage
        channels = {channel.name: channel for channel in stage.channels}
        channel = stage.alone.dm_channel if name == DM else channels.get(name)
        if channel is None:
            names = " and ".join(f"#{one}" for one in channels)
            self._warn(f"There is no #{name} on this stage, only {names} and the attendee's {DM}.")
            return
        address = await stage.open_page(self._zone, channel=channel, port=self._port)
        self._say(Text.assemble("Open this page: ", (address, f"link {address}")))

    def _say_posted(self, posted: Iterable[Posted]) -> None:
        for post in posted:
            first = "".join(plain_lines(post.message, self._zone)[:1])
            when = wall_time(post.at, self._zone)
            self._say(Text(f"{when}  {post.where}  {first}", style="green"))

    async def _say_time(self) -> None:
        await self._rehearsal.look()
        due = self._rehearsal.next_instant
        then = f"next post at {wall_time(due, self._zone)}" if due else "nothing more is planned"
        now = wall_time(self._rehearsal.now, self._zone)
        self._say(Text.assemble((f"It is {now}", "bold"), f"; {then}."))

    def _warn(self, said: str) -> None:
        self._say(Text(said, style="yellow"))

    def _say(self, said: str | Text) -> None:
        self._console.print(said, markup=False, highlight=False, soft_wrap=True)


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


def _table(posted: Iterable[Posted], program: Program) -> Table:
    title = Text(f"{program.name}, rehearsed", style="bold")
    table = Table(title=title, show_lines=True, title_justify="left")
    table.add_column("When", no_wrap=True)
    table.add_column("Where", no_wrap=True)
    table.add_column("What", overflow="fold")
    for post in posted:
        what = "\n".join(plain_lines(post.message, program.zone))
        table.add_row(wall_time(post.at, program.zone), post.where, Text(what))
    return table


def last_end(program: Program) -> datetime:
    """Return when the program's last session is over."""
    timetable = Timetable(program)
    ends = (timetable.end_of(session) for session in timetable.sessions)
    return max(ends, default=first_start(program))
