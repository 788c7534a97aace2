"""Saves sessions to people's agendas and takes them back, and says what follows from that."""

from typing import Protocol

import discord

from bot.agenda.clashes import all_placed, clashes, placed_if
from bot.agenda.model import Attendee, Saved
from bot.agenda.outline import seen_of
from bot.agenda.service import Agendas, followed_guild
from bot.cogs.desk import Desk, home
from bot.cogs.register import Claims
from bot.cogs.replies import reply, turn
from bot.errors import AgendaError
from bot.program.attached_id import is_attached
from bot.translation import said, spoken
from bot.ui.agenda_orders import SaveAgainOrder, SaveOrder, TakeBackOrder
from bot.ui.saved_card import Kept, saved_card, taken_back_card

GONE = said(
    "That session is no longer on the program here. It may have been cancelled or renamed: "
    "/schedule shows what there is."
)

SavingOrder = SaveOrder | TakeBackOrder | SaveAgainOrder


class DirectMessages(Protocol):
    """Opens the channels in which people get direct messages, and sends them."""

    async def send(self, user_id: int, text: str) -> None:
        """Send a person a text now, in their channel, opened if it was not.

        Raises:
            NotYetOpenError: it is not its turn yet.
            DiscordException, ClientError, OSError: it could not be sent.
        """
        ...

    def open_soon(self, user_id: int) -> None:
        """Have a person's channel opened without hurry, if it was not. Never fails."""
        ...

    def forget(self, user_id: int) -> None:
        """Open nothing for a person who waits for it. Never fails."""
        ...


class Saving:
    """Saves for whoever presses, and for nobody else; each press counts once."""

    def __init__(
        self, agendas: Agendas, desk: Desk, claims: Claims, direct: DirectMessages
    ) -> None:
        self._agendas = agendas
        self._desk = desk
        self._claims = claims
        self._direct = direct

    async def turn(self, interaction: discord.Interaction, order: SavingOrder) -> None:
        """Save a session, or take it back, and say so to the presser alone.

        The answer to the button that stands on a talk leaves that where it is.

        Raises:
            AgendaError: the session is not on the program here any more.
            NoProgramError: its program is not loaded.
        """
        if not await self._claims.claim(interaction.id, self._desk.clock.now()):
            return
        before = self._agendas.of(interaction.user.id)
        kept = await self._done(interaction, order)
        if kept is None:
            answer = taken_back_card(order.program, order.session, self._title(before, order))
        else:
            answer = saved_card(kept, self._desk.clock.now())
        await (reply if isinstance(order, SaveOrder) else turn)(interaction, answer)
        if kept is not None:
            await self._see_to_messages(kept)

    async def _done(self, interaction: discord.Interaction, order: SavingOrder) -> Kept | None:
        """Do what is ordered; return what is saved by now, None if that is taken back."""
        before = self._agendas.of(interaction.user.id)
        is_saved = _saved(before, order) is not None
        takes_back = isinstance(order, TakeBackOrder) or (isinstance(order, SaveOrder) and is_saved)
        if takes_back and (await self._drop(before, order) or isinstance(order, TakeBackOrder)):
            return None
        is_new = await self._save(interaction, order)
        if not is_new and isinstance(order, SaveOrder):
            # Another process saved it before, of which this one had not heard yet.
            await self._drop(before, order)
            return None
        return self._kept(before, order)

    async def _save(self, interaction: discord.Interaction, order: SavingOrder) -> bool:
        timetable = self._desk.lookup_named(interaction, order.program).timetable
        session = timetable.session(order.session)
        if session is None:
            raise AgendaError(GONE)
        saved = Saved(
            program=order.program,
            session=order.session,
            at=self._desk.clock.now(),
            seen=seen_of(session, timetable),
            guild_id=self._saved_in(interaction, order.program),
        )
        return await self._agendas.save(interaction.user.id, saved)

    def _saved_in(self, interaction: discord.Interaction, program: str) -> int | None:
        """Return where it is saved; what a guild attached is saved there from anywhere."""
        if is_attached(program):
            return self._desk.guild_of(interaction, program)
        return home(interaction)

    async def _drop(self, attendee: Attendee, order: SavingOrder) -> bool:
        dropped = await self._agendas.drop(attendee.user_id, order.program, [order.session])
        return dropped > 0

    def _kept(self, before: Attendee, order: SavingOrder) -> Kept:
        attendee = self._agendas.of(before.user_id)
        saved = _saved(attendee, order)
        placed = None if saved is None else placed_if(saved, attendee, self._desk.timetable_of)
        if saved is None or placed is None:
            raise AgendaError(GONE)
        others = all_placed(attendee, self._desk.timetable_of)
        return Kept(
            placed=placed,
            attendee=attendee,
            clashes=clashes(placed, others),
            fallback=self._desk.fallback(followed_guild(attendee, saved)),
            is_first=not before.saved and before.channel is None and before.last_guild is None,
        )

    def _title(self, before: Attendee, order: SavingOrder) -> str | None:
        """Return what a session that was taken back is called, as far as anybody knows."""
        saved = _saved(before, order)
        if saved is None:
            timetable = self._desk.timetable_of(order.program, before.last_guild)
            session = None if timetable is None else timetable.session(order.session)
            if timetable is None or session is None:
                return None
            return timetable.title_of(session)
        placed = placed_if(saved, before, self._desk.timetable_of)
        return saved.seen.title if placed is None else placed.title

    async def _see_to_messages(self, kept: Kept) -> None:
        """Have the channel for reminders opened in time, and tell once that they are closed.

        They will be in the language that the person is answered in.
        """
        attendee = kept.attendee
        if attendee.wishes.direct and attendee.channel is None and attendee.closed_at is None:
            self._direct.open_soon(attendee.user_id)
        if kept.tells_closed:
            await self._agendas.told_closed(attendee.user_id)
        await self._agendas.speak(attendee.user_id, spoken())


def _saved(attendee: Attendee, order: SavingOrder) -> Saved | None:
    wanted = (order.program, order.session)
    return next((one for one in attendee.saved if (one.program, one.session) == wanted), None)
