"""The desk that changes of sessions come to: shows what would be, does it once, takes it back."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

import discord

from bot.clock import Clock
from bot.cogs.orders import organized
from bot.cogs.register import Register
from bot.delivery.model import Kind, Record
from bot.errors import NotOnProgramError, SessionChangeError
from bot.guilds.effective import EffectivePrograms
from bot.guilds.service import Guilds
from bot.program.lookup import Lookup
from bot.program.meaning import meant_room
from bot.program.model import Session
from bot.program.overlay import Moved
from bot.program.proposal import (
    CancelWish,
    MoveWish,
    RestoreWish,
    Wish,
    print_of,
    propose,
)
from bot.program.session_search import Fits, is_not_over, meant_session
from bot.program.start_time import meant_start
from bot.translation import said
from bot.ui.session_change_card import Preview, done_card, left_card, preview_card
from bot.ui.session_orders import LeaveOrder, SessionOrder

CHANGED_SINCE = said(
    "The session has changed since you were asked. Order it again to see what it would be now."
)
NEITHER = said("Say where it moves: give a start, a room, or both.")


class Posts(Protocol):
    """Where posts that stand are known."""

    async def standing(self, now: datetime) -> tuple[Record, ...]:
        """Return what was sent with a message and has not expired by `now`, in due order."""
        ...


class SessionDesk:
    """Lays organizers' changes over their own server's program.

    A command only shows what would be; the button under that does it, claimed by its interaction,
    since two processes may get the same press.
    """

    def __init__(
        self,
        programs: EffectivePrograms,
        guilds: Guilds,
        posts: Posts,
        register: Register,
        clock: Clock,
    ) -> None:
        self._programs = programs
        self._guilds = guilds
        self._posts = posts
        self._register = register
        self.clock = clock

    def open_sessions(self, guild_id: int | None) -> tuple[Lookup, Fits]:
        """Return what stands in a guild, and which sessions of it can be changed; or raise that."""
        lookup = self._programs.lookup_for(guild_id)
        return lookup, is_not_over(lookup.timetable, self.clock.now())

    def changed_sessions(self, guild_id: int) -> tuple[Lookup, Fits]:
        """Return what the source says, and which sessions of it were changed in a guild."""
        overlay = self._programs.overview(guild_id).overlay
        source = self._programs.source_for(guild_id)
        return source, lambda session: overlay.of(session.id) is not None

    async def delay(self, interaction: discord.Interaction, words: str, by: timedelta) -> None:
        """Show what a session would be if it started later than it does now."""
        guild_id = organized(interaction, "session")
        session = self._meant(guild_id, words)
        wish = self._move(guild_id, session, start=session.start.astimezone(UTC) + by)
        await self._show(interaction, wish)

    async def move(
        self, interaction: discord.Interaction, words: str, start: str | None, room: str | None
    ) -> None:
        """Show what a session would be at another time, in another room, or both."""
        guild_id = organized(interaction, "session")
        if start is None and room is None:
            raise SessionChangeError(NEITHER)
        session = self._meant(guild_id, words)
        timetable = self._programs.lookup_for(guild_id).timetable
        at = None if start is None else meant_start(start, session, timetable, self.clock.now())
        where = None if room is None else meant_room(timetable, room).id
        await self._show(interaction, self._move(guild_id, session, start=at, room=where))

    async def cancel(self, interaction: discord.Interaction, words: str) -> None:
        """Show what follows if a session does not take place."""
        session = self._meant(organized(interaction, "session"), words)
        await self._show(interaction, CancelWish(session=session.id))

    async def restore(self, interaction: discord.Interaction, words: str) -> None:
        """Show what a session is if it is as the source says again."""
        lookup, fits = self.changed_sessions(organized(interaction, "session"))
        session = meant_session(lookup, words, self.clock.now(), fits)
        await self._show(interaction, RestoreWish(session=session.id))

    async def turn(
        self, interaction: discord.Interaction, order: SessionOrder | LeaveOrder
    ) -> None:
        """Answer a press: do what was previewed, if the session still stands as it did."""
        guild_id = organized(interaction, "session")
        if isinstance(order, LeaveOrder):
            await _answer(interaction, left_card())
        elif await self._register.claim(interaction.id, self.clock.now()):
            view, what = await self._done(guild_id, order)
            await self._register.note(guild_id, interaction.user.id, what)
            await _answer(interaction, view)

    async def _done(self, guild_id: int, order: SessionOrder) -> tuple[discord.ui.LayoutView, str]:
        """Do it; return the card that says so, and what the log says."""
        now = self.clock.now()
        preview = await self._preview(guild_id, order.wish, now)
        program, proposal = preview.timetable.program, preview.proposal
        if order.print != print_of(program, proposal.source, proposal.previous):
            raise SessionChangeError(CHANGED_SINCE)
        is_done = await self._programs.change(
            guild_id,
            proposal.source.id,
            override=proposal.override,
            instead_of=proposal.previous,
            now=now,
        )
        if not is_done:
            raise SessionChangeError(CHANGED_SINCE)
        title = preview.timetable.title_of(proposal.source)
        return done_card(preview, now), _what(order.wish, title)

    async def _show(self, interaction: discord.Interaction, wish: Wish) -> None:
        now = self.clock.now()
        preview = await self._preview(organized(interaction, "session"), wish, now)
        await interaction.response.send_message(view=preview_card(preview, now), ephemeral=True)

    async def _preview(self, guild_id: int, wish: Wish, now: datetime) -> Preview:
        here = self._programs.overview(guild_id)
        return Preview(
            wish=wish,
            proposal=propose(here.timetable, here.overlay, wish, now),
            timetable=here.timetable,
            choices=self._guilds.for_guild(guild_id),
            posted=tuple(
                record
                for record in await self._posts.standing(now)
                if record.delivery.guild_id == guild_id
                and record.delivery.kind is Kind.REMINDER
                and any(item.session == wish.session for item in record.delivery.items)
            ),
        )

    def _meant(self, guild_id: int, words: str) -> Session:
        """Return the session that is meant, of those that take place here."""
        now = self.clock.now()
        lookup, fits = self.open_sessions(guild_id)
        try:
            return meant_session(lookup, words, now, fits)
        except NotOnProgramError:
            source = self._programs.source_for(guild_id)
            session = meant_session(source, words, now, lambda _: True)
            if lookup.timetable.session(session.id) is not None:
                raise
            cancelled = said(
                "“{title}” is cancelled here. `/session restore` brings it back first.",
                title=source.timetable.title_of(session),
            )
            raise SessionChangeError(cancelled) from None

    def _move(
        self,
        guild_id: int,
        session: Session,
        *,
        start: datetime | None = None,
        room: str | None = None,
    ) -> MoveWish:
        """Return the wish, with what was changed before and is not spoken of now."""
        earlier = self._programs.overview(guild_id).overlay.of(session.id)
        if isinstance(earlier, Moved):
            start, room = start or earlier.start, room or earlier.room
        return MoveWish(session=session.id, start=start, room=room)


def _what(wish: Wish, title: str) -> str:
    """Return what the log says of it."""
    match wish:
        case MoveWish():
            # Translators: what somebody did to a session, after their name.
            return said("moved “{title}”", title=title)
        case CancelWish():
            # Translators: what somebody did to a session, after their name.
            return said("cancelled “{title}”", title=title)
        case RestoreWish():
            # Translators: what somebody did to a session, after their name.
            return said("restored “{title}”", title=title)


async def _answer(interaction: discord.Interaction, view: discord.ui.LayoutView) -> None:
    """Answer a press in the presser's own message if it is only theirs, else in a new one."""
    message = interaction.message
    if message is not None and message.flags.ephemeral:
        await interaction.response.edit_message(view=view)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)
