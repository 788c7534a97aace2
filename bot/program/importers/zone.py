"""Decides which zone an imported program is in, and turns a source's times into its instants."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import ImportRefusedError
from bot.program.importers.doubts import Doubts
from bot.program.importers.draft import Draft, When
from bot.program.importers.prose import line
from bot.program.zones import zone_like, zone_named
from bot.translation import said, together

GIVE_ONE = said("Name it with --zone, as in --zone Europe/Berlin.")

# What many programs write as their zone when they mean none.
_NO_PLACE = frozenset({"UTC", "GMT", "Etc/UTC", "Etc/GMT", "Z", "Zulu", "Universal", "UCT"})
WRONG_Z = said("A time has a Z or +00:00, and yet its hour is the one on the clocks there.")
_Z_TAKEN = said(
    "The Z was believed. If the sessions come out at the wrong hour, take the Z out of the file's"
    " times and import it again with --zone."
)
WRONG_CLOCK = said("A time is another one in this zone than the source shows beside it.")
WRONG_OFFSET = said("A time has another offset than this zone has then.")
_ZONE_TAKEN = said(
    "The instant was believed. If the sessions come out at the wrong hour, change --zone."
)
_EARLIEST, _LATEST = datetime(2000, 1, 2, tzinfo=UTC), datetime(2199, 12, 30, tzinfo=UTC)


def zone_of(draft: Draft, wanted: str | None, doubts: Doubts) -> ZoneInfo:
    """Return the zone that was wanted, else the source's own.

    Raises:
        ImportRefusedError: there is none, or it names no place; nothing is guessed.
    """
    if wanted is not None:
        zone = zone_named(wanted)
        if zone is None:
            what = said("There is no time zone “{zone}”.", zone=wanted)
            raise ImportRefusedError(what, _did_you_mean(wanted))
        _compare(draft, wanted, doubts)
        return zone
    if draft.zone is None:
        what = said("It doesn't say in which time zone the conference is.")
        raise ImportRefusedError(together(what, _seen(draft)), GIVE_ONE)
    zone = zone_named(draft.zone)
    if zone is None:
        what = said("Its time zone “{zone}” is none.", zone=line(draft.zone)[:60])
        raise ImportRefusedError(together(what, _seen(draft)), GIVE_ONE)
    if draft.zone in _NO_PLACE:
        if any(offset for offset in _offsets(draft)):
            what = said(
                "It calls its time zone {zone}, but its times have other offsets.", zone=draft.zone
            )
            raise ImportRefusedError(together(what, _seen(draft)), GIVE_ONE)
        doubts.add(
            said("The time zone is UTC, where few conferences are."),
            said("It was taken. If it is wrong, name the right one with --zone."),
            _first(draft),
        )
    return zone


def instant(when: When, zone: ZoneInfo, doubts: Doubts, example: str) -> datetime | None:
    """Return when that is, in `zone` and in whole seconds; None if no conference could be then.

    A wall time that clocks skip or show twice is the first one that is possible.
    """
    whole = when.replace(microsecond=0)
    try:
        local = whole.astimezone(zone) if whole.tzinfo else whole.replace(tzinfo=zone)
        in_utc = local.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    if not _EARLIEST <= in_utc <= _LATEST:
        return None
    if whole.tzinfo is None and local.utcoffset() != local.replace(fold=1).utcoffset():
        doubts.add(
            said("A time falls into the hour in which clocks are changed."),
            said("The earlier reading was taken."),
            f"{example}: {whole:%Y-%m-%d %H:%M}",
        )
    return in_utc.astimezone(zone)


def prove(given: When, clock: time | None, start: datetime, doubts: Doubts, called: str) -> None:
    """Tell where what the source says beside an instant does not fit the zone that it came into.

    A source that writes UTC says nothing of the zone; any other offset does, and so does a clock.
    """
    offset = given.utcoffset()
    if offset is None or offset == start.utcoffset():
        return
    at = f"{start:%Y-%m-%d %H:%M}"
    if clock is not None and not _shows(start, clock):
        if not offset and _shows(given, clock):
            other = f"{given:%H:%M}"
            # Translators: {title} is a session's; both times are its start.
            shown = said(
                "{title}: {time}, or {other} if the Z is wrong", title=called, time=at, other=other
            )
            doubts.add(WRONG_Z, _Z_TAKEN, shown)
        else:
            # Translators: {title} is a session's, {zone} a time zone, {other} the source's time.
            shown = said(
                "{title}: {time} in {zone}, {other} shown",
                title=called,
                time=at,
                zone=str(start.tzinfo),
                other=f"{clock:%H:%M}",
            )
            doubts.add(WRONG_CLOCK, _ZONE_TAKEN, shown)
    elif offset and clock is None:
        # Translators: {title} is a session's, {time} the source's, and {other} is it in {zone}.
        shown = said(
            "{title}: {time}, in {zone} {other}",
            title=called,
            time=given.isoformat(" ", "minutes"),
            zone=str(start.tzinfo),
            other=f"{start:%H:%M}",
        )
        doubts.add(WRONG_OFFSET, _ZONE_TAKEN, shown)


def _shows(when: datetime, clock: time) -> bool:
    return (when.hour, when.minute) == (clock.hour, clock.minute)


def _compare(draft: Draft, wanted: str, doubts: Doubts) -> None:
    if draft.zone is not None and draft.zone != wanted and draft.zone not in _NO_PLACE:
        doubts.add(
            said("The source names another time zone than --zone does."),
            said("{zone} was taken.", zone=wanted),
            draft.zone,
        )


def _offsets(draft: Draft) -> Iterable[timedelta]:
    for session in draft.sessions:
        offset = session.start.utcoffset() if session.start else None
        if offset is not None:
            yield offset


def _seen(draft: Draft) -> str:
    first = _first(draft)
    return said("Its first time is {time}.", time=first) if first else ""


def _first(draft: Draft) -> str:
    starts = [session.start for session in draft.sessions if session.start]
    first = min(starts, key=lambda one: one.replace(tzinfo=None), default=None)
    return "" if first is None else first.isoformat(" ", "minutes")


def _did_you_mean(wanted: str) -> str:
    like = zone_like(wanted)
    if like:
        return said("Did you mean {zone}?", zone=like)
    return said("Name a place, as in --zone Europe/Berlin.")
