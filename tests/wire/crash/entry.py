"""The program that is killed: Marquee, told to die at a step, or with a part of it taken out.

Nothing in Marquee knows of it: what it does at a step is wrapped here, in the process.
"""

import json
import os
import secrets
import signal
import threading
from collections.abc import Callable
from functools import wraps
from typing import Any

import discord

from bot import cli
from bot.delivery.model import Delivery, Outcome, Record, Seen, Sighting, State
from bot.postman import Postman
from bot.storage.ledger import SqlLedger
from tests.wire.crash.steps import Step
from tests.wire.crash.trace import CLAIMED, DIED, SETTLED, Writer

# JSON: `step` and `after` (which time it is reached), `without` (a part), `trace` (a file).
ORDER = "MARQUEE_CRASH"


def main() -> None:
    """Run Marquee as ordered; it ends when whoever holds its stdin does."""
    order = json.loads(os.environ[ORDER])
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    if order["without"]:
        WITHOUT[order["without"]]()
    trace = Writer(order["trace"])
    _tell(trace)
    if order["step"]:
        _die_at(Step(order["step"]), order["after"], trace)
    cli.main()


def _end_with_stdin() -> None:
    os.read(0, 1)  # not sys.stdin, whose lock the interpreter wants at its end
    os._exit(1)


def _tell(trace: Writer) -> None:
    """Write down which claims are won and settled, for whoever asks what a death left."""

    def tell(what: str, subject: Delivery | Record) -> None:
        trace.write(what, _digest(subject))

    _wrap(SqlLedger, "claim", after=lambda one, won: won and tell(CLAIMED, one))
    _wrap(SqlLedger, "claim_again", after=lambda one, won: won and tell(CLAIMED, one))
    _wrap(SqlLedger, "settle", after=lambda one, _: tell(SETTLED, one))


def _die_at(step: Step, after: int, trace: Writer) -> None:
    left = after

    def reached(here: Step, subject: Delivery | Record) -> None:
        nonlocal left
        left -= here is step
        if left or here is not step:
            return
        trace.write(DIED, _digest(subject))
        os.kill(os.getpid(), signal.SIGKILL)

    _wrap(SqlLedger, "claim", before=lambda one: reached(Step.PLANNED, one))
    _wrap(SqlLedger, "claim", after=lambda one, won: won and reached(Step.CLAIMED, one))
    _wrap(SqlLedger, "settle", after=lambda one, _: reached(Step.SETTLED, one))
    _wrap(Postman, "send", after=lambda one, came: _is_sent(came) and reached(Step.ANSWERED, one))
    _wrap(Postman, "find", after=lambda one, _: reached(Step.LOOKED, one))


def _digest(subject: Delivery | Record) -> str:
    return (subject.delivery if isinstance(subject, Record) else subject).digest


def _wrap(
    owner: type,
    name: str,
    before: Callable[[Any], object] = lambda _: None,
    after: Callable[[Any, Any], object] = lambda *_: None,
) -> None:
    inner = getattr(owner, name)

    @wraps(inner)
    async def wrapped(self, subject, *more):
        before(subject)
        result = await inner(self, subject, *more)
        after(subject, result)
        return result

    setattr(owner, name, wrapped)


def _is_sent(outcome: Outcome) -> bool:
    return outcome.state is State.SENT


def _without_nonce() -> None:
    """Send each time with another nonce, so that Discord knows no message again."""
    send = discord.abc.Messageable.send

    async def renewed(self, *words, **more):
        return await send(self, *words, **{**more, "nonce": secrets.token_hex(12)})

    discord.abc.Messageable.send = renewed


def _without_history() -> None:
    """Find nothing in any channel's history."""

    async def find(_self, _delivery, _claimed_at):
        return Sighting(seen=Seen.ABSENT)

    Postman.find = find


def _without_claim() -> None:
    """Write a delivery down only when it was posted."""
    write, settle = SqlLedger.claim, SqlLedger.settle

    async def claim(_self, delivery, now):
        return Record(delivery=delivery, state=State.CLAIMED, claimed_at=now)

    async def settle_all(self, record):
        await write(self, record.delivery, record.claimed_at)
        await settle(self, record)

    SqlLedger.claim, SqlLedger.settle = claim, settle_all


WITHOUT = {"nonce": _without_nonce, "history": _without_history, "claim": _without_claim}
