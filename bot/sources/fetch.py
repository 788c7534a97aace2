"""Fetches what stands at a web address, within limits of time, size and place."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from typing_extensions import override
from yarl import URL

from bot import __version__
from bot.errors import FetchError
from bot.sources.addresses import is_ip_address, is_public
from bot.sources.gzipped import NotGzippedError, TooLargeError, unzipped
from bot.sources.web_address import NO_ADDRESS, WRITE_ONE, address_of, shown
from bot.translation import said

AGENT = f"Marquee/{__version__}"

_PIECE = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LATER = said("Try again later.")
_LOOK = said("Open the address in a browser and see what it is.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is fetched at most: in seconds, in bytes as unpacked, and over how many redirects.

    Addresses inside a machine or a house are asked only where `private_allowed` says so. Who is no
    operator (`is_operators`) is not told which of them a name leads to.
    """

    seconds: float = 30
    size: int = 64 * 1024 * 1024
    redirects: int = 5
    private_allowed: bool = False
    is_operators: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """By what a server knows the version that we have: its ETag, its Last-Modified, as it said."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What stands there now; `name` is how a file with it would be called."""

    data: bytes = field(repr=False)
    name: str
    validators: Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """It is still the version that the validators are of."""


LIMITS = Limits()
NO_VALIDATORS = Validators()


def _unheard(_received: int) -> None:
    """Tell nobody how much came in."""


async def fetch(
    url: str,
    limits: Limits = LIMITS,
    validators: Validators = NO_VALIDATORS,
    heard: Callable[[int], None] = _unheard,
) -> Fetched | NotModified:
    """Return what stands at an http or https address; `heard` is told the bytes so far.

    Each redirect is held to the same limits. A host's addresses are looked up once, judged, and
    connected to as they were judged. No proxy, no cookie and no `.netrc` has a part in it.

    Raises:
        FetchError: with what is wrong, where, and what to do; without user, password and query.
    """
    address = address_of(url)
    connector = aiohttp.TCPConnector(
        resolver=_JudgingResolver(limits), use_dns_cache=False, force_close=True
    )
    try:
        async with (
            asyncio.timeout(limits.seconds),
            aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                # Else what it unpacks to would be in memory before anyone could count it.
                auto_decompress=False,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
                headers={"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "gzip"}
                | _conditions(validators),
            ) as session,
        ):
            return await _followed(session, address, limits, heard)
    except TimeoutError:
        what = said("It takes longer than {seconds} seconds.", seconds=f"{limits.seconds:g}")
        raise FetchError(shown(address), what, _LATER) from None


def _conditions(validators: Validators) -> dict[str, str]:
    known = {"If-None-Match": validators.etag, "If-Modified-Since": validators.modified}
    return {header: value for header, value in known.items() if value is not None}


async def _followed(
    session: aiohttp.ClientSession, first: URL, limits: Limits, heard: Callable[[int], None]
) -> Fetched | NotModified:
    address = first
    for _ in range(limits.redirects + 1):
        try:
            came = await _asked(session, address, limits, heard)
        except (aiohttp.ClientError, OSError) as error:
            # Without the cause: some tell the whole address, and with it a password.
            raise _untold(error, address) from None
        if not isinstance(came, URL):
            return came
        address = came
    what = said("It leads on more than {count} times.", count=limits.redirects)
    raise FetchError(shown(first), what, _LOOK)


async def _asked(
    session: aiohttp.ClientSession, address: URL, limits: Limits, heard: Callable[[int], None]
) -> Fetched | NotModified | URL:
    """Return what one address answers with: its content, or where else to ask."""
    host = address.host or ""
    if not limits.private_allowed and is_ip_address(host) and not is_public(host):
        raise _private(shown(address), host, limits)
    async with session.get(address, allow_redirects=False) as response:
        if response.status in _REDIRECTS:
            return _next(address, response.headers.get("Location", ""))
        if response.status == HTTPStatus.NOT_MODIFIED:
            return NotModified()
        if response.status != HTTPStatus.OK:
            raise _refused(address, response.status)
        packed = await _body(response, address, limits, heard)
        data = await _plain(packed, response.headers.get("Content-Encoding", ""), address, limits)
        return Fetched(
            data=data,
            name=address.name or host,
            validators=Validators(
                etag=response.headers.get("ETag"), modified=response.headers.get("Last-Modified")
            ),
        )


def _next(address: URL, location: str) -> URL:
    """Return where a redirect leads, with the password if it stays on the same server."""
    if not location:
        raise FetchError(shown(address), said("It leads on, and doesn't say where."), _LOOK)
    to = address_of(location, address)
    if address.scheme == "https" and to.scheme != "https":
        what = said(
            "It leads on to {address}, where anyone on the way could change it.", address=shown(to)
        )
        raise FetchError(shown(address), what, said("If that is meant, give that address."))
    if to.origin() == address.origin() and to.user is None and to.password is None:
        return to.with_user(address.user).with_password(address.password)
    return to


async def _body(
    response: aiohttp.ClientResponse, address: URL, limits: Limits, heard: Callable[[int], None]
) -> bytes:
    if (response.content_length or 0) > limits.size:
        raise _too_large(address, limits)
    pieces: list[bytes] = []
    received = 0
    async for piece in response.content.iter_chunked(_PIECE):
        received += len(piece)
        if received > limits.size:
            raise _too_large(address, limits)
        pieces.append(piece)
        heard(received)
    return b"".join(pieces)


async def _plain(data: bytes, encoding: str, address: URL, limits: Limits) -> bytes:
    """Return a body as it is without its encoding; unpacking holds nobody up."""
    match encoding.strip().casefold():
        case "" | "identity":
            return data
        case "gzip" | "x-gzip" | "deflate":
            try:
                return await asyncio.to_thread(unzipped, data, limits.size)
            except TooLargeError:
                raise _too_large(address, limits) from None
            except NotGzippedError:
                what = said("What came is not packed as it says, or not whole.")
                raise FetchError(shown(address), what, _LATER) from None
        case _:
            what = said("It is packed in a way that was not asked for.")
            raise FetchError(shown(address), what, _LOOK)


class _JudgingResolver(AbstractResolver):
    """Looks a name up and gives only those of its addresses that may be connected to."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._resolver = aiohttp.ThreadedResolver()

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        public = [one for one in found if self._limits.private_allowed or is_public(one["host"])]
        if not public:
            raise _private(host, found[0]["host"], self._limits)
        return public

    @override
    async def close(self) -> None:
        await self._resolver.close()


def _private(where: str, address: str, limits: Limits) -> FetchError:
    if not limits.is_operators:
        what = said("It is not on the public internet.")
        fix = said("Put it where everyone can fetch it, or hand in the file.")
        return FetchError(where, what, fix)
    what = said("{address} is no public address, and only those are asked.", address=address)
    fix = said(
        "If it is yours, allow it: `marquee import` does with --allow-private, and a [[program]] "
        "table with `allow_private = true`."
    )
    return FetchError(where, what, fix)


def _refused(address: URL, status: int) -> FetchError:
    try:
        answer = f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        answer = str(status)
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        fix = said("Is the address right, and the program public?")
    elif status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        fix = said("It is not for everyone: is the program public already?")
    elif status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
        fix = _LATER
    else:
        fix = _LOOK
    # Translators: {answer} is what the web says: "404 (Not Found)".
    return FetchError(shown(address), said("The server answers {answer}.", answer=answer), fix)


def _too_large(address: URL, limits: Limits) -> FetchError:
    most = f"{limits.size / 1024 / 1024:g}"
    what = said("It is larger than {most} MB, which no program is.", most=most)
    return FetchError(shown(address), what, _LOOK)


def _untold(error: Exception, address: URL) -> FetchError:
    """Return in our words what aiohttp and the system say of a connection."""
    host = address.host or ""
    fix = _LATER
    match error:
        case aiohttp.ClientConnectorCertificateError(certificate_error=ssl.SSLError() as why):
            what, fix = _not_trusted(host, getattr(why, "verify_message", "")), _LOOK
        case aiohttp.ClientSSLError() | ssl.SSLError():
            what = said("{host} does not speak TLS there.", host=host)
            fix = said("Is it an http:// address, or another port?")
        case aiohttp.ClientConnectorDNSError():
            what = said("There is no server {host}, or no network.", host=host)
            fix = said("Is the address right?")
        case aiohttp.ClientConnectorError(os_error=OSError(strerror=str() as reason)) if reason:
            what = said("{host} can't be reached: {reason}.", host=host, reason=reason)
        case aiohttp.ClientConnectorError():
            what = said("{host} can't be reached: no connection.", host=host)
        case aiohttp.InvalidURL():
            what, fix = NO_ADDRESS, WRITE_ONE
        case _:
            what = said("The connection broke before all of it had come.")
    return FetchError(shown(address), what, fix)


def _not_trusted(host: str, reason: str) -> str:
    """Return that a server's certificate is none that we trust; the reason is OpenSSL's."""
    if not reason:
        return said("{host} has a certificate that can't be trusted: it is not valid.", host=host)
    return said(
        "{host} has a certificate that can't be trusted: {reason}.", host=host, reason=reason
    )
