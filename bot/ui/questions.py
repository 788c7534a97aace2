"""What a person can ask, as values that also live in the custom ids of buttons and pickers.

A custom id reads `m1:verb:program:id…` and never passes Discord's 100 characters: a program's id
has at most 16 and all others at most 32, days and pages are written in base 36. A button that shows
its answer to everyone has `s-` before its verb. All are read back from the id alone.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from typing_extensions import override

VERSION = "m1"
SHARE = "s-"
ALL = "-"

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LAST_PAGE = 36**2 - 1


def number_text(number: int) -> str:
    """Return a number, which is not negative, as custom ids hold it: in base 36."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"


def _day_text(day: date | None) -> str:
    return "" if day is None else number_text(day.toordinal())


def _day_value(text: str) -> date | None:
    """Return the day written so. Raises ValueError for what is no day of the calendar."""
    try:
        return date.fromordinal(int(text, 36)) if text else None
    except OverflowError as error:
        raise ValueError(text) from error


def page_text(page: int) -> str:
    """Return a page's number as custom ids hold it, in base 36."""
    return number_text(min(page, _LAST_PAGE))


def page_value(text: str) -> int:
    """Return the page written so, the first for none. Raises ValueError for what is no number."""
    return max(1, int(text or "1", 36))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    program: str

    def custom_id(self, *, share: bool = False) -> str:
        """Return the id of a button that asks this; `share` answers it for everyone to see."""
        verb = _VERBS[type(self)]
        return ":".join((VERSION, SHARE + verb if share else verb, self.program, *self.parts()))

    def parts(self) -> tuple[str, ...]:
        """Return what follows the program in the custom id."""
        return ()

    @classmethod
    def read(cls, program: str, rest: str) -> Self:
        """Return the question whose `parts` were joined to `rest`; ValueError if none were."""
        del rest
        return cls(program=program)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paged(_Question):
    page: int = 1

    def at(self, page: int) -> Self:
        """Return the same question about another page; pages count from 1."""
        return replace(self, page=page)


@dataclass(frozen=True, slots=True, kw_only=True)
class _AboutOne(_Paged):
    id: str

    @override
    def parts(self) -> tuple[str, ...]:
        return (self.id, page_text(self.page))

    @classmethod
    @override
    def read(cls, program: str, rest: str) -> Self:
        one, _, page = rest.partition(":")
        return cls(program=program, id=one, page=page_value(page))


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkQuestion(_AboutOne):
    """What is this talk?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerQuestion(_AboutOne):
    """Who is this person?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackQuestion(_AboutOne):
    """What is in this track?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleQuestion(_Paged):
    """What happens on a day of the program, in a track, in a room? None means any."""

    day: date | None = None
    track: str | None = None
    room: str | None = None

    @override
    def parts(self) -> tuple[str, ...]:
        return (_day_text(self.day), self.track or "", self.room or "", page_text(self.page))

    @classmethod
    @override
    def read(cls, program: str, rest: str) -> Self:
        day, track, room, page = rest.split(":")
        return cls(
            program=program,
            day=_day_value(day),
            track=track or None,
            room=room or None,
            page=page_value(page),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NowQuestion(_Question):
    """What is on now?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextQuestion(_Question):
    """What starts next?"""


LONGEST_WORDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuestion(_Question):
    """What matches these words? A custom id holds the first 60 characters of them.

    They are counted as UTF-16 does, to be safe whichever way Discord counts.
    """

    words: str

    @override
    def parts(self) -> tuple[str, ...]:
        units = self.words.encode("utf-16-le")[: 2 * LONGEST_WORDS]
        return (units.decode("utf-16-le", errors="ignore"),)

    @classmethod
    @override
    def read(cls, program: str, rest: str) -> Self:
        return cls(program=program, words=rest)


Question = (
    TalkQuestion
    | SpeakerQuestion
    | TrackQuestion
    | ScheduleQuestion
    | NowQuestion
    | NextQuestion
    | SearchQuestion
)

_VERBS: dict[type[_Question], str] = {
    TalkQuestion: "talk",
    SpeakerQuestion: "speaker",
    TrackQuestion: "track",
    ScheduleQuestion: "day",
    NowQuestion: "now",
    NextQuestion: "next",
    SearchQuestion: "find",
}
_BY_VERB = {verb: kind for kind, verb in _VERBS.items()}

BUTTON_ID = re.compile(
    rf"{VERSION}:(?P<share>{SHARE})?(?P<verb>{'|'.join(_BY_VERB)}):(?P<program>[a-z0-9-]+)"
    r"(?::(?P<rest>.*))?",
    re.DOTALL,
)


def question_of(button: re.Match[str]) -> Question:
    """Return the question of a matched button id.

    Raises:
        ValueError: the id's parts are not what its verb asks for.
    """
    kind = _BY_VERB[button["verb"]]
    return kind.read(button["program"], button["rest"] or "")  # type: ignore[return-value]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPicker:
    """A picker whose options are questions about one thing each; `mark` tells it from others."""

    program: str
    mark: str = ""

    @property
    def custom_id(self) -> str:
        """Return the picker's id."""
        return f"{VERSION}:open:{self.program}:{self.mark}"

    @staticmethod
    def value(question: _AboutOne) -> str:
        """Return the option value that asks `question`, from its first page."""
        return f"{_VERBS[type(question)]}:{question.id}"

    def question(self, value: str) -> Question:
        """Return the question of the chosen option. Raises ValueError for a forged value."""
        verb, _, one = value.partition(":")
        kind = _BY_VERB.get(verb)
        if kind is None or not issubclass(kind, _AboutOne):
            raise ValueError(value)
        return kind(program=self.program, id=one)  # type: ignore[return-value]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulePicker:
    """A picker that changes one side of a schedule: its `verb` is "on", "in" or "at".

    "on" picks the day, "in" the track, "at" the room; the others stay as in `schedule`.
    """

    verb: str
    schedule: ScheduleQuestion

    @property
    def custom_id(self) -> str:
        """Return the picker's id; the side that it changes is left out."""
        blank = {"on": {"day": None}, "in": {"track": None}, "at": {"room": None}}[self.verb]
        day, track, room, _ = replace(self.schedule, **blank).parts()  # type: ignore[arg-type]
        return f"{VERSION}:{self.verb}:{self.schedule.program}:{day}:{track}:{room}"

    @staticmethod
    def day_value(day: date) -> str:
        """Return the option value of a day."""
        return _day_text(day)

    def question(self, value: str) -> Question:
        """Return the schedule with the chosen side, from its first page.

        Raises:
            ValueError: the value is not a day.
        """
        chosen = None if value == ALL else value
        if self.verb == "in":
            return replace(self.schedule, track=chosen, page=1)
        if self.verb == "at":
            return replace(self.schedule, room=chosen, page=1)
        return replace(self.schedule, day=_day_value(chosen or ""), page=1)


PICKER_ID = re.compile(
    rf"{VERSION}:(?P<verb>open|on|in|at):(?P<program>[a-z0-9-]+):(?P<rest>[^\s]*)"
)


def picker_of(picker: re.Match[str]) -> OpenPicker | SchedulePicker:
    """Return the picker of a matched id. Raises ValueError when its parts do not fit its verb."""
    if picker["verb"] == "open":
        return OpenPicker(program=picker["program"], mark=picker["rest"])
    schedule = ScheduleQuestion.read(picker["program"], picker["rest"] + ":1")
    return SchedulePicker(verb=picker["verb"], schedule=schedule)
