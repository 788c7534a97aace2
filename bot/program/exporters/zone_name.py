"""Which name of a time zone other programs take: most know only those of a place in a region."""

import re
from functools import cache
from importlib.resources import files

# As the c3voc's schedule JSON has it.
_PLACE = re.compile(r"^[A-Z][a-z]+/[A-Z][a-z]+|UTC$")


def zone_name(zone: str) -> str | None:
    """Return an IANA zone as it is named by a place: "US/Pacific" is America/Los_Angeles.

    None for one that is named by no place, such as Etc/GMT+5.
    """
    if _PLACE.search(zone):
        return zone
    place = _places().get(zone, "")
    return place if _PLACE.search(place) else None


@cache
def _places() -> dict[str, str]:
    """Return the zones that other names stand for, as the zones' own list has it."""
    text = (files("tzdata") / "zoneinfo" / "tzdata.zi").read_text(encoding="utf-8")
    links = (line.split() for line in text.splitlines() if line.startswith("L "))
    return {other: zone for _, zone, other in links}
