"""What organizers choose for their server, as values that also live in custom ids.

A custom id reads `m1:u-verb:…`. Whose server it is, and whether the presser organizes it, is looked
up at each press; the panel is made anew from what stands by then.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.guilds.model import RouteKind
from bot.ui.verbs import DIGEST_OR_NONE, ITEM, YES_OR_NO, Kind, Part, Verbs, digits, text_like


class SetupPage(StrEnum):
    """The pages of the panel."""

    START = "start"
    CHANNELS = "channels"
    REMINDERS = "reminders"
    PLACES = "places"
    PROGRAM = "program"
    MAKING = "making"


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
    ROOM_BOARDS = "boards"


class Pick(StrEnum):
    """What is picked from a list of texts."""

    PROGRAM = "program"
    LEADS = "leads"
    DIGEST = "digest"
    PLACE = "place"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True, kw_only=True)
class _SetupOrder:
    @property
    def custom_id(self) -> str:
        """Return the id of the button or picker that orders it."""
        return _VERBS.id_of(self)


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
class MakeChannels(_SetupOrder):
    """Make a channel for each track or room without one, if what is to be made is as it was shown.

    `print` is that of the `ChannelPlan` that was shown.
    """

    kind: RouteKind
    print: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePicker(_SetupOrder):
    """Choose the role that reminders mention; none takes it away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPicker(_SetupOrder):
    """Choose something from a list."""

    pick: Pick


SetupOrder = (
    OpenPage
    | OpenPlaces
    | SendTest
    | TryPlace
    | MakeChannels
    | Turn
    | ChannelPicker
    | RoutePicker
    | RolePicker
    | TextPicker
)

_ROLE = Part(Role)
_ROUTE = Part(RouteKind)

_VERBS = Verbs[SetupOrder](
    {
        "u-page": Kind(OpenPage, page=Part(SetupPage), mark=DIGEST_OR_NONE),
        "u-places": Kind(OpenPlaces, number=digits(4)),
        "u-test": Kind(SendTest, role=_ROLE),
        "u-try": Kind(TryPlace, kind=_ROUTE, id=ITEM),
        "u-make": Kind(MakeChannels, kind=_ROUTE, print=text_like(r"[0-9a-f]{8}")),
        "u-turn": Kind(Turn, switch=Part(Switch), on=YES_OR_NO),
        "u-chan": Kind(ChannelPicker, role=_ROLE),
        "u-route": Kind(RoutePicker, kind=_ROUTE, id=ITEM),
        "u-role": Kind(RolePicker),
        "u-pick": Kind(TextPicker, pick=Part(Pick)),
    }
)
SETUP_ID = _VERBS.pattern


def setup_order_of(found: re.Match[str]) -> SetupOrder:
    """Return the order of a matched id. Raises ValueError for a forged one."""
    return _VERBS.order_of(found)


def place_value(kind: RouteKind, one: str) -> str:
    """Return the option value of a track or room."""
    return f"{kind}:{one}"


def place_of(value: str) -> RoutePicker:
    """Return what chooses the channel of the chosen track or room; ValueError if forged."""
    kind, _, one = value.partition(":")
    return RoutePicker(kind=RouteKind(kind), id=ITEM.read(one))
