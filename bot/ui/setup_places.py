"""The panel's page for tracks and rooms: which of them have a channel of their own, and which."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from discord import (
    ButtonStyle,
    ChannelType,
    SelectDefaultValue,
    SelectDefaultValueType,
    SelectOption,
)
from discord.ui import ActionRow, Button, ChannelSelect, Item, Select, TextDisplay

from bot.guilds.model import Choices, RouteKind
from bot.program.model import Program
from bot.ui.limits import OPTION_LABEL, PICKER_OPTIONS, cut
from bot.ui.setup_orders import (
    OpenPlaces,
    Pick,
    RoutePicker,
    TextPicker,
    TryPlace,
    place_value,
)
from bot.ui.text import LONGEST_NAME, escape_line, fitting, number_word, plain

PLACES = [
    ChannelType.text,
    ChannelType.news,
    ChannelType.public_thread,
    ChannelType.private_thread,
    ChannelType.news_thread,
    ChannelType.voice,
    ChannelType.stage_voice,
]
LONGEST_OBSTACLE = 220
# All that have a channel, beside what else stands on the page.
LONGEST_LIST = 1_800

WHAT_FOR = (
    "Give a track or a room a channel of its own: its reminders are posted there, and its changes "
    "once you have chosen a channel for changes; everything else in the channel for reminders. A "
    "track's channel comes before its room's. A voice or stage channel has its posts in its own "
    "chat."
)
NO_PLACES = "The program has neither tracks nor rooms."
KINDS = {RouteKind.TRACK: ("🧵", "Track"), RouteKind.ROOM: ("🚪", "Room")}
OWN = "has a channel of its own"
GONE = "not on the program any more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A track or room by its name, with its channel if it has one.

    One that is not on the program any more is called by its id.
    """

    picker: RoutePicker
    name: str
    channel: int | None
    is_gone: bool = False

    @property
    def called(self) -> str:
        """Return its name, escaped, with what it is."""
        sign, _ = KINDS[self.picker.kind]
        return f"{sign} {escape_line(self.name, LONGEST_NAME)}"


def places_in(choices: Choices, program: Program | None) -> Sequence[Place]:
    """Return the tracks, then the rooms, then what has a channel though it is neither by now."""
    channels = {RoutePicker(kind=one.kind, id=one.id): one.channel for one in choices.routes}
    named: dict[RoutePicker, str] = {}
    for kind, those in (
        (RouteKind.TRACK, program.tracks if program else ()),
        (RouteKind.ROOM, program.rooms if program else ()),
    ):
        named |= {RoutePicker(kind=kind, id=one.id): one.name for one in those}
    known = [
        Place(picker=picker, name=name, channel=channels.get(picker))
        for picker, name in named.items()
    ]
    gone = [
        Place(picker=picker, name=picker.id, channel=channel, is_gone=True)
        for picker, channel in channels.items()
        if picker not in named
    ]
    return (*known, *gone)


def places_line(choices: Choices, program: Program | None) -> str | None:
    """Return how many have a channel of their own; None if there is nothing that could."""
    places = places_in(choices, program)
    if not places:
        return None
    own = sum(place.channel is not None for place in places)
    some = f"{number_word(own)} of {number_word(len(places))} in channels of their own"
    return f"**🧭 Tracks and rooms** {some if own else 'in the channel for reminders, all of them'}"


def places_page(
    choices: Choices,
    program: Program | None,
    obstacles: Mapping[int, str],
    *,
    chosen: RoutePicker | None = None,
    number: int = 0,
) -> Iterator[Item[Any]]:
    """Yield the page: what has a channel, a picker of all, and what is to be said of the chosen.

    Of more than a picker holds, it shows the part with what is `chosen`, else the `number`th.
    """
    places = places_in(choices, program)
    yield TextDisplay(WHAT_FOR if places else NO_PLACES)
    own = [place for place in places if place.channel is not None]
    if own:
        yield TextDisplay(fitting([f"{one.called} <#{one.channel}>" for one in own], LONGEST_LIST))
    if not places:
        return
    which = next((place for place in places if place.picker == chosen), None)
    if which is not None:
        number = places.index(which) // PICKER_OPTIONS
    last = (len(places) - 1) // PICKER_OPTIONS
    number = min(number, last)
    part = places[number * PICKER_OPTIONS : (number + 1) * PICKER_OPTIONS]
    yield ActionRow(_picker(part, which))
    if last:
        yield ActionRow(*_turners(number, last))
    if which is not None:
        yield from _chosen(which, obstacles)


def _picker(part: Sequence[Place], chosen: Place | None) -> Select[Any]:
    return Select(
        custom_id=TextPicker(pick=Pick.PLACE).custom_id,
        placeholder="Choose a track or a room…",
        options=[
            SelectOption(
                label=plain(place.name, OPTION_LABEL),
                value=place_value(place.picker.kind, place.picker.id),
                description=_note(place),
                emoji=KINDS[place.picker.kind][0],
                default=place == chosen,
            )
            for place in part
        ],
    )


def _note(place: Place) -> str:
    kind = KINDS[place.picker.kind][1]
    if place.is_gone:
        return f"{kind}, {GONE}"
    return kind if place.channel is None else f"{kind}, {OWN}"


def _turners(number: int, last: int) -> Iterator[Button[Any]]:
    steps = [("Earlier ones", number - 1)] if number else []
    steps += [("More", number + 1)] if number < last else []
    for label, to in steps:
        yield Button(
            label=label, custom_id=OpenPlaces(number=to).custom_id, style=ButtonStyle.secondary
        )


def _chosen(place: Place, obstacles: Mapping[int, str]) -> Iterator[Item[Any]]:
    """Yield what chooses the channel of a track or room, and what that lacks."""
    obstacle = None if place.channel is None else obstacles.get(place.channel)
    trouble = f"\n⚠️ {cut(escape_line(obstacle), LONGEST_OBSTACLE)}" if obstacle else ""
    yield TextDisplay(f"**{place.called}**{trouble}")
    default = SelectDefaultValueType.channel
    yield ActionRow(
        ChannelSelect(
            custom_id=place.picker.custom_id,
            channel_types=PLACES,
            placeholder="Choose its channel…",
            min_values=0,
            default_values=[]
            if place.channel is None
            else [SelectDefaultValue(id=place.channel, type=default)],
        )
    )
    if place.channel is not None:
        test = TryPlace(kind=place.picker.kind, id=place.picker.id)
        yield ActionRow(
            Button(label="Send a test", custom_id=test.custom_id, style=ButtonStyle.secondary)
        )
