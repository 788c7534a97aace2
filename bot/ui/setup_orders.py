"""What organizers choose for their server, as values that also live in custom ids.

A custom id reads `m1:u-verb:…`. Whose server it is, and whether the presser organizes it, is looked
up at each press; the panel is made anew from what stands by then.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum

from bot.guilds.model import RouteKind
from bot.ui.orders import digest_of
from bot.ui.questions import VERSION

_ID = re.compile(r"[a-z0-9-]{1,32}")
_NUMBER = re.compile(r"[0-9]{1,4}")


class SetupPage(StrEnum):
    """The pages of the panel."""

    START = "start"
    CHANNELS = "channels"
    REMINDERS = "reminders"
    PLACES = "places"
    PROGRAM = "program"


class Role(StrEnum):
    """What a channel is for."""

    REMINDERS = "reminders"
    CHANGES = "changes"
    ANNOUNCEMENTS = "news"
    ORGANIZERS = "backstage"
    LOG = "log"
    BOARD = "board"


class Switch(StrEnum):
    """What is either on or off."""

    PUBLIC_ANSWERS = "public"
    PERSONAL_FALLBACK = "fallback"
    NATIVE_EVENTS = "events"
    STREAMS_AT_START = "streams"


class Pick(StrEnum):
    """What is picked from a list of texts."""

    PROGRAM = "program"
    LEADS = "leads"
    DIGEST = "digest"
    PLACE = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class _SetupOrder:
    @property
    def custom_id(self) -> str:
        """Return the id of the button or picker that orders it: its verb, and what it holds."""
        held = (getattr(self, field.name) for field in fields(self))
        parts = (str(int(one)) if isinstance(one, bool) else str(one) for one in held)
        return ":".join((VERSION, f"u-{_VERBS[type(self)]}", *filter(None, parts)))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPage(_SetupOrder):
    """Show a page of the panel.

    `mark` is the digest of the message that the button stands under, so that it can be found again.
    """

    page: SetupPage = SetupPage.START
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPlaces(_SetupOrder):
    """Show the page of tracks and rooms, and of these the `number`th part, from 0."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SendTest(_SetupOrder):
    """Post a test where something is posted."""

    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn(_SetupOrder):
    """Turn something on or off."""

    switch: Switch
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPicker(_SetupOrder):
    """Choose the channel of something; none takes it away."""

    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePicker(_SetupOrder):
    """Choose the channel of one track or room, by its id; none takes it away."""

    kind: RouteKind
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TryPlace(_SetupOrder):
    """Post a test in the channel of one track or room, by its id."""

    kind: RouteKind
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePicker(_SetupOrder):
    """Choose the role that reminders mention; none takes it away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPicker(_SetupOrder):
    """Choose something from a list."""

    pick: Pick


_VERBS: dict[type[_SetupOrder], str] = {
    OpenPage: "page",
    OpenPlaces: "places",
    SendTest: "test",
    TryPlace: "try",
    Turn: "turn",
    ChannelPicker: "chan",
    RoutePicker: "route",
    RolePicker: "role",
    TextPicker: "pick",
}

SetupOrder = (
    OpenPage
    | OpenPlaces
    | SendTest
    | TryPlace
    | Turn
    | ChannelPicker
    | RoutePicker
    | RolePicker
    | TextPicker
)

SETUP_ID = re.compile(rf"{VERSION}:u-(?P<verb>[a-z]+)(?::(?P<rest>[a-z0-9:-]*))?")


def setup_order_of(found: re.Match[str]) -> SetupOrder:
    """Return the order of a matched id.

    Raises:
        ValueError: the id's parts are not what its verb asks for.
    """
    read = _READERS.get(found["verb"])
    if read is None:
        raise ValueError(found[0])
    return read(found["rest"] or "")


def place_value(kind: RouteKind, one: str) -> str:
    """Return the option value of a track or room."""
    return f"{kind}:{one}"


def place_of(value: str) -> RoutePicker:
    """Return what chooses the channel of the chosen track or room; ValueError if forged."""
    kind, _, one = value.partition(":")
    return RoutePicker(kind=RouteKind(kind), id=_id(one))


def _yes_or_no(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(text)
    return text == "1"


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ValueError(text)
    return text


def _page(rest: str) -> OpenPage:
    page, _, mark = rest.partition(":")
    return OpenPage(page=SetupPage(page), mark=digest_of(mark) if mark else "")


def _places(rest: str) -> OpenPlaces:
    if not _NUMBER.fullmatch(rest):
        raise ValueError(rest)
    return OpenPlaces(number=int(rest))


def _test_place(rest: str) -> TryPlace:
    picker = place_of(rest)
    return TryPlace(kind=picker.kind, id=picker.id)


def _turn(rest: str) -> Turn:
    switch, _, on = rest.partition(":")
    return Turn(switch=Switch(switch), on=_yes_or_no(on))


def _role_picker(rest: str) -> RolePicker:
    if rest:
        raise ValueError(rest)
    return RolePicker()


_READERS: dict[str, Callable[[str], SetupOrder]] = {
    "page": _page,
    "places": _places,
    "try": _test_place,
    "test": lambda rest: SendTest(role=Role(rest)),
    "turn": _turn,
    "chan": lambda rest: ChannelPicker(role=Role(rest)),
    "route": place_of,
    "role": _role_picker,
    "pick": lambda rest: TextPicker(pick=Pick(rest)),
}
