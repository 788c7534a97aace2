"""What the log says of a choice in the organizers' panel: what was chosen, and for what."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from bot.guilds.model import RouteKind
from bot.program.model import Program
from bot.translation import N_, Language, said, said_many, together
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
from bot.ui.setup_reminders import NO_DIGEST

Choosing = Turn | ChannelPicker | RoutePicker | RolePicker | TextPicker

# All of these follow a name in the log: "Ada chose #general for reminders".
SWITCHED = {
    # Translators: in the log, what somebody turned on or off; so the next ones.
    Switch.PUBLIC_ANSWERS: said("answers for everyone"),
    Switch.PERSONAL_FALLBACK: said("mention whose DMs are closed"),
    Switch.NATIVE_EVENTS: said("talks as events of the server"),
    Switch.STREAMS_AT_START: said("where to watch is not shown before the start"),
    Switch.ROOM_BOARDS: said("live boards in the rooms' own channels"),
}
# Translators: what follows a name in the log: "Ada chose #general for reminders"; so the next ones.
CHOSEN = {
    Role.REMINDERS: N_("chose {channel} for reminders"),
    Role.CHANGES: N_("chose {channel} for changes"),
    Role.ANNOUNCEMENTS: N_("chose {channel} for the day's program"),
    Role.ORGANIZERS: N_("chose {channel} for word to organizers"),
    Role.LOG: N_("chose {channel} for this log"),
    Role.BOARD: N_("chose {channel} for the live board"),
}
TAKEN = {
    Role.REMINDERS: said("took away the channel for reminders"),
    Role.CHANGES: said("took away the channel for changes"),
    Role.ANNOUNCEMENTS: said("took away the channel for the day's program"),
    Role.ORGANIZERS: said("took away the channel for word to organizers"),
    Role.LOG: said("took away the channel for this log"),
    Role.BOARD: said("took away the channel for the live board"),
}
TURNED_ON, TURNED_OFF = N_("turned “{switch}” on"), N_("turned “{switch}” off")
_MINUTE = timedelta(minutes=1)


def words_of(order: Choosing, values: Sequence[Any], programs: Iterable[Program] = ()) -> str:
    """Return what the log says of a choice, in words that follow a name.

    Channels and roles stand in it as mentions. Of the `programs`, the chosen one tells its name.
    The `values` are such as the panel offers.
    """
    match order:
        case Turn():
            turned = TURNED_ON if order.on else TURNED_OFF
            return said(turned, switch=SWITCHED[order.switch])
        case ChannelPicker(role=role):
            return said(CHOSEN[role], channel=_mention(values)) if values else TAKEN[role]
        case RoutePicker():
            return _routed(order, values)
        case RolePicker():
            return _role(values)
        case TextPicker():
            return _picked(order.pick, values, programs)


def words_of_making(kind: RouteKind, count: int) -> str:
    """Return what the log says of so many channels that were made for tracks, or for rooms."""
    if kind is RouteKind.TRACK:
        return said_many(
            "had {count} channel created for tracks",
            "had {count} channels created for tracks",
            count,
        )
    return said_many(
        "had {count} channel created for rooms", "had {count} channels created for rooms", count
    )


def _routed(order: RoutePicker, values: Sequence[Any]) -> str:
    is_track = order.kind is RouteKind.TRACK
    match is_track, bool(values):
        case True, True:
            return said(
                "chose {channel} for the track {name}", channel=_mention(values), name=order.id
            )
        case True, False:
            return said("took away the channel for the track {name}", name=order.id)
        case False, True:
            return said(
                "chose {channel} for the room {name}", channel=_mention(values), name=order.id
            )
        case _rest:
            return said("took away the channel for the room {name}", name=order.id)


def _role(values: Sequence[Any]) -> str:
    if not values:
        return said("chose that reminders mention nobody")
    mention = f"<@&{values[0].id}>"
    return said("chose the role {role} for reminders to mention", role=mention)


def _mention(values: Sequence[Any]) -> str:
    return f"<#{values[0].id}>"


def _picked(pick: Pick, values: Sequence[str], programs: Iterable[Program]) -> str:
    match pick:
        case Pick.LEADS:
            longest_first = sorted((int(value) for value in values), reverse=True)
            befores = _listed([_span(timedelta(minutes=one)) for one in longest_first])
            # Translators: {befores} is one or several lengths of time: "1 hour and 5 minutes".
            return said("chose reminders {befores} before a start", befores=befores)
        case Pick.DIGEST if values[0] == NO_DIGEST:
            return said("chose that the day is not told")
        case Pick.DIGEST:
            return said("chose that the day is told at {time}", time=values[0])
        case Pick.PROGRAM:
            named = {program.id: program.name for program in programs}
            return said("chose the program {name}", name=named.get(values[0], values[0]))
        case Pick.LANGUAGE:
            language = Language(values[0]).own_name
            return said("chose {language} for all that everyone can read", language=language)
        case Pick.PLACE:
            raise ValueError(pick)


def _listed(spans: Sequence[str]) -> str:
    """Return lengths of time as a sentence lists them, to be said in any language."""
    *these, last = spans
    if not these:
        return last
    # Translators: lengths of time: "1 day, 1 hour and 5 minutes".
    return said("{these} and {last}", these=together(*these, by=", "), last=last)


def _span(length: timedelta) -> str:
    """Return a length of time in whole days, hours or minutes."""
    minutes = length // _MINUTE
    if minutes and minutes % (24 * 60) == 0:
        return said_many("{count} day", "{count} days", minutes // (24 * 60))
    if minutes and minutes % 60 == 0:
        return said_many("{count} hour", "{count} hours", minutes // 60)
    return said_many("{count} minute", "{count} minutes", minutes)
