"""Counts and times one load run, from the loopback Discord's record and the plan alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from tests.wire.line import Body
from tests.wire.witness import Witness

# Discord's: so many requests in any sliding second.
LIMIT = 50
# How much longer than the limit allows the last one may take.
SLACK = 1.05

MESSAGES = "/channels/{channel_id}/messages"
REFUSED = 429


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of one run. Times are in seconds after the instant at which all was due.

    `first` and `last` are when the first and the last request for a message came to Discord,
    `lateness` is when each message was posted. `before` counts the requests of the last second
    before that instant: they take from what the limit allows after it.
    """

    planned: int
    lost: int
    doubled: int
    refused: int
    requests: int
    busiest_second: int
    before: int
    first: float
    last: float
    lateness: tuple[float, ...]
    problems: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was lost, doubled, refused for its haste, or wrong."""
        return not (self.lost or self.doubled or self.refused or self.problems)

    @property
    def ratio(self) -> float:
        """How many times as long as the limit allows the last one took."""
        allowed = shortest(self.planned)
        return self.last / allowed if allowed else 0.0

    @property
    def is_in_time(self) -> bool:
        """Whether the last one came within `SLACK` of what the limit allows."""
        return self.ratio <= SLACK


def shortest(count: int) -> float:
    """Return in how many seconds so many requests can come: 50 at once, then 50 each second."""
    return float((count - 1) // LIMIT)


async def judge(witness: Witness, channels: Sequence[int], due: float) -> Verdict:
    """Ask what happened; one message was planned for each channel, due at that Unix second."""
    messages, requests = await witness.posted(), await witness.requests()
    count = Counter(message.channel_id for message in messages)
    arrivals = sorted(one["wall"] for one in requests if _is_create(one) and one["wall"] >= due)
    return Verdict(
        planned=len(channels),
        lost=sum(count[channel] == 0 for channel in channels),
        doubled=sum(count[channel] > 1 for channel in channels),
        refused=sum(one["status"] == REFUSED for one in requests),
        requests=sum(one["wall"] >= due for one in requests),
        busiest_second=(await witness.rates())["busiest_second"],
        before=sum(one["counted"] and due - 1 <= one["wall"] < due for one in requests),
        first=arrivals[0] - due if arrivals else 0.0,
        last=arrivals[-1] - due if arrivals else 0.0,
        lateness=tuple(sorted(message.wall - due for message in messages)),
        problems=tuple(f"{one['where']}: {one['what']}" for one in await witness.problems()),
    )


def report(verdict: Verdict) -> str:
    """Return the figures, a line each."""
    late = quantiles(verdict.lateness, n=100) if len(verdict.lateness) > 1 else [0.0] * 99
    lines = {
        "planned": verdict.planned,
        "lost": verdict.lost,
        "doubled": verdict.doubled,
        "requests answered 429": verdict.refused,
        "requests after the instant": verdict.requests,
        "requests in the second before it": verdict.before,
        "most requests in any second": verdict.busiest_second,
        "first request for a message": f"{verdict.first:.2f} s",
        "last request for a message": f"{verdict.last:.2f} s",
        f"the limit allows ({LIMIT} at once, then {LIMIT} each second)": (
            f"{shortest(verdict.planned):.2f} s"
        ),
        "ratio": f"{verdict.ratio:.3f}",
        "late p50": f"{late[49]:.2f} s",
        "late p99": f"{late[98]:.2f} s",
        "late at most": f"{max(verdict.lateness, default=0.0):.2f} s",
    }
    width = max(map(len, lines))
    return "\n".join(
        [*(f"{name:<{width}}  {value}" for name, value in lines.items()), *verdict.problems]
    )


def _is_create(one: Body) -> bool:
    return (one["method"], one["route"]) == ("POST", MESSAGES) and one["status"] != REFUSED
