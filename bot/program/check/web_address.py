"""Which web addresses a program may lead people to."""

import re
from urllib.parse import urlsplit

# Discord's limit for a button's address.
LONGEST_ADDRESS = 512

_NEVER_IN_ONE = re.compile(r"[\s<>\"\\^`{|}\x00-\x1f\x7f-\x9f]")


def why_not(address: str) -> str | None:
    """Return why people must not be led to an address, as the end of a sentence; None if fine."""
    if len(address) > LONGEST_ADDRESS:
        return f"is longer than the {LONGEST_ADDRESS} characters that Discord takes"
    if _NEVER_IN_ONE.search(address):
        return "has a character that no web address has"
    try:
        parts = urlsplit(address)
        _ = parts.port  # read for its ValueError
    except ValueError:
        return "is no web address"
    if parts.scheme.lower() not in {"http", "https"}:
        return "is no web address: it must begin with https:// or http://"
    if "@" in parts.netloc:
        return "hides where it leads behind a name and an @"
    return None if parts.hostname else "names no site"
