"""Which channels are to be made for a program's tracks or rooms: a pure function of what stands."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, repeat

from bot.guilds.model import Choices, RouteKind
from bot.program.model import Program

# Discord's numbers: the channels of a category (Channel Types, GUILD_CATEGORY), those of a guild,
# categories among them (JSON error code 30013), and a name's and a topic's characters (Channel
# Structure).
CATEGORY_CHANNELS = 50
GUILD_CHANNELS = 500
LONGEST_NAME = 100
LONGEST_TOPIC = 1_024

# No more can be full: each counts among the guild's channels, too.
MOST_CATEGORIES = GUILD_CHANNELS // CATEGORY_CHANNELS

# Letters, the marks on them, and digits, in any script; all else becomes a hyphen, as Discord makes
# one of a blank.
_KEPT = ("L", "M", "N")
_MARKS = re.compile(r"\A\W+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A channel that stands in a guild, or a category. Ids are Discord's."""

    id: int
    name: str
    category: int | None = None
    is_category: bool = False
    is_text: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category that channels are made in; without an id it is still to be made."""

    name: str
    id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A track or room that has no channel, with the name of its own; `title` is what it is called.

    `stands` is the channel that stands already, in the `category`, and is to be its own.
    """

    id: str
    title: str
    name: str
    category: Category
    stands: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPlan:
    """What is to be made: the channels of tracks or of rooms, each in its category.

    `known` counts all tracks or rooms, those with a channel, too, and `left_out` those for which
    the guild has no place.
    """

    kind: RouteKind
    wanted: tuple[Wanted, ...]
    known: int
    left_out: int = 0

    @property
    def made(self) -> int:
        """How many channels are new."""
        return sum(one.stands is None for one in self.wanted)

    @property
    def categories(self) -> tuple[Category, ...]:
        """Where the channels are made, each once."""
        return tuple(dict.fromkeys(one.category for one in self.wanted))

    @property
    def print(self) -> str:
        """Eight hex digits of what is to be made, so that what is asked late is noticed."""
        wanted = [(one.id, one.name, one.category.name, one.stands) for one in self.wanted]
        return hashlib.sha256(repr((self.kind, wanted)).encode()).hexdigest()[:8]


def channel_plan(
    kind: RouteKind, program: Program, choices: Choices, standing: Sequence[Standing]
) -> ChannelPlan:
    """Return what is to be made so that every track, or every room, has a channel of its own.

    They stand in a category that is called like the program; what one doesn't hold comes into the
    next, with a number. What stands there by the same name and is nobody's is taken: the process
    may have been killed after it was made.
    """
    places = program.tracks if kind is RouteKind.TRACK else program.rooms
    has_one = {route.id for route in choices.routes if route.kind is kind}
    titles = {place.id: place.name for place in places if place.id not in has_one}
    series = _series(_collapsed(program.name), standing)
    mine: dict[int | None, Category] = {one.id: one for one in series if one.id is not None}
    inside = [one for one in standing if one.category in mine]
    others = {channel_name(one.name) for one in inside if one.id in choices.channels}
    free = _nobodys(inside, choices)
    new = _places(series, standing)
    wanted: list[Wanted] = []
    for one, name in _names(titles.items(), others):
        found = free.pop(name, None)
        category = next(new, None) if found is None else mine.get(found.category)
        if category is not None:
            stands = None if found is None else found.id
            wanted.append(
                Wanted(id=one, title=titles[one], name=name, category=category, stands=stands)
            )
    return ChannelPlan(
        kind=kind,
        wanted=tuple(wanted),
        known=len(places),
        left_out=len(titles) - len(wanted),
    )


def channel_name(text: str) -> str:
    """Return a text as Discord takes it for a text channel's name; empty if nothing is left."""
    letters = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())
    cleaned = "".join(one if unicodedata.category(one)[0] in _KEPT else " " for one in letters)
    # An emoji leaves marks behind that stand on nothing.
    words = (_MARKS.sub("", word) for word in cleaned.split())
    return "-".join(filter(None, words))[:LONGEST_NAME].strip("-")


def _names(titles: Iterable[tuple[str, str]], others: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each id with a name that none before it has: "web", "web-2"; its id if nothing else.

    Nor has it a name of the `others`.
    """
    taken = set(others)
    for one, title in titles:
        name = channel_name(title) or one
        for number in count(2):
            if name not in taken:
                break
            ending = f"-{number}"
            name = (channel_name(title) or one)[: LONGEST_NAME - len(ending)] + ending
        taken.add(name)
        yield one, name


def _series(called: str, standing: Iterable[Standing]) -> list[Category]:
    """Return all categories that there could be, "Conf", "Conf (2)", those that stand first."""
    oldest: dict[str, int] = {}
    for one in sorted(standing, key=lambda one: one.id):
        if one.is_category:
            oldest.setdefault(_collapsed(one.name), one.id)
    endings = ("", *(f" ({number})" for number in range(2, MOST_CATEGORIES + 1)))
    names = [called[: LONGEST_NAME - len(one)].strip() + one for one in endings]
    series = [Category(name=name, id=oldest.get(name)) for name in names]
    return sorted(series, key=lambda one: one.id is None)


def _nobodys(inside: Iterable[Standing], choices: Choices) -> dict[str, Standing]:
    """Return the text channels that were chosen for nothing, by name; of several the oldest."""
    free = [one for one in inside if one.is_text and one.id not in choices.channels]
    latest_first = sorted(free, key=lambda one: one.id, reverse=True)
    return {channel_name(one.name): one for one in latest_first}


def _places(series: Iterable[Category], standing: Sequence[Standing]) -> Iterator[Category]:
    """Yield for one new channel after the other where it is made, until the guild is full."""
    left = GUILD_CHANNELS - len(standing)
    held = Counter(one.category for one in standing if one.category is not None)
    for category in series:
        inside, cost = (0, 1) if category.id is None else (held[category.id], 0)
        number = min(CATEGORY_CHANNELS - inside, left - cost)
        if number > 0:
            left -= cost + number
            yield from repeat(category, number)


def _collapsed(text: str) -> str:
    return " ".join(text.split())
