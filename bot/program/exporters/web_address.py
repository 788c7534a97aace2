"""Web addresses in the letters that the standard allows (RFC 3986), as other programs want them."""

import re
from contextlib import suppress
from urllib.parse import quote, urlsplit, urlunsplit

_STRAY = re.compile("%(?![0-9A-Fa-f]{2})")
_IN_PATH = "/:@!$&'()*+,;=%"
_IN_QUERY = f"{_IN_PATH}?"


def uri(address: str) -> str | None:
    """Return an address with all other letters written as %XX; None if it is none."""
    try:
        parts = urlsplit(address)
        site = _site(parts.hostname or "", parts.port)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not site:
        return None
    path = _quoted(parts.path, _IN_PATH)
    query, fragment = (_quoted(one, _IN_QUERY) for one in (parts.query, parts.fragment))
    return urlunsplit((parts.scheme, site, path, query, fragment))


def _site(host: str, port: int | None) -> str:
    # urlsplit takes the brackets from an IPv6 address.
    name = f"[{host}]" if ":" in host else _ascii(host)
    return name if port is None or not name else f"{name}:{port}"


def _ascii(host: str) -> str:
    # What is no name that anybody could ask for is still a part of the address.
    with suppress(UnicodeError):
        host = host.encode("idna").decode()
    return quote(host, safe="", errors="replace")


def _quoted(part: str, safe: str) -> str:
    return quote(_STRAY.sub("%25", part), safe=safe, errors="replace")
