"""Whose direct message is opened next, and when: the pure arithmetic behind the openings' pace."""

import math
from collections import OrderedDict
from datetime import timedelta

# Discord doesn't say how many channels it lets a bot open: "If you open a significant amount of DMs
# too quickly, your bot may be rate limited or blocked from opening new ones"
# (https://discord.com/developers/docs/resources/user#create-dm). So this is slow: after a while
# without any, a few at once, and then one a second.
EVERY = timedelta(seconds=1)
AT_ONCE = 5

# For those whom nothing is to be sent yet; the seconds between belong to those who wait.
SOON_EVERY = timedelta(seconds=5)
MOST_SOON = 10_000

# For how long nothing is opened after it was too fast. Each further time doubles it.
FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(hours=1)


class Turns:
    """When the next one may be opened. Times are seconds of one clock that doesn't go back.

    Where nobody else would be held up, as on a stage, it need not be `paced`.
    """

    def __init__(self, *, paced: bool = True) -> None:
        self._paced = paced
        # When as many as are allowed at once may be opened again.
        self._full_at = -math.inf
        self._latest = -math.inf
        self._rests_until = -math.inf
        self._rest = FIRST_REST

    def next(self, now: float, *, is_awaited: bool) -> float:
        """Return when the next one may be opened: `now`, or later; `is_awaited` by somebody."""
        if not self._paced:
            return max(now, self._rests_until)
        opens = self._full_at - (AT_ONCE - 1) * EVERY.total_seconds()
        if not is_awaited:
            opens = max(opens, self._latest + SOON_EVERY.total_seconds())
        return max(now, opens, self._rests_until)

    def wait(self, now: float, before: int) -> timedelta:
        """Return how long somebody waits with so many before them, if none is too fast."""
        return timedelta(seconds=self.next(now, is_awaited=True) - now) + before * EVERY

    def take(self, now: float) -> None:
        """Count one that is opened now."""
        self._full_at = max(self._full_at, now) + EVERY.total_seconds()
        self._latest = now

    def is_resting(self, now: float) -> bool:
        """Tell whether none is opened for a while."""
        return now < self._rests_until

    def refuse(self, now: float) -> timedelta:
        """Open none for a while, since it was too fast; return for how long from now."""
        # Several that were under way at once are refused for one reason.
        if not self.is_resting(now):
            if now >= self._rests_until + LONGEST_REST.total_seconds():
                self._rest = FIRST_REST
            self._rests_until = now + self._rest.total_seconds()
            self._rest = min(2 * self._rest, LONGEST_REST)
            # Then one at a time: the first of them shows whether the others may follow.
            self._full_at = self._rests_until + (AT_ONCE - 1) * EVERY.total_seconds()
        return timedelta(seconds=self._rests_until - now)


class Waiting:
    """Who waits, by user id: those whom something is to be sent to come before all others."""

    def __init__(self) -> None:
        # Each with a number; the difference to that of `_served` is how many are before them.
        self._awaited: OrderedDict[int, int] = OrderedDict()
        self._asked = 0
        self._served = 0
        self._soon: dict[int, None] = {}

    def __contains__(self, user_id: int) -> bool:
        return user_id in self._awaited or user_id in self._soon

    def first(self) -> int | None:
        """Return whose turn is next, None if nobody waits."""
        return next(iter(self._awaited or self._soon), None)

    def is_awaited(self, user_id: int) -> bool:
        """Tell whether something is to be sent to who waits."""
        return user_id in self._awaited

    @property
    def first_awaited(self) -> int | None:
        """Whose turn is next of those whom something is to be sent to."""
        return next(iter(self._awaited), None)

    def add(self, user_id: int) -> None:
        """Let somebody wait whom something is to be sent to; they keep their place if they do."""
        self._soon.pop(user_id, None)
        if user_id not in self._awaited:
            self._awaited[user_id] = self._asked
            self._asked += 1

    def add_soon(self, user_id: int) -> None:
        """Let somebody wait whom nothing is to be sent yet; when too many do, they are left out."""
        if user_id not in self and len(self._soon) < MOST_SOON:
            self._soon[user_id] = None

    def put_back(self, user_id: int, *, is_awaited: bool) -> None:
        """Let somebody wait before all others like them, since their turn came to nothing."""
        if is_awaited:
            self._soon.pop(user_id, None)
            self._served -= 1
            self._awaited[user_id] = self._served
            self._awaited.move_to_end(user_id, last=False)
        elif user_id not in self._awaited:
            self._soon = {user_id: None, **self._soon}

    def leave(self, user_id: int) -> None:
        """Let somebody wait no more, if they do."""
        self._soon.pop(user_id, None)
        if self._awaited.pop(user_id, None) is not None:
            self._served += 1

    def before(self, user_id: int) -> int:
        """Return about how many come before somebody whom something is to be sent to."""
        return max(0, self._awaited.get(user_id, self._served) - self._served)
