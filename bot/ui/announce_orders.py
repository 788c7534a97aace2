"""What an organizer orders about an announcement, as values that also live in custom ids.

A custom id reads `m1:n-verb:…` with the announcement's id, or a page in base 36. Nothing in it is
believed: who presses, and whether this server has such an announcement, is looked up.
"""

import re
from dataclasses import dataclass

from bot.ui.questions import VERSION, number_text, page_text
from bot.ui.verbs import PAGE, Kind, Paged, Part, Verbs, text_like

_ID = text_like(r"[0-9a-f]{16}")
_NUMBER = text_like(r"[0-9a-z]{1,6}")
_REVISION = Part(lambda text: int(_NUMBER.read(text), 36), number_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    def custom_id(self) -> str:
        """Return the id of a button, a picker or a form that orders this."""
        return _EVERY.id_of(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnOne(_Order):
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrder(_Order, Paged):
    """Show a page of what waits and what was posted lately."""


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

_ORDERS = Verbs[AnnounceOrder](
    {
        "n-list": Kind(ListOrder, page=PAGE),
        "n-open": Kind(OpenOrder, id=_ID),
        "n-write": Kind(WriteOrder, id=_ID),
        "n-time": Kind(TimeOrder, id=_ID),
        "n-look": Kind(LookOrder, id=_ID),
        "n-post": Kind(PostOrder, id=_ID, revision=_REVISION),
        "n-cancel": Kind(CancelOrder, id=_ID),
        "n-renew": Kind(RenewOrder, id=_ID),
        "n-mend": Kind(MendOrder, id=_ID),
        "n-delete": Kind(DeleteOrder, id=_ID),
        "n-remove": Kind(RemoveOrder, id=_ID),
    }
)
_PICKERS = Verbs[AnnouncePicker](
    {"n-channel": Kind(ChannelPicker, id=_ID), "n-role": Kind(RolePicker, id=_ID)}
)
_FORMS = Verbs[AnnounceForm]({"n-words": Kind(WordsForm, id=_ID), "n-when": Kind(TimeForm, id=_ID)})
_EVERY = Verbs[_Order]({**_ORDERS.kinds, **_PICKERS.kinds, **_FORMS.kinds})

ANNOUNCE_ORDER_ID = _ORDERS.pattern
ANNOUNCE_PICKER_ID = _PICKERS.pattern
ANNOUNCE_FORM_ID = _FORMS.pattern
# The picker of a page's announcements; its options are their ids.
ANNOUNCE_OPENER_ID = re.compile(rf"{VERSION}:n-pick:(?P<page>[0-9a-z]{{1,6}})")


def announce_order_of(button: re.Match[str]) -> AnnounceOrder:
    """Return the order of a matched button id. Raises ValueError for a forged one."""
    return _ORDERS.order_of(button)


def announce_picker_of(picker: re.Match[str]) -> AnnouncePicker:
    """Return what a matched picker's id is for. Raises ValueError for a forged one."""
    return _PICKERS.order_of(picker)


def announce_form_of(form: re.Match[str]) -> AnnounceForm:
    """Return what a matched form's id is for. Raises ValueError for a forged one."""
    return _FORMS.order_of(form)


def opener_id(page: int) -> str:
    """Return the id of the picker of a page's announcements."""
    return f"{VERSION}:n-pick:{page_text(page)}"


def opened(value: str) -> OpenOrder:
    """Return the order of the chosen option. Raises ValueError for a forged value."""
    return OpenOrder(id=_ID.read(value))
