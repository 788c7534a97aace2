"""Buttons and pickers that still work after a restart: their custom ids say what is asked."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, Self

import discord
from discord.ui import Button, DynamicItem, Select
from typing_extensions import override

from bot.cogs.desk import Desk
from bot.errors import StaleButtonError
from bot.ui.questions import BUTTON_ID, PICKER_ID, SHARE, picker_of, question_of

# Tells a person that something went wrong, and the log why; never fails.
Apologise = Callable[[discord.Interaction[Any], Exception], Awaitable[None]]


def presses(desk: Desk, apologise: Apologise) -> tuple[type[DynamicItem[Any]], ...]:
    """Return the item types that answer every press at `desk`; the client registers them.

    discord.py swallows what a dynamic item raises, so that each hands its errors to `apologise`.
    """

    class AskButton(DynamicItem[Button[Any]], template=BUTTON_ID):
        """A button that asks a question, for the presser or (Share) for everyone."""

        def __init__(self, item: Button[Any], match: re.Match[str]) -> None:
            super().__init__(item)
            self._match = match

        @classmethod
        @override
        async def from_custom_id(
            cls, interaction: discord.Interaction[Any], item: Any, match: re.Match[str], /
        ) -> Self:
            return cls(item, match)

        @override
        async def callback(self, interaction: discord.Interaction[Any]) -> None:
            await _guarded(_pressed(desk, interaction, self._match), interaction, apologise)

    class AskPicker(DynamicItem[Select[Any]], template=PICKER_ID):
        """A picker that asks about the option chosen."""

        def __init__(self, item: Select[Any], match: re.Match[str]) -> None:
            super().__init__(item)
            self._match = match

        @classmethod
        @override
        async def from_custom_id(
            cls, interaction: discord.Interaction[Any], item: Any, match: re.Match[str], /
        ) -> Self:
            return cls(item, match)

        @override
        async def callback(self, interaction: discord.Interaction[Any]) -> None:
            picked = _picked(desk, interaction, self._match, self.item.values)
            await _guarded(picked, interaction, apologise)

    return AskButton, AskPicker


async def _pressed(desk: Desk, interaction: discord.Interaction[Any], match: re.Match[str]) -> None:
    try:
        question = question_of(match)
    except ValueError:
        raise StaleButtonError from None
    if match["share"] == SHARE:
        await desk.answer(interaction, question, share=True)
    else:
        await desk.turn(interaction, question)


async def _picked(
    desk: Desk, interaction: discord.Interaction[Any], match: re.Match[str], values: list[str]
) -> None:
    try:
        question = picker_of(match).question(values[0])
    except (ValueError, IndexError):
        raise StaleButtonError from None
    await desk.turn(interaction, question)


async def _guarded(
    work: Awaitable[None], interaction: discord.Interaction[Any], apologise: Apologise
) -> None:
    try:
        await work
    except Exception as error:  # noqa: BLE001 - whatever it was, the person is told
        await apologise(interaction, error)
