"""Two people's agendas side by side, once both agreed: asks, agrees, shows, and stops."""

import discord

from bot.agenda.comparison import compare, may_compare
from bot.agenda.service import Agendas
from bot.cogs.desk import Desk, home
from bot.cogs.register import Claims
from bot.cogs.replies import turn
from bot.errors import AgendaError
from bot.translation import said, speaking
from bot.ui.agenda_compare_card import Pair, agreed_card, compare_card, invitation, stopped_card
from bot.ui.agenda_orders import AgreeOrder, CompareOrder, HideOrder, InviteOrder

WITH_ONESELF = said("That is you. Choose somebody else: `/agenda show` shows your own agenda.")
WITH_A_BOT = said("Bots go to no sessions. Choose a person to compare agendas with.")
NOT_ASKED = said("That question is for somebody else. `/agenda compare` asks whom you like.")
NOT_AGREED = said("You have not agreed to that, or took it back. `/agenda compare` begins anew.")
NOT_HERE = said("I can ask them only in a server that has me, in a channel where you may write.")

ComparingOrder = CompareOrder | InviteOrder | AgreeOrder | HideOrder


class Comparing:
    """Shows nothing of anybody to anybody, before each of the two agreed themselves."""

    def __init__(self, agendas: Agendas, desk: Desk, claims: Claims) -> None:
        self._agendas = agendas
        self._desk = desk
        self._claims = claims

    async def begin(
        self, interaction: discord.Interaction, person: discord.User | discord.Member
    ) -> None:
        """Answer a command: agree to compare with a person; AgendaError if that can't be."""
        if person.bot:
            raise AgendaError(WITH_A_BOT)
        await self.turn(interaction, CompareOrder(user_id=person.id))

    async def turn(self, interaction: discord.Interaction, order: ComparingOrder) -> None:
        """Do what the presser orders about their own agenda, and show what stands now.

        Raises:
            AgendaError: it can't be done.
            NoProgramError: the program here is not loaded.
        """
        if order.user_id == interaction.user.id:
            raise AgendaError(NOT_ASKED if isinstance(order, AgreeOrder) else WITH_ONESELF)
        if isinstance(order, AgreeOrder) and order.asked != interaction.user.id:
            raise AgendaError(NOT_ASKED)
        if not await self._claims.claim(interaction.id, self._desk.clock.now()):
            return
        match order:
            case HideOrder():
                await self._agendas.hide_from(interaction.user.id, order.user_id)
                await turn(interaction, stopped_card(order.user_id))
            case InviteOrder():
                await self._invite(interaction, order.user_id)
            case CompareOrder() | AgreeOrder():
                await self._agendas.show_to(interaction.user.id, order.user_id)
                await turn(interaction, self._card(interaction, order.user_id))

    async def _invite(self, interaction: discord.Interaction, user_id: int) -> None:
        if user_id not in self._agendas.of(interaction.user.id).shown_to:
            raise AgendaError(NOT_AGREED)
        if not _can_invite(interaction):
            raise AgendaError(NOT_HERE)
        with speaking(self._desk.language_of_all(interaction)):
            post = invitation(user_id, interaction.user.id)
        assert post.view is not None
        await interaction.response.send_message(
            post.content,
            view=post.view,
            allowed_mentions=discord.AllowedMentions(
                everyone=False,
                roles=False,
                replied_user=False,
                users=[discord.Object(one) for one in post.mentions],
            ),
        )

    def _card(self, interaction: discord.Interaction, user_id: int) -> discord.ui.LayoutView:
        asker = interaction.user.id
        mine, theirs = self._agendas.of(asker), self._agendas.of(user_id)
        if not may_compare(mine, theirs):
            return agreed_card(user_id, asker, can_invite=_can_invite(interaction))
        program = self._desk.lookup(interaction).program
        comparison = compare(mine, theirs, program.id, self._desk.timetable_of)
        return compare_card(Pair(program=program, user_id=user_id, comparison=comparison))


def _can_invite(interaction: discord.Interaction) -> bool:
    """Tell whether the asker could write here themselves, where others can read it."""
    allowed = interaction.permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    may_write = allowed.send_messages_in_threads if in_thread else allowed.send_messages
    return home(interaction) is not None and may_write
