"""Lets a piece of a refresh fail alone: it is logged with a reference, and the rest goes on."""

import logging
import secrets
from collections.abc import Awaitable

log = logging.getLogger(__name__)


async def guarded(work: Awaitable[None], what: str) -> None:
    """Await a piece of work, and log what it raises; the next look tries again."""
    try:
        await work
    except Exception:
        log.exception(
            "Reference %s: %s failed; the next look tries again", secrets.token_hex(4), what
        )
