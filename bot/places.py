"""Counts the requests that one second can hold: the pure arithmetic behind the pace."""

import math
from collections import deque

# In seconds, and a little more than one: Discord's clock need not run as fast as ours.
SECOND = 1.001


class Places:
    """The places from which requests are made: who counts them knows what a second can hold.

    A request has a place from before its start until a second after its end. It arrives at Discord
    in between, so all that arrive in one second have places at the last arrival of them: never more
    than there are. Times are seconds of one clock that does not go back.
    """

    def __init__(self, number: int) -> None:
        self._number = number
        # How many there will be and from when on, while there are to be more.
        self._more: tuple[int, float] | None = None
        self._under_way = 0
        # Until when each of those that ended keeps its place; the soonest first.
        self._kept: deque[float] = deque()
        self._closed_until = -math.inf

    def opens(self, now: float) -> float:
        """Return when the next request may start: `now`, or later, or not before another's end.

        The last is infinity. Anything else that is called meanwhile may change it.
        """
        while self._kept and self._kept[0] <= now:
            self._kept.popleft()
        more, raised = self._more or (0, math.inf)
        if raised <= now:
            self._number, self._more, raised = more, None, math.inf
        too_many = self._under_way + len(self._kept) - self._number
        if too_many < 0:
            return max(now, self._closed_until)
        freed = self._kept[too_many] if too_many < len(self._kept) else math.inf
        return max(min(freed, raised), self._closed_until)

    def take(self) -> None:
        """Give a place to a request that starts now; only when `opens` says so."""
        self._under_way += 1

    def end(self, now: float) -> None:
        """Keep the place of a request that ended for another second."""
        self._under_way -= 1
        self._kept.append(now + SECOND)

    def give_back(self) -> None:
        """Take back the place of a request that was never made."""
        self._under_way -= 1

    def close(self, until: float) -> None:
        """Let nothing start before `until`."""
        self._closed_until = max(self._closed_until, until)

    def change(self, number: int, now: float) -> None:
        """Have so many places: fewer at once, more in a second.

        For whoever had them before may have used them just now.
        """
        if number <= self._number:
            self._number, self._more = number, None
        elif self._more is None or self._more[0] < number:
            self._more = (number, now + SECOND)
        else:
            self._more = (number, self._more[1])
