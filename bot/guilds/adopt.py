"""What config.toml's `[[guild]]` tables make of the choices that are stored: a pure function."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.guilds.model import LONG_AGO, Choices, GuildTable, Lead


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
    known: dict[object, Lead] = {}
    if before is not None and before.reminder_channel == table.reminder_channel:
        known = {lead.before: lead for lead in before.leads}
    leads = sorted(set(table.leads), reverse=True)
    return replace(
        before or Choices(guild_id=table.id),
        program=table.program,
        reminder_channel=table.reminder_channel,
        leads=tuple(known.get(lead, Lead(before=lead, since=since)) for lead in leads),
        public_answers=table.public_answers,
        organizer_channel=table.organizer_channel,
        change_channel=table.change_channel,
        changes_since=_changes_since(table, before, since),
        personal_fallback=table.personal_fallback,
    )


def _changes_since(table: GuildTable, before: Choices | None, since: datetime) -> datetime:
    """Return since when a guild wants to be told of this program's changes, in this channel."""
    if table.change_channel is None:
        return LONG_AGO
    if before is None:
        return since
    is_same = (before.change_channel, before.program) == (table.change_channel, table.program)
    return before.changes_since if is_same else since
