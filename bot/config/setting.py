"""One setting of config.toml: where it stands, what it is for, and how its value is read."""

import dataclasses
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from textwrap import shorten
from typing import Any, TypeGuard

from pydantic import SecretStr

from bot.errors import FetchError
from bot.program.zones import zone_like, zone_named
from bot.sources.web_address import told
from bot.translation import Language

LONGEST_LEAD = 7 * 24 * 60
LONGEST_SPAN = 24 * 60 * 60
LONGEST_EVERY = 24 * 60
FEWEST_ID_DIGITS = 15
LARGEST_ID = 2**63 - 1
# Each has at least a guild or two; the greatest bots have not come near.
MOST_SHARDS = 100_000
LOG_LEVELS = ("debug", "info", "warning", "error")

# As in bot/program/ids.py, which a test compares.
_PROGRAM_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,15}")
_TIME_OF_DAY = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)

# Strict, for where a part ends in a sloppy one decides whether its password is told as a host.
_HOST = r"(?:[\w.-]+|\[[\da-f:]+\])(?::\d{1,5})?"
_POSTGRES_URL = re.compile(
    r"postgres(?:ql)?://"
    r"(?:[^\s@:/?#]+(?::[^\s@:/?#]*)?@)?"  # user, password
    rf"(?:{_HOST}(?:,{_HOST})*)?"
    r"/[^\s@:/?#]+"  # database
    r"(?:\?[^\s#]*)?",  # sslmode and the like
    re.ASCII,
)


class WrongValueError(Exception):
    """A value that a setting can't have: `what` follows the setting's name, `fix` is what to do."""

    def __init__(self, what: str, fix: str) -> None:
        self.what = what
        self.fix = fix
        super().__init__(f"{what} {fix}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One key of a section; `default` and `example` are as TOML has them.

    `read` turns what TOML has into what the program uses, or raises WrongValueError. A required
    one has no default, and `example` shows what it looks like. One `by_id` is a table of its own,
    whose keys are ids of the program, and `read` is for each value.
    """

    section: str
    key: str
    help: str
    read: Callable[[object], Any]
    default: object = None
    example: object = None
    required: bool = False
    by_id: bool = False

    @property
    def shown(self) -> object:
        """Return the value that config.example.toml shows."""
        return self.default if self.example is None else self.example


def declared(place: str, *, default: object, read: Callable[[object], Any], says: str) -> Any:
    """Return a dataclass field that is the setting at `place` ("section.key")."""
    section, key = place.split(".")
    setting = Setting(section=section, key=key, help=says, read=read, default=default)
    return dataclasses.field(default=read(default), metadata={"setting": setting})


def settings_of(kind: type) -> dict[str, Setting]:
    """Return the declared settings of a dataclass by the names of their fields."""
    fields = dataclasses.fields(kind)
    return {field.name: field.metadata["setting"] for field in fields if field.metadata}


def text(value: object) -> str:
    """Read a text that says something."""
    if not isinstance(value, str) or not value.strip():
        raise WrongValueError("is not a text.", 'Write it in quotes: "…".')
    return value.strip()


def secret(value: object) -> SecretStr:
    """Read a text that no message may repeat; an empty one means that there is none."""
    if not isinstance(value, str):
        raise WrongValueError("is not a text.", 'Write it in quotes: "…".')
    return SecretStr(value.strip())


def path(value: object) -> Path:
    """Read a path; a leading ~ is the home folder."""
    return Path(text(value)).expanduser()


def store(value: object) -> Path | SecretStr:
    """Read the path of a file, or the URL of a PostgreSQL database, which no message may repeat."""
    if "://" not in text(value):
        return path(value)
    url = secret(value)
    if not _POSTGRES_URL.fullmatch(url.get_secret_value()):
        raise WrongValueError(
            "is a URL, but not one of a PostgreSQL database.",
            "Write postgresql://user:password@host:5432/database. In a password, an odd letter "
            "stands as its code, as %2F for a slash.",
        )
    return url


def yes_or_no(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise WrongValueError(f"is {_shown(value)}.", "Write true or false, without quotes.")
    return value


def log_level(value: object) -> str:
    """Read one of LOG_LEVELS, in any case."""
    if not isinstance(value, str) or value.casefold() not in LOG_LEVELS:
        raise WrongValueError(f"is {_shown(value)}.", f"Write one of {_listed(LOG_LEVELS)}.")
    return value.casefold()


def program_id(value: object) -> str:
    """Read the id of a program."""
    if not isinstance(value, str) or not _PROGRAM_ID.fullmatch(value):
        raise WrongValueError(
            f"is {_shown(value)}.",
            "Write a program's id: 1 to 16 small letters, digits and hyphens, in quotes.",
        )
    return value


def discord_id(value: object) -> int:
    """Read an id of Discord's, as a number or as the digits in quotes."""
    digits = str(value) if not isinstance(value, bool) else ""
    if (
        not (digits.isascii() and digits.isdecimal())
        or len(digits) < FEWEST_ID_DIGITS
        or int(digits) > LARGEST_ID
    ):
        raise WrongValueError(
            f"is {_shown(value)}, which is no id of Discord's.",
            "Turn on Developer Mode in Discord, right-click, Copy ID: a number of about 18 digits.",
        )
    return int(digits)


def time_of_day(value: object) -> time:
    """Read a wall time of whole minutes, as TOML has it or in quotes."""
    if isinstance(value, time) and value == value.replace(second=0, microsecond=0):
        return value
    found = _TIME_OF_DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise WrongValueError(
            f"is {_shown(value)}.", 'Write hours and minutes in quotes, as in "08:00".'
        )
    return time(int(found[1]), int(found[2]))


def language(value: object) -> Language:
    """Read the tag of a language that Marquee speaks, in any case."""
    by_tag = {one.casefold(): one for one in Language}
    tag = value.strip().replace("_", "-").casefold() if isinstance(value, str) else ""
    if tag not in by_tag:
        known = _listed(_shown(one.value) for one in Language)
        raise WrongValueError(f"is {_shown(value)}.", f"Write one of {known}.")
    return by_tag[tag]


def shard_count(value: object) -> int:
    """Read how many shards the bot has over all its processes; 0 leaves it to Discord."""
    if not _is_whole(value) or value > MOST_SHARDS:
        raise WrongValueError(
            f"is {_shown(value)}.",
            f"Write a whole number up to {MOST_SHARDS}; 0 is as many as Discord recommends.",
        )
    return value


def shard_ids(value: object) -> tuple[int, ...]:
    """Read the numbers of one process's shards, the least first."""
    if not isinstance(value, list):
        raise WrongValueError(f"is {_shown(value)}.", "Write a list of numbers, as in [0, 1].")
    wrong = [one for one in value if not _is_whole(one)]
    if wrong:
        raise WrongValueError(f"holds {_listed(map(_shown, wrong))}.", "Shards count from 0.")
    if len(set(value)) < len(value):
        raise WrongValueError(f"is {_shown(value)}.", "Name each shard once.")
    return tuple(sorted(value))


def seconds(value: object) -> timedelta:
    """Read a span in whole seconds, up to a day."""
    if not _is_whole(value) or not 0 < value <= LONGEST_SPAN:
        raise WrongValueError(
            f"is {_shown(value)}.", f"Write whole seconds from 1 to {LONGEST_SPAN} (a day)."
        )
    return timedelta(seconds=value)


def leads(value: object) -> tuple[timedelta, ...]:
    """Read a list of minutes, the longest first."""
    if not isinstance(value, list):
        raise WrongValueError(f"is {_shown(value)}.", "Write a list of minutes, as in [60, 10].")
    wrong = [lead for lead in value if not _is_lead(lead)]
    if wrong:
        raise WrongValueError(
            f"holds {_listed(map(_shown, wrong))}.",
            f"Write whole minutes from 1 to {LONGEST_LEAD} (a week).",
        )
    if len(set(value)) < len(value):
        raise WrongValueError(f"is {_shown(value)}.", "Name each number of minutes once.")
    return tuple(timedelta(minutes=lead) for lead in sorted(value, reverse=True))


def minutes(value: object) -> timedelta:
    """Read a span in whole minutes, up to a day."""
    if not _is_whole(value) or not 0 < value <= LONGEST_EVERY:
        raise WrongValueError(
            f"is {_shown(value)}.", f"Write whole minutes from 1 to {LONGEST_EVERY} (a day)."
        )
    return timedelta(minutes=value)


def web_address(value: object) -> str:
    """Read an https or http address; no message may repeat it, it may hold a password."""
    address = text(value)
    try:
        told(address)
    except FetchError as error:
        fix = "Write it as in https://example.org/schedule.xml; a file here is named with file."
        raise WrongValueError("is no web address that can be fetched.", fix) from error
    return address


def zone(value: object) -> str:
    """Read an IANA zone."""
    name = text(value)
    if zone_named(name) is not None:
        return name
    like = zone_like(name)
    fix = f"Do you mean {like}?" if like else "Write an IANA zone, as in Europe/Berlin."
    raise WrongValueError(f"is {_shown(name)}, and there is no such zone.", fix)


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_lead(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LONGEST_LEAD


def _listed(values: Iterable[object]) -> str:
    return ", ".join(str(value) for value in values)


def _shown(value: object) -> str:
    return shorten(json.dumps(value, ensure_ascii=False, default=str), 60, placeholder="…")
