"""Changes and batches for tests, each with sensible defaults."""

from datetime import UTC, datetime, timedelta

from bot.announcements.model import Batch
from bot.program.diff import Facts, change_of

NOON = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def some_facts(start=NOON, **fields):
    return Facts(**{"title": "Rivers", "start": start, **fields})


def a_change(before, after, session="rivers", *, was_cancelled=False):
    return change_of(session, before, after, {session} if was_cancelled else ())


def a_move(hours=1, session="rivers", *, start=NOON, **fields):
    later = start + hours * HOUR
    return a_change(some_facts(start, **fields), some_facts(later, **fields), session)


def a_batch(*changes, number=1, **fields):
    return Batch(
        **{
            "id": f"batch{number}",
            "program": "conf-22",
            "due": NOON - 3 * HOUR + timedelta(minutes=number),
            "changes": changes,
            **fields,
        }
    )
