"""The desk that organizers ask about their program: how it stands, what changed, what waits."""

from collections.abc import Sequence
from typing import Protocol

import discord

from bot.clock import Clock
from bot.cogs.orders import organized
from bot.cogs.register import Register
from bot.cogs.replies import is_own
from bot.errors import ProgramOrderError
from bot.guilds.effective import EffectivePrograms
from bot.guilds.model import Choices
from bot.guilds.service import Guilds
from bot.program.attached_id import is_attached
from bot.sources.overview import SourceStatus
from bot.sources.version import KeptChange
from bot.translation import N_, _, said
from bot.ui.change_words import summary
from bot.ui.orders import (
    AcceptOrder,
    ChangesOrder,
    ProgramOrder,
    ReloadOrder,
    ReviewOrder,
    StatusOrder,
)
from bot.ui.program_changes_card import changes_card, review_card, version_mark
from bot.ui.program_status_card import Standing, status_card

# How many of the last changes can be paged through.
MOST_CHANGES = 250

NOTHING_NEW = N_("I looked just now: **nothing new**.")
STILL_WRONG = N_("I looked just now, and this is how it stands.")
NOT_TAKEN = N_("I looked just now: there is a newer version, and I did **not** take it over.")
TAKEN = N_("I looked just now and **took over** a newer version: {summary}.")
TAKEN_ON = N_("Done: that version stands from now on: {summary}.")

# What the log says of each.
DONE: dict[type[ProgramOrder], str] = {
    # Translators: what somebody did, after their name.
    ReloadOrder: said("had it looked whether there is a newer program"),
    # Translators: what somebody did, after their name.
    AcceptOrder: said("took over the version of the program that had been refused"),
}

NOTHING_REFUSED = said(
    "No version of your program was refused: what stands is the newest. `/program status` shows it."
)
ANOTHER_BY_NOW = said(
    "That is not the version that waits by now. `/program accept` shows what there is, "
    "and nothing was changed."
)
NOT_YOURS = said(
    "Other servers may read this program, too, so that is not yours to decide. Choose a channel "
    "with `/setup` if yours is the only one; else ask whoever runs Marquee for a `[[guild]]` table "
    "with your server in config.toml."
)


class Sources(Protocol):
    """Keeps programs fresh, each from where it comes."""

    async def status(self, program: str) -> SourceStatus:
        """Return how a program stands."""
        ...

    async def reload(self, program: str) -> None:
        """Look now what its source says, and take over what is sound."""
        ...

    async def changes(self, program: str, limit: int) -> Sequence[KeptChange]:
        """Return the newest changes, those of a later version first."""
        ...

    async def accept(self, program: str, digest: str) -> bool:
        """Take on the refused version with this digest; False if it is not the refused one."""
        ...


class ProgramDesk:
    """Shows organizers their program, and carries out what they order about it, each order once.

    A look may fetch from the web, and a version may be big: Discord is told first to wait.
    """

    def __init__(
        self,
        sources: Sources,
        programs: EffectivePrograms,
        guilds: Guilds,
        register: Register,
        clock: Clock,
    ) -> None:
        self._sources = sources
        self._programs = programs
        self._guilds = guilds
        self._register = register
        self._clock = clock

    async def answer(self, interaction: discord.Interaction, order: ProgramOrder) -> None:
        """Answer a command or a press, in a message that only the asker sees.

        Raises:
            NotAnOrganizerError: whoever asks is none, or this is no server.
            NoProgramError: the server's program is not loaded.
            ProgramOrderError: it can't be done.
        """
        guild_id = organized(interaction, "program")
        changes_something = isinstance(order, ReloadOrder | AcceptOrder)
        if changes_something and not await self._register.claim(interaction.id, self._clock.now()):
            return
        await interaction.response.defer(ephemeral=True, thinking=not is_own(interaction))
        view = await self._done(guild_id, order)
        if changes_something:
            await self._register.note(guild_id, interaction.user.id, DONE[type(order)])
        await interaction.edit_original_response(
            view=view, allowed_mentions=discord.AllowedMentions.none()
        )

    async def _done(self, guild_id: int, order: ProgramOrder) -> discord.ui.LayoutView:
        program = self._programs.source_for(guild_id).program.id
        match order:
            case StatusOrder():
                return await self._status(guild_id, program, order)
            case ReloadOrder():
                return await self._reloaded(guild_id, program)
            case ChangesOrder():
                return await self._changes(program, order)
            case ReviewOrder():
                status = await self._sources.status(program)
                if status.refused is None:
                    raise ProgramOrderError(NOTHING_REFUSED)
                return review_card(status, status.refused, order)
            case AcceptOrder():
                return await self._accepted(guild_id, program, order)

    async def _status(
        self, guild_id: int, program: str, order: StatusOrder, *, done: str = ""
    ) -> discord.ui.LayoutView:
        standing = Standing(
            status=await self._sources.status(program),
            choices=self._guilds.for_guild(guild_id),
            overlay=self._programs.overview(guild_id),
        )
        return status_card(standing, order, done=done)

    async def _changes(
        self, program: str, order: ChangesOrder, *, done: str = ""
    ) -> discord.ui.LayoutView:
        kept = await self._sources.changes(program, MOST_CHANGES)
        return changes_card(await self._sources.status(program), kept, order, done=done)

    async def _reloaded(self, guild_id: int, program: str) -> discord.ui.LayoutView:
        """Look, and show the card that tells best what came of it."""
        self._only_for_its_own(guild_id, program)
        before = await self._sources.status(program)
        await self._sources.reload(program)
        after = await self._sources.status(program)
        if after.refused is not None and after.refused != before.refused:
            return review_card(after, after.refused, ReviewOrder(), done=_(NOT_TAKEN))
        if after.digest != before.digest:
            return await self._taken(program, _(TAKEN))
        done = _(STILL_WRONG) if after.trouble else _(NOTHING_NEW)
        return await self._status(guild_id, program, StatusOrder(), done=done)

    async def _accepted(
        self, guild_id: int, program: str, order: AcceptOrder
    ) -> discord.ui.LayoutView:
        self._only_for_its_own(guild_id, program)
        refused = (await self._sources.status(program)).refused
        is_meant = refused is not None and version_mark(refused) == order.digest
        if refused is None or not is_meant:
            raise ProgramOrderError(ANOTHER_BY_NOW)
        if not await self._sources.accept(program, refused.digest):
            raise ProgramOrderError(ANOTHER_BY_NOW)
        return await self._taken(program, _(TAKEN_ON))

    async def _taken(self, program: str, words: str) -> discord.ui.LayoutView:
        """Show the last changes, and say which of them came with the version that stands."""
        status = await self._sources.status(program)
        kept = await self._sources.changes(program, MOST_CHANGES)
        came = [one.change for one in kept if status.digest and one.later.startswith(status.digest)]
        return changes_card(status, kept, ChangesOrder(), done=words.format(summary=summary(came)))

    def _only_for_its_own(self, guild_id: int, program: str) -> None:
        """Refuse who could otherwise change a program for others, by adding Marquee somewhere."""
        if self._guilds.is_named(guild_id) or is_attached(program):  # nobody else sees that
            return
        here = self._guilds.for_guild(guild_id)
        others = (one for one in self._guilds.all() if one.guild_id != guild_id and one.channels)
        if not here.channels or any(self._follows(one, program) for one in others):
            raise ProgramOrderError(NOT_YOURS)

    def _follows(self, choices: Choices, program: str) -> bool:
        timetable = self._programs.timetable_for(choices)
        return timetable is not None and timetable.program.id == program
