"""What planners have in common: how a guild's trouble is logged, how the ledger is asked."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bot.delivery.ledger import Ledger
from bot.delivery.log_lines import new_reference

log = logging.getLogger(__name__)

# A statement takes only so many.
KEYS_AT_ONCE = 500


@contextmanager
def logged(what: str, guild_id: int) -> Iterator[None]:
    """Log what goes wrong with one guild, which has no `what` then, and let the others go on."""
    try:
        yield
    except Exception:
        log.exception("Reference %s: no %s for guild %d", new_reference(), what, guild_id)


async def held_among(ledger: Ledger, keys: Sequence[str]) -> frozenset[str]:
    """Return those of the keys that the ledger holds, however many; raises what it raises."""
    held: set[str] = set()
    for first in range(0, len(keys), KEYS_AT_ONCE):
        held |= await ledger.held(keys[first : first + KEYS_AT_ONCE])
    return frozenset(held)
