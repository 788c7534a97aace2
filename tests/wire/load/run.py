"""One load run: real Marquees, and a Discord that holds them to its limits."""

import asyncio
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.program.model import Program, Session, Talk
from bot.program.yaml_file import write
from tests.storage.databases import a_place
from tests.wire.line import LoopbackError
from tests.wire.load.verdict import Verdict, judge
from tests.wire.loopback import Loopback
from tests.wire.marquee.process import Running
from tests.wire.raw import TOKEN
from tests.wire.stage import MadeGuild

CHANNEL = "program"
PROGRAM = "load"
LEAD = timedelta(minutes=4)

# Seconds for Marquee to start in, and to look at each guild's channel where it has to ask.
START, START_PER_GUILD = 12, 0.015
CONNECT = 60.0
POLL = 0.5
# In the end, for what a later sweep would post twice.
QUIET = 7.0


class LoadError(Exception):
    """The run says nothing, since Marquee did not live through it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How many guilds and processes; `shards`: each process has its own share of the guilds.

    `absent` is how many of the processes are not started. `latency` is each answer's, in seconds.
    """

    guilds: int
    processes: int = 1
    database: str = "sqlite"
    shards: bool = False
    absent: int = 0
    latency: float = 0.0

    @property
    def started(self) -> int:
        """How many processes are started."""
        return self.processes - self.absent

    @property
    def served(self) -> int:
        """How many guilds they serve; the loopback's guilds belong to the shards in turn."""
        return self.guilds * self.started // self.processes if self.shards else self.guilds


async def play(chosen: Load) -> Verdict:
    """Have every guild reminded of one session at one instant.

    Raises:
        LoadError: a process of Marquee ended by itself, or badly.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with _discord(chosen) as discord, a_place(chosen.database, folder) as store:
            guilds = await discord.stage.create_guilds(chosen.guilds, channels=(CHANNEL,))
            due = _soon(START * chosen.started + START_PER_GUILD * chosen.guilds)
            homes = _settle_in(folder, chosen, guilds, due=due, store=str(store))
            await _remind(discord, homes, due, chosen.served)
            channels = [guild.channels[CHANNEL] for guild in guilds]
            return await judge(discord.witness, channels, due.timestamp())


def _discord(chosen: Load):
    return Loopback.started(
        token=TOKEN,
        latency=chosen.latency,
        shards=chosen.processes if chosen.shards else 1,
        # How often one may identify is another matter.
        identify_seconds=0.0,
    )


def _soon(seconds: float) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=round(seconds) + 1)


def _settle_in(
    folder: Path, chosen: Load, guilds: Sequence[MadeGuild], *, due: datetime, store: str
) -> Sequence[Path]:
    """Write the program, and the settings of each process; return where those are."""
    data = folder / "data"
    data.mkdir()
    (data / f"{PROGRAM}.yaml").write_text(write(_program(due + LEAD)), encoding="utf-8")
    homes = []
    for number in range(chosen.started):
        home = folder / f"marquee-{number}"
        home.mkdir()
        text = _settings(guilds, data=data, store=store, shard=_shard(chosen, number))
        (home / "config.toml").write_text(text, encoding="utf-8")
        homes.append(home)
    return homes


def _shard(chosen: Load, number: int) -> str:
    if not chosen.shards:
        return ""
    return f"shard_count = {chosen.processes}\nshard_ids = [{number}]\n"


def _settings(guilds: Sequence[MadeGuild], *, data: Path, store: str, shard: str) -> str:
    tables = (
        f"[[guild]]\nid = {guild.id}\nreminder_channel = {guild.channels[CHANNEL]}\n"
        for guild in guilds
    )
    return (
        f'[discord]\n{shard}[store]\npath = "{store}"\n'
        f'[programs]\nfolder = "{data}"\ndefault = "{PROGRAM}"\n'
        f"[defaults]\nleads = [{round(LEAD.total_seconds() / 60)}]\n{''.join(tables)}"
    )


def _program(start: datetime) -> Program:
    return Program(
        id=PROGRAM,
        name="A conference that everybody goes to",
        zone="Etc/UTC",
        first_day=start.date(),
        last_day=start.date(),
        talks=(Talk(id="opening", title="The opening"),),
        sessions=(Session(id="opening", start=start, talks=("opening",)),),
    )


async def _remind(discord: Loopback, homes: Sequence[Path], due: datetime, count: int) -> None:
    """Start the processes, one after the other as in a rolling deploy, and let them post."""
    with ExitStack() as stack:
        running: list[Running] = []
        try:
            for home in homes:
                running.append(stack.enter_context(Running(home, discord.address)))
                await _until_connected(discord, running)
            await asyncio.sleep(due.timestamp() - time.time())
            await _until_posted(discord, count, until=(due + LEAD).timestamp())
            await asyncio.sleep(QUIET)
            codes = [(await asyncio.to_thread(one.stop)).code for one in running]
            failure = f"Marquee stopped with {codes}" if any(codes) else ""
        except (LoopbackError, subprocess.TimeoutExpired) as error:
            failure = str(error)
    if failure:
        logs = (one.log[-3000:] for one in running)
        raise LoadError("\n\n".join((failure, *logs)))


async def _until_connected(discord: Loopback, running: Sequence[Running]) -> None:
    """Wait until all are connected.

    Raises:
        LoopbackError: one has ended, or it took too long.
    """
    deadline = time.monotonic() + CONNECT
    while await discord.witness.connected() < len(running):
        if any(one.has_ended for one in running):
            raise LoopbackError("Marquee ended by itself")
        if time.monotonic() > deadline:
            raise LoopbackError(f"Marquee is not connected after {CONNECT} s")
        await asyncio.sleep(POLL)


async def _until_posted(discord: Loopback, count: int, *, until: float) -> None:
    """Wait until there are so many messages, or what is missing is lost."""
    while await discord.witness.count() < count:
        if time.time() > until:
            return
        await asyncio.sleep(POLL)
