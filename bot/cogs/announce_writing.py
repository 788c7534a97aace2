"""Takes what organizers type and pick for an announcement: its words, its time, where and whom."""

from collections.abc import Mapping
from dataclasses import replace

import discord

from bot.announcements.written.book import Book
from bot.announcements.written.model import AnnouncementState
from bot.announcements.written.standing import Phase, Standing
from bot.announcements.written.words import words_of
from bot.cogs.announce_answers import AnnounceAnswers, begin, give_back
from bot.cogs.announce_posted import PostedMessages
from bot.cogs.orders import organized
from bot.errors import AnnouncementError, StaleButtonError
from bot.translation import N_, _
from bot.ui.announce_forms import PICTURE, TEXT, TITLE, WHEN
from bot.ui.announce_orders import AnnounceForm, AnnouncePicker, ChannelPicker, TimeForm, WordsForm

SAVED = N_("✅ Saved.")
CHANGED = N_("changed the announcement “{title}”")


class AnnounceWriting:
    """Changes announcements of the server in which somebody typed or picked, each once."""

    def __init__(self, book: Book, posted: PostedMessages, answers: AnnounceAnswers) -> None:
        self._book = book
        self._posted = posted
        self._answers = answers

    async def picked(
        self, interaction: discord.Interaction, picker: AnnouncePicker, chosen: int | None
    ) -> None:
        """Take a channel or a role by its id, None for no role.

        Raises AnnouncementError if it can't be had. A draft takes it, and is refused later.
        """
        guild_id, now = organized(interaction, "announce"), self._answers.clock.now()
        if not await self._answers.claimed(interaction):
            return
        await begin(interaction)
        one = (await self._book.one(guild_id, picker.id, now)).announcement
        if isinstance(picker, ChannelPicker):
            if chosen is None:
                raise StaleButtonError
            wanted = replace(one, channel=chosen)
        else:
            wanted = replace(one, role=chosen)
        if one.state is AnnouncementState.WAITING:
            await self._answers.check(interaction, wanted)
        if isinstance(picker, ChannelPicker):
            standing = await self._book.send_to(guild_id, one.id, wanted.channel, now)
        else:
            standing = await self._book.ping(guild_id, one.id, chosen, now)
        await self._saved(interaction, standing)

    async def submitted(
        self, interaction: discord.Interaction, form: AnnounceForm, typed: Mapping[str, str]
    ) -> None:
        """Take what was typed into a form; words that are refused are given back.

        Raises AnnouncementError for a time that can't be had. If anything is raised, what was typed
        is the caller's to rescue.
        """
        guild_id = organized(interaction, "announce")
        if not await self._answers.claimed(interaction):
            return
        await begin(interaction)
        match form:
            case TimeForm():
                moment = self._answers.meant(guild_id, typed.get(WHEN, ""))
                now = self._answers.clock.now()
                standing = await self._book.set_time(guild_id, form.id, moment, now)
                await self._saved(interaction, standing)
            case WordsForm():
                await self._write(interaction, guild_id, form, typed)

    async def _write(
        self,
        interaction: discord.Interaction,
        guild_id: int,
        form: WordsForm,
        typed: Mapping[str, str],
    ) -> None:
        now = self._answers.clock.now()
        words = words_of(typed.get(TITLE, ""), typed.get(TEXT, ""), typed.get(PICTURE, ""))
        try:
            standing = await self._book.write(guild_id, form.id, words, now)
        except AnnouncementError as error:
            await give_back(interaction, error.args[0], typed)
            return
        await self._saved(interaction, standing)

    async def _saved(self, interaction: discord.Interaction, standing: Standing) -> None:
        """Say that it is saved; what was posted already shows it at once."""
        one, record = standing.announcement, standing.record
        if standing.phase is not Phase.DRAFT:
            await self._answers.note(interaction, one, CHANGED)
        done, is_unshown = _(SAVED), False
        if standing.phase is Phase.POSTED and record is not None:
            done, is_unshown = await self._posted.shown(record)
        await self._answers.card(interaction, standing, done, is_unshown=is_unshown)
