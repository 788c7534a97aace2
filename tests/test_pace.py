import asyncio
import math
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from bot import pace, places
from bot.pace import Pace, _is_counted

SOON = 0.02
SECOND = 0.2
API = "https://discord.com/api/v10"


@pytest.fixture(autouse=True)
def short_second(monkeypatch):
    monkeypatch.setattr(places, "SECOND", SECOND)
    monkeypatch.setattr(pace, "UNTIL_OTHERS_KNOW", 2 * SECOND)


def now():
    return asyncio.get_running_loop().time()


async def is_held(request):
    done, _ = await asyncio.wait({request}, timeout=SOON)
    return not done


@asynccontextmanager
async def held(pace, *names, into):
    """Requests that wait for their turn, and write their names when it comes"""

    async def enter(name):
        await pace.enter()
        into.append(name)

    tasks = []
    for name in names:
        tasks.append(asyncio.create_task(enter(name)))
        await asyncio.sleep(0)
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_whoever_came_first_goes_first_each_a_second_after_an_end():
    pace, went = Pace(2), []
    one, two = await pace.enter(), await pace.enter()

    async with held(pace, "first", "second", into=went) as (first, second):
        assert await is_held(first)
        pace.leave(one)
        ended = now()
        await first
        assert (went, now() - ended >= SECOND) == (["first"], True)
        pace.leave(two)
        await second

    assert went == ["first", "second"]


async def test_one_that_is_cut_off_while_it_waits_leaves_its_turn_to_the_next():
    pace, went = Pace(1), []
    request = await pace.enter()

    async with held(pace, "first", "second", into=went) as (first, second):
        first.cancel()
        pace.leave(request)
        await second

    assert went == ["second"]


async def test_one_that_is_cut_off_in_the_moment_of_its_turn_keeps_no_place():
    pace, went = Pace(1), []
    request = await pace.enter()

    async with held(pace, "first", "second", into=went) as (first, second):
        pace._places.give_back(request)
        pace._admit()
        first.cancel()
        async with asyncio.timeout(SOON):
            await second

    assert went == ["second"]


async def test_the_limit_is_shared_by_the_processes_that_live():
    pace, went = Pace(4), []
    pace.share(2)

    async with held(pace, *"abcd", into=went):
        await asyncio.sleep(SOON)
        assert went == ["a", "b"]
        pace.share(1)
        await asyncio.sleep(SOON)
        assert went == ["a", "b"]
        await asyncio.sleep(SECOND)

    assert went == ["a", "b", "c", "d"]


async def test_even_many_processes_have_a_place_each():
    pace = Pace(4)

    pace.share(9)

    async with asyncio.timeout(SOON):
        await pace.enter()


async def test_a_process_that_joins_others_is_silent_until_they_know():
    pace = Pace(4)
    begun = now()

    pace.share(2)
    pace.begin_beside_others()
    await pace.enter()

    assert now() - begun >= 2 * SECOND


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        (f"{API}/channels/10/messages", True),
        (f"{API}/users/@me", True),
        (f"{API}/gateway/bot", True),
        (f"{API}/webhooks/20", True),
        (f"{API}/webhooks/20/token", False),
        (f"{API}/webhooks/20/token/messages/@original", False),
        (f"{API}/interactions/30/token/callback?with_response=1", False),
        ("wss://gateway.discord.gg/?v=10&encoding=json", False),
        ("https://cdn.discordapp.com/avatars/40/a.png", False),
    ],
)
def test_only_what_discord_counts_is_counted(address, counted):
    assert _is_counted(URL(address)) is counted


class Server:
    """Answers by `answers`, as long as it has any; None cuts the connection"""

    def __init__(self):
        self.answers = []
        self.arrivals = []

    async def answer(self, request):
        self.arrivals.append(now())
        answer = self.answers.pop(0) if self.answers else web.Response()
        if answer is None:
            request.transport.abort()
            return web.Response()
        return answer


@pytest.fixture
async def server():
    server = Server()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.answer)
    async with TestServer(app) as running:
        server.address = running.make_url("/api/v10/channels/10/messages")
        server.callback = running.make_url("/api/v10/interactions/30/token/callback")
        yield server


@asynccontextmanager
async def a_session(pace):
    async with aiohttp.ClientSession(trace_configs=[pace.trace()]) as session:
        yield session


async def test_a_real_request_waits_a_second_from_the_answer_before_it(server):
    async with a_session(Pace(1)) as session:
        for _ in range(3):
            async with session.post(server.address):
                pass

    first, second, third = server.arrivals
    assert min(second - first, third - second) >= SECOND


async def test_a_request_without_an_answer_gives_its_place_to_the_next(server):
    server.answers = [None]

    async with a_session(Pace(1)) as session:
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await session.post(server.address)
        async with session.post(server.address):
            pass

    first, second = server.arrivals
    assert second - first >= SECOND


async def test_what_aiohttp_sends_twice_by_itself_is_held_twice(server):
    server.answers = [web.Response(), None]

    async with a_session(Pace(1)) as session:
        async with session.get(server.address):
            pass
        async with session.get(server.address):
            pass

    first, second, third = server.arrivals
    assert min(second - first, third - second) >= SECOND


async def test_an_interactions_answer_is_never_held(server):
    pace = Pace(1)
    await pace.enter()

    async with a_session(pace) as session, asyncio.timeout(SECOND):
        async with session.post(server.callback):
            pass
        async with session.post(server.callback):
            pass


@pytest.mark.parametrize(
    "headers", [{"X-RateLimit-Global": "true"}, {"X-RateLimit-Scope": "global"}]
)
async def test_when_discord_wants_silence_everywhere_all_are_held(server, headers):
    server.answers = [web.Response(status=429, headers={"Retry-After": "0.3", **headers})]

    async with a_session(Pace(50)) as session:
        for _ in range(2):
            async with session.post(server.address):
                pass

    first, second = server.arrivals
    assert second - first >= 0.3


@pytest.mark.parametrize("wait", ["soon", "inf", "nan"])
async def test_a_wait_that_is_no_number_of_seconds_is_taken_for_one_second(server, wait):
    headers = {"X-RateLimit-Global": "true", "Retry-After": wait}
    pace = Pace(50)
    server.answers = [web.Response(status=429, headers=headers)]

    async with a_session(pace) as session, session.post(server.address):
        pass

    assert now() < pace._places.opens(now()) < math.inf


@pytest.mark.parametrize("scope", ["user", "shared"])
async def test_a_channels_own_limit_holds_no_other_request(server, scope):
    headers = {"Retry-After": "60", "X-RateLimit-Scope": scope}
    server.answers = [web.Response(status=429, headers=headers)]

    async with a_session(Pace(50)) as session, asyncio.timeout(SECOND):
        for _ in range(2):
            async with session.post(server.address):
                pass
