"""The desk that announcements come to: has them written, shown, confirmed, taken back, deleted."""

from collections.abc import Callable

import discord

from bot.announcements.written.book import Book
from bot.announcements.written.decisions import NOT_POSTED
from bot.announcements.written.standing import Phase, Standing
from bot.cogs.announce_answers import AnnounceAnswers, answer, begin
from bot.cogs.announce_posted import PostedMessages
from bot.cogs.orders import organized
from bot.delivery.model import Record
from bot.errors import AnnouncementError
from bot.translation import N_, _
from bot.ui.announce_card import delete_card
from bot.ui.announce_forms import time_form, words_form
from bot.ui.announce_orders import (
    AnnounceOrder,
    CancelOrder,
    Changing,
    DeleteOrder,
    ListOrder,
    LookOrder,
    MendOrder,
    OpenOrder,
    PostOrder,
    RemoveOrder,
    RenewOrder,
    TimeOrder,
    WriteOrder,
)

CONFIRMED = N_("✅ Confirmed. It is posted in its time.")
CANCELLED = N_("🗑️ Done: it will not be posted.")
RENEWED = N_("📝 A new draft with the same words.")
REMOVED = N_("🗑️ Deleted.")

# What the log says of each, after the name of who did it.
LOGGED: dict[type[Changing], str] = {
    PostOrder: N_("confirmed the announcement “{title}”"),
    CancelOrder: N_("cancelled the announcement “{title}”"),
    RemoveOrder: N_("deleted the announcement “{title}”"),
}


class AnnounceDesk:
    """Carries out what organizers want of their own server's announcements, each order once.

    A custom id holds an announcement's id and nothing that is believed: it is looked up among those
    of the server in which somebody pressed. `wake` has what is due posted soon; it never fails.
    """

    def __init__(
        self,
        book: Book,
        posted: PostedMessages,
        answers: AnnounceAnswers,
        wake: Callable[[], None],
    ) -> None:
        self._book = book
        self._posted = posted
        self._answers = answers
        self._wake = wake

    async def new(self, interaction: discord.Interaction, when: str) -> None:
        """Begin an announcement for a time as it was typed, and have it written.

        It goes where announcements go here, or else where the command was typed, unless somebody
        picks another channel.
        """
        guild_id, now = organized(interaction, "announce"), self._answers.clock.now()
        moment = self._answers.meant(guild_id, when)
        if not await self._answers.claimed(interaction):
            return
        channel = self._book.choices(guild_id).announcement_channel or interaction.channel_id
        assert channel is not None, "a command is typed in a channel"
        draft = await self._book.draft(guild_id, channel, moment, now)
        await interaction.response.send_modal(words_form(draft))

    async def turn(self, interaction: discord.Interaction, order: AnnounceOrder) -> None:
        """Answer a command or a press.

        Raises:
            NotAnOrganizerError: whoever asks is none, or this is no server.
            AnnouncementError: it can't be done, or this server has no such announcement.
        """
        guild_id = organized(interaction, "announce")
        if isinstance(order, ListOrder):
            await self._answers.listed(interaction, guild_id, order)
        elif not isinstance(order, Changing):
            standing = await self._book.one(guild_id, order.id, self._answers.clock.now())
            await self._show(interaction, order, standing)
        elif await self._answers.claimed(interaction):
            await begin(interaction)
            await self._change(interaction, guild_id, order)

    async def _show(
        self,
        interaction: discord.Interaction,
        order: OpenOrder | WriteOrder | TimeOrder | LookOrder | DeleteOrder,
        standing: Standing,
    ) -> None:
        one = standing.announcement
        match order:
            case OpenOrder():
                await self._answers.card(interaction, standing)
            case WriteOrder():
                await interaction.response.send_modal(words_form(one))
            case TimeOrder():
                form = time_form(one, self._answers.timetable(one.guild_id))
                await interaction.response.send_modal(form)
            case LookOrder():
                await self._answers.preview(interaction, standing)
            case DeleteOrder():
                await answer(interaction, delete_card(standing))

    async def _change(
        self, interaction: discord.Interaction, guild_id: int, order: Changing
    ) -> None:
        """Do what is ordered, keep that it was, and show what stands then."""
        now, is_unshown = self._answers.clock.now(), False
        before = await self._book.one(guild_id, order.id, now)
        match order:
            case PostOrder():
                await self._answers.check(interaction, before.announcement)
                after = await self._book.confirm(guild_id, order.id, order.revision, now)
                done = _(CONFIRMED)
                self._wake()
            case CancelOrder():
                after, done = await self._book.cancel(guild_id, order.id, now), _(CANCELLED)
            case RenewOrder():
                after, done = await self._book.renew(guild_id, order.id, now), _(RENEWED)
            case RemoveOrder():
                await self._posted.remove(_record_of(before))
                after, done = await self._book.deleted(guild_id, order.id, now), _(REMOVED)
            case MendOrder():
                after = before
                done, is_unshown = await self._posted.shown(_record_of(before))
        if type(order) in LOGGED:
            await self._answers.note(interaction, after.announcement, LOGGED[type(order)])
        await self._answers.card(interaction, after, done, is_unshown=is_unshown)


def _record_of(standing: Standing) -> Record:
    """Return the record of what was posted and stands; raises AnnouncementError without one."""
    if standing.phase is not Phase.POSTED or standing.record is None:
        raise AnnouncementError(NOT_POSTED)
    return standing.record
