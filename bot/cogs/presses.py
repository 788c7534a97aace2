"""Buttons and pickers that still work after a restart: their custom ids say what is asked."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

import discord
from discord.ui import DynamicItem
from typing_extensions import override

from bot.cogs.agenda_desk import AgendaDesk
from bot.cogs.announce_desk import AnnounceDesk
from bot.cogs.announce_presses import announce_presses
from bot.cogs.announce_writing import AnnounceWriting
from bot.cogs.calendar_desk import CalendarDesk
from bot.cogs.desk import Desk
from bot.cogs.orders import OrderDesk
from bot.cogs.program_desk import ProgramDesk
from bot.cogs.session_desk import SessionDesk
from bot.cogs.setup_desk import SetupDesk
from bot.errors import StaleButtonError
from bot.ui.agenda_orders import (
    AGENDA_ORDER_ID,
    SESSION_PICKER_ID,
    WISH_PICKER_ID,
    agenda_order_of,
    session_picked,
)
from bot.ui.calendar_orders import CALENDAR_ID, calendar_order_of
from bot.ui.orders import DELIVERY_PICKER_ID, ORDER_ID, ProgramOrder, order_of, picked
from bot.ui.questions import BUTTON_ID, PICKER_ID, SHARE, picker_of, question_of
from bot.ui.session_orders import SESSION_ORDER_ID, session_order_of
from bot.ui.setup_orders import SETUP_ID, setup_order_of

Interaction = discord.Interaction[Any]

# Tells a person that something went wrong, and the log why; never fails.
Apologise = Callable[[Interaction, Exception], Awaitable[None]]
# Answers a press, of which it gets the matched custom id and the item.
Press = Callable[[Interaction, re.Match[str], Any], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desks:
    """Where presses are answered: questions, organizers' orders of each kind, one's own agenda."""

    questions: Desk
    deliveries: OrderDesk
    sessions: SessionDesk
    programs: ProgramDesk
    agenda: AgendaDesk
    announcements: AnnounceDesk
    writing: AnnounceWriting
    setup: SetupDesk


def presses(desks: Desks, apologise: Apologise) -> tuple[type[DynamicItem[Any]], ...]:
    """Return the item types that answer every press at the desks; the client registers them."""
    at: tuple[tuple[re.Pattern[str], Press], ...] = (
        (BUTTON_ID, partial(_pressed, desks.questions)),
        (PICKER_ID, partial(_picked, desks.questions)),
        (ORDER_ID, partial(_ordered, desks.deliveries, desks.programs)),
        (DELIVERY_PICKER_ID, partial(_opened, desks.deliveries)),
        (SESSION_ORDER_ID, partial(_changed, desks.sessions)),
        (AGENDA_ORDER_ID, partial(_settled, desks.agenda)),
        (SESSION_PICKER_ID, partial(_chosen, desks.agenda)),
        (WISH_PICKER_ID, partial(_wished, desks.agenda)),
        (SETUP_ID, partial(_set_up, desks.setup)),
        *announce_presses(desks.announcements, desks.writing),
        (CALENDAR_ID, partial(_handed_over, desks.agenda.clerks.calendars)),
    )
    return tuple(_item_type(template, press, apologise) for template, press in at)


def _item_type(
    template: re.Pattern[str], press: Press, apologise: Apologise
) -> type[DynamicItem[Any]]:
    class Pressable(DynamicItem[Any], template=template):
        def __init__(self, item: Any, match: re.Match[str]) -> None:
            super().__init__(item)
            self._match = match

        @classmethod
        @override
        async def from_custom_id(
            cls, interaction: Interaction, item: Any, match: re.Match[str], /
        ) -> Self:
            return cls(item, match)

        @override
        async def callback(self, interaction: Interaction) -> None:
            # discord.py would log what is raised here, and leave the person without an answer.
            try:
                await press(interaction, self._match, self.item)
            except Exception as error:  # noqa: BLE001 - whatever it was, the person is told
                await apologise(interaction, error)

    return Pressable


async def _pressed(desk: Desk, interaction: Interaction, match: re.Match[str], _: object) -> None:
    """Ask a button's question, for the presser or (Share) for everyone."""
    try:
        question = question_of(match)
    except ValueError:
        raise StaleButtonError from None
    if match["share"] == SHARE:
        await desk.answer(interaction, question, share=True)
    else:
        await desk.turn(interaction, question)


async def _picked(desk: Desk, interaction: Interaction, match: re.Match[str], picker: Any) -> None:
    """Ask about the option chosen."""
    try:
        question = picker_of(match).question(picker.values[0])
    except (ValueError, IndexError):
        raise StaleButtonError from None
    await desk.turn(interaction, question)


async def _ordered(
    deliveries: OrderDesk,
    programs: ProgramDesk,
    interaction: Interaction,
    match: re.Match[str],
    _: object,
) -> None:
    """Carry out an organizer's order."""
    try:
        order = order_of(match)
    except ValueError:
        raise StaleButtonError from None
    if isinstance(order, ProgramOrder):
        await programs.answer(interaction, order)
    else:
        await deliveries.turn(interaction, order)


async def _opened(desk: OrderDesk, interaction: Interaction, _: re.Match[str], picker: Any) -> None:
    """Show the delivery that was chosen."""
    try:
        order = picked(picker.values[0])
    except (ValueError, IndexError):
        raise StaleButtonError from None
    await desk.turn(interaction, order)


async def _changed(
    desk: SessionDesk, interaction: Interaction, match: re.Match[str], _: object
) -> None:
    """Carry out what an organizer wants of a session."""
    try:
        order = session_order_of(match)
    except ValueError:
        raise StaleButtonError from None
    await desk.turn(interaction, order)


async def _settled(
    desk: AgendaDesk, interaction: Interaction, match: re.Match[str], _: object
) -> None:
    """Carry out what the presser orders about their own agenda."""
    try:
        order = agenda_order_of(match)
    except ValueError:
        raise StaleButtonError from None
    await desk.turn(interaction, order)


async def _chosen(
    desk: AgendaDesk, interaction: Interaction, match: re.Match[str], picker: Any
) -> None:
    """Save the session chosen, or take it out."""
    try:
        order = session_picked(match, picker.values[0])
    except (ValueError, IndexError):
        raise StaleButtonError from None
    await desk.turn(interaction, order)


async def _wished(
    desk: AgendaDesk, interaction: Interaction, match: re.Match[str], picker: Any
) -> None:
    """Keep how the presser wants to be reminded."""
    await desk.clerks.wishing.choose(interaction, match["what"], picker.values)


async def _handed_over(
    desk: CalendarDesk, interaction: Interaction, match: re.Match[str], _: object
) -> None:
    """Hand over a calendar file."""
    try:
        order = calendar_order_of(match)
    except ValueError:
        raise StaleButtonError from None
    await desk.sessions(interaction, order)


async def _set_up(
    desk: SetupDesk, interaction: Interaction, match: re.Match[str], item: Any
) -> None:
    """Show a page of the organizers' panel, or keep what they chose in it."""
    try:
        order = setup_order_of(match)
    except ValueError:
        raise StaleButtonError from None
    await desk.turn(interaction, order, getattr(item, "values", ()))
