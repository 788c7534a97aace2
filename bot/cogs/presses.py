"""Buttons and pickers that still work after a restart: their custom ids say what is asked."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

import discord
from discord.ui import DynamicItem
from typing_extensions import override

from bot.cogs.agenda_desk import AgendaDesk
from bot.cogs.agenda_presses import agenda_presses
from bot.cogs.announce_desk import AnnounceDesk
from bot.cogs.announce_presses import announce_presses
from bot.cogs.announce_writing import AnnounceWriting
from bot.cogs.desk import Desk
from bot.cogs.orders import OrderDesk
from bot.cogs.program_attach import AttachDesk
from bot.cogs.program_desk import ProgramDesk
from bot.cogs.session_desk import SessionDesk
from bot.cogs.setup_desk import SetupDesk
from bot.errors import StaleButtonError
from bot.translation import Language, speak
from bot.ui.orders import (
    DELIVERY_PICKER_ID,
    ORDER_ID,
    AttachingOrder,
    ProgramOrder,
    order_of,
    picked,
)
from bot.ui.questions import BUTTON_ID, PICKER_ID, SHARE, picker_of, question_of
from bot.ui.session_orders import SESSION_ORDER_ID, session_order_of
from bot.ui.setup_orders import SETUP_ID, setup_order_of

Interaction = discord.Interaction[Any]

# Tells a person that something went wrong, and the log why; never fails.
Apologise = Callable[[Interaction, Exception], Awaitable[None]]
# Answers a press, of which it gets the matched custom id and the item.
Press = Callable[[Interaction, re.Match[str], Any], Awaitable[None]]


# How a group of a pattern is named.
_NAME = re.compile(r"\(\?P<\w+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desks:
    """Where presses are answered: questions, organizers' orders of each kind, one's own agenda."""

    questions: Desk
    deliveries: OrderDesk
    sessions: SessionDesk
    programs: ProgramDesk
    attaching: AttachDesk
    agenda: AgendaDesk
    announcements: AnnounceDesk
    writing: AnnounceWriting
    setup: SetupDesk


def presses(desks: Desks, apologise: Apologise) -> tuple[type[DynamicItem[Any]], ...]:
    """Return the item types that answer every press at the desks; the client registers them."""
    at: tuple[tuple[re.Pattern[str], Press], ...] = (
        (BUTTON_ID, partial(_pressed, desks.questions)),
        (PICKER_ID, partial(_picked, desks.questions)),
        (ORDER_ID, partial(_ordered, desks)),
        (DELIVERY_PICKER_ID, partial(_opened, desks.deliveries)),
        (SESSION_ORDER_ID, partial(_changed, desks.sessions)),
        *agenda_presses(desks.agenda),
        (SETUP_ID, partial(_set_up, desks.setup)),
        *announce_presses(desks.announcements, desks.writing),
    )
    known = tuple(_item_type(template, press, apologise) for template, press in at)
    unknown = _none_of([template for template, _ in at])
    return (*known, _item_type(unknown, _refused, apologise))


def _none_of(templates: Sequence[re.Pattern[str]]) -> re.Pattern[str]:
    """Return a pattern of any Marquee's ids but these, which discord.py would try all of."""
    known = "|".join(_NAME.sub("(?:", template.pattern) for template in templates)
    return re.compile(rf"(?!(?:{known})\Z)m[0-9]+:.*", re.DOTALL)


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
            speak(Language.of_discord(interaction.locale.value))
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


async def _ordered(desks: Desks, interaction: Interaction, match: re.Match[str], _: object) -> None:
    """Carry out an organizer's order."""
    try:
        order = order_of(match)
    except ValueError:
        raise StaleButtonError from None
    if isinstance(order, ProgramOrder):
        await desks.programs.answer(interaction, order)
    elif isinstance(order, AttachingOrder):
        await desks.attaching.answer(interaction, order)
    else:
        await desks.deliveries.turn(interaction, order)


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


async def _set_up(
    desk: SetupDesk, interaction: Interaction, match: re.Match[str], item: Any
) -> None:
    """Show a page of the organizers' panel, or keep what they chose in it."""
    try:
        order = setup_order_of(match)
    except ValueError:
        raise StaleButtonError from None
    await desk.turn(interaction, order, getattr(item, "values", ()))


async def _refused(*_: object) -> None:
    """Say that this Marquee doesn't understand a button, as a newer or an older one left it."""
    raise StaleButtonError
