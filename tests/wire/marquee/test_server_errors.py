"""Discord fails, or the connection is cut, before the effect or after it: each is posted once."""

import pytest

from tests.wire.marquee.event import CUT, LEAD, POSTING, an_event, tries
from tests.wire.marquee.tally import FINE, Trouble, reminders

EFFECTS = pytest.mark.parametrize(
    "effect", [False, True], ids=["before the effect", "after the effect"]
)
NONCES = pytest.mark.parametrize("memory", [0.0, 300.0], ids=["no nonces", "nonces"])
# discord.py itself repeats at once what these answer, so there only the nonce can protect.
REPEATED = {500: Trouble.ERROR_500, 502: Trouble.ERROR_502, 504: Trouble.ERROR_504}

pytestmark = pytest.mark.trouble


@EFFECTS
@pytest.mark.parametrize("status", REPEATED)
async def test_a_server_error_loses_and_doubles_nothing(
    loopback, home, place, count, status, effect
):
    await loopback.fault(POSTING, status=status, effect=effect)
    event = an_event(Rivers=1)

    async with home.running(event) as marquee:
        await loopback.witness.until_posted(1)
        await marquee.settled()

    assert await count(REPEATED[status], reminders(event, [place], lead=LEAD)) == FINE
    assert (await tries(loopback, place))[0] == status


@EFFECTS
async def test_errors_that_discord_py_gives_up_on_lose_and_double_nothing(
    loopback, home, place, count, effect
):
    await loopback.fault(POSTING, status=500, effect=effect, times=7)
    event = an_event(Rivers=1)

    async with home.running(event) as marquee:
        await loopback.witness.until_posted(1)
        await marquee.settled()

    assert await count(Trouble.ERROR_500, reminders(event, [place], lead=LEAD)) == FINE


@EFFECTS
@NONCES
async def test_a_503_loses_and_doubles_nothing(loopback, home, place, count, effect, memory):
    await loopback.change_settings(nonce_memory=memory)
    await loopback.fault(POSTING, status=503, effect=effect)
    event = an_event(Rivers=1)

    async with home.running(event) as marquee:
        await loopback.witness.until_posted(1)
        await marquee.settled()

    assert await count(Trouble.ERROR_503, reminders(event, [place], lead=LEAD)) == FINE
    assert (await tries(loopback, place))[0] == 503


@EFFECTS
@NONCES
async def test_a_cut_connection_loses_and_doubles_nothing(
    loopback, home, place, count, effect, memory
):
    await loopback.change_settings(nonce_memory=memory)
    await loopback.fault(POSTING, cut=True, effect=effect)
    event = an_event(Rivers=1)

    async with home.running(event) as marquee:
        await loopback.witness.until_posted(1)
        await marquee.settled()

    trouble = Trouble.CUT_AFTER if effect else Trouble.CUT_BEFORE
    assert await count(trouble, reminders(event, [place], lead=LEAD)) == FINE
    assert (await tries(loopback, place))[0] == CUT


async def test_an_outage_is_outlasted(loopback, home, towns, count):
    await loopback.fault("^(POST|GET) /channels/", status=503, times=None)
    event = an_event(Rivers=1)

    async with home.running(event) as marquee:
        # Each is refused once, and then nobody knows whether it stands there all the same.
        while len(await _about_messages(loopback)) < 2 * len(towns):
            await marquee.wake()
        await loopback.clear_faults()
        await marquee.settled()

    assert await count(Trouble.OUTAGE, reminders(event, towns.values(), lead=LEAD)) == FINE


async def _about_messages(loopback):
    """The requests to post, and to look whether it was posted."""
    requests = await loopback.witness.requests()
    return [one for one in requests if "/messages" in one["path"]]
