"""Counts what was lost, doubled and late, from the loopback Discord's record and the plan alone."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tests.wire.crash.steps import STALE, Step
from tests.wire.crash.timeline import Planned
from tests.wire.line import Body
from tests.wire.witness import Posted

_TITLE = re.compile(r"Talk (\d{5})")
_CREATE = re.compile(r"/channels/\d+/messages")

# A request that was slowed down on purpose takes longer than this; seconds.
_SLOW = 0.25

FOUND, HELD, ANEW = "found in the history", "given back for its nonce", "posted anew"
WAYS = (FOUND, HELD, ANEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """One death, in Unix seconds; `digest` is the delivery's that it was about, where known."""

    step: Step
    wall: float
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of one round. Sessions by their numbers, lateness in seconds after due."""

    nonce_memory: float
    kills: tuple[Kill, ...]
    messages: int
    planned: int
    lost: tuple[int, ...]
    doubled: tuple[int, ...]
    lateness: tuple[float, ...]
    ways: Counter[tuple[Step, str]]
    problems: tuple[str, ...]


def named(posted: Posted) -> frozenset[int]:
    """Return the sessions that a message names."""
    seen = json.dumps([posted.body["content"], posted.body["embeds"]])
    return frozenset(int(number) for number in _TITLE.findall(seen))


def first_posts(messages: Iterable[Posted]) -> dict[tuple[int, int], list[float]]:
    """Return when each session was named in each channel, in Unix seconds."""
    walls = defaultdict[tuple[int, int], list[float]](list)
    for message in messages:
        for number in named(message):
            walls[message.channel_id, number].append(message.wall)
    return walls


def lost(planned: Iterable[Planned], messages: Iterable[Posted]) -> tuple[int, ...]:
    """Return the sessions that no message named in their channel before they started."""
    walls = first_posts(messages)
    return tuple(
        one.number
        for one in planned
        if not any(wall < one.start for wall in walls.get((one.channel_id, one.number), ()))
    )


def doubled(messages: Iterable[Posted]) -> tuple[int, ...]:
    """Return the sessions that more than one message named."""
    count = Counter(number for message in messages for number in named(message))
    return tuple(sorted(number for number, times in count.items() if times > 1))


def lateness(planned: Iterable[Planned], messages: Iterable[Posted]) -> tuple[float, ...]:
    """Return how late each planned session was first named, in seconds after it was due."""
    walls = first_posts(messages)
    keys = ((one.due, walls.get((one.channel_id, one.number))) for one in planned)
    return tuple(min(found) - due for due, found in keys if found)


def on_the_wire(kill: Kill, requests: Iterable[Body]) -> Kill:
    """Return a kill with the digest of the create that was under way, if it waited for one."""
    if kill.step not in {Step.SENDING, Step.POSTED}:
        return kill
    slow = [
        one
        for one in _creates(requests)
        if one["seconds"] > _SLOW and one["wall"] < kill.wall < one["wall"] + one["seconds"]
    ]
    nonces = [str(one["body"]["nonce"]) for one in sorted(slow, key=lambda one: one["wall"])]
    return replace(kill, digest=nonces[-1]) if nonces else kill


def ways(
    kills: Iterable[Kill], messages: Sequence[Posted], requests: Iterable[Body]
) -> Counter[tuple[Step, str]]:
    """Count how the claims that the deaths left were resolved, by what was asked after each."""
    creates = defaultdict[str, list[float]](list)
    for one in _creates(requests):
        creates[str(one["body"].get("nonce"))].append(one["wall"])
    repeated = {one.nonce for one in messages if one.repeats}
    counted = Counter[tuple[Step, str]]()
    for kill in kills:
        if kill.step not in STALE or kill.digest is None:
            continue
        if not any(wall > kill.wall for wall in creates[kill.digest]):
            counted[kill.step, FOUND] += 1
        else:
            counted[kill.step, HELD if kill.digest in repeated else ANEW] += 1
    return counted


def _creates(requests: Iterable[Body]) -> list[Body]:
    return [one for one in requests if one["method"] == "POST" and _CREATE.fullmatch(one["path"])]
