"""The desk that hands out calendar files: of a talk, of a schedule, of one's own agenda."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from io import BytesIO

import discord

from bot.agenda.calendar_entry import CalendarEntry, gone
from bot.agenda.calendar_file import calendar_file, file_name, numbered
from bot.agenda.outline import AgendaEntry, outline
from bot.agenda.service import Agendas
from bot.agenda.store import CalendarStore
from bot.cogs.desk import Desk
from bot.errors import AgendaError
from bot.translation import _, in_words
from bot.ui.calendar_orders import CalendarOrder, sessions_of
from bot.ui.calendar_words import EMPTY, GONE, handed_over


class CalendarDesk:
    """Gives calendar files to whoever asks, in messages that only they see.

    A big one takes its time: Discord is told first to wait, and it is made in a thread.
    """

    def __init__(self, agendas: Agendas, desk: Desk, store: CalendarStore) -> None:
        self._agendas = agendas
        self._desk = desk
        self._store = store

    async def sessions(self, interaction: discord.Interaction, order: CalendarOrder) -> None:
        """Hand over the sessions of a talk or a schedule, as they stand here.

        Raises:
            AgendaError: none of them takes place any more.
            NoProgramError: their program is not loaded.
        """
        timetable = self._desk.lookup_named(interaction, order.question.program).timetable
        wanted = sessions_of(order, timetable)
        if not wanted:
            raise AgendaError(GONE)
        here = interaction.guild_id
        entries = [CalendarEntry(session=one, timetable=timetable, guild_id=here) for one in wanted]
        is_lone = len(wanted) == 1
        name = in_words(timetable.title_of(wanted[0])) if is_lone else timetable.program.name
        await self._hand_over(interaction, entries, name)

    async def agenda(self, interaction: discord.Interaction, program: str) -> None:
        """Hand over what the asker saved of a program, with alarms at their own lead times.

        What they saved and is cancelled is in it as such, so that their calendar takes it out.

        Raises:
            AgendaError: nothing is saved, or nothing is known of it.
        """
        attendee = self._agendas.of(interaction.user.id)
        mine = outline(attendee, program, self._desk.timetable_of, self._desk.clock.now())
        entries = list(_followed(mine.entries))
        if mine.timetable is None or not entries:
            # If the program is not loaded, that is said.
            self._desk.lookup_named(interaction, program)
            raise AgendaError(EMPTY)
        # Translators: what the calendar is called in the person's own calendar program.
        name = _("{program}: my agenda").format(program=mine.timetable.program.name)
        alarms = [lead.before for lead in attendee.wishes.leads]
        await self._hand_over(interaction, entries, name, alarms=alarms)

    async def _hand_over(
        self,
        interaction: discord.Interaction,
        entries: Iterable[CalendarEntry],
        name: str,
        *,
        alarms: Sequence[timedelta] = (),
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        sequenced = await numbered(entries, self._store)
        make = partial(
            calendar_file, sequenced, name=name, now=self._desk.clock.now(), alarms=alarms
        )
        content = await asyncio.to_thread(make)
        await interaction.followup.send(
            handed_over(len(sequenced), name),
            file=discord.File(BytesIO(content), filename=file_name(name)),
            ephemeral=True,
            allowed_mentions=discord.AllowedMentions.none(),
        )


def _followed(entries: Iterable[AgendaEntry]) -> Iterator[CalendarEntry]:
    """Yield what is known of saved sessions; of a program that is not loaded that is nothing."""
    for one in entries:
        if one.timetable is None:
            continue
        if one.session is None:
            yield gone(one.saved, one.timetable)
        else:
            yield CalendarEntry(
                session=one.session, timetable=one.timetable, guild_id=one.saved.guild_id
            )
