"""The desk where organizers attach a program for their own server, and detach it again."""

from functools import partial

import discord

from bot.clock import Clock
from bot.cogs.handed_in import HandedIn, bytes_of
from bot.cogs.orders import organized
from bot.cogs.register import Register
from bot.cogs.replies import is_own
from bot.cogs.setup_choosing import newcomers_language
from bot.errors import NoProgramError, ProgramOrderError
from bot.guilds.choosing import with_program
from bot.guilds.effective import EffectivePrograms
from bot.guilds.model import Choices
from bot.guilds.service import Guilds
from bot.sources.attached import Attached
from bot.sources.attaching import Attaching
from bot.translation import said
from bot.ui.orders import AttachingOrder, AttachOrder, DetachOrder, LeaveOrder
from bot.ui.program_attach_card import (
    attached_card,
    detach_card,
    detached_card,
    dropped_card,
    in_words_of_here,
    preview_card,
    program_mark,
)

ANOTHER_ATTACHED = said(
    "That is not the program that is attached by now, and nothing was changed. `/program detach` "
    "shows what is."
)


class AttachDesk:
    """Has what organizers hand in read and shown, and lets it stand for their own server.

    Reading takes its time, so Discord is told first to wait. A button holds the digest of what
    waits, which is looked up among what waits of the server in which somebody pressed.
    """

    def __init__(
        self,
        attaching: Attaching,
        programs: EffectivePrograms,
        guilds: Guilds,
        register: Register,
        clock: Clock,
    ) -> None:
        self._attaching = attaching
        self._programs = programs
        self._guilds = guilds
        self._register = register
        self._clock = clock

    async def attach(self, interaction: discord.Interaction, handed_in: HandedIn) -> None:
        """Show what was handed in as it would stand; nothing changes yet.

        Raises:
            NotAnOrganizerError: whoever asks is none, or this is no server.
            ProgramOrderError: it can't be used.
            FetchError: the address can't be fetched.
        """
        guild_id, source = organized(interaction, "program"), handed_in.source()
        if not await self._register.claim(interaction.id, self._clock.now()):
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        file = handed_in.file
        files = None if file is None else {file.filename: await bytes_of(file)}
        try:
            preview = await self._attaching.bring(guild_id, interaction.id, source, files)
        except ProgramOrderError as error:
            raise ProgramOrderError(in_words_of_here(error.args[0])) from None
        await _show(interaction, preview_card(preview))

    async def ask_to_detach(self, interaction: discord.Interaction) -> None:
        """Show what it means to detach the program.

        Raises:
            NotAnOrganizerError: whoever asks is none, or this is no server.
            ProgramOrderError: none is attached.
        """
        guild_id = organized(interaction, "program")
        await interaction.response.defer(ephemeral=True, thinking=True)
        attached = await self._attaching.of(guild_id)
        _, before = self._before(attached)
        await _show(interaction, detach_card(attached, self._name(attached), before))

    async def answer(self, interaction: discord.Interaction, order: AttachingOrder) -> None:
        """Carry out a press, once.

        Raises:
            NotAnOrganizerError: whoever pressed is none, or this is no server.
            ProgramOrderError: it can't be done any more.
        """
        guild_id = organized(interaction, "program")
        if not await self._register.claim(interaction.id, self._clock.now()):
            return
        await interaction.response.defer(ephemeral=True, thinking=not is_own(interaction))
        match order:
            case AttachOrder():
                view = await self._attached(guild_id, interaction, order)
            case LeaveOrder():
                await self._attaching.drop(guild_id, order.digest)
                view = dropped_card()
            case DetachOrder():
                view = await self._detached(guild_id, interaction, order)
        await _show(interaction, view)

    async def _attached(
        self, guild_id: int, interaction: discord.Interaction, order: AttachOrder
    ) -> discord.ui.LayoutView:
        followed = self._guilds.for_guild(guild_id).program
        confirmed = await self._attaching.confirm(guild_id, order.digest, followed)
        program, now = confirmed.program, self._clock.now()
        followed_now = partial(with_program, program=program.id, now=now)
        await self._guilds.choose(guild_id, newcomers_language(followed_now, interaction), now)
        await self._attaching.settled(guild_id, order.digest, program.id)
        origin = confirmed.source.origin
        # Translators: what somebody did, after their name.
        words = said(
            "attached the program “{program}” from {origin}", program=program.name, origin=origin
        )
        await self._register.note(guild_id, interaction.user.id, words)
        return attached_card(confirmed)

    async def _detached(
        self, guild_id: int, interaction: discord.Interaction, order: DetachOrder
    ) -> discord.ui.LayoutView:
        attached = await self._attaching.of(guild_id)
        if program_mark(attached.program) != order.digest:
            raise ProgramOrderError(ANOTHER_ATTACHED)
        name, (before, shown) = self._name(attached), self._before(attached)
        now = self._clock.now()

        def without(choices: Choices) -> Choices:
            is_followed = choices.program == attached.program
            return with_program(choices, before, now) if is_followed else choices

        await self._guilds.choose(guild_id, newcomers_language(without, interaction), now)
        await self._attaching.detach(guild_id)
        # Translators: what somebody did, after their name.
        words = said("detached the program “{program}”", program=name)
        await self._register.note(guild_id, interaction.user.id, words)
        return detached_card(name, shown)

    def _name(self, attached: Attached) -> str:
        """Return what an attached program is called, or its id as long as it is not loaded."""
        try:
            return self._programs.lookup_named(attached.program, attached.guild_id).program.name
        except NoProgramError:
            return attached.program

    def _before(self, attached: Attached) -> tuple[str | None, str | None]:
        """Return what a guild follows once it detaches its program: its id and its name.

        That is what it followed before, if that is still there, and else the default program,
        which has no id here, and no name as long as it is not loaded.
        """
        if attached.before is not None:
            try:
                found = self._programs.lookup_named(attached.before, attached.guild_id)
            except NoProgramError:
                pass
            else:
                return attached.before, found.program.name
        try:
            return None, self._programs.lookup_for(None).program.name
        except NoProgramError:
            return None, None


async def _show(interaction: discord.Interaction, view: discord.ui.LayoutView) -> None:
    await interaction.edit_original_response(
        view=view, allowed_mentions=discord.AllowedMentions.none()
    )
