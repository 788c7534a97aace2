"""Reads in a process of its own, with limits of memory and time, so that nothing else is held up.

A YAML loader or a JSON parser holds the interpreter for as long as it takes, and a file that
somebody broke on purpose may take all memory. The child is a fresh process, told its work by a pipe
as a pickle of ours; it has no token, and it dies of what it can't do.
"""

import contextlib
import logging
import os
import pickle
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import bot
from bot.sources.reading import Read, Unreadable, Work, read
from bot.translation import said

log = logging.getLogger(__name__)

# Windows has none.
resource = None if sys.platform == "win32" else import_module("resource")

# What is smaller is read faster than a process starts.
SMALL = 200 * 1024
_OURS = "MARQUEE_"
_DONE = 0
_TOO_LARGE = 7
_LONGEST_LOGGED = 2000
_STOPPED = said("Marquee is being stopped.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a child may take: memory in bytes, seconds of a processor, and seconds by the clock."""

    memory: int = 1024**3
    cpu_seconds: int = 60
    seconds: float = 120


LIMITS = Limits()
# For what anybody's organizers hand in; a program of four megabytes takes a few seconds.
STRICT = Limits(memory=768 * 1024**2, cpu_seconds=20, seconds=40)


class Children:
    """Reads; what is large, not trusted, or has to be imported, in a process of its own."""

    def __init__(self, limits: Limits = LIMITS, module: str = __name__) -> None:
        self._limits = limits
        self._module = module
        self._running: set[subprocess.Popen[bytes]] = set()
        self._is_stopped = False

    def read(self, work: Work) -> Read | Unreadable:
        """Read what came; takes its time, for a thread. Never raises on data."""
        if work.is_native and work.size <= SMALL and work.is_trusted:
            return read(work)
        return self._read_elsewhere(work)

    def stop(self) -> None:
        """End what is being read; it counts as unreadable, and so does all that comes after."""
        self._is_stopped = True
        for child in tuple(self._running):
            child.kill()

    def _read_elsewhere(self, work: Work) -> Read | Unreadable:
        if self._is_stopped:
            return _failed(_STOPPED)
        limits = self._limits if work.is_trusted else _stricter(self._limits)
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", self._module, *_arguments(limits)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
        )
        self._running.add(child)
        try:
            answer, errors = child.communicate(pickle.dumps(work), timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            most = f"{limits.seconds:g}"
            return _failed(said("Reading it takes longer than {seconds} s.", seconds=most))
        finally:
            self._running.discard(child)
            child.kill()
            child.communicate()
        if child.returncode != _DONE:
            return _failed(self._words(child.returncode, errors, limits))
        found = pickle.loads(answer)  # noqa: S301 - what our own child wrote
        assert isinstance(found, Read | Unreadable)
        return found

    def _words(self, code: int, errors: bytes, limits: Limits) -> str:
        """Return why a child answered nothing."""
        if code == _TOO_LARGE:
            most = limits.memory // 1024**2
            return said("Reading it takes more than {most} MB of memory.", most=most)
        if code == -getattr(signal, "SIGXCPU", 0):
            most = limits.cpu_seconds
            return said("Reading it takes more than {seconds} s of a processor.", seconds=most)
        if self._is_stopped:
            return _STOPPED
        reference = secrets.token_hex(4)
        told = errors.decode("utf-8", "replace")[-_LONGEST_LOGGED:]
        log.error("Reference %s: a reading ended with code %d:\n%s", reference, code, told)
        return said(
            "Reading it failed. Reference for whoever runs Marquee: {reference}.",
            reference=reference,
        )


def _failed(words: str) -> Unreadable:
    return Unreadable(words=words, is_passing=True)


def _stricter(limits: Limits) -> Limits:
    return Limits(
        memory=min(limits.memory, STRICT.memory),
        cpu_seconds=min(limits.cpu_seconds, STRICT.cpu_seconds),
        seconds=min(limits.seconds, STRICT.seconds),
    )


def _arguments(limits: Limits) -> tuple[str, ...]:
    return str(limits.memory), str(limits.cpu_seconds)


def _environment() -> dict[str, str]:
    """Return the environment without what is secret, and with the folder that we are in."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_OURS)}
    home = str(Path(bot.__file__).parents[1])
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, (home, kept.get("PYTHONPATH"))))}


def limit(memory: int, cpu_seconds: int) -> None:
    """Hold this process to limits, where the system knows them."""
    if resource is None:
        return
    for kind, soft, hard in (
        (resource.RLIMIT_AS, memory, memory),
        # At the hard limit a process is killed without saying of what.
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1),
    ):
        # macOS refuses what it doesn't hold anybody to.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (soft, hard))


def main(work_of: Callable[[Work], Read | Unreadable] = read) -> int:
    """Read the work that stands on the standard input; the answer goes to the standard output."""
    limit(*map(int, sys.argv[1:3]))
    # Whatever a parser prints must not get between the answer's bytes.
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    try:
        answer = pickle.dumps(work_of(pickle.load(sys.stdin.buffer)))  # noqa: S301 - our parent's
    except MemoryError:
        return _TOO_LARGE
    out.write(answer)
    out.flush()
    return _DONE


if __name__ == "__main__":
    raise SystemExit(main())
