"""The desk that people order things of their own agenda at: shows it, empties it, forgets it."""

from dataclasses import dataclass

import discord

from bot.agenda.outline import outline, seen_now
from bot.agenda.service import Agendas, followed_guild
from bot.cogs.calendar_desk import CalendarDesk
from bot.cogs.comparing import Comparing, ComparingOrder
from bot.cogs.desk import Desk
from bot.cogs.register import Claims
from bot.cogs.replies import turn
from bot.cogs.saving import DirectMessages, Saving, SavingOrder
from bot.cogs.wishing import Wishing, WishOrder
from bot.errors import NoProgramError
from bot.ui.agenda_card import (
    Agenda,
    Done,
    agenda_card,
    ask_to_clear_card,
    cleared,
    taken_out,
)
from bot.ui.agenda_orders import (
    AgendaOrder,
    AskToClearOrder,
    AskToForgetOrder,
    ClearOrder,
    DropOrder,
    ExportOrder,
    ForgetOrder,
    SaveAgainOrder,
    ShowOrder,
)
from bot.ui.forgotten_card import ask_to_forget_card, forgotten_card


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerks:
    """Who is asked behind the desk: for one session, for reminders, for two people, for files."""

    saving: Saving
    wishing: Wishing
    comparing: Comparing
    calendars: CalendarDesk


class AgendaDesk:
    """Does to whoever asks what they order, and to nobody else; what changes something, once."""

    def __init__(
        self,
        agendas: Agendas,
        desk: Desk,
        claims: Claims,
        direct: DirectMessages,
        clerks: Clerks,
    ) -> None:
        self._agendas = agendas
        self._desk = desk
        self._claims = claims
        self._direct = direct
        self.clerks = clerks

    def program(self, interaction: discord.Interaction) -> str:
        """Return the id of the program whose agenda is meant: that of the place where one asks.

        If that is not loaded, it is what the person saved last; NoProgramError if they did not.
        """
        try:
            return self._desk.lookup(interaction).program.id
        except NoProgramError:
            saved = self._agendas.of(interaction.user.id).saved
            if not saved:
                raise
            return saved[-1].program

    async def turn(self, interaction: discord.Interaction, order: AgendaOrder) -> None:
        """Carry out an order, and show what came of it to whoever gave it.

        Raises:
            AgendaError: it can't be done.
            NoProgramError: the program is not loaded.
        """
        if isinstance(order, SavingOrder):
            await self.clerks.saving.turn(interaction, order)
        elif isinstance(order, WishOrder):
            await self.clerks.wishing.turn(interaction, order)
        elif isinstance(order, ComparingOrder):
            await self.clerks.comparing.turn(interaction, order)
        elif isinstance(order, ExportOrder):
            await self.clerks.calendars.agenda(interaction, order.program)
        elif isinstance(order, ShowOrder):
            await self._show(interaction, order)
        elif isinstance(order, AskToClearOrder):
            await self._ask_to_clear(interaction, order.program)
        elif isinstance(order, AskToForgetOrder):
            attendee = self._agendas.of(interaction.user.id)
            await turn(interaction, ask_to_forget_card(attendee))
        elif await self._claims.claim(interaction.id, self._desk.clock.now()):
            await self._change(interaction, order)

    async def _change(
        self, interaction: discord.Interaction, order: DropOrder | ClearOrder | ForgetOrder
    ) -> None:
        user_id = interaction.user.id
        match order:
            case ForgetOrder():
                self._direct.forget(user_id)
                await turn(interaction, forgotten_card(await self._agendas.forget(user_id)))
            case DropOrder():
                done = await self._drop(user_id, order)
                await self._show(interaction, ShowOrder(program=order.program), done=done)
            case ClearOrder():
                saved = self._agendas.of(user_id).saved
                ours = [one.session for one in saved if one.program == order.program]
                done = cleared(await self._agendas.drop(user_id, order.program, ours))
                await self._show(interaction, ShowOrder(program=order.program), done=done)

    async def _drop(self, user_id: int, order: DropOrder) -> Done | None:
        """Take a session out; return what to say of that, None if it was not in."""
        entries = self._agenda(user_id, order.program).outline.entries
        titles = {entry.saved.session: entry.now.title for entry in entries}
        await self._agendas.drop(user_id, order.program, [order.session])
        if order.session not in titles:
            return None
        undo = SaveAgainOrder(program=order.program, session=order.session)
        return taken_out(titles[order.session], undo)

    async def _show(
        self, interaction: discord.Interaction, order: ShowOrder, *, done: Done | None = None
    ) -> None:
        """Show a page of the agenda, and remember how what is on it was seen."""
        user_id = interaction.user.id
        agenda = self._agenda(user_id, order.program)
        if not agenda.outline.entries and done is None:
            # Then its buttons lead to the program itself.
            self._desk.lookup_named(interaction, order.program)
        view, shown = agenda_card(agenda, order, done=done)
        await turn(interaction, view)
        if seen := seen_now(shown):
            await self._agendas.look(user_id, order.program, seen)

    async def _ask_to_clear(self, interaction: discord.Interaction, program: str) -> None:
        agenda = self._agenda(interaction.user.id, program)
        if agenda.outline.entries:
            await turn(interaction, ask_to_clear_card(agenda))
        else:
            await self._show(interaction, ShowOrder(program=program))

    def _agenda(self, user_id: int, program: str) -> Agenda:
        attendee = self._agendas.of(user_id)
        mine = outline(attendee, program, self._desk.timetable_of, self._desk.clock.now())
        # Each as its first saved session follows it: what a guild attached, no other guild sees.
        guilds = {one.program: followed_guild(attendee, one) for one in reversed(attendee.saved)}
        timetables = {
            one: self._desk.timetable_of(one, guilds.get(one, attendee.last_guild))
            for one in (program, *mine.elsewhere)
        }
        names = {one: known.program.name for one, known in timetables.items() if known}
        return Agenda(attendee=attendee, outline=mine, names=names)
