"""What attendees order about their own agenda, as values that also live in custom ids.

A custom id reads `m1:a-verb:…`. None says whose agenda it is about: that is always the presser's,
so a forged one shows and changes nothing of anybody else's. All are read back from the id alone, a
picker's together with the option chosen.
"""

import re
from dataclasses import dataclass

from bot.ui.questions import VERSION
from bot.ui.verbs import ITEM, PAGE, YES_OR_NO, Kind, Paged, Verbs, digits

_USER = digits(20)


@dataclass(frozen=True, slots=True, kw_only=True)
class _AgendaOrder:
    def custom_id(self) -> str:
        """Return the id of a button that orders this."""
        return _VERBS.id_of(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfProgram(_AgendaOrder):
    program: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfSession(_OfProgram):
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _WithUser(_AgendaOrder):
    user_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveOrder(_OfSession):
    """Save a session, or take it back if it is saved. Stands on public messages too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackOrder(_OfSession):
    """Take a session back, on a message that says that it is saved; it never saves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveAgainOrder(_OfSession):
    """Save a session after all, on a card that says that it is not saved any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropOrder(_OfSession):
    """Take a session out of the agenda, and show the agenda."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOrder(_AgendaOrder, Paged):
    """Show a page of the agenda."""

    program: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOrder(_OfProgram):
    """Hand over the agenda as a calendar file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskToClearOrder(_OfProgram):
    """Ask whether all sessions shall be taken out of the agenda."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearOrder(_OfProgram):
    """Take all sessions out of the agenda."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsOrder(_AgendaOrder):
    """Show how one is reminded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectOrder(_AgendaOrder):
    """Have reminders and changes come by DM, or none at all."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TryOrder(_AgendaOrder):
    """Send a DM now, to see whether they are open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskToForgetOrder(_AgendaOrder):
    """Ask whether everything that is held of the presser shall be removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetOrder(_AgendaOrder):
    """Remove everything that is held of the presser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareOrder(_WithUser):
    """Agree to compare agendas with this user; show both if they agree too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteOrder(_WithUser):
    """Ask this user, where it is pressed, to compare agendas with the presser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeOrder(_WithUser):
    """Agree like `CompareOrder`, on a message for all to see; only `asked` is meant by it."""

    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HideOrder(_WithUser):
    """Let this user compare no more."""


AgendaOrder = (
    SaveOrder
    | TakeBackOrder
    | SaveAgainOrder
    | DropOrder
    | ShowOrder
    | ExportOrder
    | AskToClearOrder
    | ClearOrder
    | SettingsOrder
    | DirectOrder
    | TryOrder
    | AskToForgetOrder
    | ForgetOrder
    | CompareOrder
    | InviteOrder
    | AgreeOrder
    | HideOrder
)

_VERBS = Verbs[AgendaOrder](
    {
        "a-save": Kind(SaveOrder, program=ITEM, session=ITEM),
        "a-back": Kind(TakeBackOrder, program=ITEM, session=ITEM),
        "a-again": Kind(SaveAgainOrder, program=ITEM, session=ITEM),
        "a-drop": Kind(DropOrder, program=ITEM, session=ITEM),
        "a-show": Kind(ShowOrder, program=ITEM, page=PAGE),
        "a-ics": Kind(ExportOrder, program=ITEM),
        "a-clear": Kind(AskToClearOrder, program=ITEM),
        "a-empty": Kind(ClearOrder, program=ITEM),
        "a-set": Kind(SettingsOrder),
        "a-dm": Kind(DirectOrder, on=YES_OR_NO),
        "a-try": Kind(TryOrder),
        "a-forget": Kind(AskToForgetOrder),
        "a-gone": Kind(ForgetOrder),
        "a-with": Kind(CompareOrder, user_id=_USER),
        "a-ask": Kind(InviteOrder, user_id=_USER),
        "a-agree": Kind(AgreeOrder, user_id=_USER, asked=_USER),
        "a-hide": Kind(HideOrder, user_id=_USER),
    }
)
AGENDA_ORDER_ID = _VERBS.pattern


def agenda_order_of(button: re.Match[str]) -> AgendaOrder:
    """Return the order of a matched button id. Raises ValueError for a forged one."""
    return _VERBS.order_of(button)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePicker:
    """A picker whose options are sessions to save; `mark` tells it from others in its message."""

    program: str
    mark: str = ""

    @property
    def custom_id(self) -> str:
        """Return the picker's id."""
        return f"{VERSION}:a-pick:{self.program}:{self.mark}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DropPicker:
    """A picker whose options are saved sessions to take out of the agenda."""

    program: str

    @property
    def custom_id(self) -> str:
        """Return the picker's id."""
        return f"{VERSION}:a-outs:{self.program}:"


SESSION_PICKER_ID = re.compile(
    rf"{VERSION}:(?P<verb>a-pick|a-outs):(?P<program>[a-z0-9-]+):(?P<mark>[a-z0-9-]*)"
)


def session_picked(picker: re.Match[str], value: str) -> SaveOrder | DropOrder:
    """Return what the chosen option orders. Raises ValueError for a forged value."""
    kind = SaveOrder if picker["verb"] == "a-pick" else DropOrder
    return kind(program=ITEM.read(picker["program"]), session=ITEM.read(value))


# The pickers of the settings: any number of leads in minutes, and the quiet hours as "22-7", as
# hours of the day, or "-" for none.
LEADS_PICKER = f"{VERSION}:a-leads"
QUIET_PICKER = f"{VERSION}:a-quiet"
WISH_PICKER_ID = re.compile(rf"{VERSION}:a-(?P<what>leads|quiet)")
