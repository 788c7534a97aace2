"""Everything that was asked and sent, with times, so that a test can ask what happened."""

import time
from collections import deque
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One REST request and its answer. Wall and monotonic seconds are of its arrival.

    `status` 0 is a connection that was cut. `counted`: it falls under the 50 a second.
    """

    number: int
    wall: float
    monotonic: float
    seconds: float
    method: str
    route: str
    path: str
    query: dict[str, str]
    body: Any
    status: int
    code: int
    answer_id: str | None
    effect: bool
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """One thing that happened on the gateway: connect, identify, resume, resumed, invalid,
    heartbeat, close; `detail` is the close code or the event's name.
    """

    number: int
    wall: float
    monotonic: float
    what: str
    shard: int | None
    session: str | None
    detail: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that no correct bot does, or that this Discord did wrong itself."""

    number: int
    wall: float
    where: str
    what: str
    detail: Any


class Record:
    """Keeps what happened; numbers grow over all kinds and never start again."""

    def __init__(self) -> None:
        self._numbers = 0
        self.requests: deque[Request] = deque()
        self.gateway: deque[Gateway] = deque()
        self.problems: deque[Problem] = deque()

    def add_request(self, **fields: Any) -> None:
        """Keep a request."""
        self.requests.append(Request(number=self._next(), **fields))

    def add_gateway(self, what: str, shard: int | None, session: str | None, detail: Any) -> None:
        """Keep something of the gateway."""
        self.gateway.append(
            Gateway(
                number=self._next(),
                wall=time.time(),
                monotonic=time.monotonic(),
                what=what,
                shard=shard,
                session=session,
                detail=detail,
            )
        )

    def add_problem(self, where: str, what: str, detail: Any = None) -> None:
        """Keep a problem; a test that asks for them fails."""
        self.problems.append(
            Problem(number=self._next(), wall=time.time(), where=where, what=what, detail=detail)
        )

    def told(self, kind: str, since: int = 0) -> list[dict[str, Any]]:
        """Return the "requests", "gateway" or "problems" with numbers greater than `since`."""
        return [asdict(one) for one in getattr(self, kind) if one.number > since]

    def forget(self) -> None:
        """Drop all that was kept, so that a long run stays lean."""
        for kind in (self.requests, self.gateway, self.problems):
            kind.clear()

    def rates(self) -> dict[str, Any]:
        """Return how many requests there were, how many of them answered 429, and the most that
        arrived in any sliding second, among those that fall under the 50 a second.
        """
        times = sorted(one.monotonic for one in self.requests if one.counted)
        busiest, first = 0, 0
        for last, at in enumerate(times):
            while at - times[first] >= 1.0:
                first += 1
            busiest = max(busiest, last - first + 1)
        return {
            "requests": len(self.requests),
            "counted": len(times),
            "limited": sum(one.status == 429 for one in self.requests),
            "invalid": sum(one.status in {401, 403, 429} for one in self.requests),
            "busiest_second": busiest,
            "first": times[0] if times else None,
            "last": times[-1] if times else None,
        }

    def _next(self) -> int:
        self._numbers += 1
        return self._numbers
