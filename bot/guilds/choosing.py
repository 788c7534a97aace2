"""What a guild's choices become when its organizers choose anew: pure functions.

What is chosen holds from then on, and nothing is caught up: a reminder that was due before its lead
or its channel was chosen is not posted, and a change that came before the channel for changes was
chosen is not told.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from bot.guilds.model import LONG_AGO, Choices, Lead, Route, RouteKind
from bot.program.attached_id import is_visible
from bot.translation import Language


def with_fields(choices: Choices, **fields: Any) -> Choices:
    """Return the choices with others in the place of some that hold no time."""
    return replace(choices, **fields)


def with_first_language(choices: Choices, language: Language) -> Choices:
    """Return the choices with a language, unless organizers chose anything before, or one stands.

    So whoever sets up their server for the first time has it in the server's own language.
    """
    if choices.chosen_at is not None or choices.language is not None:
        return choices
    return replace(choices, language=language)


def with_program(choices: Choices, program: str | None, now: datetime) -> Choices:
    """Return the choices with another program, by id.

    The channels of tracks and rooms stay, should it be chosen again. What another guild attached
    can't be chosen: then nothing changes.
    """
    is_anothers = program is not None and not is_visible(program, choices.guild_id)
    if program == choices.program or is_anothers:
        return choices
    return replace(
        choices,
        program=program,
        leads=_chosen_now(choices.leads, now),
        changes_since=LONG_AGO if choices.change_channel is None else now,
        digest_since=LONG_AGO if choices.announcement_channel is None else now,
    )


def with_reminder_channel(choices: Choices, channel: int | None, now: datetime) -> Choices:
    """Return the choices with another channel for reminders, or without one."""
    if channel == choices.reminder_channel:
        return choices
    return replace(choices, reminder_channel=channel, leads=_chosen_now(choices.leads, now))


def with_leads(choices: Choices, leads: Iterable[timedelta], now: datetime) -> Choices:
    """Return the choices with other leads; those that stay hold since when they were chosen."""
    known = {lead.before: lead for lead in choices.leads}
    longest_first = sorted(set(leads), reverse=True)
    chosen = tuple(known.get(lead, Lead(before=lead, since=now)) for lead in longest_first)
    return replace(choices, leads=chosen)


def with_change_channel(choices: Choices, channel: int | None, now: datetime) -> Choices:
    """Return the choices with another channel for changes, or without one."""
    if channel == choices.change_channel:
        return choices
    since = LONG_AGO if channel is None else now
    return replace(choices, change_channel=channel, changes_since=since)


def with_announcement_channel(choices: Choices, channel: int | None, now: datetime) -> Choices:
    """Return the choices with another channel for announcements, or without one."""
    if channel == choices.announcement_channel:
        return choices
    since = LONG_AGO if channel is None else now
    return replace(choices, announcement_channel=channel, digest_since=since)


def with_digest(choices: Choices, hour: time | None, now: datetime) -> Choices:
    """Return the choices with another hour at which the day is told, or without one."""
    if hour == choices.digest_at:
        return choices
    return replace(choices, digest_at=hour, digest_since=now)


def with_log_channel(choices: Choices, channel: int | None, now: datetime) -> Choices:
    """Return the choices with another channel for what organizers do, or without one."""
    if channel == choices.log_channel:
        return choices
    since = LONG_AGO if channel is None else now
    return replace(choices, log_channel=channel, log_since=since)


def come_back(choices: Choices, now: datetime) -> Choices:
    """Return the choices of a guild that Marquee was removed from and is in again."""
    return replace(
        choices,
        left_at=None,
        leads=_chosen_now(choices.leads, now),
        changes_since=LONG_AGO if choices.change_channel is None else now,
        digest_since=LONG_AGO if choices.announcement_channel is None else now,
        log_since=LONG_AGO if choices.log_channel is None else now,
        routes=tuple(replace(route, since=now) for route in choices.routes),
    )


def with_route(
    choices: Choices, kind: RouteKind, one: str, channel: int | None, now: datetime
) -> Choices:
    """Return the choices with a channel for one track or room, by its id, or without one.

    Where the guild has a channel for reminders, its sessions were told there so far, and nothing of
    it is told again. Without one they were told nowhere: reminders that were due before are over.
    """
    others = [route for route in choices.routes if (route.kind, route.id) != (kind, one)]
    before = next((route for route in choices.routes if route not in others), None)
    if channel == (None if before is None else before.channel):
        return choices
    if channel is not None:
        others.append(Route(kind=kind, id=one, channel=channel, since=now))
    in_order = tuple(sorted(others, key=lambda route: (route.kind, route.id)))
    were_told = choices.reminder_channel is not None
    leads = choices.leads if were_told else _chosen_now(choices.leads, now)
    return replace(choices, routes=in_order, leads=leads)


def with_new_route(
    choices: Choices, kind: RouteKind, one: str, channel: int, now: datetime
) -> Choices:
    """Return the choices with a channel for a track or room, by its id, that had none so far."""
    if any((route.kind, route.id) == (kind, one) for route in choices.routes):
        return choices
    return with_route(choices, kind, one, channel, now)


def _chosen_now(leads: Iterable[Lead], now: datetime) -> tuple[Lead, ...]:
    return tuple(replace(lead, since=now) for lead in leads)
