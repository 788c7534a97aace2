"""What one life of Marquee did to its ledger, line by line; a death takes none of it away."""

import os
from dataclasses import dataclass
from pathlib import Path

CLAIMED, SETTLED, DIED = "claimed", "settled", "died"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The deliveries, by their digests, that a life claimed and did not settle.

    `died_at` is the one that it was about when it killed itself.
    """

    left: frozenset[str]
    died_at: str | None


class Writer:
    """Writes a life's trace; each line is with the operating system when `write` returns."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def write(self, what: str, digest: str) -> None:
        """Write one line."""
        os.write(self._file, f"{what} {digest}\n".encode())


def read(path: Path) -> Trace:
    """Return what a life has left; a life that did nothing has left nothing."""
    left, died_at = set[str](), None
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        what, digest = line.split()
        if what == CLAIMED:
            left.add(digest)
        elif what == SETTLED:
            left.discard(digest)
        else:
            died_at = digest
    return Trace(left=frozenset(left), died_at=died_at)
