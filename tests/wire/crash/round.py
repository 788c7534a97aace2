"""One round: a fresh Marquee on a fresh Discord, killed a number of times and then left alone."""

import asyncio
import random
import tempfile
import time
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.storage.databases import a_place
from tests.wire.crash import verdict
from tests.wire.crash.steps import STALE, Step
from tests.wire.crash.timeline import CHANNEL, Planned, plan, write_files
from tests.wire.crash.verdict import Kill, Verdict
from tests.wire.crash.victim import POLL_SECONDS, CrashError, Nursery, Orders, Victim
from tests.wire.loopback import Loopback

GUILDS = 6
TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAw.loopback.token"

TALKING = "^(GET|POST) /channels/[0-9]+/messages"
POSTING = "^POST /channels/[0-9]+/messages$"

# Seconds. Answers take a while, so that a kill at random finds something under way.
LATENCY = 0.1
RANDOM_WITHIN = 0.6
# How long a request stays on the wire after its sender's death, for each nonce memory. Where
# Discord remembers nonces, it comes out after the next start has looked and posted. Where it
# remembers none, the next start waits until it is out, since nothing protects from what appears
# after every look.
ON_THE_WIRE = {0.0: 0.3, 5.0: 4.0, 300.0: 10.0}
HELD = 2.0
# If the step does not come in time, the process is killed all the same, as if at random; but not
# before its first word with a channel.
STEP_WITHIN, TALK_WITHIN = 8.0, 30.0
# In the end, for what a later sweep would post twice.
QUIET = 6.0
# Each kill takes one or two; sessions have to fall due until the last one.
PLANNED_PER_KILL, PLANNED_AT_LEAST = 5, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What is done in one round.

    `nonce_memory` is one of `ON_THE_WIRE`'s; `without` names a part of Marquee that is taken out;
    `database` is the kind that it remembers in.
    """

    steps: Sequence[Step]
    nonce_memory: float
    database: str = "sqlite"
    without: str | None = None
    seed: int = 0


async def play(chosen: Round, nursery: Nursery) -> Verdict:
    """Play a round.

    Raises:
        CrashError: Marquee ended by itself, or did nothing.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with _discord(chosen) as discord, a_place(chosen.database, folder) as store:
            orders = Orders(
                nursery=nursery, address=discord.address, folder=folder, without=chosen.without
            )
            return await _Game(chosen, discord, orders).play(str(store))


def _discord(chosen: Round) -> AbstractAsyncContextManager[Loopback]:
    return Loopback.started(
        token=TOKEN,
        nonce_memory=chosen.nonce_memory,
        latency=LATENCY,
        identify_seconds=0.0,
        identify_limit=1_000_000,
    )


class _Game:
    def __init__(self, chosen: Round, discord: Loopback, orders: Orders) -> None:
        self._chosen = chosen
        self._discord = discord
        self._orders = orders
        self._random = random.Random(chosen.seed)
        self._wire = ON_THE_WIRE[chosen.nonce_memory]

    async def play(self, store: str) -> Verdict:
        planned = await self._set_up(store)
        kills = [await self._kill(step) for step in self._chosen.steps]
        if planned[-1].due < time.time():
            raise CrashError("the plan ran out before the last kill")
        called_for = [one for one in planned if one.due <= kills[-1].wall]
        async with self._left_alone() as victim:
            await self._until_all_posted(called_for)
            off_the_wire = kills[-1].wall + self._wire + 1
            await asyncio.sleep(max(QUIET, off_the_wire - time.time()))
            await victim.stop()
        return await self._judge(called_for, kills)

    async def _set_up(self, store: str) -> Sequence[Planned]:
        stage = self._discord.stage
        guilds = await stage.create_guilds(GUILDS, channels=(CHANNEL,))
        seconds = PLANNED_AT_LEAST + PLANNED_PER_KILL * len(self._chosen.steps)
        planned = plan(guilds, datetime.now(UTC) + timedelta(seconds=1), seconds)
        write_files(self._orders.folder, guilds, planned, token=TOKEN, store=store)
        return planned

    async def _kill(self, step: Step) -> Kill:
        """Start Marquee and have it die, at the step if that comes."""
        discord = self._discord
        await discord.clear_faults()
        after = 1 if step is Step.LOOKED else self._random.randint(1, 3)
        if step in {Step.SENDING, Step.POSTED}:
            how = {"delay": self._wire} if step is Step.SENDING else {"hold": HELD}
            await discord.fault(POSTING, after=after - 1, **how)
        # It disturbs nothing, and counts.
        await discord.fault(TALKING, times=None)
        victim = Victim(self._orders, step, after)
        try:
            came = await self._until(step, victim, after)
        finally:
            victim.kill()
        wall, trace = time.time(), victim.trace
        if came and step is Step.SENDING and not self._chosen.nonce_memory:
            await asyncio.sleep(self._wire + 2 * LATENCY)
        named = trace.died_at if came and step in STALE else None
        return Kill(
            step=step if came else Step.RANDOM,
            wall=wall,
            named=named,
            beside=trace.left - {named},
        )

    async def _until(self, step: Step, victim: Victim, after: int) -> bool:
        """Wait for the instant to kill; say whether the step came.

        Raises:
            CrashError: it had no word with any channel, so that a kill would prove nothing.
        """
        began = time.monotonic()
        while time.monotonic() < began + TALK_WITHIN:
            if victim.is_dead:
                return True
            *wire, talk = [fault["hits"] for fault in await self._discord.faults()]
            if step is Step.RANDOM and talk:
                await asyncio.sleep(self._random.uniform(0, RANDOM_WITHIN))
                return True
            if wire and wire[0] >= after:
                # The work is done when the latency is over.
                await asyncio.sleep(2 * LATENCY if step is Step.POSTED else 0)
                return True
            if (talk or any(wire)) and time.monotonic() > began + STEP_WITHIN:
                return False
            await asyncio.sleep(POLL_SECONDS)
        raise CrashError(f"no word in {TALK_WITHIN} s before {step}:\n{victim.last_words()}")

    @asynccontextmanager
    async def _left_alone(self):
        await self._discord.clear_faults()
        victim = Victim(self._orders)
        try:
            yield victim
        finally:
            victim.kill()

    async def _until_all_posted(self, called_for: Sequence[Planned]) -> None:
        """Wait until nothing is lost, or what is must be so."""
        while time.time() < called_for[-1].start:
            if not verdict.lost(called_for, await self._discord.witness.posted()):
                return
            await asyncio.sleep(1)

    async def _judge(self, called_for: Sequence[Planned], kills: Sequence[Kill]) -> Verdict:
        witness = self._discord.witness
        messages, requests = await witness.posted(), await witness.requests()
        kills = [verdict.on_the_wire(kill, requests) for kill in kills]
        return Verdict(
            nonce_memory=self._chosen.nonce_memory,
            kills=tuple(kills),
            messages=len(messages),
            planned=len(called_for),
            lost=verdict.lost(called_for, messages),
            doubled=verdict.doubled(messages),
            lateness=verdict.lateness(called_for, messages),
            ways=verdict.ways(kills, messages, requests),
            problems=tuple(f"{one['where']}: {one['what']}" for one in await witness.problems()),
        )
