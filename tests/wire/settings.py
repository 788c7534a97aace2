"""How one loopback Discord behaves: what the real one keeps secret is a number here."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, fields


@dataclass(slots=True, kw_only=True)
class Settings:
    """One Discord's behaviour; times in seconds.

    Not frozen: a test may change it while the process runs (`/control/settings`).
    """

    token: str = "loopback.token"
    port: int = 0
    openapi: str = field(default_factory=lambda: os.environ.get("MARQUEE_OPENAPI", ""))

    shards: int = 1  # what gateway/bot recommends
    max_concurrency: int = 1
    identify_seconds: float = 5.0  # 0: identify as often as you like
    identify_limit: int = 1_000  # a day
    heartbeat: float = 41.25
    resume_seconds: float = 180.0
    privileged: int = 0  # the privileged intents that the application may ask for

    nonce_memory: float = 300.0  # 0: nonces are ignored
    global_limit: int = 50  # in any sliding second; 0: none
    channel_limit: int = 5  # messages in one channel per channel_window; 0: none
    channel_window: float = 5.0
    topic_limit: int = 2  # name and topic edits of one channel per topic_window; 0: none
    topic_window: float = 600.0
    dm_limit: int = 0  # DMs opened in any sliding dm_window, or none is for as long; 0: no limit
    dm_window: float = 60.0
    route_limit: int = 100  # everything else, per route and second; 0: none

    answer_seconds: float = 3.0  # an interaction's first answer
    interaction_seconds: float = 900.0  # its follow-ups
    latency: float = 0.0  # added to each REST answer


def change(settings: Settings, changes: dict[str, object]) -> None:
    """Set the named settings.

    Raises:
        ValueError: there is no such setting.
        TypeError: its value is of another type.
    """
    known = {one.name for one in fields(Settings)}
    for name, value in changes.items():
        if name not in known:
            raise ValueError(f"no setting {name!r}; there are {', '.join(sorted(known))}")
        kind = type(getattr(settings, name))
        if not isinstance(value, (int, float) if kind is float else kind):
            raise TypeError(f"{name} is {value!r}, and should be a {kind.__name__}")
        setattr(settings, name, kind(value))


def reset(settings: Settings, base: Settings) -> None:
    """Set all settings to those of `base`."""
    for one in fields(Settings):
        setattr(settings, one.name, getattr(base, one.name))


def read(arguments: Sequence[str] | None = None) -> tuple[Settings, bool]:
    """Read the command line; the second value says whether to end when stdin does."""
    parser = argparse.ArgumentParser(prog="python -m tests.wire", description=__doc__)
    parser.add_argument(
        "--until-stdin-closes",
        action="store_true",
        help="end when the process that started this one does",
    )
    defaults = Settings()
    for one in fields(Settings):
        default = getattr(defaults, one.name)
        parser.add_argument(
            "--" + one.name.replace("_", "-"),
            type=type(default),
            default=default,
            help=f"default: {default!r}",
        )
    chosen = vars(parser.parse_args(arguments))
    until_stdin_closes = chosen.pop("until_stdin_closes")
    return Settings(**chosen), until_stdin_closes
