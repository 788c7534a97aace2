"""What config.toml's `[[guild]]` tables make of the choices that are stored: a pure function."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.guilds.model import LONG_AGO, Choices, GuildTable, Lead, Route


def adopt(
    tables: Iterable[GuildTable], stored: Iterable[Choices], now: datetime
) -> tuple[Choices, ...]:
    """Return the choices that are to stand for every guild that is or was known, by guild id.

    A store that never knew a guild takes the tables as old choices; in another one, what the tables
    say new holds from `now` on. A guild without a table loses its choices and stays known. What is
    paused stays paused. What organizers chose themselves stays as it is, whatever the tables say.
    """
    before = {choices.guild_id: choices for choices in stored}
    since = now if before else LONG_AGO
    adopted = {
        guild_id: choices if choices.chosen_at else _without_choices(choices)
        for guild_id, choices in before.items()
    }
    for table in tables:
        if table.id in before and before[table.id].chosen_at:
            continue
        adopted[table.id] = _choices(table, before.get(table.id), since)
    return tuple(adopted[guild_id] for guild_id in sorted(adopted))


def _without_choices(choices: Choices) -> Choices:
    paused_at, left_at = choices.paused_at, choices.left_at
    return Choices(guild_id=choices.guild_id, paused_at=paused_at, left_at=left_at)


def _choices(table: GuildTable, before: Choices | None, since: datetime) -> Choices:
    return replace(
        before or Choices(guild_id=table.id),
        program=table.program,
        reminder_channel=table.reminder_channel,
        leads=_leads(table, before, since),
        public_answers=table.public_answers,
        organizer_channel=table.organizer_channel,
        change_channel=table.change_channel,
        changes_since=_changes_since(table, before, since),
        personal_fallback=table.personal_fallback,
        announcement_channel=table.announcement_channel,
        digest_at=table.digest_at,
        digest_since=_digest_since(table, before, since),
        mention_role=table.mention_role,
        board_channel=table.board_channel,
        log_channel=table.log_channel,
        log_since=_log_since(table, before, since),
        has_events=table.native_events,
        streams_at_start=table.streams_at_start,
        has_room_boards=table.room_boards,
        language=table.language,
        routes=_routes(table, before, since),
    )


def _leads(table: GuildTable, before: Choices | None, since: datetime) -> tuple[Lead, ...]:
    """Return since when a guild wants this program's reminders, in these channels."""
    known: dict[object, Lead] = {}
    stood = None if before is None else (before.program, before.reminder_channel)
    if before is not None and stood == (table.program, table.reminder_channel):
        # Without a channel of the guild's own, what gets one was told nowhere so far.
        were_told = table.reminder_channel is not None or _where(before.routes) >= _where(
            table.routes
        )
        known = {lead.before: lead for lead in before.leads} if were_told else {}
    leads = sorted(set(table.leads), reverse=True)
    return tuple(known.get(lead, Lead(before=lead, since=since)) for lead in leads)


def _routes(table: GuildTable, before: Choices | None, since: datetime) -> tuple[Route, ...]:
    known = {} if before is None else {_is_where(one): one for one in before.routes}
    return tuple(known.get(_is_where(one), replace(one, since=since)) for one in table.routes)


def _where(routes: Iterable[Route]) -> set[tuple[str, str, int]]:
    return {_is_where(one) for one in routes}


def _is_where(route: Route) -> tuple[str, str, int]:
    return route.kind, route.id, route.channel


def _changes_since(table: GuildTable, before: Choices | None, since: datetime) -> datetime:
    """Return since when a guild wants to be told of this program's changes, in this channel."""
    if table.change_channel is None:
        return LONG_AGO
    if before is None:
        return since
    is_same = (before.change_channel, before.program) == (table.change_channel, table.program)
    return before.changes_since if is_same else since


def _digest_since(table: GuildTable, before: Choices | None, since: datetime) -> datetime:
    """Return since when a guild wants this program's days told, in this channel at this hour."""
    if table.announcement_channel is None or table.digest_at is None:
        return LONG_AGO
    if before is None:
        return since
    stood = (before.announcement_channel, before.digest_at, before.program)
    is_same = stood == (table.announcement_channel, table.digest_at, table.program)
    return before.digest_since if is_same else since


def _log_since(table: GuildTable, before: Choices | None, since: datetime) -> datetime:
    """Return since when a guild wants to be told what organizers do, in this channel."""
    if table.log_channel is None:
        return LONG_AGO
    is_same = before is not None and before.log_channel == table.log_channel
    return before.log_since if before is not None and is_same else since
