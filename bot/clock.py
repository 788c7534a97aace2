"""What time it is, as something handed in."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time to whoever holds it, so that a rehearsal can hold time in its hand."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC. Never fails, may step in either direction."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the machine's present instant in UTC."""
        return datetime.now(UTC)
