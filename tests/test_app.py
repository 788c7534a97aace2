import asyncio
import time

import pytest

from bot import connection as connecting
from bot.connection import held_until
from bot.stopping import ended
from tests.delivery.deliveries import SECOND

SILENCE = 60
AT_ONCE = 2


@pytest.fixture(autouse=True)
def short_limit(monkeypatch):
    monkeypatch.setattr(connecting, "HANG_UP_LIMIT", 0.1 * SECOND)


@pytest.fixture
def asked():
    asked = asyncio.Event()
    asked.set()
    return asked


async def silence():
    await asyncio.sleep(SILENCE)


async def heedless():
    """Goes on when it is cancelled, as `asyncio.wait_for` makes its callers do now and then."""
    for _ in range(2):
        try:
            await asyncio.sleep(SILENCE)
        except asyncio.CancelledError:
            continue


async def refused():
    raise PermissionError


@pytest.mark.parametrize("connection", [silence, heedless])
async def test_a_connection_is_not_waited_for_once_asked_to_stop(asked, connection):
    began = time.monotonic()

    async with asyncio.timeout(SILENCE):
        await held_until(asked, connection())

    assert time.monotonic() - began < AT_ONCE


async def test_a_connection_that_fails_raises_its_error():
    with pytest.raises(PermissionError):
        await held_until(asyncio.Event(), refused())


async def test_what_takes_too_long_is_cut_off_and_told():
    quick = asyncio.create_task(asyncio.sleep(0))
    slow = asyncio.create_task(silence())

    assert not await ended(quick, slow, within=0.1 * SECOND)
    assert (quick.cancelled(), slow.cancelled()) == (False, True)


async def test_what_fails_while_it_ends_is_logged_and_ends_nothing_else(caplog):
    assert await ended(refused(), asyncio.sleep(0), within=SECOND)
    assert [record.exc_info[0] for record in caplog.records] == [PermissionError]
