"""Counts the requests that one second can hold: the pure arithmetic behind the pace."""

import math

# In seconds, and a little more than one: Discord's clock need not run as fast as ours.
SECOND = 1.001

# A request that has no answer by then has arrived all the same, or never will. Were it counted as
# long as it hangs, fifty that hang would hold up all others.
ARRIVES_WITHIN = 3.0


class Places:
    """The places from which requests are made: who counts them knows what a second can hold.

    A request has a place from before its start until a second after its end, and at most until a
    second after it must have arrived. It arrives at Discord in between, so all that arrive in one
    second have places at the last arrival of them: never more than there are. Times are seconds of
    one clock that does not go back.
    """

    def __init__(self, number: int) -> None:
        self._number = number
        # How many there will be and from when on, while there are to be more.
        self._more: tuple[int, float] | None = None
        # Until when each request keeps its place, by the number that it was given.
        self._kept: dict[int, float] = {}
        self._made = 0
        self._closed_until = -math.inf

    def opens(self, now: float) -> float:
        """Return when the next request may start: `now`, or later.

        Anything else that is called meanwhile may change it.
        """
        self._kept = {one: until for one, until in self._kept.items() if until > now}
        more, raised = self._more or (0, math.inf)
        if raised <= now:
            self._number, self._more, raised = more, None, math.inf
        too_many = len(self._kept) - self._number
        if too_many < 0:
            return max(now, self._closed_until)
        freed = sorted(self._kept.values())[too_many]
        return max(min(freed, raised), self._closed_until)

    def take(self, now: float) -> int:
        """Give a place to a request that starts now, when `opens` says so; return its number."""
        self._made += 1
        self._kept[self._made] = now + ARRIVES_WITHIN + SECOND
        return self._made

    def end(self, request: int, now: float) -> None:
        """Keep the place of a request that ended for another second, if it still has it."""
        if request in self._kept:
            self._kept[request] = min(self._kept[request], now + SECOND)

    def give_back(self, request: int) -> None:
        """Take back the place of a request that was never made."""
        self._kept.pop(request, None)

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
