"""Says what is right and wrong with an installation, without asking Discord."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.config import Settings
from bot.errors import SettingsError, StoreError
from bot.finding import Finding, ok, warning, wrong
from bot.guilds.model import GuildTable, RouteKind
from bot.invite import application_id
from bot.program.model import Program
from bot.program.shipped import shipped_programs
from bot.sources.folder import programs_in
from bot.sources.table import SourceTable
from bot.sources.web_address import told
from bot.storage.database import open_database, try_database

# By id; None for what is published elsewhere, which is not asked.
Programs = Mapping[str, Program | None]


async def examine(settings: Settings, now: datetime) -> tuple[Finding, ...]:
    """Look at everything but Discord, a database server included; changes nothing."""
    programs, found = _programs(settings, now)
    return (
        _settings(settings),
        _token(settings),
        *found,
        *_shards(settings),
        *_guilds(settings, programs),
        await _store(settings.database),
    )


def _settings(settings: Settings) -> Finding:
    if settings.file is None:
        return ok("There is no config.toml: everything is at its default.")
    return ok(f"The settings in {settings.file} are sound.")


def _token(settings: Settings) -> Finding:
    try:
        token = settings.bot_token()
    except SettingsError as error:
        (fault,) = error.faults
        return wrong(fault.what, fault.fix)
    application = application_id(token)
    if application is None:
        return wrong(
            "The Discord token does not look like one.",
            "Copy it anew from the Bot page of the Discord developer portal.",
        )
    return ok(f"The token is one of the application {application}.")


def _programs(settings: Settings, now: datetime) -> tuple[Programs, tuple[Finding, ...]]:
    """Return the programs that can be used, and what was found."""
    programs: dict[str, Program] = {}
    found: list[Finding] = []
    if settings.file is not None and not settings.programs.is_dir():
        fix = "Make it or correct it; till then only the programs that Marquee carries are there."
        found.append(warning(f"There is no folder {settings.programs}.", fix))
    for file in programs_in((settings.programs, shipped_programs())):
        if file.program is None:
            number = len(file.faults)
            what = f"{file.path} is left out: it has {number} fault{'s' if number > 1 else ''}."
            found.append(wrong(what, f"See `marquee check {file.path}`."))
        else:
            programs[file.program.id] = file.program
    published = {table.id for table in settings.sources}
    followed = {settings.default_program, *(guild.program for guild in settings.guilds)}
    # A table's source stands before a file with its id.
    standing = (program for program in programs.values() if program.id not in published)
    found += [_program(one, now, is_followed=one.id in followed) for one in standing]
    found += [_published(table) for table in settings.sources]
    known = programs | dict.fromkeys(published)
    found += _missing(settings.default_program, "the default one", known)
    return known, tuple(found)


def _program(program: Program, now: datetime, *, is_followed: bool) -> Finding:
    named = f"The program {program.id} ({program.name})"
    if program.last_day < now.astimezone(ZoneInfo(program.zone)).date():
        if not is_followed:
            return ok(f"{named} ended on {program.last_day}, and no server follows it.")
        return warning(
            f"{named} ended on {program.last_day}.", "It is answered from, but posts nothing."
        )
    return ok(f"{named} is ready.")


def _published(table: SourceTable) -> Finding:
    if table.file is not None and not table.file.exists():
        what = f"There is no {table.file}, from which the program {table.id} is to come."
        return wrong(what, "Put it there, or correct its [[program]] table.")
    minutes = int(table.every.total_seconds() // 60)
    often = "every minute" if minutes == 1 else f"every {minutes} minutes"
    where = table.file if table.source is None else told(table.source)
    return ok(f"The program {table.id} is taken from {where}, {often}.")


def _missing(wanted: str, whose: str, programs: Programs) -> Iterator[Finding]:
    if wanted not in programs:
        known = ", ".join(sorted(programs)) or "none"
        yield wrong(f"The program {wanted}, {whose}, is not there.", f"These are: {known}.")


def _shards(settings: Settings) -> Iterator[Finding]:
    if not settings.shard_ids:
        return
    own = sum(settings.shards.owns(guild.id) for guild in settings.guilds)
    yield ok(
        f"Shards {', '.join(map(str, settings.shard_ids))} of {settings.shard_count} are served "
        f"here, and with them {own} of the {len(settings.guilds)} servers that have a table."
    )
    if isinstance(settings.store, Path):
        yield warning(
            "The store is a file, and shards for other processes are left out.",
            "Give all processes the URL of one PostgreSQL database, or serve all shards here.",
        )


def _guilds(settings: Settings, programs: Programs) -> Iterator[Finding]:
    if not settings.guilds:
        yield warning(
            "No server has a [[guild]] table: there are answers everywhere and posts nowhere.",
            "Add one as in config.example.toml to have reminders posted.",
        )
    for guild in settings.guilds:
        if settings.shards.owns(guild.id):
            yield from _guild(guild, programs)
            yield from _routes(guild, programs.get(guild.program or settings.default_program))


def _guild(guild: GuildTable, programs: Programs) -> Iterator[Finding]:
    named = f"Server {guild.id}"
    if guild.program is not None:
        yield from _missing(guild.program, f"of server {guild.id}", programs)
    if guild.reminder_channel is None and not guild.routes:
        yield warning(f"{named} has no reminder_channel.", "It gets no reminders.")
    elif not guild.leads:
        yield warning(f"{named} has no leads.", "It gets no reminders.")
    if guild.announcement_channel is None and guild.digest_at is not None:
        fix = "The day is told nowhere: name the channel, or leave digest_at out."
        yield warning(f"{named} has a digest_at and no announcement_channel.", fix)
    if guild.room_boards and not any(one.kind is RouteKind.ROOM for one in guild.routes):
        fix = "Name them under [guild.rooms], or leave room_boards out."
        yield warning(f"{named} has room_boards and no channel of a room.", fix)


def _routes(guild: GuildTable, program: Program | None) -> Iterator[Finding]:
    """Yield which tracks and rooms with a channel the program lacks, if it is known by now."""
    if program is None:
        return
    ids = {
        RouteKind.TRACK: sorted(one.id for one in program.tracks),
        RouteKind.ROOM: sorted(one.id for one in program.rooms),
    }
    for route in guild.routes:
        if route.id not in ids[route.kind]:
            what = f"The program {program.id} has no {route.kind} {route.id}, to which server "
            what += f"{guild.id} gives a channel."
            known = ", ".join(ids[route.kind])
            fix = f"These are: {known}." if known else f"It has no {route.kind}s."
            yield wrong(what, fix)


async def _store(where: Path | str) -> Finding:
    return await (_file(where) if isinstance(where, Path) else _server(where))


async def _server(url: str) -> Finding:
    try:
        name = await try_database(url)
    except StoreError as error:
        return wrong("The database can't be used.", str(error))
    return ok(f"The database {name} answers, and its tables are of this version or can become so.")


async def _file(path: Path) -> Finding:
    """Try the database on a copy, since opening it would bring its tables up to date."""
    obstacle = _obstacle(path)
    if obstacle is not None:
        return obstacle
    with tempfile.TemporaryDirectory(prefix="marquee-doctor-") as place:
        copy = Path(place) / path.name
        try:
            _copy(path, copy)
            await (await open_database(copy)).close()
        except (StoreError, sqlite3.Error) as error:
            said = str(error).replace(str(copy), str(path))
            return wrong(f"The database {path} can't be used.", said)
    return ok(f"The database {path} opens, and its tables are of this version or can become so.")


def _obstacle(path: Path) -> Finding | None:
    """Return what there is to say without opening the database, None if it is to be opened."""
    folder = path.absolute().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return wrong(f"The database's folder {folder} can't be written.", "Make it, or allow it.")
    if not path.exists():
        return ok(f"The database {path} will be made on the first run.")
    if not os.access(path, os.W_OK):
        return wrong(f"The database {path} can't be written.", "Allow it.")
    return None


def _copy(path: Path, copy: Path) -> None:
    # Where no other process has it open, SQLite would leave files of its own beside it.
    in_use = path.with_name(f"{path.name}-wal").exists()
    how = "mode=ro" if in_use else "mode=ro&immutable=1"
    with (
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
