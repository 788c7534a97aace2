"""Which web addresses a program may lead people to."""

import re
from urllib.parse import urlsplit

from bot.program.check.remark import short
from bot.translation import N_, Said, said

# Discord's limit for a button's address.
LONGEST_ADDRESS = 512

_NEVER_IN_ONE = re.compile(r"[\s<>\"\\^`{|}\x00-\x1f\x7f-\x9f]")


def why_not(address: str) -> Said | None:
    """Return why people must not be led to an address, as a sentence; None if they may be."""
    wrong = _wrong_with(address)
    return said(wrong, address=short(address), most=LONGEST_ADDRESS) if wrong else None


def _wrong_with(address: str) -> str | None:
    if len(address) > LONGEST_ADDRESS:
        return N_("“{address}” is longer than the {most} characters that Discord takes.")
    if _NEVER_IN_ONE.search(address):
        return N_("“{address}” has a character that no web address has.")
    try:
        parts = urlsplit(address)
        _ = parts.port  # read for its ValueError
    except ValueError:
        return N_("“{address}” is no web address.")
    if parts.scheme.lower() not in {"http", "https"}:
        return N_("“{address}” is no web address: it must begin with https:// or http://.")
    if "@" in parts.netloc:
        return N_("“{address}” hides where it leads behind a name and an @.")
    return None if parts.hostname else N_("“{address}” names no site.")
