"""What an organizer orders, as values that also live in the custom ids of buttons and pickers.

A custom id reads `m1:d-verb:…` for deliveries and `m1:p-verb:…` for the program, with a page in
base 36 or a digest, and is read back from the id alone. Nothing in it is believed: who presses,
whose delivery it is, and which version was refused, is looked up.
"""

import re
from dataclasses import dataclass

from bot.ui.questions import VERSION, page_text
from bot.ui.verbs import DIGEST, DIGEST_OR_NONE, PAGE, Kind, Paged, Verbs


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    def custom_id(self) -> str:
        """Return the id of a button that orders this."""
        return _VERBS.id_of(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnOne(_Order):
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrder(_Order, Paged):
    """Show a page of what will be posted, what was and what was not.

    `mark` is the digest of the message that the button stands under, so that it can be found again.
    """

    mark: str = ""


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
class StatusOrder(_Order, Paged):
    """Show which program this is, where it comes from, and what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReloadOrder(_Order):
    """Look now whether the source has a newer version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesOrder(_Order, Paged):
    """Show a page of the last changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOrder(_Order, Paged):
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

_VERBS = Verbs[Order](
    {
        "d-list": Kind(ListOrder, page=PAGE, mark=DIGEST_OR_NONE),
        "d-log": Kind(LogOrder, page=PAGE, mark=DIGEST_OR_NONE),
        "d-one": Kind(OneOrder, digest=DIGEST),
        "d-retry": Kind(RetryOrder, digest=DIGEST),
        "d-drop": Kind(DropOrder, digest=DIGEST),
        # These ids have ended with a colon since the first version.
        "d-pause:": Kind(PauseOrder),
        "d-resume:": Kind(ResumeOrder),
        "p-reload:": Kind(ReloadOrder),
        "p-status": Kind(StatusOrder, page=PAGE),
        "p-changes": Kind(ChangesOrder, page=PAGE),
        "p-review": Kind(ReviewOrder, page=PAGE),
        "p-accept": Kind(AcceptOrder, digest=DIGEST),
        "p-attach": Kind(AttachOrder, digest=DIGEST),
        "p-leave": Kind(LeaveOrder, digest=DIGEST),
        "p-detach": Kind(DetachOrder, digest=DIGEST),
    }
)
ORDER_ID = _VERBS.pattern


def order_of(button: re.Match[str]) -> Order:
    """Return the order of a matched button id. Raises ValueError for a forged one."""
    return _VERBS.order_of(button)


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
    return OneOrder(digest=DIGEST.read(value))
