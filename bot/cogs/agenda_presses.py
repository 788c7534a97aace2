"""What presses about one's own agenda and calendar files lead to, by their custom ids."""

import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import discord

from bot.cogs.agenda_desk import AgendaDesk
from bot.cogs.calendar_desk import CalendarDesk
from bot.errors import StaleButtonError
from bot.ui.agenda_orders import (
    AGENDA_ORDER_ID,
    SESSION_PICKER_ID,
    WISH_PICKER_ID,
    agenda_order_of,
    session_picked,
)
from bot.ui.calendar_orders import CALENDAR_ID, calendar_order_of

Interaction = discord.Interaction[Any]
Press = Callable[[Interaction, re.Match[str], Any], Awaitable[None]]


def agenda_presses(desk: AgendaDesk) -> tuple[tuple[re.Pattern[str], Press], ...]:
    """Return what answers each kind of custom id."""
    return (
        (AGENDA_ORDER_ID, partial(_settled, desk)),
        (SESSION_PICKER_ID, partial(_chosen, desk)),
        (WISH_PICKER_ID, partial(_wished, desk)),
        (CALENDAR_ID, partial(_handed_over, desk.clerks.calendars)),
    )


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
