"""Counts what was lost, doubled and late, from the loopback Discord's record and the plan alone."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tests.wire.crash.steps import Step
from tests.wire.crash.timeline import Planned
from tests.wire.line import Body
from tests.wire.witness import Posted

_TITLE = re.compile(r"Talk (\d{5})")
_CREATE = re.compile(r"/channels/\d+/messages")

# A request that was slowed down on purpose takes longer than this; seconds.
_SLOW = 0.25

FOUND, HELD, ANEW = "found in the history", "given back for its nonce", "posted anew"
WAYS = (FOUND, HELD, ANEW)

# The row of the claims that a death at a step left, and that the step is not about.
BESIDE = "beside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """One death, in Unix seconds, and the claims that it left, by their deliveries' digests.

    `named` is the claim that the step is about; `beside` are all others, of deliveries that were
    under way at the same time.
    """

    step: Step
    wall: float
    named: str | None = None
    beside: frozenset[str] = frozenset()


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
    ways: Counter[tuple[str, str]]
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
    """Return a kill with the claim named whose create was under way, if it waited for one."""
    if kill.step not in {Step.SENDING, Step.POSTED}:
        return kill
    slow = [
        one
        for one in _creates(requests)
        if one["seconds"] > _SLOW and one["wall"] < kill.wall < one["wall"] + one["seconds"]
    ]
    nonces = [str(one["body"]["nonce"]) for one in sorted(slow, key=lambda one: one["wall"])]
    if not nonces:
        return kill
    return replace(kill, named=nonces[-1], beside=kill.beside - {nonces[-1]})


def ways(
    kills: Iterable[Kill], messages: Sequence[Posted], requests: Iterable[Body]
) -> Counter[tuple[str, str]]:
    """Count how the claims that the deaths left were resolved, by what was asked after each.

    By steps; those that no step is about are counted under `BESIDE`, or under random.
    """
    creates = defaultdict[str, list[float]](list)
    for one in _creates(requests):
        creates[str(one["body"].get("nonce"))].append(one["wall"])
    repeated = {one.nonce for one in messages if one.repeats}

    def way(digest: str, wall: float) -> str:
        if not any(asked > wall for asked in creates[digest]):
            return FOUND
        return HELD if digest in repeated else ANEW

    counted = Counter[tuple[str, str]]()
    for kill in kills:
        if kill.named is not None:
            counted[kill.step, way(kill.named, kill.wall)] += 1
        row = Step.RANDOM if kill.step is Step.RANDOM else BESIDE
        counted.update((row, way(digest, kill.wall)) for digest in kill.beside)
    return counted


def _creates(requests: Iterable[Body]) -> list[Body]:
    return [one for one in requests if one["method"] == "POST" and _CREATE.fullmatch(one["path"])]
