"""Which time zones a conference can be in."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.program.check.remark import nearest

# What these are depends on the machine, or is no place.
_NOT_ZONES = frozenset({"localtime", "Factory"})


def zone_named(name: str) -> ZoneInfo | None:
    """Return an IANA zone by its name; None if there is none."""
    return ZoneInfo(name) if name in _names() else None


def zone_like(name: str) -> str | None:
    """Return the place whose zone `name` was probably meant to be: "Berlin" is Europe/Berlin.

    Abbreviations are not guessed at: PST is one letter from MST, and an hour away.
    """
    return nearest(name.replace(" ", "_"), sorted(one for one in _names() if "/" in one))


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones()) - _NOT_ZONES
