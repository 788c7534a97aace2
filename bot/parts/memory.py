"""Puts together what knows: programs, guilds, agendas, and all that is kept."""

from dataclasses import dataclass

from bot.agenda.service import Agendas
from bot.announcements.written.service import Announcements
from bot.clock import Clock
from bot.config import Settings
from bot.guilds.effective import EffectivePrograms
from bot.guilds.overlays import Overlays
from bot.guilds.service import Guilds
from bot.organizers.log import OrganizerLog
from bot.program.shipped import shipped_programs
from bot.retention import Retention
from bot.shards import Shards
from bot.sources.child import Children
from bot.sources.folder import ProgramFiles
from bot.sources.refresh import Refresh
from bot.sources.shelf import Shelf
from bot.storage.actions import SqlActions
from bot.storage.agendas import SqlAgendaStore
from bot.storage.announcements import SqlAnnouncements
from bot.storage.attached import SqlAttachedStore
from bot.storage.changes import SqlChanges
from bot.storage.database import Database
from bot.storage.guilds import SqlGuildStore
from bot.storage.ledger import SqlLedger
from bot.storage.mirrors import SqlMirrorStore
from bot.storage.overlays import SqlOverlayStore
from bot.storage.programs import SqlVersions
from bot.traces import Aging, Store, Traces


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What Marquee knows: programs, guilds and what was posted, at hand and in the database.

    `traces` is all that is kept of guilds, and `retention` lets go of what is over.
    """

    database: Database
    clock: Clock
    shards: Shards
    shelf: Shelf
    refresh: Refresh
    versions: SqlVersions
    guilds: Guilds
    overlays: Overlays
    programs: EffectivePrograms
    ledger: SqlLedger
    log: OrganizerLog
    changes: SqlChanges
    agendas: Agendas
    attached: SqlAttachedStore
    written: SqlAnnouncements
    announcements: Announcements
    traces: Traces
    retention: Retention


def remember(settings: Settings, database: Database, clock: Clock) -> Memory:
    """Return what knows, with nothing read yet."""
    shelf = Shelf(settings.default_program)
    guilds, overlays = Guilds(SqlGuildStore(database)), Overlays(SqlOverlayStore(database))
    ledger, changes, actions = SqlLedger(database), SqlChanges(database), SqlActions(database)
    agendas = Agendas(SqlAgendaStore(database))
    written, attached = SqlAnnouncements(database), SqlAttachedStore(database)
    programs, owns = EffectivePrograms(shelf, guilds, overlays), settings.shards.owns
    traces = Traces(
        ledger,
        agendas,
        [actions, written],
        [changes, SqlMirrorStore(database), overlays, attached, guilds],
    )
    return Memory(
        database=database,
        clock=clock,
        shards=settings.shards,
        shelf=shelf,
        refresh=_refresh(settings, shelf, database, clock),
        versions=SqlVersions(database),
        guilds=guilds,
        overlays=overlays,
        programs=programs,
        ledger=ledger,
        log=OrganizerLog(actions, guilds, ledger, clock, owns=owns),
        written=written,
        announcements=Announcements(programs, guilds, ledger, written, owns=owns),
        changes=changes,
        agendas=agendas,
        attached=attached,
        traces=traces,
        retention=Retention(traces, agendas, shelf, guilds, clock),
    )


def traces_in(database: Database) -> Traces:
    """Return all that is kept of guilds in a database, for who visits it."""
    aging: list[Aging] = [SqlActions(database), SqlAnnouncements(database)]
    others: list[Store] = [
        SqlChanges(database),
        SqlMirrorStore(database),
        SqlOverlayStore(database),
        SqlAttachedStore(database),
        SqlGuildStore(database),
    ]
    return Traces(SqlLedger(database), SqlAgendaStore(database), aging, others)


def _refresh(settings: Settings, shelf: Shelf, database: Database, clock: Clock) -> Refresh:
    """Return what keeps the programs of the operator's folder and of ours on the shelf."""
    reader = Children()
    files = ProgramFiles((settings.programs, shipped_programs()), reader.read)
    return Refresh(
        shelf,
        files,
        SqlVersions(database),
        database.processes,
        clock,
        tables=settings.sources,
        reader=reader,
        attachments=SqlAttachedStore(database),
    )
