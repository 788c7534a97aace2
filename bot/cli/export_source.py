"""Which program is exported: as the bot knows it, if it ever ran; else as it stands in files."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import typer

from bot.agenda.calendar_file import CalendarEntry, entries_of, numbered
from bot.config import Settings
from bot.errors import ProgramFileError
from bot.program import yaml_file
from bot.program.model import Program, Session
from bot.program.overlay import NOTHING, Overlay, apply
from bot.program.shipped import shipped_programs
from bot.program.timetable import Timetable
from bot.sources.folder import programs_in
from bot.storage.calendar_entries import SqlCalendarStore
from bot.storage.database import Database, visit_database
from bot.storage.guilds import SqlGuildStore
from bot.storage.overlays import SqlOverlayStore
from bot.storage.programs import SqlVersions


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A program, and the sessions that a server's organizers called off."""

    timetable: Timetable
    called_off: tuple[Session, ...] = ()


class Known:
    """What an export can be made of; without a `database`, only the files."""

    def __init__(self, settings: Settings, database: Database | None) -> None:
        self._settings = settings
        self._database = database

    async def find(self, program: str | None, guild_id: int | None) -> Exported:
        """Return a program by its id, else the server's, else the default one; as that server's.

        Raises:
            BadParameter: there is no such program or server.
            ProgramFileError: the program is in a file that has faults.
        """
        followed = None if guild_id is None else await self._followed(guild_id)
        source = await self._program(program or followed or self._settings.default_program)
        overlay = await self._overlay(guild_id, source.id)
        effective = apply(source, overlay)
        stands = {one.id for one in effective.sessions}
        called_off = tuple(one for one in source.sessions if one.id not in stands)
        return Exported(timetable=Timetable(effective, called_off), called_off=called_off)

    async def entries(self, exported: Exported) -> tuple[CalendarEntry, ...]:
        """Return what goes into a calendar file, as newer than what went into the last one."""
        entries = tuple(entries_of(exported.timetable, exported.called_off))
        if self._database is None:
            return entries
        return await numbered(entries, SqlCalendarStore(self._database))

    async def _followed(self, guild_id: int) -> str | None:
        """Return which program a server chose, None if it follows the default one."""
        known = () if self._database is None else await SqlGuildStore(self._database).all()
        for choices in known:
            if choices.guild_id == guild_id:
                return choices.program
        ids = ", ".join(str(one.guild_id) for one in known) or "none"
        what = f"Server {guild_id} is not known here. These are: {ids}."
        raise typer.BadParameter(what, param_hint="--guild")

    async def _program(self, wanted: str) -> Program:
        stored = await self._stored(wanted)
        if stored is not None:
            return stored
        found = list(programs_in((self._settings.programs, shipped_programs())))
        for one in found:
            if one.program is not None and one.program.id == wanted:
                return one.program
        for one in found:
            if one.about == wanted:
                raise ProgramFileError(one.faults)
        stands = {one.program.id for one in found if one.program is not None}
        if self._database is not None:
            stands |= set(await SqlVersions(self._database).digests())
        what = f"There is no program {wanted}. These are: {', '.join(sorted(stands))}."
        raise typer.BadParameter(what, param_hint="--program")

    async def _stored(self, wanted: str) -> Program | None:
        """Return a program's version in the store, None if there is none that can be used here."""
        version = None
        if self._database is not None:
            version = await SqlVersions(self._database).get(wanted)
        if version is None:
            return None
        try:
            name = f"{wanted}, stored.yaml"
            return yaml_file.read(version.text.encode(), file=name).program
        except ProgramFileError:
            # Another Marquee took it for sound. The bot takes the file then, too.
            return None

    async def _overlay(self, guild_id: int | None, program: str) -> Overlay:
        if guild_id is None or self._database is None:
            return NOTHING
        for one in await SqlOverlayStore(self._database).all():
            if (one.guild_id, one.program) == (guild_id, program):
                return one.overlay
        return NOTHING


@asynccontextmanager
async def known(settings: Settings) -> AsyncIterator[Known]:
    """Open what the bot remembers, if it ever ran.

    Raises:
        StoreError: the database can't be used.
    """
    where = settings.database
    if isinstance(where, Path) and not where.exists():
        yield Known(settings, None)
        return
    database = await visit_database(where)
    try:
        yield Known(settings, database)
    finally:
        await database.close()
