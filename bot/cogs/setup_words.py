"""What the log says of a choice in the organizers' panel: what was chosen, and for what."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from bot.program.model import Program
from bot.ui.setup_card import NO_DIGEST
from bot.ui.setup_orders import (
    ChannelPicker,
    Pick,
    Role,
    RolePicker,
    RoutePicker,
    Switch,
    TextPicker,
    Turn,
)
from bot.ui.wish_choices import spans

Choosing = Turn | ChannelPicker | RoutePicker | RolePicker | TextPicker

SWITCHED = {
    Switch.PUBLIC_ANSWERS: "answers for everyone",
    Switch.PERSONAL_FALLBACK: "mention whose DMs are closed",
    Switch.NATIVE_EVENTS: "talks as events of the server",
    Switch.STREAMS_AT_START: "where to watch is not shown before the start",
}
USES = {
    Role.REMINDERS: "reminders",
    Role.CHANGES: "changes",
    Role.ANNOUNCEMENTS: "the day's program",
    Role.ORGANIZERS: "word to organizers",
    Role.LOG: "this log",
    Role.BOARD: "the live board",
}


def words_of(order: Choosing, values: Sequence[Any], programs: Iterable[Program] = ()) -> str:
    """Return what the log says of a choice, in words that follow a name.

    Channels and roles stand in it as mentions. Of the `programs`, the chosen one tells its name.
    The `values` are such as the panel offers.
    """
    match order:
        case Turn():
            return f"turned “{SWITCHED[order.switch]}” {'on' if order.on else 'off'}"
        case ChannelPicker():
            return _channel(values, USES[order.role])
        case RoutePicker():
            return _channel(values, f"the {order.kind} {order.id}")
        case RolePicker():
            return (
                f"chose the role <@&{values[0].id}> for reminders to mention"
                if values
                else "chose that reminders mention nobody"
            )
        case TextPicker():
            return f"chose {_picked(order.pick, values, programs)}"


def _channel(values: Sequence[Any], use: str) -> str:
    return f"chose <#{values[0].id}> for {use}" if values else f"took away the channel for {use}"


def _picked(pick: Pick, values: Sequence[str], programs: Iterable[Program]) -> str:
    match pick:
        case Pick.LEADS:
            befores = spans(timedelta(minutes=int(value)) for value in values)
            return f"reminders {befores} before a start"
        case Pick.DIGEST if values[0] == NO_DIGEST:
            return "that the day is not told"
        case Pick.DIGEST:
            return f"that the day is told at {values[0]}"
        case Pick.PROGRAM:
            named = {program.id: program.name for program in programs}
            return f"the program {named.get(values[0], values[0])}"
        case Pick.PLACE:
            raise ValueError(pick)
