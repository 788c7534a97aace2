"""Buttons and pickers that still work after a restart: their custom ids say what is asked."""

import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Self

import discord
from discord.ui import DynamicItem
from typing_extensions import override

from bot.cogs.desk import Desk
from bot.cogs.orders import OrderDesk
from bot.cogs.program_desk import ProgramDesk
from bot.cogs.session_desk import SessionDesk
from bot.errors import StaleButtonError
from bot.ui.orders import DELIVERY_PICKER_ID, ORDER_ID, ProgramOrder, order_of, picked
from bot.ui.questions import BUTTON_ID, PICKER_ID, SHARE, picker_of, question_of
from bot.ui.session_orders import SESSION_ORDER_ID, session_order_of

Interaction = discord.Interaction[Any]

# Tells a person that something went wrong, and the log why; never fails.
Apologise = Callable[[Interaction, Exception], Awaitable[None]]
# Answers a press, of which it gets the matched custom id and the item.
Press = Callable[[Interaction, re.Match[str], Any], Awaitable[None]]


def presses(
    desk: Desk,
    orders: OrderDesk,
    sessions: SessionDesk,
    programs: ProgramDesk,
    apologise: Apologise,
) -> tuple[type[DynamicItem[Any]], ...]:
    """Return the item types that answer every press at the desks; the client registers them."""
    return (
        _item_type(BUTTON_ID, partial(_pressed, desk), apologise),
        _item_type(PICKER_ID, partial(_picked, desk), apologise),
        _item_type(ORDER_ID, partial(_ordered, orders, programs), apologise),
        _item_type(DELIVERY_PICKER_ID, partial(_opened, orders), apologise),
        _item_type(SESSION_ORDER_ID, partial(_changed, sessions), apologise),
    )


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
