"""What presses of announcements' buttons and pickers lead to, by their custom ids."""

import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

import discord

from bot.cogs.announce_desk import AnnounceDesk
from bot.cogs.announce_writing import AnnounceWriting
from bot.errors import StaleButtonError
from bot.ui.announce_orders import (
    ANNOUNCE_OPENER_ID,
    ANNOUNCE_ORDER_ID,
    ANNOUNCE_PICKER_ID,
    announce_order_of,
    announce_picker_of,
    opened,
)

Interaction = discord.Interaction[Any]
Press = Callable[[Interaction, re.Match[str], Any], Awaitable[None]]
Read = TypeVar("Read")


def announce_presses(
    desk: AnnounceDesk, writing: AnnounceWriting
) -> tuple[tuple[re.Pattern[str], Press], ...]:
    """Return what answers each kind of custom id."""
    return (
        (ANNOUNCE_ORDER_ID, partial(_ordered, desk)),
        (ANNOUNCE_PICKER_ID, partial(_picked, writing)),
        (ANNOUNCE_OPENER_ID, partial(_opened, desk)),
    )


def read_of(read: Callable[[re.Match[str]], Read], match: re.Match[str]) -> Read:
    """Return what a custom id says. Raises StaleButtonError for a forged one."""
    try:
        return read(match)
    except ValueError:
        raise StaleButtonError from None


async def _ordered(
    desk: AnnounceDesk, interaction: Interaction, match: re.Match[str], _: object
) -> None:
    await desk.turn(interaction, read_of(announce_order_of, match))


async def _picked(
    writing: AnnounceWriting, interaction: Interaction, match: re.Match[str], picker: Any
) -> None:
    """Take the channel or the role that was chosen; none is no role."""
    chosen = next((one.id for one in picker.values), None)
    await writing.picked(interaction, read_of(announce_picker_of, match), chosen)


async def _opened(
    desk: AnnounceDesk, interaction: Interaction, _: re.Match[str], picker: Any
) -> None:
    """Show the announcement that was chosen."""
    try:
        order = opened(picker.values[0])
    except (ValueError, IndexError):
        raise StaleButtonError from None
    await desk.turn(interaction, order)
