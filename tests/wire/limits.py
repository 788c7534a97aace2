"""Rate limits as Discord does them (topics/rate-limits.mdx): one for all, one per route."""

import hashlib
import math
import time
from collections import deque
from dataclasses import dataclass, field

from tests.wire.settings import Settings

MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = "/channels/{channel_id}/messages/{message_id}"
CHANNEL = "/channels/{channel_id}"


@dataclass(slots=True)
class Bucket:
    """A window that opens with its first request and is empty again when it closes."""

    limit: int
    window: float
    closes: float = 0.0
    used: int = 0

    def take(self, now: float) -> bool:
        """Use one request up; False if none is left."""
        if now >= self.closes:
            self.closes, self.used = now + self.window, 0
        if self.used >= self.limit:
            return False
        self.used += 1
        return True

    def headers(self, name: str, now: float) -> dict[str, str]:
        """Return what every answer says about the bucket."""
        # Rounded up: whoever waits exactly that long is not a hair too early.
        left = math.ceil(max(0.0, self.closes - now) * 1000) / 1000
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.limit - self.used),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(),
        }


@dataclass(slots=True)
class Verdict:
    """What the limits say to one request: headers, and the 429's retry_after if it is refused."""

    headers: dict[str, str] = field(default_factory=dict)
    retry_after: float | None = None
    scope: str = "user"


class Limits:
    """Keeps count of one bot's requests."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lately: deque[float] = deque()
        self._buckets: dict[tuple[str, str], Bucket] = {}
        self._opened: deque[float] = deque()
        self._dms_closed_until = 0.0

    def open_dm(self) -> bool:
        """Count the opening of a DM; False if there were too many, and for a while from then on.

        Real limits of that kind are not published, only that there are some (resources/user.mdx).
        """
        now, settings = time.monotonic(), self._settings
        while self._opened and now - self._opened[0] >= settings.dm_window:
            self._opened.popleft()
        if settings.dm_limit and len(self._opened) >= settings.dm_limit:
            self._dms_closed_until = now + settings.dm_window
        if now < self._dms_closed_until:
            return False
        self._opened.append(now)
        return True

    def check(self, method: str, template: str, major: str, *, renames: bool = False) -> Verdict:
        """Count a request to a route that is not an interaction's; `major` is its resource's id.

        A refused request uses nothing up. `renames`: it sets a channel's name or topic.
        """
        now = time.monotonic()
        wait = self._global_wait(now)
        if wait:
            return Verdict({"X-RateLimit-Global": "true"}, wait, "global")
        name = f"{method} {template}{' name' if renames else ''}"
        bucket = self._bucket(name, major, self._size(method, template, renames=renames))
        if bucket is None:
            self._lately.append(now)
            return Verdict()
        taken = bucket.take(now)
        headers = bucket.headers(name, now)
        if not taken:
            return Verdict(headers, float(headers["X-RateLimit-Reset-After"]))
        self._lately.append(now)
        return Verdict(headers)

    def _global_wait(self, now: float) -> float:
        limit = self._settings.global_limit
        while self._lately and now - self._lately[0] >= 1.0:
            self._lately.popleft()
        if not limit or len(self._lately) < limit:
            return 0.0
        return math.ceil((self._lately[-limit] + 1.0 - now) * 1000) / 1000 or 0.001

    def _size(self, method: str, template: str, *, renames: bool) -> tuple[int, float]:
        settings = self._settings
        if (method, template) in {("POST", MESSAGES), ("PATCH", MESSAGE)}:
            return settings.channel_limit, settings.channel_window
        if renames:
            return settings.topic_limit, settings.topic_window
        return settings.route_limit, 1.0

    def _bucket(self, name: str, major: str, size: tuple[int, float]) -> Bucket | None:
        limit, window = size
        if not limit:
            return None
        bucket = self._buckets.get((name, major))
        if bucket is None or (bucket.limit, bucket.window) != size:
            bucket = self._buckets[name, major] = Bucket(limit, window)
        return bucket
