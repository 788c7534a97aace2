"""What a press in the organizers' panel chooses: a change of the choices."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any, Protocol

import discord

from bot.cogs.setup_words import Choosing
from bot.errors import SetupError
from bot.guilds.choosing import (
    with_announcement_channel,
    with_change_channel,
    with_digest,
    with_fields,
    with_first_language,
    with_leads,
    with_log_channel,
    with_new_route,
    with_program,
    with_reminder_channel,
    with_route,
)
from bot.guilds.model import Choices, RouteKind
from bot.program.lookup import Lookup
from bot.program.model import Program
from bot.translation import Language, said
from bot.ui.setup_orders import (
    ChannelPicker,
    Pick,
    Role,
    RolePicker,
    RoutePicker,
    Switch,
    TextPicker,
    Turn,
)
from bot.ui.setup_reminders import NO_DIGEST
from bot.ui.wish_choices import leads_chosen

Change = Callable[[Choices], Choices]

EVERYBODY = said(
    "I never ping everyone. Choose another role: one that people take who want to be reminded."
)
FIELDS = {
    Role.ORGANIZERS: "organizer_channel",
    Role.BOARD: "board_channel",
}
SWITCHED = {
    Switch.PUBLIC_ANSWERS: "public_answers",
    Switch.PERSONAL_FALLBACK: "personal_fallback",
    Switch.NATIVE_EVENTS: "has_events",
    Switch.STREAMS_AT_START: "streams_at_start",
    Switch.ROOM_BOARDS: "has_room_boards",
}


class Programs(Protocol):
    """Where the programs stand that a guild can follow."""

    def lookup(self, program: str | None) -> Lookup:
        """Return a program by id, None for the default; NoProgramError if it is not loaded."""
        ...

    @property
    def programs(self) -> tuple[Program, ...]:
        """Return all that are loaded."""
        ...

    def programs_for(self, guild_id: int) -> tuple[Program, ...]:
        """Return those that a guild can follow: not what other guilds attached."""
        ...


class Chooser:
    """Turns what is pressed into what is chosen.

    `leads` are what a guild starts with that chooses its first channel for reminders.
    """

    def __init__(self, shelf: Programs, leads: Sequence[timedelta]) -> None:
        self.shelf = shelf
        self._leads = tuple(leads)

    def change(self, order: Choosing, values: Sequence[Any], now: datetime) -> Change:
        """Return what is chosen, as a change.

        Raises:
            SetupError: it can't be chosen.
            ValueError: a value is none that the panel offers.
            IndexError: there is none.
        """
        match order:
            case Turn():
                fields: dict[str, Any] = {SWITCHED[order.switch]: order.on}
                return partial(with_fields, **fields)
            case ChannelPicker():
                return self._channel(order.role, _channel(values), now)
            case RoutePicker():
                return partial(self._with_route, order=order, channel=_channel(values), now=now)
            case RolePicker():
                return partial(with_fields, mention_role=_role(values))
            case TextPicker():
                return self._picked(order.pick, values, now)

    def made(self, kind: RouteKind, one: str, channel: int, now: datetime) -> Change:
        """Return that a track or room, by its id, has the channel that was made for it.

        Should it have one by then, it keeps that.
        """

        def given(choices: Choices) -> Choices:
            return self._reminded(with_new_route(choices, kind, one, channel, now), now)

        return given

    def _picked(self, pick: Pick, values: Sequence[Any], now: datetime) -> Change:
        match pick:
            case Pick.LEADS:
                return lambda choices: replace(
                    choices, leads=leads_chosen(values, choices.leads, now)
                )
            case Pick.DIGEST:
                return partial(with_digest, hour=_hour(values[0]), now=now)
            case Pick.LANGUAGE:
                return partial(with_fields, language=Language(values[0]))
            case Pick.PROGRAM if values[0] in {program.id for program in self.shelf.programs}:
                return partial(with_program, program=values[0], now=now)
            case _:
                raise ValueError(pick)

    def _channel(self, role: Role, channel: int | None, now: datetime) -> Change:
        if role is Role.REMINDERS:
            return partial(self._with_reminders, channel=channel, now=now)
        if role is Role.CHANGES:
            return partial(with_change_channel, channel=channel, now=now)
        if role is Role.ANNOUNCEMENTS:
            return partial(with_announcement_channel, channel=channel, now=now)
        if role is Role.LOG:
            return partial(with_log_channel, channel=channel, now=now)
        fields: dict[str, Any] = {FIELDS[role]: channel}
        return partial(with_fields, **fields)

    def _with_reminders(self, choices: Choices, channel: int | None, now: datetime) -> Choices:
        chosen = with_reminder_channel(choices, channel, now)
        return chosen if channel is None else self._reminded(chosen, now)

    def _with_route(
        self, choices: Choices, order: RoutePicker, channel: int | None, now: datetime
    ) -> Choices:
        chosen = with_route(choices, order.kind, order.id, channel, now)
        return chosen if channel is None else self._reminded(chosen, now)

    def _reminded(self, choices: Choices, now: datetime) -> Choices:
        return choices if choices.leads else with_leads(choices, self._leads, now)


def newcomers_language(change: Change, interaction: discord.Interaction) -> Change:
    """Return a change that also takes the server's own language, if it is the first one there."""
    locale = interaction.guild_locale
    if locale is None:
        return change

    def changed(before: Choices) -> Choices:
        after = change(before)
        if after == before:
            return before
        return with_first_language(after, Language.of_discord(locale.value))

    return changed


def _channel(values: Sequence[Any]) -> int | None:
    return values[0].id if values else None


def _role(values: Sequence[Any]) -> int | None:
    """Return the chosen role's id; SetupError for the one that everybody has."""
    if values and values[0].is_default():
        raise SetupError(EVERYBODY)
    return values[0].id if values else None


def _hour(value: str) -> time | None:
    """Return the hour of an option; ValueError for one that is none."""
    return None if value == NO_DIGEST else time.fromisoformat(value)
