"""What the organizers' panel tells of one guild, as a value, and what each channel is for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.guilds.channel_plan import ChannelPlan
from bot.guilds.model import Choices, RouteKind
from bot.program.model import Program
from bot.translation import N_, _
from bot.ui.setup_orders import Role, RoutePicker


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What a channel is for: its sign, its name, and more of it, still to be translated."""

    sign: str
    name: str
    what: str

    @property
    def called(self) -> str:
        """The name with its sign."""
        return f"{self.sign} {_(self.name)}"


# In the order in which they are asked for.
PURPOSES = {
    Role.REMINDERS: Purpose(sign="🔔", name=N_("Reminders"), what=N_("before sessions start")),
    Role.CHANGES: Purpose(sign="✏️", name=N_("Changes"), what=N_("what moves or is cancelled")),
    Role.ANNOUNCEMENTS: Purpose(sign="📅", name=N_("The day"), what=N_("each morning, what is on")),
    Role.ORGANIZERS: Purpose(
        sign="🧰", name=N_("Organizers"), what=N_("what could not be posted, and why")
    ),
    Role.LOG: Purpose(sign="📜", name=N_("Log"), what=N_("who of you changed what")),
    Role.BOARD: Purpose(
        sign="📌", name=N_("Live board"), what=N_("on now and up next, pinned and kept fresh")
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What making channels would make, for tracks and for rooms; without plans, nothing was seen.

    `trouble` is why nothing can be made.
    """

    plans: Mapping[RouteKind, ChannelPlan] = field(default_factory=dict)
    trouble: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """All that the panel tells of one guild.

    `program` is what it follows, None if that is not loaded; `programs` are all that it could.
    `obstacles` say by channel id why nothing can be posted there. On the page of tracks and rooms,
    `place` is the one whose channel is asked for, and `number` the part of them that is shown.
    `troubles` are what the live board and the server's own events lack, and `role_trouble` is why
    the chosen role can't be mentioned. `making` is told on its own page alone.
    """

    choices: Choices
    program: Program | None
    programs: Sequence[Program] = ()
    obstacles: Mapping[int, str] = field(default_factory=dict)
    place: RoutePicker | None = None
    number: int = 0
    troubles: Sequence[str] = ()
    role_trouble: str | None = None
    making: Making = field(default_factory=Making)


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
