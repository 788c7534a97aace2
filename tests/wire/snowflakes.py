"""Ids as Discord makes them: growing, unique, and with the time in them."""

import time
from datetime import UTC, datetime

EPOCH_MS = 1_420_070_400_000
# Guilds are older than what happens in them, and one millisecond apart: shards go by that part.
FIRST_GUILD_MS = 1_577_836_800_000


class Snowflakes:
    """Makes ids; they never repeat, even when the clock goes back."""

    def __init__(self) -> None:
        self._last = 0
        self._guilds = 0

    def next(self) -> str:
        """Return an id of this very moment."""
        now = (int(time.time() * 1000) - EPOCH_MS) << 22
        self._last = max(now, self._last + 1)
        return str(self._last)

    def next_guild(self) -> str:
        """Return a guild's id; consecutive ones belong to consecutive shards."""
        self._guilds += 1
        return str((FIRST_GUILD_MS - EPOCH_MS + self._guilds) << 22)


def shard_of(guild_id: str | None, shard_count: int) -> int:
    """Return the shard that hears of a guild; DMs belong to shard 0."""
    return 0 if guild_id is None else (int(guild_id) >> 22) % shard_count


def made_at(snowflake: str) -> float:
    """Return the wall time, in seconds, that is in an id."""
    return ((int(snowflake) >> 22) + EPOCH_MS) / 1000


def stamp(seconds: float | None = None) -> str:
    """Return a wall time (default: now) as Discord writes it."""
    at = datetime.now(UTC) if seconds is None else datetime.fromtimestamp(seconds, UTC)
    return at.isoformat(timespec="microseconds")
