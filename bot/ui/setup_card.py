"""The organizers' panel: what Marquee does in their server, what that lacks, how to change it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from discord import ButtonStyle, SelectDefaultValue, SelectOption
from discord import SelectDefaultValueType as Default
from discord.ui import (
    ActionRow,
    Button,
    ChannelSelect,
    Container,
    Item,
    LayoutView,
    RoleSelect,
    Select,
    Separator,
    TextDisplay,
)

from bot.guilds.model import Choices
from bot.program.model import Program
from bot.ui.card import ACCENT
from bot.ui.limits import OPTION_LABEL, PICKER_OPTIONS, cut
from bot.ui.log_post import escape_but_mentions
from bot.ui.setup_orders import (
    ChannelPicker,
    OpenPage,
    Pick,
    Role,
    RolePicker,
    RoutePicker,
    SendTest,
    SetupPage,
    Switch,
    TextPicker,
    Turn,
)
from bot.ui.setup_places import LONGEST_OBSTACLE, PLACES, places_in, places_line, places_page
from bot.ui.text import (
    LONGEST_NAME,
    LONGEST_NAMES,
    counted,
    enumeration,
    escape_line,
    fitting,
    plain,
    small,
)
from bot.ui.wish_choices import lead_options, spans

KIND = "🛠️ For organizers"
LONGEST_TROUBLES = 2_000

# What each channel is for, in the order in which they are asked for.
PURPOSES = {
    Role.REMINDERS: ("🔔 Reminders", "before sessions start"),
    Role.CHANGES: ("✏️ Changes", "what moves or is cancelled"),
    Role.ANNOUNCEMENTS: ("📅 The day", "each morning, what is on"),
    Role.ORGANIZERS: ("🧰 Organizers", "what could not be posted, and why"),
    Role.LOG: ("📜 Log", "who of you changed what"),
    Role.BOARD: ("📌 Live board", "on now and up next, pinned and kept fresh"),
}
TITLES = {
    SetupPage.CHANNELS: "Where I post",
    SetupPage.REMINDERS: "How I remind",
    SetupPage.PLACES: "Tracks and rooms",
    SetupPage.PROGRAM: "What I tell of",
}
BUTTONS = {
    SetupPage.CHANNELS: "Channels",
    SetupPage.REMINDERS: "Reminders",
    SetupPage.PLACES: "Tracks and rooms",
    SetupPage.PROGRAM: "Program",
}
HOURS = tuple(time(hour) for hour in range(24))
# It makes room in the picker for a chosen hour that is none of these, as 08:30.
LEAST_WANTED = time(3)
NO_DIGEST = "-"

FIRST_STEP = "Choose a channel for reminders first: press **Channels**."
NOWHERE = "nowhere yet"
NOTHING_LOADED = "⚠️ Its program is not loaded, so nothing is answered or posted here."
MORE_PROGRAMS = "than a list can hold: whoever runs Marquee can choose one of them for you."
SWITCHES = {
    Switch.PUBLIC_ANSWERS: ("Answers for everyone", "Answers for the asker"),
    Switch.PERSONAL_FALLBACK: ("Mention whose DMs are closed", "Mention nobody"),
    Switch.NATIVE_EVENTS: ("Among the server's events", "Not among the server's events"),
    Switch.STREAMS_AT_START: ("Not before the start", "Before the start, too"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """All that the panel tells of one guild.

    `program` is what it follows, None if that is not loaded; `programs` are all that it could.
    `obstacles` say by channel id why nothing can be posted there. On the page of tracks and rooms,
    `place` is the one whose channel is asked for, and `number` the part of them that is shown.
    `troubles` are what the live board and the server's own events lack, and `role_trouble` is why
    the chosen role can't be mentioned.
    """

    choices: Choices
    program: Program | None
    programs: Sequence[Program] = ()
    obstacles: Mapping[int, str] = field(default_factory=dict)
    place: RoutePicker | None = None
    number: int = 0
    troubles: Sequence[str] = ()
    role_trouble: str | None = None


def channel_of(choices: Choices, role: Role) -> int | None:
    """Return the channel that a guild chose for something."""
    return {
        Role.REMINDERS: choices.reminder_channel,
        Role.CHANGES: choices.change_channel,
        Role.ANNOUNCEMENTS: choices.announcement_channel,
        Role.ORGANIZERS: choices.organizer_channel,
        Role.LOG: choices.log_channel,
        Role.BOARD: choices.board_channel,
    }[role]


def setup_card(panel: Panel, page: SetupPage, *, done: str = "") -> LayoutView:
    """Return a page of the panel; `done` says in Markdown what was just chosen or tried."""
    pages = {
        SetupPage.START: _start,
        SetupPage.CHANNELS: _channels,
        SetupPage.REMINDERS: _reminders,
        SetupPage.PLACES: _places,
        SetupPage.PROGRAM: _program,
    }
    view = LayoutView(timeout=None)
    title = TITLES.get(page, "What I do in this server")
    parts = [
        TextDisplay[Any](f"{small(KIND)}\n## {title}"),
        *([TextDisplay[Any](done)] if done else []),
        *pages[page](panel),
        Separator[Any](),
        _ways(page),
    ]
    view.add_item(Container(*parts, accent_colour=ACCENT))
    # As with every card: answered from its custom ids alone, so discord.py need not keep it.
    view.stop()
    return view


def _ways(page: SetupPage) -> Item[Any]:
    start = [_button("Overview", OpenPage())] if page is not SetupPage.START else []
    others = [_button(BUTTONS[one], OpenPage(page=one)) for one in BUTTONS if one is not page]
    return ActionRow(*start, *others)


def _start(panel: Panel) -> Iterator[Item[Any]]:
    choices = panel.choices
    yield TextDisplay("\n".join(_lines(panel)))
    lacks = [] if panel.program is not None else [NOTHING_LOADED]
    if choices.reminder_channel is None and not choices.routes:
        lacks.append(f"👉 {FIRST_STEP}")
    lacks += [f"⚠️ {one}" for one in _troubles(panel)]
    if lacks:
        yield Separator()
        yield TextDisplay(fitting(lacks, LONGEST_TROUBLES))


def _lines(panel: Panel) -> Iterator[str]:
    choices = panel.choices
    named = "not loaded" if panel.program is None else escape_line(panel.program.name, LONGEST_NAME)
    yield f"**📖 Program** {named}"
    for role, (name, what) in PURPOSES.items():
        channel = channel_of(choices, role)
        where = f"{NOWHERE}\n{small(what)}" if channel is None else f"<#{channel}>"
        yield f"**{name}** {where}{_how(role, choices)}"
    if own := places_line(choices, panel.program):
        yield own
    who = "everyone sees" if choices.public_answers else "only the asker sees, until they share it"
    yield f"**💬 Answers** {who}"


def _how(role: Role, choices: Choices) -> str:
    """Return what else is to be known of where something is posted."""
    if role is Role.REMINDERS and choices.leads:
        mention = "" if choices.mention_role is None else f", mentioning <@&{choices.mention_role}>"
        return f", {spans(lead.before for lead in choices.leads)} before{mention}"
    if role is Role.ANNOUNCEMENTS and choices.digest_at is not None:
        return f", at {choices.digest_at:%H:%M}"
    if role is Role.ANNOUNCEMENTS and choices.announcement_channel is not None:
        return ", but no hour is chosen"
    return ""


def _troubles(panel: Panel) -> Iterator[str]:
    """Yield in Markdown what is in the way; of a channel with all that it is for."""
    uses: dict[int | None, list[str]] = {}
    for role, (name, _) in PURPOSES.items():
        uses.setdefault(channel_of(panel.choices, role), []).append(name)
    for place in places_in(panel.choices, panel.program):
        uses.setdefault(place.channel, []).append(place.called)
    for channel, names in uses.items():
        if channel is not None and channel in panel.obstacles:
            obstacle = cut(escape_line(panel.obstacles[channel]), LONGEST_OBSTACLE)
            yield f"{enumeration(names, LONGEST_NAMES)}: {obstacle}"
    if panel.role_trouble is not None:
        yield cut(escape_line(panel.role_trouble), LONGEST_OBSTACLE)
    for trouble in panel.troubles:
        # They mention channels, and may tell Discord's own words and the names of channels.
        yield escape_but_mentions(trouble, LONGEST_OBSTACLE)


def _channels(panel: Panel) -> Iterator[Item[Any]]:
    for role, (name, what) in PURPOSES.items():
        channel = channel_of(panel.choices, role)
        obstacle = panel.obstacles.get(channel) if channel is not None else None
        trouble = f"\n⚠️ {cut(escape_line(obstacle), LONGEST_OBSTACLE)}" if obstacle else ""
        yield TextDisplay(f"**{name}** {what}{trouble}")
        yield ActionRow(
            ChannelSelect(
                custom_id=ChannelPicker(role=role).custom_id,
                channel_types=PLACES,
                placeholder="Choose a channel…",
                min_values=0,
                default_values=_chosen(channel, Default.channel),
            )
        )
    tests = [
        _button(f"Test {PURPOSES[role][0].split()[0]}", SendTest(role=role))
        for role in Role
        # The board is its own test.
        if role is not Role.BOARD and channel_of(panel.choices, role) is not None
    ]
    if tests:
        yield TextDisplay(small("Send a test to:"))
        yield ActionRow(*tests)


def _reminders(panel: Panel) -> Iterator[Item[Any]]:
    choices = panel.choices
    yield TextDisplay("**🔔 How long before a start**")
    yield ActionRow(
        _picker(Pick.LEADS, lead_options(choices.leads), "Choose one or several…", several=True)
    )
    trouble = panel.role_trouble
    lacks = f"\n⚠️ {cut(escape_line(trouble), LONGEST_OBSTACLE)}" if trouble else ""
    yield TextDisplay(f"**📣 Whom they mention** nobody, unless you choose a role{lacks}")
    yield ActionRow(
        RoleSelect(
            custom_id=RolePicker().custom_id,
            placeholder="Nobody",
            min_values=0,
            default_values=_chosen(choices.mention_role, Default.role),
        )
    )
    zone = "" if panel.program is None else f" ({plain(panel.program.zone)})"
    yield TextDisplay(f"**📅 When the day is told**{zone}")
    yield ActionRow(_picker(Pick.DIGEST, _hours(choices.digest_at), "Choose an hour…"))
    yield TextDisplay(
        "**✉️ Personal reminders** go to people's DMs. Those who keep theirs closed can be "
        "mentioned in the channel for reminders instead."
    )
    yield ActionRow(_switch(Switch.PERSONAL_FALLBACK, on=choices.personal_fallback))
    yield TextDisplay("**📺 Where to watch** a session, if the program has an address for it")
    yield ActionRow(_switch(Switch.STREAMS_AT_START, on=choices.streams_at_start))


def _places(panel: Panel) -> Iterator[Item[Any]]:
    return places_page(
        panel.choices, panel.program, panel.obstacles, chosen=panel.place, number=panel.number
    )


def _program(panel: Panel) -> Iterator[Item[Any]]:
    yield TextDisplay("**📖 Program** whose talks I tell of here")
    followed = None if panel.program is None else panel.program.id
    shown, others = panel.programs[:PICKER_OPTIONS], panel.programs[PICKER_OPTIONS:]
    # Whichever stands chosen is among those that are shown.
    chosen = [program for program in others if program.id == followed]
    shown = [*shown[: PICKER_OPTIONS - len(chosen)], *chosen]
    options = [
        SelectOption(
            label=plain(program.name, OPTION_LABEL),
            value=program.id,
            description=plain(f"{program.first_day:%d %b %Y}, {program.zone}", OPTION_LABEL),
            default=program.id == followed,
        )
        for program in shown
    ]
    if options:
        yield ActionRow(_picker(Pick.PROGRAM, options, "Choose a program…"))
    if others:
        yield TextDisplay(small(f"{counted(len(others), 'more program')} {MORE_PROGRAMS}"))
    yield TextDisplay(
        "**🗓️ Talks** as events of the server itself, which people can mark. For that I need the "
        "permission Create Events."
    )
    yield ActionRow(_switch(Switch.NATIVE_EVENTS, on=panel.choices.has_events))
    yield TextDisplay("**💬 Answers** to what people ask me")
    yield ActionRow(_switch(Switch.PUBLIC_ANSWERS, on=panel.choices.public_answers))


def _chosen(one: int | None, what: Default) -> list[SelectDefaultValue]:
    return [] if one is None else [SelectDefaultValue(id=one, type=what)]


def _hours(chosen: time | None) -> list[SelectOption]:
    hours: Sequence[time] = HOURS
    if chosen is not None and chosen not in HOURS:
        hours = sorted({*HOURS, chosen} - {LEAST_WANTED})
    return [
        SelectOption(label="Not at all", value=NO_DIGEST, default=chosen is None),
        *(
            SelectOption(label=f"{hour:%H:%M}", value=f"{hour:%H:%M}", default=hour == chosen)
            for hour in hours
        ),
    ]


def _picker(
    pick: Pick, options: list[SelectOption], placeholder: str, *, several: bool = False
) -> Select[Any]:
    return Select(
        custom_id=TextPicker(pick=pick).custom_id,
        placeholder=placeholder,
        options=options,
        max_values=len(options) if several else 1,
    )


def _switch(switch: Switch, *, on: bool) -> Button[Any]:
    """Return the button that turns over; it says what it is for by now, and how it is."""
    yes, no = SWITCHES[switch]
    label = f"Now: {yes if on else no}"
    style = ButtonStyle.success if on else ButtonStyle.secondary
    return Button(label=label, custom_id=Turn(switch=switch, on=not on).custom_id, style=style)


def _button(label: str, order: OpenPage | SendTest) -> Button[Any]:
    return Button(label=label, custom_id=order.custom_id, style=ButtonStyle.secondary)
