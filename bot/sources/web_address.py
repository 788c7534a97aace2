"""Reads what was written as a web address, and shows it without what may be secret."""

from yarl import URL

from bot.errors import FetchError
from bot.translation import said

SCHEMES = ("https", "http")
NO_ADDRESS = said("It is not an address.")
WRITE_ONE = said("Write it as in https://example.org/x.")


def shown(url: URL) -> str:
    """Return an address as it may be told and logged: without user, password and query."""
    bare = str(url.with_user(None).with_query(None).with_fragment(None))
    return f"{bare}?…" if url.query_string else bare


def told(url: str) -> str:
    """Return what was written as an address as it may be told and logged.

    Raises:
        FetchError: it is no address that can be fetched.
    """
    return shown(address_of(url))


def address_of(url: str, base: URL | None = None) -> URL:
    """Return what was written as an http or https address; it may be relative to a `base`.

    Raises:
        FetchError: it is none. What was written is not repeated then: it may hold secrets.
    """
    try:
        address = URL(url.strip()) if base is None else base.join(URL(url.strip()))
        host = address.host
    except ValueError:
        host = None
    if not host:
        # Translators: it stands in "{where} can't be fetched."
        where = said("The address")
        raise FetchError(where, said("It is not one."), WRITE_ONE)
    if address.scheme not in SCHEMES:
        what = said(
            "It begins with {scheme}://, and only https:// and http:// are fetched.",
            scheme=address.scheme,
        )
        fix = said("Often the same address with https:// works, too.")
        raise FetchError(shown(address), what, fix)
    return address.with_fragment(None)
