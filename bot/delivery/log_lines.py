"""What the log says of a delivery."""

import logging
import secrets
from datetime import datetime

from bot.delivery.model import Cause, Delivery, Kind, Record, State

log = logging.getLogger(__name__)

# What went as somebody wanted it is no reason to be alarmed.
_FINE = frozenset({State.SENT, State.WITHDRAWN})
_WANTED = frozenset({Cause.PAUSED, Cause.BY_HAND, Cause.CLOSED})

_PERSONAL = {Kind.PERSONAL: "Reminder", Kind.PERSONAL_CHANGE: "Change"}


def new_reference() -> str:
    """Return a short word under which the log tells of an error."""
    return secrets.token_hex(4)


def named(delivery: Delivery) -> str:
    """Return what the log calls a delivery: where, when and for which sessions.

    Of what is for a person it says neither for whom nor for what they saved.
    """
    if delivery.user_id is not None:
        what = _PERSONAL.get(delivery.kind, delivery.kind.capitalize())
        return f"{what} to a person, due {_said(delivery.due)}"
    what = f"{delivery.kind.capitalize()} to channel {delivery.place} of guild {delivery.guild_id}"
    covered = [f"{item.session} (start {_said(item.start)})" for item in delivery.items]
    return f"{what}, due {_said(delivery.due)}, for {', '.join(covered) or delivery.key}"


def tell(record: Record) -> None:
    """Log what became of a delivery; as a warning if it was not posted and nobody wanted that.

    That a direct message is to be tried again is no warning: many wait for their channel like this.
    """
    fine = record.state in _FINE or record.cause in _WANTED
    fine |= record.state is State.FAILED and record.delivery.is_direct
    log.log(
        logging.INFO if fine else logging.WARNING,
        "%s: %s%s",
        named(record.delivery),
        record.state,
        f" ({record.reason})" if record.reason else "",
    )


def _said(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S}Z"
