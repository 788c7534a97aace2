import asyncio
import gzip
import socket

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.errors import FetchError
from bot.sources import fetch as module
from bot.sources.fetch import AGENT, Fetched, Limits, NotModified, Validators, fetch
from bot.sources.web_address import address_of

HERE = Limits(private_allowed=True, seconds=5)
SMALL = Limits(private_allowed=True, seconds=5, size=1000)
BODY = b'{"schedule": {}}'


class Site:
    """A web server on this machine: its pages by name, and what it was asked."""

    def __init__(self):
        self.pages = {}
        self.asked = []
        app = web.Application()
        app.router.add_get("/{name:.*}", self._answer)
        self._server = TestServer(app)

    def url(self, name):
        return str(self._server.make_url(f"/{name}"))

    async def __aenter__(self):
        await self._server.start_server()
        return self

    async def __aexit__(self, *_):
        await self._server.close()

    async def _answer(self, request):
        self.asked.append(request)
        return await self.pages[request.match_info["name"]](request)


@pytest.fixture
async def site():
    async with Site() as running:
        yield running


@pytest.fixture
def at(site):
    """Gives the site these pages; returns the address of the first one."""

    def put(**pages):
        site.pages = pages
        return site.url(next(iter(pages)))

    return put


def answering(*, body=BODY, status=200, **headers):
    async def answer(_):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(body=body, status=status, headers=named)

    return answer


def leading(to, status=302):
    return answering(status=status, body=b"", Location=to)


async def refusal(url, limits=HERE):
    with pytest.raises(FetchError) as refused:
        await fetch(url, limits)
    return refused.value


async def test_what_stands_there_comes_with_its_name_and_validators(at, site):
    modified = "Mon, 23 Nov 2026 10:00:00 GMT"
    url = at(schedule=answering(ETag='"7"', Last_Modified=modified))

    came = await fetch(url, HERE)

    assert came == Fetched(
        data=BODY, name="schedule", validators=Validators(etag='"7"', modified=modified)
    )
    (request,) = site.asked
    assert request.headers["User-Agent"] == AGENT
    assert "If-None-Match" not in request.headers


async def test_a_server_that_knows_our_version_says_so_and_sends_nothing(at, site):
    url = at(schedule=answering(status=304, body=b""))
    modified = "Mon, 23 Nov 2026 10:00:00 GMT"

    came = await fetch(url, HERE, Validators(etag='W/"7"', modified=modified))

    (request,) = site.asked
    assert came == NotModified()
    assert request.headers["If-None-Match"] == 'W/"7"'
    assert request.headers["If-Modified-Since"] == modified


async def test_an_address_without_a_path_is_named_by_its_host(site):
    site.pages = {"": answering()}

    came = await fetch(site.url(""), HERE)

    assert came.name == "127.0.0.1"


async def test_what_comes_in_is_told_while_it_comes(at):
    told = []
    url = at(schedule=answering(body=b"x" * 200_000))

    await fetch(url, HERE, heard=told.append)

    assert told == sorted(told)
    assert told[-1] == 200_000


async def test_what_was_packed_on_the_way_is_unpacked(at):
    packed = answering(body=gzip.compress(BODY), Content_Encoding="gzip")

    came = await fetch(at(schedule=packed), HERE)

    assert came.data == BODY


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("gzip", b"no"), ("br", b"no"), ("gzip", gzip.compress(BODY)[:-4])],
    ids=["no gzip", "unknown", "cut off"],
)
async def test_what_can_not_be_unpacked_is_refused(at, encoding, body):
    url = at(schedule=answering(body=body, Content_Encoding=encoding))

    assert "packed" in (await refusal(url)).what


async def test_a_password_is_sent_and_never_told(at, site):
    url = at(schedule=answering(status=500))
    secret = url.replace("http://", "http://ann:hush@") + "?token=hush&x=1#hush"

    refused = await refusal(secret)

    (request,) = site.asked
    assert aiohttp.BasicAuth.decode(request.headers["Authorization"]).password == "hush"
    assert request.query_string == "token=hush&x=1"
    assert str(refused) == (
        f"{url}?… can't be fetched. The server answers 500 (Internal Server Error). "
        "Try again later."
    )


@pytest.mark.parametrize(
    ("status", "what", "fix"),
    [
        (404, "The server answers 404 (Not Found).", "Is the address right"),
        (403, "The server answers 403 (Forbidden).", "It is not for everyone"),
        (429, "The server answers 429 (Too Many Requests).", "Try again later."),
        (599, "The server answers 599.", "Try again later."),
        (204, "The server answers 204 (No Content).", "Open the address"),
    ],
)
async def test_what_a_server_answers_instead_is_told(at, status, what, fix):
    refused = await refusal(at(schedule=answering(status=status, body=b"")))

    assert refused.what == what
    assert refused.fix.startswith(fix)


async def test_a_server_that_takes_too_long_is_left(at):
    async def never(_):
        await asyncio.Event().wait()

    refused = await refusal(at(schedule=never), Limits(private_allowed=True, seconds=0.1))

    assert refused.what == "It takes longer than 0.1 seconds."


async def test_a_body_that_trickles_is_left_too(at):
    async def trickling(request):
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"{")
        await asyncio.Event().wait()

    refused = await refusal(at(schedule=trickling), Limits(private_allowed=True, seconds=0.1))

    assert refused.what == "It takes longer than 0.1 seconds."


async def test_an_endless_body_is_left_where_it_gets_too_large(at):
    sent = 0

    async def endless(request):
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 100_000)
            sent += 100_000

    limits = Limits(private_allowed=True, seconds=5, size=1024 * 1024)
    refused = await refusal(at(schedule=endless), limits)

    assert refused.what == "It is larger than 1 MB, which no program is."
    assert sent < 20 * 1024 * 1024


async def test_one_that_says_it_is_too_large_is_not_even_read(at):
    url = at(schedule=answering(body=b"x" * 1001))

    assert (await refusal(url, SMALL)).what.startswith("It is larger than")
    assert (await fetch(url, HERE)).data == b"x" * 1001


async def test_a_bomb_is_not_unpacked(at):
    bomb = gzip.compress(b"\0" * 900_000)
    assert len(bomb) < SMALL.size
    url = at(schedule=answering(body=bomb, Content_Encoding="gzip"))

    assert (await refusal(url, SMALL)).what.startswith("It is larger than")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed(at, status):
    url = at(old=leading("new?v=2", status), new=answering())

    came = await fetch(url, HERE)

    assert (came.data, came.name) == (BODY, "new")


async def test_a_password_goes_along_on_the_same_server_only(at, site):
    async with Site() as other:
        other.pages = {"there": answering()}
        url = at(
            start=leading("first"),
            first=leading(site.url("second")),
            second=leading(other.url("there")),
        )

        await fetch(url.replace("http://", "http://ann:hush@"), HERE)

    assert ["Authorization" in one.headers for one in site.asked] == [True, True, True]
    assert ["Authorization" in one.headers for one in other.asked] == [False]


async def test_five_redirects_are_followed_and_no_sixth(at):
    hops = {f"hop{n}": leading(f"hop{n - 1}") for n in range(6, 0, -1)}
    url = at(**hops, hop0=answering())

    assert (await refusal(url)).what == "It leads on more than 5 times."
    assert (await fetch(url.replace("hop6", "hop5"), HERE)).data == BODY


@pytest.mark.parametrize(
    ("to", "what"),
    [
        ("", "It leads on, and doesn't say where."),
        ("file:///etc/passwd", "It is not one."),
        (
            "ftp://example.org/x",
            "It begins with ftp://, and only https:// and http:// are fetched.",
        ),
        ("http://[broken/", "It is not one."),
    ],
)
async def test_a_redirect_to_what_is_no_web_address_is_refused(at, to, what):
    assert (await refusal(at(old=leading(to)))).what == what


def test_a_redirect_from_https_to_http_is_refused():
    address = address_of("https://example.org/a")

    with pytest.raises(FetchError, match="leads on to http:"):
        module._next(address, "http://example.org/b")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "localhost", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254"]
)
async def test_private_addresses_are_refused_unless_allowed(host):
    refused = await refusal(f"http://ann:hush@{host}:1/x", Limits(seconds=5))

    assert "is no public address" in refused.what
    assert "hush" not in str(refused)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_who_is_no_operator_is_not_told_what_a_name_leads_to(host):
    refused = await refusal(f"http://{host}:1/x", Limits(seconds=5, is_operators=False))

    assert refused.what == "It is not on the public internet."
    assert "allow" not in refused.fix


@pytest.mark.parametrize("host", ["2130706433", "127.1", "0x7f.1", "017700000001", "127.0.0.1."])
async def test_an_address_in_disguise_is_not_connected_to(host, at, site):
    url = at(schedule=answering())

    await refusal(url.replace("127.0.0.1", host), Limits(seconds=5))

    assert site.asked == []


async def test_a_redirect_to_a_private_address_is_refused(at, site, monkeypatch):
    monkeypatch.setattr(module, "is_public", lambda address: address == "127.0.0.1")
    url = at(old=answering(status=302, Location="http://127.0.0.2:1/new"))

    refused = await refusal(url, Limits(seconds=5))

    assert refused.what.startswith("127.0.0.2 is no public address")
    assert len(site.asked) == 1


async def test_a_name_is_looked_up_once_and_its_private_addresses_left_out(at, site, monkeypatch):
    lookups = []

    async def resolve(_self, host, port, _family):
        lookups.append(host)
        return [
            aiohttp.abc.ResolveResult(
                hostname=host, host=one, port=port, family=socket.AF_INET, proto=0, flags=0
            )
            for one in ("10.0.0.1", "127.0.0.1")
        ]

    monkeypatch.setattr(aiohttp.ThreadedResolver, "resolve", resolve)
    monkeypatch.setattr(module, "is_public", lambda address: address == "127.0.0.1")
    url = at(schedule=answering())

    came = await fetch(url.replace("127.0.0.1", "rebound.example"), Limits(seconds=5))

    assert came.data == BODY
    assert lookups == ["rebound.example"]


async def test_a_cut_connection_is_told(at):
    async def cut(request):
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b"half")
        request.transport.abort()
        return response

    refused = await refusal(at(schedule=cut))

    assert refused.what == "The connection broke before all of it had come."


async def test_a_server_without_tls_is_told_when_it_is_asked_for_tls(at):
    url = (at(schedule=answering())).replace("http://", "https://")

    assert (await refusal(url)).what == "127.0.0.1 does not speak TLS there."


async def test_a_port_where_nobody_listens_is_told():
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]

        refused = await refusal(f"http://127.0.0.1:{port}/x")

    assert refused.what.startswith("127.0.0.1 can't be reached: ")


async def test_a_name_that_nobody_has_is_told(monkeypatch):
    async def resolve(*_):
        raise OSError(None, "no such name")

    monkeypatch.setattr(aiohttp.ThreadedResolver, "resolve", resolve)

    refused = await refusal("http://nobody.invalid/x")

    assert refused.what == "There is no server nobody.invalid, or no network."


async def test_no_cookie_is_kept_and_no_proxy_asked(at, site, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    url = at(old=answering(status=302, body=b"", Location="new", Set_Cookie="a=b"), new=answering())

    await fetch(url, HERE)

    assert ["Cookie" in one.headers for one in site.asked] == [False, False]
