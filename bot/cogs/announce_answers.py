"""How announcements are answered about: cards, previews, and what stands in the way."""

import io

import discord

from bot.announcements.written.book import Book
from bot.announcements.written.model import Announcement, Moment
from bot.announcements.written.moment import meant_moment
from bot.announcements.written.standing import OPEN, Standing
from bot.announcements.written.words import faults_of
from bot.cogs.announce_rights import Rights
from bot.cogs.announce_suggestions import MomentSuggestions
from bot.cogs.register import Register
from bot.errors import AnnouncementError
from bot.program.timetable import Timetable
from bot.ui.announce_card import announcement_card, preview_controls, preview_post
from bot.ui.announce_list_card import announcements_card
from bot.ui.announce_orders import ListOrder
from bot.ui.announce_words import plain_title
from bot.ui.text import escape_sentence

NOBODY = discord.AllowedMentions.none()

GIVEN_BACK = "**That did not work.** {why}\nNothing was changed. What you wrote is in the file."
FILE = "announcement.md"


class AnnounceAnswers:
    """Answers organizers, each order once, in messages that only they see."""

    def __init__(
        self, book: Book, rights: Rights, moments: MomentSuggestions, register: Register
    ) -> None:
        self._book = book
        self._rights = rights
        self._moments = moments
        self._register = register
        self.clock = moments.clock

    async def claimed(self, interaction: discord.Interaction) -> bool:
        """Claim an order; False if another process carries it out, which then answers."""
        return await self._register.claim(interaction.id, self.clock.now())

    async def note(
        self, interaction: discord.Interaction, announcement: Announcement, did: str
    ) -> None:
        """Keep what somebody did with an announcement; `did` has a place for its `title`."""
        what = did.format(title=plain_title(announcement))
        await self._register.note(announcement.guild_id, interaction.user.id, what)

    def meant(self, guild_id: int, words: str) -> Moment:
        """Return when `words` mean; raises AnnouncementError and what else can't be read."""
        return meant_moment(words, self._moments.lookup(guild_id), self.clock.now())

    def timetable(self, guild_id: int) -> Timetable | None:
        """Return what stands in a guild, None if its program is not loaded."""
        lookup = self._moments.lookup(guild_id)
        return None if lookup is None else lookup.timetable

    async def check(self, interaction: discord.Interaction, announcement: Announcement) -> None:
        """Raise AnnouncementError if whoever asks can't have it posted as it is."""
        if faults := await self._rights.faults(interaction, announcement):
            raise AnnouncementError(" ".join(faults))

    async def card(
        self,
        interaction: discord.Interaction,
        standing: Standing,
        done: str = "",
        *,
        is_unshown: bool = False,
    ) -> None:
        """Answer with all about one announcement, and with what was just done."""
        one = standing.announcement
        is_open = standing.phase in OPEN
        faults = await self._rights.faults(interaction, one) if is_open else ()
        view = announcement_card(
            standing,
            self.timetable(one.guild_id),
            faults=faults,
            done=done,
            is_unshown=is_unshown,
        )
        await answer(interaction, view)

    async def listed(
        self, interaction: discord.Interaction, guild_id: int, order: ListOrder
    ) -> None:
        """Answer with a page of a guild's announcements."""
        view = announcements_card(
            await self._book.listed(guild_id, self.clock.now()),
            self.timetable(guild_id),
            order,
            is_paused=self._book.choices(guild_id).paused_at is not None,
        )
        await answer(interaction, view)

    async def preview(self, interaction: discord.Interaction, standing: Standing) -> None:
        """Show one exactly as it is posted, to whoever asks; nobody is pinged by that."""
        one = standing.announcement
        if faults := faults_of(one.words):
            raise AnnouncementError(" ".join(faults))
        post = preview_post(standing)
        await interaction.response.send_message(
            content=post.content,
            embeds=post.embeds,
            view=preview_controls(standing, self.timetable(one.guild_id)),
            ephemeral=True,
            allowed_mentions=NOBODY,
        )


async def answer(interaction: discord.Interaction, view: discord.ui.LayoutView) -> None:
    """Answer in the asker's own card, if that is where they pressed; else in a new message.

    A preview stays: it is a message of the other kind, and what was confirmed can be read there.
    """
    message = interaction.message
    if message is not None and message.flags.ephemeral and message.flags.components_v2:
        await interaction.response.edit_message(view=view)
    else:
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=NOBODY)


async def give_back(interaction: discord.Interaction, why: str, typed: str) -> None:
    """Say that nothing was changed, with what was written, so that nothing of it is lost."""
    await interaction.response.send_message(
        GIVEN_BACK.format(why=escape_sentence(why)),
        file=discord.File(io.BytesIO(typed.encode()), FILE),
        ephemeral=True,
        allowed_mentions=NOBODY,
    )
