"""How people want to be reminded: shows and changes it, and tries whether messages arrive."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import discord

from bot.agenda.model import Wishes
from bot.agenda.service import Agendas
from bot.cogs.desk import Desk
from bot.cogs.register import Claims
from bot.cogs.replies import is_own, turn
from bot.cogs.saving import DirectMessages
from bot.direct import NotYetOpenError
from bot.errors import AgendaError, NoProgramError, StaleButtonError
from bot.program.model import Program
from bot.refusals import TROUBLE, is_closed
from bot.translation import _, spoken
from bot.ui.agenda_orders import DirectOrder, SettingsOrder, TryOrder
from bot.ui.agenda_settings_card import (
    NOT_NOW,
    NOT_REACHED,
    OPEN_AGAIN,
    STILL_CLOSED,
    TRIAL,
    Reminding,
    closed_lines,
    settings_card,
)
from bot.ui.wish_choices import leads_chosen, quiet_chosen

WishOrder = SettingsOrder | DirectOrder | TryOrder


class Wishing:
    """Keeps how whoever asks wants to be reminded, and nobody else; each press counts once."""

    def __init__(
        self, agendas: Agendas, desk: Desk, claims: Claims, direct: DirectMessages
    ) -> None:
        self._agendas = agendas
        self._desk = desk
        self._claims = claims
        self._direct = direct

    async def turn(self, interaction: discord.Interaction, order: WishOrder) -> None:
        """Do what is ordered, and show how the person is reminded now.

        Raises:
            AgendaError: Discord takes no message at this moment, so that nothing can be tried.
        """
        if isinstance(order, SettingsOrder):
            await turn(interaction, self._card(interaction))
        elif not await self._claims.claim(interaction.id, self._desk.clock.now()):
            return
        elif isinstance(order, DirectOrder):
            wishes = self._agendas.of(interaction.user.id).wishes
            await self._keep(interaction, _turned(wishes, order, self._desk.clock.now()))
        else:
            await self._try(interaction)

    async def choose(
        self, interaction: discord.Interaction, what: str, values: Sequence[str]
    ) -> None:
        """Keep what was chosen with a picker of the settings: "leads" or "quiet".

        Raises:
            StaleButtonError: the picker offers no such thing.
        """
        now = self._desk.clock.now()
        wishes = self._agendas.of(interaction.user.id).wishes
        try:
            if what == "leads":
                wishes = replace(wishes, leads=leads_chosen(values, wishes.leads, now))
            else:
                (hours,) = values
                wishes = replace(wishes, quiet=quiet_chosen(hours))
        except (ValueError, OverflowError):
            raise StaleButtonError from None
        if await self._claims.claim(interaction.id, now):
            await self._keep(interaction, wishes)

    async def _keep(self, interaction: discord.Interaction, wishes: Wishes) -> None:
        """Keep how the presser wants to be reminded, and show it; that is in their language."""
        user_id = interaction.user.id
        await self._agendas.wish(user_id, wishes)
        await turn(interaction, self._card(interaction))
        await self._agendas.speak(user_id, spoken())

    async def _try(self, interaction: discord.Interaction) -> None:
        """Send a message to the presser, and show what came of it."""
        user_id = interaction.user.id
        await interaction.response.defer(ephemeral=True, thinking=not is_own(interaction))
        try:
            await self._direct.send(user_id, _(TRIAL))
        except NotYetOpenError as error:
            raise AgendaError(NOT_NOW) from error
        except TROUBLE as error:
            if not is_closed(error):
                raise AgendaError(NOT_REACHED) from error
            await self._agendas.close(user_id, self._desk.clock.now())
            await self._agendas.told_closed(user_id)
            is_kept = self._agendas.of(user_id).closed_at is not None
            done = _(STILL_CLOSED) if is_kept else closed_lines(None, None)
        else:
            await self._agendas.close(user_id, None)
            done = _(OPEN_AGAIN)
        await interaction.edit_original_response(
            view=self._card(interaction, done=done),
            allowed_mentions=discord.AllowedMentions.none(),
        )

    def _card(self, interaction: discord.Interaction, *, done: str = "") -> discord.ui.LayoutView:
        attendee = self._agendas.of(interaction.user.id)
        reminding = Reminding(
            attendee=attendee,
            program=self._program(interaction),
            fallback=self._desk.fallback(attendee.last_guild),
        )
        return settings_card(reminding, done=done)

    def _program(self, interaction: discord.Interaction) -> Program | None:
        try:
            return self._desk.lookup(interaction).program
        except NoProgramError:
            return None


def _turned(wishes: Wishes, order: DirectOrder, now: datetime) -> Wishes:
    """Return wishes with reminders on or off; once on, what was due before `now` stays untold."""
    if wishes.direct or not order.on:
        return replace(wishes, direct=order.on)
    leads = tuple(replace(lead, since=now) for lead in wishes.leads)
    return replace(wishes, direct=True, leads=leads)
