"""Faults on demand: which requests go wrong, how, and how often."""

import re
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(slots=True, kw_only=True)
class Fault:
    """What goes wrong with the requests that match.

    `path` is a regular expression that must be found in "METHOD /path" as it was asked, without
    the API's prefix; a websocket's is "CONNECT /gateway". `times` None is for ever, and `after`
    lets so many pass first. With `effect` the request does its work all the same and only its
    answer is lost or replaced. `delay` passes before the work, `hold` between work and answer.
    `cut` closes the connection instead of an answer. Without `status` and `cut` it is only slow.
    """

    path: str
    times: int | None = 1
    after: int = 0
    effect: bool = False
    delay: float = 0.0
    hold: float = 0.0
    cut: bool = False
    status: int | None = None
    code: int = 0
    message: str = ""
    retry_after: float = 1.0
    scope: str = "user"
    via: bool = True
    id: int = 0
    hits: int = 0

    def __post_init__(self) -> None:
        re.compile(self.path)
        if self.cut and self.status:
            raise ValueError("a cut connection has no status")
        if self.scope not in {"user", "global", "shared"}:
            raise ValueError(f"no scope {self.scope!r}")

    @property
    def spoils(self) -> bool:
        """Whether the answer is lost or replaced."""
        return self.cut or self.status is not None

    @property
    def prevents(self) -> bool:
        """Whether the request's work is not done."""
        return self.spoils and not self.effect


class Faults:
    """The faults that are to come, in the order they were asked for."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._made = 0

    def add(self, description: dict[str, Any]) -> int:
        """Take a fault on; returns its id.

        Raises:
            TypeError: an unknown key.
            ValueError: a wrong value.
            re.error: `path` is no regular expression.
        """
        self._made += 1
        self._faults.append(Fault(**{**description, "id": self._made, "hits": 0}))
        return self._made

    def take(self, method: str, path: str) -> Fault | None:
        """Return the first fault that is due for a request, and count it."""
        for fault in self._faults:
            if not re.search(fault.path, f"{method} {path}"):
                continue
            if fault.times is not None and fault.hits >= fault.after + fault.times:
                continue
            fault.hits += 1
            if fault.hits > fault.after:
                return fault
        return None

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self._faults.clear()

    def told(self) -> list[dict[str, Any]]:
        """Return all faults with how often each was hit."""
        return [asdict(fault) for fault in self._faults]
