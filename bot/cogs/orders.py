"""The desk that organizers' orders come to: looks who asks, carries out, shows what came of it."""

import discord

from bot.admission import Admission
from bot.clock import Clock
from bot.cogs.register import Register
from bot.delivery.model import Record
from bot.delivery.overview import Deliveries
from bot.errors import DeliveryError, NotAnOrganizerError
from bot.guilds.effective import EffectivePrograms
from bot.guilds.service import Guilds
from bot.translation import N_, _, said
from bot.ui.deliveries_card import Outlook, deliveries_card, resumed_card
from bot.ui.delivery_card import delivery_card
from bot.ui.delivery_controls import REFRESH
from bot.ui.delivery_words import called
from bot.ui.log_card import log_card
from bot.ui.orders import (
    DeliveryOrder,
    DropOrder,
    ListOrder,
    LogOrder,
    OneOrder,
    PauseOrder,
    ResumeOrder,
    RetryOrder,
)

TRYING = N_("It is tried at once. **{button}** shows in a few seconds what came of it.")
DROPPED = N_("Done: it will not be posted.")
PAUSED = N_("Done. Only what is being posted this very moment may still appear.")
# What the log says of each.
DONE: dict[type[DeliveryOrder], str] = {
    # Translators: what somebody did, in words that follow their name; so the next ones.
    RetryOrder: N_("had this tried again: {post}"),
    DropOrder: N_("dropped this: {post}"),
    PauseOrder: N_("paused all posting"),
    ResumeOrder: N_("resumed posting"),
}
NO_SUCH = said("There is no such delivery any more. `/deliveries` shows what there is.")


class OrderDesk:
    """Carries out what organizers order, each order once, and shows them what stands now.

    Two processes may get the same interaction while one takes over from the other. What changes
    something is claimed first, and whoever comes second is silent.
    """

    def __init__(
        self,
        deliveries: Deliveries,
        guilds: Guilds,
        programs: EffectivePrograms,
        register: Register,
        clock: Clock,
    ) -> None:
        self._deliveries = deliveries
        self._guilds = guilds
        self._programs = programs
        self._register = register
        self._clock = clock

    async def answer(self, interaction: discord.Interaction, order: DeliveryOrder) -> None:
        """Answer a command, in a message that only the asker sees."""
        view = await self._done(interaction, order)
        if view is not None:
            await interaction.response.send_message(
                view=view, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
            )

    async def turn(self, interaction: discord.Interaction, order: DeliveryOrder) -> None:
        """Answer a press: in the presser's own message if it is only theirs, else in a new one."""
        message = interaction.message
        if message is None or not message.flags.ephemeral:
            await self.answer(interaction, order)
            return
        view = await self._done(interaction, order)
        if view is not None:
            await interaction.response.edit_message(view=view)

    async def _done(
        self, interaction: discord.Interaction, order: DeliveryOrder
    ) -> discord.ui.LayoutView | None:
        """Do what is ordered and return what to show; None if another process did it.

        Raises:
            NotAnOrganizerError: whoever asks is none, or this is no server.
            DeliveryError: it can't be done, or the delivery is no one of this server's.
        """
        guild_id = organized(interaction, "deliveries")
        if isinstance(order, ListOrder | OneOrder):
            return await self._shown(guild_id, order)
        if not await self._register.claim(interaction.id, self._clock.now()):
            return None
        view = await self._changed(guild_id, order)
        await self._register.note(guild_id, interaction.user.id, await self._words(guild_id, order))
        return view

    async def _words(
        self, guild_id: int, order: RetryOrder | DropOrder | PauseOrder | ResumeOrder
    ) -> str:
        """Return what the log says of an order that was carried out."""
        if not isinstance(order, RetryOrder | DropOrder):
            return said(DONE[type(order)])
        one = await self._deliveries.one(guild_id, order.digest, self._clock.now())
        delivery = one.delivery if isinstance(one, Record) else one
        timetable = self._programs.timetable_for(self._guilds.for_guild(guild_id))
        post = said("a post") if delivery is None else called(delivery, timetable)
        return said(DONE[type(order)], post=post)

    async def _changed(
        self, guild_id: int, order: RetryOrder | DropOrder | PauseOrder | ResumeOrder
    ) -> discord.ui.LayoutView:
        now = self._clock.now()
        match order:
            case RetryOrder():
                await self._deliveries.retry(guild_id, order.digest, now)
                return await self._one(
                    guild_id, order.digest, done=_(TRYING).format(button=_(REFRESH))
                )
            case DropOrder():
                await self._deliveries.drop(guild_id, order.digest, now)
                return await self._one(guild_id, order.digest, done=_(DROPPED))
            case PauseOrder():
                await self._guilds.pause(guild_id, now)
                return await self._list(guild_id, ListOrder(), done=_(PAUSED))
            case ResumeOrder():
                since = await self._guilds.resume(guild_id)
                return resumed_card(await self._outlook(guild_id), since, now)

    async def _shown(self, guild_id: int, order: ListOrder | OneOrder) -> discord.ui.LayoutView:
        if isinstance(order, OneOrder):
            return await self._one(guild_id, order.digest)
        if isinstance(order, LogOrder):
            return log_card(await self._register.recent(guild_id), order)
        return await self._list(guild_id, order)

    async def _list(
        self, guild_id: int, order: ListOrder, *, done: str = ""
    ) -> discord.ui.LayoutView:
        outlook = await self._outlook(guild_id)
        return deliveries_card(outlook, order, self._clock.now(), done=done)

    async def _one(self, guild_id: int, digest: str, *, done: str = "") -> discord.ui.LayoutView:
        now = self._clock.now()
        one = await self._deliveries.one(guild_id, digest, now)
        if one is None:
            raise DeliveryError(NO_SUCH)
        choices = self._guilds.for_guild(guild_id)
        timetable = self._programs.timetable_for(choices)
        return delivery_card(one, choices, timetable, now, done=done)

    async def _outlook(self, guild_id: int) -> Outlook:
        choices = self._guilds.for_guild(guild_id)
        return Outlook(
            choices=choices,
            overview=await self._deliveries.overview(guild_id, self._clock.now()),
            timetable=self._programs.timetable_for(choices),
        )


def organized(interaction: discord.Interaction, of: str) -> int:
    """Return the id of the server that whoever asks organizes. Raises NotAnOrganizerError.

    `of` is the command that it is about. Who gave it was allowed that by Discord: by default all
    with Manage Server, or whom the server's integration settings name. For a while they may press
    its buttons, too, and no other command's.
    """
    guild_id, user_id, at = interaction.guild_id, interaction.user.id, interaction.created_at
    if guild_id is None:
        raise NotAnOrganizerError
    admission: Admission = interaction.client.admission  # type: ignore[attr-defined]
    if interaction.type is discord.InteractionType.application_command:
        admission.admit((guild_id, user_id, of), at)
    elif not interaction.permissions.manage_guild and not admission.holds(
        (guild_id, user_id, of), at
    ):
        raise NotAnOrganizerError
    return guild_id
