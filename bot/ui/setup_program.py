"""The panel's page for the program: which one, among which events, in which language, for whom."""

from collections.abc import Iterator
from typing import Any

from discord import SelectOption
from discord.ui import ActionRow, Item, TextDisplay

from bot.guilds.model import Choices
from bot.program.model import Program
from bot.translation import Language, _, dated
from bot.ui.limits import OPTION_DESCRIPTION, OPTION_LABEL, PICKER_OPTIONS
from bot.ui.setup_controls import switch, text_picker
from bot.ui.setup_orders import Pick, Switch
from bot.ui.setup_panel import Panel
from bot.ui.text import counted, plain, small


def program_page(panel: Panel) -> Iterator[Item[Any]]:
    """Yield the page."""
    yield from _programs(panel)
    yield TextDisplay(
        _(
            "**🗓️ Talks** as events of the server itself, which people can mark. For that I need "
            "the permission {permission}."
        ).format(permission=_("Create Events"))
    )
    yield ActionRow(switch(Switch.NATIVE_EVENTS, on=panel.choices.has_events))
    yield TextDisplay(
        _(
            "**🌐 Language** of all that everyone can read. Answers that only one person sees are "
            "in the language of their own Discord."
        )
    )
    languages = _languages(panel.choices)
    yield ActionRow(text_picker(Pick.LANGUAGE, languages, _("Choose a language…")))
    yield TextDisplay(_("**💬 Answers** to what people ask me"))
    yield ActionRow(switch(Switch.PUBLIC_ANSWERS, on=panel.choices.public_answers))


def _programs(panel: Panel) -> Iterator[Item[Any]]:
    yield TextDisplay(_("**📖 Program** whose talks I tell of here"))
    followed = None if panel.program is None else panel.program.id
    shown, others = panel.programs[:PICKER_OPTIONS], panel.programs[PICKER_OPTIONS:]
    # Whichever stands chosen is among those that are shown.
    chosen = [program for program in others if program.id == followed]
    shown = [*shown[: PICKER_OPTIONS - len(chosen)], *chosen]
    options = [_option(program, is_chosen=program.id == followed) for program in shown]
    if options:
        yield ActionRow(text_picker(Pick.PROGRAM, options, _("Choose a program…")))
    if others:
        more = counted(
            "{count} more program than a list can hold: whoever runs Marquee can choose one of "
            "them for you.",
            "{count} more programs than a list can hold: whoever runs Marquee can choose one of "
            "them for you.",
            len(others),
        )
        yield TextDisplay(small(more))


def _option(program: Program, *, is_chosen: bool) -> SelectOption:
    return SelectOption(
        label=plain(program.name, OPTION_LABEL),
        value=program.id,
        description=plain(f"{dated(program.first_day)}, {program.zone}", OPTION_DESCRIPTION),
        default=is_chosen,
    )


def _languages(choices: Choices) -> list[SelectOption]:
    """Return the languages by what they call themselves."""
    return [
        SelectOption(label=one.own_name, value=one.value, default=one is choices.spoken)
        for one in Language
    ]
