"""What an organizer orders about an announcement, as values that also live in custom ids.

A custom id reads `m1:n-verb:…` with the announcement's id, or a page in base 36. Nothing in it is
believed: who presses, and whether this server has such an announcement, is looked up.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from typing_extensions import override

from bot.ui.questions import VERSION, number_text, page_text, page_value

_ID = re.compile(r"[0-9a-f]{16}")
_NUMBER = re.compile(r"[0-9a-z]{1,6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnOne:
    id: str

    def custom_id(self) -> str:
        """Return the id of a button, a picker or a form that orders this."""
        return f"{VERSION}:n-{_VERBS[type(self)]}:{self.rest()}"

    def rest(self) -> str:
        """Return what follows the verb in the custom id."""
        return self.id

    @classmethod
    def read(cls, rest: str) -> Self:
        """Return the order whose `rest` this is; ValueError if it is none's."""
        return cls(id=_id_of(rest))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrder:
    """Show a page of what waits and what was posted lately."""

    page: int = 1

    def custom_id(self) -> str:
        """Return the id of a button that orders this."""
        return f"{VERSION}:n-list:{page_text(self.page)}"

    @classmethod
    def read(cls, rest: str) -> Self:
        """Return the order whose rest this is; ValueError if it is none's."""
        return cls(page=page_value(rest))

    def at(self, page: int) -> Self:
        """Return the same order for another page; pages count from 1."""
        return replace(self, page=page)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOrder(_OnOne):
    """Show everything about one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOrder(_OnOne):
    """Open the form for its title, text and picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOrder(_OnOne):
    """Open the form for its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookOrder(_OnOne):
    """Show it exactly as it will look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostOrder(_OnOne):
    """Have it posted in its time, as it was seen in its `revision`."""

    revision: int

    @override
    def rest(self) -> str:
        return f"{self.id}:{number_text(self.revision)}"

    @classmethod
    @override
    def read(cls, rest: str) -> Self:
        key, _, revision = rest.partition(":")
        if not _NUMBER.fullmatch(revision):
            raise ValueError(rest)
        return cls(id=_id_of(key), revision=int(revision, 36))


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrder(_OnOne):
    """Have it never posted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewOrder(_OnOne):
    """Begin a new one with the same words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MendOrder(_OnOne):
    """Have what was posted show its words as they are by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteOrder(_OnOne):
    """Ask whether what was posted is to be deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveOrder(_OnOne):
    """Delete what was posted, for somebody was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPicker(_OnOne):
    """Picks where it is posted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePicker(_OnOne):
    """Picks whom it pings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsForm(_OnOne):
    """The form for its title, text and picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeForm(_OnOne):
    """The form for its time."""


Changing = PostOrder | CancelOrder | RenewOrder | MendOrder | RemoveOrder
AnnounceOrder = ListOrder | OpenOrder | WriteOrder | TimeOrder | LookOrder | DeleteOrder | Changing
AnnouncePicker = ChannelPicker | RolePicker
AnnounceForm = WordsForm | TimeForm

_PICKERS: dict[str, type[AnnouncePicker]] = {"channel": ChannelPicker, "role": RolePicker}
_FORMS: dict[str, type[AnnounceForm]] = {"words": WordsForm, "when": TimeForm}
_ORDERS: dict[str, type[AnnounceOrder]] = {
    "list": ListOrder,
    "open": OpenOrder,
    "write": WriteOrder,
    "time": TimeOrder,
    "look": LookOrder,
    "post": PostOrder,
    "cancel": CancelOrder,
    "renew": RenewOrder,
    "mend": MendOrder,
    "delete": DeleteOrder,
    "remove": RemoveOrder,
}
_VERBS: dict[type, str] = {
    kind: verb for verb, kind in (*_ORDERS.items(), *_PICKERS.items(), *_FORMS.items())
}


def _template(verbs: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"{VERSION}:n-(?P<verb>{'|'.join(verbs)}):(?P<rest>[0-9a-z:]*)")


ANNOUNCE_ORDER_ID = _template(_ORDERS)
ANNOUNCE_PICKER_ID = _template(_PICKERS)
ANNOUNCE_FORM_ID = _template(_FORMS)
# The picker of a page's announcements; its options are their ids.
ANNOUNCE_OPENER_ID = re.compile(rf"{VERSION}:n-pick:(?P<page>[0-9a-z]{{1,6}})")


def announce_order_of(button: re.Match[str]) -> AnnounceOrder:
    """Return the order of a matched button id. Raises ValueError for a forged one."""
    return _ORDERS[button["verb"]].read(button["rest"])


def announce_picker_of(picker: re.Match[str]) -> AnnouncePicker:
    """Return what a matched picker's id is for. Raises ValueError for a forged one."""
    return _PICKERS[picker["verb"]].read(picker["rest"])


def announce_form_of(form: re.Match[str]) -> AnnounceForm:
    """Return what a matched form's id is for. Raises ValueError for a forged one."""
    return _FORMS[form["verb"]].read(form["rest"])


def opener_id(page: int) -> str:
    """Return the id of the picker of a page's announcements."""
    return f"{VERSION}:n-pick:{page_text(page)}"


def opened(value: str) -> OpenOrder:
    """Return the order of the chosen option. Raises ValueError for a forged value."""
    return OpenOrder(id=_id_of(value))


def _id_of(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ValueError(text)
    return text
