"""What an organizer orders about a session, as values that also live in the custom ids of buttons.

A custom id reads `m1:o-verb:session:…:print`. The print is of how the session stood when the button
was made, so that a press that comes late is noticed. Nothing in it is believed: who presses, and
whether it can be done, is looked up.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.program.ids import ITEM_ID
from bot.program.proposal import CancelWish, MoveWish, RestoreWish, Wish
from bot.ui.questions import VERSION, number_text

_PRINT = re.compile(r"[0-9a-f]{8}")

_VERBS: dict[type[Wish], str] = {
    MoveWish: "move",
    CancelWish: "cancel",
    RestoreWish: "restore",
}
LEAVE = f"{VERSION}:o-leave:"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOrder:
    """Fulfil a wish, if the session still stands as it did: its `print`, by `print_of`."""

    wish: Wish
    print: str

    def custom_id(self) -> str:
        """Return the id of a button that orders this."""
        wish = self.wish
        facts: tuple[str, ...] = ()
        if isinstance(wish, MoveWish):
            start = "" if wish.start is None else number_text(round(wish.start.timestamp()))
            facts = (start, wish.room or "")
        verb = f"o-{_VERBS[type(wish)]}"
        return ":".join((VERSION, verb, wish.session, *facts, self.print))


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOrder:
    """Change nothing."""

    def custom_id(self) -> str:
        """Return the id of the button that orders this."""
        return LEAVE


SESSION_ORDER_ID = re.compile(
    rf"{VERSION}:o-(?P<verb>move|cancel|restore|leave):(?P<rest>[0-9a-z:-]*)"
)


def session_order_of(button: re.Match[str]) -> SessionOrder | LeaveOrder:
    """Return the order of a matched button id.

    Raises:
        ValueError: the id's parts are not what its verb asks for.
    """
    verb, rest = button["verb"], button["rest"]
    if verb == "leave":
        if rest:
            raise ValueError(rest)
        return LeaveOrder()
    session, *facts, mark = rest.split(":")
    if not (ITEM_ID.fullmatch(session) and _PRINT.fullmatch(mark)):
        raise ValueError(rest)
    return SessionOrder(wish=_wish(verb, session, facts), print=mark)


def _wish(verb: str, session: str, facts: list[str]) -> Wish:
    if verb == "move":
        start, room = facts
        if room and not ITEM_ID.fullmatch(room):
            raise ValueError(room)
        return MoveWish(session=session, start=_instant(start), room=room or None)
    if facts:
        raise ValueError(facts)
    return CancelWish(session=session) if verb == "cancel" else RestoreWish(session=session)


def _instant(text: str) -> datetime | None:
    """Return the instant written so, in UTC. Raises ValueError for what is none."""
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text, 36), UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(text) from error
