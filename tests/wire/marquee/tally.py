"""Counts what each story of trouble lost, doubled and was late with, and prints it as one table."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from bot.program.model import Program
from bot.ui.welcome_post import CONTENT
from tests.wire.witness import Posted

PROPERTY = "trouble"
HEAD = ("fault", "stories", "planned", "lost", "doubled", "late p50", "late max")


class Trouble(StrEnum):
    """What goes wrong, in the order in which the table tells it."""

    NONE = "nothing goes wrong"
    RESTART = "restart in the window"
    STOP = "stopped while posting"
    KILL = "killed while posting"
    BACK = "back before the start"
    CHANNEL = "one channel 403 or gone among many"
    ODD_PROGRAM = "session with odd data"
    ODD_ROW = "ledger row of another version"
    REFRESH = "refresh failing"
    FEED = "live feed moved, flapping, emptied"
    REFRESH_KILL = "killed at a step of a refresh"
    LIMIT_ROUTE = "429 of a route"
    LIMIT_SHARED = "429, shared"
    LIMIT_GLOBAL = "429, global"
    LIMIT_STORM = "429, storm of all three"
    LIMIT_LONG = "429, longer than a send may take"
    ERROR_500 = "500"
    ERROR_502 = "502"
    ERROR_503 = "503"
    ERROR_504 = "504"
    OUTAGE = "503 to everything, for a while"
    CUT_BEFORE = "connection cut before the effect"
    CUT_AFTER = "connection cut after the effect"
    GATEWAY_DROP = "gateway drop and RESUME"
    INVALID = "invalid session, on_ready twice"
    NO_GATEWAY = "no gateway, or no commands taken"
    LOCKED = "database locked"
    FULL = "disk full"
    POSTGRES_KILLED = "PostgreSQL: connections killed"
    POSTGRES_GONE = "PostgreSQL: out of reach"
    FORWARD = "clock an hour forwards"
    BACKWARD = "clock an hour back"
    SPRING = "DST begins"
    AUTUMN = "DST ends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One session to tell of in one channel, known in a post by `words`; instants in Unix seconds.

    It is the story's own plan, not Marquee's.
    """

    channel: int
    words: str
    due: float
    start: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What became of a plan. Two are alike if the same went wrong.

    `lost` was not told before its start, `doubled` was told more than once, `unplanned` is what
    else was posted. `lateness` is in seconds from due to posted.
    """

    lost: tuple[tuple[int, str], ...] = ()
    doubled: tuple[tuple[int, str], ...] = ()
    unplanned: tuple[str, ...] = ()
    planned: int = field(default=0, compare=False)
    lateness: tuple[float, ...] = field(default=(), compare=False)


FINE = Count()


def reminders(
    event: Program, channels: Iterable[int], *titles: str, lead: timedelta
) -> tuple[Planned, ...]:
    """Return that each session, or those with the named talks, is told of in each channel."""
    named = {talk.id: talk.title for talk in event.talks}
    chosen = [
        (named[session.talks[0]], session.start)
        for session in event.sessions
        if not titles or named[session.talks[0]] in titles
    ]
    return tuple(
        planned(channel, title, start, lead) for channel in channels for title, start in chosen
    )


def planned(channel: int, words: str, start: datetime, lead: timedelta) -> Planned:
    """Return one session to tell of."""
    due = (start - lead).timestamp()
    return Planned(channel=channel, words=words, due=due, start=start.timestamp())


def counted(plan: Sequence[Planned], posted: Iterable[Posted]) -> Count:
    """Return what became of a plan, by Discord's own record."""
    walls = defaultdict[Planned, list[float]](list)
    unplanned = []
    for message in posted:
        text = _text(message)
        met = [one for one in plan if one.channel == message.channel_id and one.words in text]
        for one in met:
            walls[one].append(message.wall)
        # A server that nobody has set up is greeted once, which no plan names.
        if not met and not text.startswith(CONTENT):
            unplanned.append(text)
    first = {one: min(found) for one, found in walls.items()}
    return Count(
        lost=_named(one for one in plan if not first.get(one, one.start) < one.start),
        doubled=_named(one for one, found in walls.items() if len(found) > 1),
        unplanned=tuple(unplanned),
        planned=len(plan),
        lateness=tuple(sorted(wall - one.due for one, wall in first.items())),
    )


def joined(counts: Iterable[Count]) -> Count:
    """Return what became of several plans together."""
    parts = tuple(counts)
    return Count(
        lost=tuple(one for part in parts for one in part.lost),
        doubled=tuple(one for part in parts for one in part.doubled),
        unplanned=tuple(one for part in parts for one in part.unplanned),
        planned=sum(part.planned for part in parts),
        lateness=tuple(sorted(one for part in parts for one in part.lateness)),
    )


def _named(plan: Iterable[Planned]) -> tuple[tuple[int, str], ...]:
    return tuple((one.channel, one.words) for one in plan)


def _text(message: Posted) -> str:
    titles = (embed.get("title", "") for embed in message.body["embeds"])
    return "\n".join([message.body["content"], *titles])


class Tally:
    """A pytest plugin that hears of every story's counts, from other processes too."""

    def __init__(self) -> None:
        self._told: dict[Trouble, list[dict]] = defaultdict(list)

    def pytest_runtest_logreport(self, report) -> None:
        """Take a story's counts; the name is pytest's."""
        if report.when == "call":
            for name, told in report.user_properties:
                if name == PROPERTY:
                    self._told[Trouble(told["trouble"])].append(told)

    def pytest_terminal_summary(self, terminalreporter) -> None:
        """Print the table; the name is pytest's."""
        if self._told:
            terminalreporter.section("lost, doubled and late, in seconds")
            for line in table(self._told):
                terminalreporter.write_line(line)


def as_property(trouble: Trouble, count: Count) -> tuple[str, dict]:
    """Return a story's counts as pytest hands them from process to process."""
    return PROPERTY, {
        "trouble": str(trouble),
        "planned": count.planned,
        "lost": len(count.lost),
        "doubled": len(count.doubled),
        "lateness": list(count.lateness),
    }


def table(told: dict[Trouble, list[dict]]) -> Iterator[str]:
    """Yield the table's lines."""
    rows = [HEAD]
    sums = Counter()
    for trouble in Trouble:
        stories = told.get(trouble, [])
        if stories:
            row = {key: sum(one[key] for one in stories) for key in ("planned", "lost", "doubled")}
            sums.update(row, stories=len(stories))
            late = [seconds for one in stories for seconds in one["lateness"]]
            times = (f"{median(late):.2f}", f"{max(late):.2f}") if late else ("-", "-")
            rows.append((str(trouble), str(len(stories)), *map(str, row.values()), *times))
    rows.append(("all", *(str(sums[key]) for key in HEAD[1:5]), "", ""))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        numbers = (f"{cell:>{width}}" for cell, width in zip(cells, widths[1:], strict=True))
        yield f"{name:<{widths[0]}}  {'  '.join(numbers)}".rstrip()
