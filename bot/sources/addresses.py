"""Tells public internet addresses from those inside a machine, a house or a company."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# Stand for an IPv4 address, by which they are judged (RFC 6052).
_TRANSLATED = IPv6Network("64:ff9b::/96")


def is_ip_address(host: str) -> bool:
    """Tell whether a host is given by its address, not by a name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_public(address: str) -> bool:
    """Tell whether everyone on the internet means the same machine by an IP address.

    Private, loopback, link-local, multicast and reserved ones are not public, and neither is an
    IPv6 address that leads to an IPv4 one of those.

    Raises:
        ValueError: it is no IP address.
    """
    one = ip_address(address)
    if isinstance(one, IPv4Address):
        return _is_public(one)
    stands_for = one.ipv4_mapped or _translated(one)
    if stands_for is not None:
        return _is_public(stands_for)
    carried = [one.sixtofour, *(one.teredo or ())]
    return _is_public(one) and not one.is_site_local and all(map(_is_public, filter(None, carried)))


def _is_public(one: IPv4Address | IPv6Address) -> bool:
    return one.is_global and not (one.is_multicast or one.is_reserved or one.is_unspecified)


def _translated(one: IPv6Address) -> IPv4Address | None:
    return IPv4Address(int(one) & 0xFFFFFFFF) if one in _TRANSLATED else None
