"""How announcements are answered about: cards, previews, and what stands in the way."""

import io
import logging
from collections.abc import Mapping

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
from bot.translation import N_, _, in_words, said, together
from bot.ui.announce_card import announcement_card, preview_controls, preview_post
from bot.ui.announce_forms import PICTURE, TEXT, TITLE
from bot.ui.announce_list_card import announcements_card
from bot.ui.announce_orders import ListOrder
from bot.ui.announce_words import LONGEST_NAME, UNTITLED
from bot.ui.text import escape_sentence, plain

log = logging.getLogger(__name__)

NOBODY = discord.AllowedMentions.none()

GIVEN_BACK = N_("**That did not work.** {why}\nNothing was changed. What you wrote is in the file.")
KEPT_FOR_YOU = N_("So that nothing is lost: what you wrote is in the file.")
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
        title = announcement.words.title
        what = said(did, title=plain(title, LONGEST_NAME) if title else said(UNTITLED))
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
            raise AnnouncementError(together(*faults))

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
            raise AnnouncementError(together(*faults))
        post = preview_post(standing, self._book.choices(one.guild_id).spoken)
        guild = interaction.guild
        channel = None if guild is None else guild.get_channel_or_thread(one.channel)
        where = None if channel is None else channel.name
        await interaction.response.send_message(
            content=post.content,
            embeds=post.embeds,
            view=preview_controls(standing, self.timetable(one.guild_id), where),
            ephemeral=True,
            allowed_mentions=NOBODY,
        )


async def begin(interaction: discord.Interaction) -> None:
    """Have Discord wait for `answer`, before anything is done that may take longer than it does."""
    await interaction.response.defer(ephemeral=True, thinking=not _is_in_own_card(interaction))


async def answer(interaction: discord.Interaction, view: discord.ui.LayoutView) -> None:
    """Answer in the asker's own card, if that is where they pressed; else in a new message.

    A preview stays: it is a message of the other kind, and what was confirmed can be read there.
    """
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view, allowed_mentions=NOBODY)
    elif _is_in_own_card(interaction):
        await interaction.response.edit_message(view=view)
    else:
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=NOBODY)


def _is_in_own_card(interaction: discord.Interaction) -> bool:
    message = interaction.message
    return message is not None and message.flags.ephemeral and message.flags.components_v2


async def give_back(interaction: discord.Interaction, why: str, typed: Mapping[str, str]) -> None:
    """Say that nothing was changed, with what was written, so that nothing of it is lost."""
    await _hand_back(interaction, _(GIVEN_BACK).format(why=escape_sentence(in_words(why))), typed)


async def rescue(interaction: discord.Interaction, typed: Mapping[str, str]) -> None:
    """Give back what was written after something else went wrong. Never fails."""
    if not any(typed.get(field) for field in (TITLE, TEXT, PICTURE)):
        return
    try:
        await _hand_back(interaction, _(KEPT_FOR_YOU), typed)
    except Exception:
        log.exception("Could not give back what was written")


async def _hand_back(interaction: discord.Interaction, told: str, typed: Mapping[str, str]) -> None:
    written = "\n\n".join(typed[field] for field in (TITLE, TEXT, PICTURE) if typed.get(field))
    # Half a letter, which no file can hold, becomes a question mark.
    file = discord.File(io.BytesIO(written.encode("utf-8", "replace")), FILE)
    if interaction.response.is_done():
        await interaction.followup.send(told, file=file, ephemeral=True, allowed_mentions=NOBODY)
    else:
        await interaction.response.send_message(
            told, file=file, ephemeral=True, allowed_mentions=NOBODY
        )
