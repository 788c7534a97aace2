"""The harness' own plan: which session starts when, in whose channel; and the files that say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.program.model import Program, Session, Talk
from bot.program.yaml_file import write
from tests.wire.stage import MadeGuild

LEAD = timedelta(minutes=2)
CHANNEL = "program"
# How many sessions start each second, each in another community.
A_SECOND = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One session to remind of in one channel; instants in Unix seconds."""

    number: int
    channel_id: int
    due: float
    start: float


def plan(guilds: Sequence[MadeGuild], first_due: datetime, seconds: int) -> tuple[Planned, ...]:
    """Return sessions that fall due every second from `first_due` on, the guilds in turn."""
    begin = int(first_due.timestamp())
    return tuple(
        Planned(
            number=number,
            channel_id=guilds[number % len(guilds)].channels[CHANNEL],
            due=begin + number // A_SECOND,
            start=begin + number // A_SECOND + LEAD.total_seconds(),
        )
        for number in range(seconds * A_SECOND)
    )


def title(number: int) -> str:
    """Return what a session's talk is called; nothing else in a message looks like it."""
    return f"Talk {number:05}"


def write_files(
    folder: Path, guilds: Sequence[MadeGuild], planned: Sequence[Planned], *, token: str, store: str
) -> None:
    """Write settings and one program a guild."""
    (folder / "data").mkdir()
    tables = []
    for order, guild in enumerate(guilds):
        channel_id = guild.channels[CHANNEL]
        program = _program(
            f"crash-{order}", [one for one in planned if one.channel_id == channel_id]
        )
        (folder / "data" / f"{program.id}.yaml").write_text(write(program), encoding="utf-8")
        tables.append(
            f'[[guild]]\nid = {guild.id}\nprogram = "{program.id}"\n'
            f"reminder_channel = {channel_id}\n"
        )
    settings = (
        f'[discord]\ntoken = "{token}"\n[store]\npath = "{store}"\n'
        f'[programs]\ndefault = "crash-0"\n'
        f"[defaults]\nleads = [{round(LEAD.total_seconds() / 60)}]\n"
    )
    (folder / "config.toml").write_text(settings + "".join(tables), encoding="utf-8")


def _program(program_id: str, planned: Sequence[Planned]) -> Program:
    starts = [datetime.fromtimestamp(one.start, UTC) for one in planned]
    return Program(
        id=program_id,
        name=f"Conference {program_id}",
        zone="Etc/UTC",
        first_day=starts[0].date(),
        last_day=starts[-1].date(),
        talks=tuple(Talk(id=f"talk-{one.number}", title=title(one.number)) for one in planned),
        sessions=tuple(
            Session(id=f"session-{one.number}", start=start, talks=(f"talk-{one.number}",))
            for one, start in zip(planned, starts, strict=True)
        ),
    )
