"""What an organizer orders, as values that also live in the custom ids of buttons and pickers.

A custom id reads `m1:d-verb:…` for deliveries and `m1:p-verb:…` for the program, with a page in
base 36 or a digest, and is read back from the id alone. Nothing in it is believed: who presses,
whose delivery it is, and which version was refused, is looked up.
"""

import re
from dataclasses import dataclass, replace
from typing import Self

from typing_extensions import override

from bot.ui.questions import VERSION, page_text, page_value

_DIGEST = re.compile(r"[0-9a-f]{24}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    def custom_id(self) -> str:
        """Return the id of a button that orders this."""
        return ":".join((VERSION, _VERBS[type(self)], self.rest()))

    def rest(self) -> str:
        """Return what follows the verb in the custom id."""
        return ""

    @classmethod
    def read(cls, rest: str) -> Self:
        """Return the order whose `rest` this is; ValueError if it is none's."""
        if rest:
            raise ValueError(rest)
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnOne(_Order):
    digest: str

    @override
    def rest(self) -> str:
        return self.digest

    @classmethod
    @override
    def read(cls, rest: str) -> Self:
        return cls(digest=digest_of(rest))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrder(_Order):
    """Show a page of what will be posted, what was and what was not.

    `mark` is the digest of the message that the button stands under, so that it can be found again.
    """

    page: int = 1
    mark: str = ""

    @override
    def rest(self) -> str:
        page = page_text(self.page)
        return f"{page}:{self.mark}" if self.mark else page

    @classmethod
    @override
    def read(cls, rest: str) -> Self:
        page, _, mark = rest.partition(":")
        return cls(page=page_value(page), mark=digest_of(mark) if mark else "")

    def at(self, page: int) -> Self:
        """Return the same order for another page; pages count from 1."""
        return replace(self, page=page)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOrder(ListOrder):
    """Show a page of what organizers did; `mark` as for the list of deliveries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOrder(_OnOne):
    """Show everything about one delivery."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryOrder(_OnOne):
    """Try one once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropOrder(_OnOne):
    """Don't post one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseOrder(_Order):
    """Post nothing until told otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeOrder(_Order):
    """Post again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnPage(_Order):
    page: int = 1

    @override
    def rest(self) -> str:
        return page_text(self.page)

    @classmethod
    @override
    def read(cls, rest: str) -> Self:
        return cls(page=page_value(rest))

    def at(self, page: int) -> Self:
        """Return the same order for another page; pages count from 1."""
        return replace(self, page=page)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusOrder(_OnPage):
    """Show which program this is, where it comes from, and what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReloadOrder(_Order):
    """Look now whether the source has a newer version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesOrder(_OnPage):
    """Show a page of the last changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOrder(_OnPage):
    """Show a page of what the refused version would change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptOrder(_OnOne):
    """Take on the refused version, which is the one with this digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachOrder(_OnOne):
    """Let what was handed in be the server's program: what waits under this digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOrder(_OnOne):
    """Let go of what was handed in and waits under this digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetachOrder(_OnOne):
    """Let go of the attached program whose id has this digest, and follow the one before it."""


DeliveryOrder = ListOrder | LogOrder | OneOrder | RetryOrder | DropOrder | PauseOrder | ResumeOrder
AttachingOrder = AttachOrder | LeaveOrder | DetachOrder
ProgramOrder = StatusOrder | ReloadOrder | ChangesOrder | ReviewOrder | AcceptOrder
Order = DeliveryOrder | ProgramOrder | AttachingOrder
PagedOrder = ListOrder | LogOrder | StatusOrder | ChangesOrder | ReviewOrder

_VERBS: dict[type[_Order], str] = {
    ListOrder: "d-list",
    LogOrder: "d-log",
    OneOrder: "d-one",
    RetryOrder: "d-retry",
    DropOrder: "d-drop",
    PauseOrder: "d-pause",
    ResumeOrder: "d-resume",
    StatusOrder: "p-status",
    ReloadOrder: "p-reload",
    ChangesOrder: "p-changes",
    ReviewOrder: "p-review",
    AcceptOrder: "p-accept",
    AttachOrder: "p-attach",
    LeaveOrder: "p-leave",
    DetachOrder: "p-detach",
}
_BY_VERB = {verb: kind for kind, verb in _VERBS.items()}

ORDER_ID = re.compile(rf"{VERSION}:(?P<verb>{'|'.join(_BY_VERB)}):(?P<rest>[0-9a-z:]*)")


def order_of(button: re.Match[str]) -> Order:
    """Return the order of a matched button id.

    Raises:
        ValueError: the id's parts are not what its verb asks for.
    """
    return _BY_VERB[button["verb"]].read(button["rest"])  # type: ignore[return-value]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPicker:
    """The picker of a page's deliveries; its options are their digests."""

    page: int

    @property
    def custom_id(self) -> str:
        """Return the picker's id."""
        return f"{VERSION}:d-pick:{page_text(self.page)}"


DELIVERY_PICKER_ID = re.compile(rf"{VERSION}:d-pick:(?P<page>[0-9a-z]+)")


def picked(value: str) -> OneOrder:
    """Return the order of the chosen option. Raises ValueError for a forged value."""
    return OneOrder(digest=digest_of(value))


def digest_of(text: str) -> str:
    """Return a text that is a digest of 24 hex digits. Raises ValueError for any other."""
    if not _DIGEST.fullmatch(text):
        raise ValueError(text)
    return text
