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


def zones_with(typed: str, most: int) -> tuple[str, ...]:
    """Return places whose zone may be meant by what was typed so far, those that begin so first."""
    wanted = typed.strip().replace(" ", "_").casefold()
    places = [one for one in _names() if "/" in one and not one.startswith("Etc/")]
    having = [one for one in places if wanted in one.casefold()]

    def place(name: str) -> tuple[bool, str]:
        ends = (part.casefold().startswith(wanted) for part in (name, name.rpartition("/")[2]))
        return not any(ends), name

    return tuple(sorted(having, key=place)[:most])


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones()) - _NOT_ZONES
