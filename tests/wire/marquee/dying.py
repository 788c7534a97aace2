"""`marquee run` that looks at its sources all the time, and dies at a step of a refresh if told.

Nothing in Marquee knows of it: what it does at a step is wrapped here, in the process.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from functools import wraps
from typing import Any

import sqlalchemy.event
from sqlalchemy.engine import Engine

from bot import cli
from bot.config import file as config_file
from bot.delivery.alarm import SchedulerAlarm
from bot.delivery.model import Kind
from bot.postman import Postman
from bot.sources import outlet
from bot.sources.child import Children
from bot.sources.fetch import Fetched
from bot.sources.reading import Read
from bot.sources.shelf import Shelf
from bot.sources.table import SourceTable
from bot.storage import programs
from bot.storage.ledger import SqlLedger

# Holds a Step, if it is to die.
DEATH = "MARQUEE_DEATH"

# Within an outlet's slack, so that each ring of the alarm is a look.
EVERY = timedelta(seconds=5)
QUICKER = 20


class Step(StrEnum):
    """Where a refresh that brings changes is killed, in the order in which it comes there."""

    FETCHED = "the new version came, and was not read"
    READ = "the child has answered"
    COMMITTING = "the version and its changes are written, and not committed"
    COMMITTED = "they are committed"
    SHELVED = "the new version stands on the shelf"
    CLAIMED = "a post of the changes is claimed"
    # It is killed from outside at these two.
    SENDING = "that post is on the wire, and takes effect after the death"
    POSTED = "it stands, and its answer has not come"
    ANSWERED = "its answer came, and is not settled"


def main() -> None:
    """Run Marquee as ordered; it ends when whoever holds its stdin does."""
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    _hasten()
    if step := os.environ.get(DEATH):
        WAYS[Step(step)]()
    cli.main()


def _end_with_stdin() -> None:
    os.read(0, 1)
    os._exit(1)


def _hasten() -> None:
    every = SchedulerAlarm.every
    SchedulerAlarm.every = lambda self, interval, call: every(self, interval / QUICKER, call)
    config_file.SourceTable = lambda **own: replace(SourceTable(**own), every=EVERY)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _at_fetched() -> None:
    versions = 0

    def came(found: object) -> None:
        nonlocal versions
        versions += isinstance(found, Fetched)
        if versions > 1:
            _die()

    _after(outlet, "fetch", lambda found, *_: came(found))


def _at_read() -> None:
    _after(Children, "read", lambda found, *_: isinstance(found, Read) and found.changes and _die())


def _at_committing() -> None:
    are_kept = False

    def keep(_none: object, _connection: object, _origin: object, changed: object, *_: object):
        nonlocal are_kept
        are_kept = bool(changed)

    _after(programs, "keep", keep)
    sqlalchemy.event.listen(Engine, "commit", lambda _: are_kept and _die())


def _at_committed() -> None:
    _after(programs.SqlVersions, "accept", lambda *told: _has_changes(*told) and _die())


def _at_shelved() -> None:
    is_accepted = False

    def accept(*told: object) -> None:
        nonlocal is_accepted
        is_accepted |= _has_changes(*told)

    _after(programs.SqlVersions, "accept", accept)
    _after(Shelf, "put", lambda *_: is_accepted and _die())


def _has_changes(_none: object, _versions: object, _version: object, *more: object) -> bool:
    return bool(more and more[0])


def _at_claimed() -> None:
    _after(SqlLedger, "claim", lambda won, _, one, *__: won and one.kind is Kind.CHANGE and _die())


def _at_answered() -> None:
    _after(Postman, "send", lambda _, __, one: one.kind is Kind.CHANGE and _die())


def _after(owner: Any, name: str, call: Callable[..., object]) -> None:
    """Have `call` made after what is called so, with its result and what it was given."""
    inner = getattr(owner, name)

    @wraps(inner)
    def wrapped(*told, **more):
        result = inner(*told, **more)
        call(result, *told)
        return result

    @wraps(inner)
    async def awaited(*told, **more):
        result = await inner(*told, **more)
        call(result, *told)
        return result

    setattr(owner, name, awaited if asyncio.iscoroutinefunction(inner) else wrapped)


WAYS = {
    Step.FETCHED: _at_fetched,
    Step.READ: _at_read,
    Step.COMMITTING: _at_committing,
    Step.COMMITTED: _at_committed,
    Step.SHELVED: _at_shelved,
    Step.CLAIMED: _at_claimed,
    Step.ANSWERED: _at_answered,
}
