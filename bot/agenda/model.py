"""What one attendee chose: the sessions they saved, and how they want to be reminded."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.guilds.model import Lead
from bot.translation import Language

# How long before a start an attendee is reminded who has not chosen otherwise.
USUAL_LEAD = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A saved session as its attendee last saw it in their agenda; `room` is the room's name.

    `start` is in UTC. By it the agenda marks what changed since, and can still name what is gone.
    """

    title: str
    start: datetime
    room: str | None = None
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """One session that an attendee saved `at` an instant (UTC), by program and session id.

    `guild_id` is where it was saved, whose effective program it follows; None outside of any guild.
    """

    program: str
    session: str
    at: datetime
    seen: Seen
    guild_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """The hours in which messages come without a sound: wall times in the program's own zone.

    They go over midnight where `end` is not after `begin`.
    """

    begin: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How an attendee wants to be reminded: how long before, by DM or not at all, when quietly.

    `leads` are from the longest; a reminder that was due before a lead's `since` is not caught up.
    Without `direct` messages there are none, neither reminders nor changes.
    """

    leads: tuple[Lead, ...] = (Lead(before=USUAL_LEAD),)
    direct: bool = True
    quiet: Quiet | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """All that Marquee holds of one person, but what is being sent to them.

    `saved` are in the order in which they were saved; each session of a program once. `last_guild`
    is where they last saved something. Since `closed_at` (UTC) Discord takes no DM for them, of
    which they are told once (`is_told_closed`). `shown_to` are the ids of those who may compare
    agendas with them, if these agree too. `channel` is their DM channel, None as long as none was
    opened. `language` is the one in which they were spoken to last, None as long as that is not
    known. `number` grows with each change of any attendee.
    """

    user_id: int
    wishes: Wishes = Wishes()
    saved: tuple[Saved, ...] = ()
    last_guild: int | None = None
    closed_at: datetime | None = None
    is_told_closed: bool = False
    shown_to: frozenset[int] = frozenset()
    channel: int | None = None
    language: Language | None = None
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """How much of a person was removed: saved sessions, agreements to compare, DMs in the ledger.

    `actions` are those that they did as an organizer: what was done stays, and their id is taken
    out. `settings` tells whether there was anything else: leads, quiet hours, a DM channel, their
    language.
    """

    sessions: int = 0
    agreements: int = 0
    deliveries: int = 0
    actions: int = 0
    settings: bool = False
