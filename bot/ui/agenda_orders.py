"""What attendees order about their own agenda, as values that also live in custom ids.

A custom id reads `m1:a-verb:…`. None says whose agenda it is about: that is always the presser's,
so a forged one shows and changes nothing of anybody else's. All are read back from the id alone, a
picker's together with the option chosen.
"""

import re
from dataclasses import dataclass, replace
from typing import Self

from typing_extensions import override

from bot.ui.questions import VERSION, page_text, page_value

_ID = re.compile(r"[a-z0-9-]{1,32}")
_USER = re.compile(r"[0-9]{1,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _AgendaOrder:
    def custom_id(self) -> str:
        """Return the id of a button that orders this."""
        return ":".join((VERSION, _VERBS[type(self)], *self.parts()))

    def parts(self) -> tuple[str, ...]:
        """Return what follows the verb in the custom id."""
        return ()

    @classmethod
    def read(cls, parts: list[str]) -> Self:
        """Return the order with these `parts`; ValueError if they are none's."""
        if parts:
            raise ValueError(parts)
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfProgram(_AgendaOrder):
    program: str

    @override
    def parts(self) -> tuple[str, ...]:
        return (self.program,)

    @classmethod
    @override
    def read(cls, parts: list[str]) -> Self:
        (program,) = parts
        return cls(program=_id(program))


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfSession(_OfProgram):
    session: str

    @override
    def parts(self) -> tuple[str, ...]:
        return (self.program, self.session)

    @classmethod
    @override
    def read(cls, parts: list[str]) -> Self:
        program, session = parts
        return cls(program=_id(program), session=_id(session))


@dataclass(frozen=True, slots=True, kw_only=True)
class _WithUser(_AgendaOrder):
    user_id: int

    @override
    def parts(self) -> tuple[str, ...]:
        return (str(self.user_id),)

    @classmethod
    @override
    def read(cls, parts: list[str]) -> Self:
        (user,) = parts
        return cls(user_id=_user(user))


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
class ShowOrder(_OfProgram):
    """Show a page of the agenda; pages count from 1."""

    page: int = 1

    @override
    def parts(self) -> tuple[str, ...]:
        return (self.program, page_text(self.page))

    @classmethod
    @override
    def read(cls, parts: list[str]) -> Self:
        program, page = parts
        return cls(program=_id(program), page=page_value(page))

    def at(self, page: int) -> Self:
        """Return the same order for another page."""
        return replace(self, page=page)


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

    @override
    def parts(self) -> tuple[str, ...]:
        return ("1" if self.on else "0",)

    @classmethod
    @override
    def read(cls, parts: list[str]) -> Self:
        (on,) = parts
        if on not in ("0", "1"):
            raise ValueError(on)
        return cls(on=on == "1")


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

    @override
    def parts(self) -> tuple[str, ...]:
        return (str(self.user_id), str(self.asked))

    @classmethod
    @override
    def read(cls, parts: list[str]) -> Self:
        user, asked = parts
        return cls(user_id=_user(user), asked=_user(asked))


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

_VERBS: dict[type[_AgendaOrder], str] = {
    SaveOrder: "a-save",
    TakeBackOrder: "a-back",
    SaveAgainOrder: "a-again",
    DropOrder: "a-drop",
    ShowOrder: "a-show",
    ExportOrder: "a-ics",
    AskToClearOrder: "a-clear",
    ClearOrder: "a-empty",
    SettingsOrder: "a-set",
    DirectOrder: "a-dm",
    TryOrder: "a-try",
    AskToForgetOrder: "a-forget",
    ForgetOrder: "a-gone",
    CompareOrder: "a-with",
    InviteOrder: "a-ask",
    AgreeOrder: "a-agree",
    HideOrder: "a-hide",
}
_BY_VERB = {verb: kind for kind, verb in _VERBS.items()}

AGENDA_ORDER_ID = re.compile(
    rf"{VERSION}:(?P<verb>{'|'.join(_BY_VERB)})(?::(?P<rest>[0-9a-z:-]*))?"
)


def agenda_order_of(button: re.Match[str]) -> AgendaOrder:
    """Return the order of a matched button id.

    Raises:
        ValueError: the id's parts are not what its verb asks for.
    """
    rest = button["rest"]
    parts = [] if rest is None else rest.split(":")
    return _BY_VERB[button["verb"]].read(parts)  # type: ignore[return-value]


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
    return kind(program=_id(picker["program"]), session=_id(value))


# The pickers of the settings: any number of leads in minutes, and the quiet hours as "22-7", as
# hours of the day, or "-" for none.
LEADS_PICKER = f"{VERSION}:a-leads"
QUIET_PICKER = f"{VERSION}:a-quiet"
WISH_PICKER_ID = re.compile(rf"{VERSION}:a-(?P<what>leads|quiet)")


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ValueError(text)
    return text


def _user(text: str) -> int:
    if not _USER.fullmatch(text):
        raise ValueError(text)
    return int(text)
