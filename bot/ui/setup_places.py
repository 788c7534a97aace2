"""The panel's page for tracks and rooms: which of them have a channel of their own, and which."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from discord import SelectOption
from discord.ui import ActionRow, Button, Item, Select, TextDisplay

from bot.guilds.model import Choices, RouteKind
from bot.program.model import Program
from bot.translation import N_, _
from bot.ui.limits import OPTION_DESCRIPTION, OPTION_LABEL, PICKER_OPTIONS
from bot.ui.setup_controls import button, channel_picker, switch, text_picker, with_trouble
from bot.ui.setup_orders import (
    OpenPage,
    OpenPlaces,
    Pick,
    RoutePicker,
    SetupPage,
    Switch,
    TryPlace,
    place_value,
)
from bot.ui.setup_panel import Panel
from bot.ui.text import LONGEST_NAME, escape_line, fitting, number_word, plain

# All that have a channel, beside what else stands on the page.
LONGEST_LIST = 1_600

WHAT_FOR = N_(
    "Give a track or a room a channel of its own: its reminders are posted there, and its changes "
    "once you have chosen a channel for changes; everything else in the channel for reminders. A "
    "track's channel comes before its room's. A voice or stage channel has its posts in its own "
    "chat."
)
NO_PLACES = N_("The program has neither tracks nor rooms.")
MAKE = N_("Create them for me…")
BOARDS = N_(
    "**📌 Boards of rooms** stand in the rooms' own channels: what is on there and up next, pinned "
    "and kept fresh. A room without a channel of its own has none."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How tracks, or rooms, stand in the picker: without a channel, with one, and no more."""

    sign: str
    name: str
    has_own: str
    is_gone: str


KINDS = {
    RouteKind.TRACK: Kind(
        sign="🧵",
        name=N_("Track"),
        has_own=N_("Track, has a channel of its own"),
        is_gone=N_("Track, not on the program any more"),
    ),
    RouteKind.ROOM: Kind(
        sign="🚪",
        name=N_("Room"),
        has_own=N_("Room, has a channel of its own"),
        is_gone=N_("Room, not on the program any more"),
    ),
}


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
        return f"{KINDS[self.picker.kind].sign} {escape_line(self.name, LONGEST_NAME)}"


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
    if not own:
        # Translators: of tracks and rooms.
        return _("in the channel for reminders, all of them")
    # Translators: of tracks and rooms; both are numbers, in words in English.
    return _("{own} of {all} in channels of their own").format(
        own=number_word(own), all=number_word(len(places))
    )


def places_page(panel: Panel) -> Iterator[Item[Any]]:
    """Yield the page: what has a channel, a picker of all, and what is to be said of the chosen.

    Of more than a picker holds, it shows the part with what is chosen, else the `number`th.
    """
    places = places_in(panel.choices, panel.program)
    yield TextDisplay(_(WHAT_FOR) if places else _(NO_PLACES))
    own = [place for place in places if place.channel is not None]
    if own:
        yield TextDisplay(fitting([f"{one.called} <#{one.channel}>" for one in own], LONGEST_LIST))
    if not places:
        return
    which = next((place for place in places if place.picker == panel.place), None)
    number = panel.number if which is None else places.index(which) // PICKER_OPTIONS
    last = (len(places) - 1) // PICKER_OPTIONS
    number = min(number, last)
    part = places[number * PICKER_OPTIONS : (number + 1) * PICKER_OPTIONS]
    yield ActionRow(_picker(part, which))
    if last:
        yield ActionRow(*_turners(number, last))
    if which is not None:
        yield from _chosen(which, panel)
    if any(place.channel is None for place in places):
        yield ActionRow(button(_(MAKE), OpenPage(page=SetupPage.MAKING)))
    has_boards = panel.choices.has_room_boards
    if has_boards or any(place.picker.kind is RouteKind.ROOM for place in places):
        yield TextDisplay(_(BOARDS))
        yield ActionRow(switch(Switch.ROOM_BOARDS, on=has_boards))


def _picker(part: Sequence[Place], chosen: Place | None) -> Select[Any]:
    options = [
        SelectOption(
            label=plain(place.name, OPTION_LABEL),
            value=place_value(place.picker.kind, place.picker.id),
            description=plain(_note(place), OPTION_DESCRIPTION),
            emoji=KINDS[place.picker.kind].sign,
            default=place == chosen,
        )
        for place in part
    ]
    return text_picker(Pick.PLACE, options, _("Choose a track or a room…"))


def _note(place: Place) -> str:
    kind = KINDS[place.picker.kind]
    if place.is_gone:
        return _(kind.is_gone)
    return _(kind.name) if place.channel is None else _(kind.has_own)


def _turners(number: int, last: int) -> Iterator[Button[Any]]:
    if number:
        yield button(_("Earlier ones"), OpenPlaces(number=number - 1))
    if number < last:
        yield button(_("More"), OpenPlaces(number=number + 1))


def _chosen(place: Place, panel: Panel) -> Iterator[Item[Any]]:
    """Yield what chooses the channel of a track or room, and what that lacks."""
    obstacle = None if place.channel is None else panel.obstacles.get(place.channel)
    yield TextDisplay(with_trouble(f"**{place.called}**", obstacle))
    yield ActionRow(channel_picker(place.picker, place.channel, _("Choose its channel…")))
    if place.channel is not None:
        test = TryPlace(kind=place.picker.kind, id=place.picker.id)
        yield ActionRow(button(_("Send a test"), test))
