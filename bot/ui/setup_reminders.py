"""The panel's page for reminders: when they are posted, whom they mention, what they show."""

from collections.abc import Iterator, Sequence
from datetime import time
from typing import Any

from discord import SelectOption
from discord.ui import ActionRow, Item, TextDisplay

from bot.translation import _
from bot.ui.limits import OPTION_LABEL, cut
from bot.ui.setup_controls import role_picker, switch, text_picker, with_trouble
from bot.ui.setup_orders import Pick, Switch
from bot.ui.setup_panel import Panel
from bot.ui.text import plain
from bot.ui.wish_choices import lead_options

HOURS = tuple(time(hour) for hour in range(24))
# It makes room in the picker for a chosen hour that is none of these, as 08:30.
LEAST_WANTED = time(3)
NO_DIGEST = "-"


def reminders_page(panel: Panel) -> Iterator[Item[Any]]:
    """Yield the page."""
    choices = panel.choices
    yield TextDisplay(_("**🔔 How long before a start**"))
    leads = lead_options(choices.leads)
    yield ActionRow(text_picker(Pick.LEADS, leads, _("Choose one or several…"), several=True))
    whom = _("**📣 Whom they mention** nobody, unless you choose a role")
    yield TextDisplay(with_trouble(whom, panel.role_trouble))
    # Translators: whom reminders mention, as long as no role is chosen.
    yield ActionRow(role_picker(choices.mention_role, _("Nobody")))
    yield TextDisplay(_when(panel))
    yield ActionRow(text_picker(Pick.DIGEST, _hours(choices.digest_at), _("Choose an hour…")))
    yield TextDisplay(
        _(
            "**✉️ Personal reminders** go to people's DMs. Those who keep theirs closed can be "
            "mentioned in the channel for reminders instead."
        )
    )
    yield ActionRow(switch(Switch.PERSONAL_FALLBACK, on=choices.personal_fallback))
    yield TextDisplay(_("**📺 Where to watch** a session, if the program has an address for it"))
    yield ActionRow(switch(Switch.STREAMS_AT_START, on=choices.streams_at_start))


def _when(panel: Panel) -> str:
    if panel.program is None:
        return _("**📅 When the day is told**")
    # Translators: {zone} is a time zone by its technical name, as Europe/Berlin.
    return _("**📅 When the day is told** ({zone})").format(zone=plain(panel.program.zone))


def _hours(chosen: time | None) -> list[SelectOption]:
    hours: Sequence[time] = HOURS
    if chosen is not None and chosen not in HOURS:
        hours = sorted({*HOURS, chosen} - {LEAST_WANTED})
    # Translators: an hour at which the day is told, for none.
    never = cut(_("Not at all"), OPTION_LABEL)
    return [
        SelectOption(label=never, value=NO_DIGEST, default=chosen is None),
        *(
            SelectOption(label=f"{hour:%H:%M}", value=f"{hour:%H:%M}", default=hour == chosen)
            for hour in hours
        ),
    ]
