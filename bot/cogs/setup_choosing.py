"""What a press in the organizers' panel chooses: a change of the choices, its words, its page."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any, Protocol

from bot.errors import SetupError
from bot.guilds.choosing import (
    with_change_channel,
    with_fields,
    with_leads,
    with_program,
    with_reminder_channel,
)
from bot.guilds.model import Choices
from bot.program.lookup import Lookup
from bot.program.model import Program
from bot.ui.setup_card import NO_DIGEST, PURPOSES
from bot.ui.setup_orders import (
    ChannelPicker,
    Pick,
    Role,
    RolePicker,
    SetupPage,
    Switch,
    TextPicker,
    Turn,
)
from bot.ui.wish_choices import leads_chosen

Change = Callable[[Choices], Choices]
Choosing = Turn | ChannelPicker | RolePicker | TextPicker

EVERYBODY = (
    "I never ping everyone. Choose another role: one that people take who want to be reminded."
)
SAID = {
    Switch.PUBLIC_ANSWERS: "answers for everyone",
    Switch.PERSONAL_FALLBACK: "mention whose DMs are closed",
    Pick.PROGRAM: "the program",
    Pick.LEADS: "how long before a start it is reminded",
    Pick.DIGEST: "when the day is told",
}
PAGE_OF_SWITCH = {
    Switch.PUBLIC_ANSWERS: SetupPage.PROGRAM,
    Switch.PERSONAL_FALLBACK: SetupPage.REMINDERS,
}
PAGE_OF_PICK = {
    Pick.PROGRAM: SetupPage.PROGRAM,
    Pick.LEADS: SetupPage.REMINDERS,
    Pick.DIGEST: SetupPage.REMINDERS,
}
FIELDS = {
    Role.ANNOUNCEMENTS: "announcement_channel",
    Role.ORGANIZERS: "organizer_channel",
    Role.LOG: "log_channel",
}
SWITCHED = {
    Switch.PUBLIC_ANSWERS: "public_answers",
    Switch.PERSONAL_FALLBACK: "personal_fallback",
}


class Programs(Protocol):
    """Where the programs stand that a guild can follow."""

    def lookup(self, program: str | None) -> Lookup:
        """Return a program by id, None for the default; NoProgramError if it is not loaded."""
        ...

    @property
    def programs(self) -> tuple[Program, ...]:
        """Return all that are loaded."""
        ...


class Chooser:
    """Turns what is pressed into what is chosen.

    `leads` are what a guild starts with that chooses its first channel for reminders.
    """

    def __init__(self, shelf: Programs, leads: Sequence[timedelta]) -> None:
        self.shelf = shelf
        self._leads = tuple(leads)

    def change(
        self,
        order: Choosing,
        values: Sequence[Any],
        now: datetime,
    ) -> Change:
        """Return what is chosen, as a change.

        Raises:
            SetupError: it can't be chosen.
            ValueError: a value is none that the panel offers.
            IndexError: there is none.
        """
        match order:
            case Turn():
                return partial(with_fields, **{SWITCHED[order.switch]: order.on})
            case ChannelPicker():
                return self._channel(order.role, values[0].id if values else None, now)
            case RolePicker():
                return partial(with_fields, mention_role=_role(values))
            case TextPicker(pick=Pick.LEADS):
                return lambda choices: replace(
                    choices, leads=leads_chosen(values, choices.leads, now)
                )
            case TextPicker(pick=Pick.DIGEST):
                return partial(with_fields, digest_at=_hour(values[0]))
            case TextPicker(pick=Pick.PROGRAM):
                if values[0] not in {program.id for program in self.shelf.programs}:
                    raise ValueError(values[0])
                return partial(with_program, program=values[0], now=now)

    def _channel(self, role: Role, channel: int | None, now: datetime) -> Change:
        if role is Role.REMINDERS:
            return partial(self._with_reminders, channel=channel, now=now)
        if role is Role.CHANGES:
            return partial(with_change_channel, channel=channel, now=now)
        return partial(with_fields, **{FIELDS[role]: channel})

    def _with_reminders(self, choices: Choices, channel: int | None, now: datetime) -> Choices:
        chosen = with_reminder_channel(choices, channel, now)
        return chosen if chosen.leads or channel is None else with_leads(chosen, self._leads, now)


def page_of(order: Choosing) -> SetupPage:
    """Return the page that an order was given on."""
    match order:
        case Turn():
            return PAGE_OF_SWITCH[order.switch]
        case ChannelPicker():
            return SetupPage.CHANNELS
        case RolePicker():
            return SetupPage.REMINDERS
        case TextPicker():
            return PAGE_OF_PICK[order.pick]


def words_of(order: Choosing) -> str:
    """Return what the log says of a choice."""
    match order:
        case Turn():
            return f"turned “{SAID[order.switch]}” {'on' if order.on else 'off'}"
        case ChannelPicker():
            return f"chose the channel for {PURPOSES[order.role][1]}"
        case RolePicker():
            return "chose whom reminders mention"
        case TextPicker():
            return f"chose {SAID[order.pick]}"


def _role(values: Sequence[Any]) -> int | None:
    """Return the chosen role's id; SetupError for the one that everybody has."""
    if values and values[0].is_default():
        raise SetupError(EVERYBODY)
    return values[0].id if values else None


def _hour(value: str) -> time | None:
    """Return the hour of an option; ValueError for one that is none."""
    return None if value == NO_DIGEST else time.fromisoformat(value)
