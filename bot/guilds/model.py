"""The choices of one Discord community: its program, its channels, its lead times."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from bot.translation import Language

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """How long before a start a reminder is posted, and since when (UTC) that is wanted.

    A reminder that was already due before `since` is not caught up.
    """

    before: timedelta
    since: datetime = LONG_AGO


class RouteKind(StrEnum):
    """What has a channel of its own."""

    TRACK = "track"
    ROOM = "room"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where one track or room, by its id, has its posts, and since when (UTC) that is so.

    A change that came before `since` is not told there.
    """

    kind: RouteKind
    id: str
    channel: int
    since: datetime = LONG_AGO


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What one guild's organizers chose. Without a channel nothing is posted.

    Ids are Discord's. `program` is a program id; None means the default program.
    `public_answers` makes lookups visible to all instead of to the asker only. In the
    `organizer_channel` organizers are told what could not be posted. In the `change_channel` all
    are told what changes in the program from `changes_since` (UTC) on. From `paused_at` (UTC) on,
    nothing is posted until somebody resumes it. With `personal_fallback`, people whose DMs are
    closed are reminded in the reminder channel.

    In the `announcement_channel` each day of the program is told at `digest_at`, a wall time in the
    program's zone, from `digest_since` (UTC) on. `mention_role` is pinged by reminders.
    `board_channel` has the live board; with `has_room_boards`, so has each room's own channel, of
    that room. `log_channel` is told what organizers do, from `log_since` (UTC) on. With
    `has_events`, sessions stand among the guild's own events. `streams_at_start` shows where to
    watch only from the start on. `routes` are where tracks and rooms have their own posts, by kind
    and id. What all can read is in `language`; None is English, as long as nobody chose.

    From `chosen_at` (UTC) on, these are the organizers' own, and config.toml says nothing any more.
    At `left_at` (UTC) Marquee was removed from the guild: nothing is planned for it.
    """

    guild_id: int
    program: str | None = None
    reminder_channel: int | None = None
    leads: tuple[Lead, ...] = ()
    public_answers: bool = False
    organizer_channel: int | None = None
    paused_at: datetime | None = None
    change_channel: int | None = None
    changes_since: datetime = LONG_AGO
    personal_fallback: bool = False
    announcement_channel: int | None = None
    digest_at: time | None = None
    digest_since: datetime = LONG_AGO
    mention_role: int | None = None
    board_channel: int | None = None
    log_channel: int | None = None
    log_since: datetime = LONG_AGO
    has_events: bool = False
    streams_at_start: bool = False
    has_room_boards: bool = False
    language: Language | None = None
    routes: tuple[Route, ...] = ()
    chosen_at: datetime | None = None
    left_at: datetime | None = None

    @property
    def spoken(self) -> Language:
        """The language of what all in the guild can read."""
        return self.language or Language.ENGLISH

    @property
    def channels(self) -> tuple[int, ...]:
        """The channels that were chosen for anything, each once."""
        chosen = (
            self.reminder_channel,
            self.change_channel,
            self.announcement_channel,
            self.organizer_channel,
            self.log_channel,
            self.board_channel,
            *(route.channel for route in self.routes),
        )
        return tuple(dict.fromkeys(one for one in chosen if one is not None))


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildTable:
    """One `[[guild]]` table of config.toml: where a guild starts.

    The names are those of its keys, and mean what `Choices` says. `routes` are its `tracks` and
    `rooms`, sorted by kind and id.
    """

    id: int
    program: str | None = None
    reminder_channel: int | None = None
    leads: tuple[timedelta, ...] = ()
    public_answers: bool = False
    organizer_channel: int | None = None
    change_channel: int | None = None
    personal_fallback: bool = False
    announcement_channel: int | None = None
    digest_at: time | None = None
    board_channel: int | None = None
    log_channel: int | None = None
    mention_role: int | None = None
    native_events: bool = False
    streams_at_start: bool = False
    room_boards: bool = False
    language: Language | None = None
    routes: tuple[Route, ...] = ()

    @property
    def uses(self) -> Mapping[int, tuple[str, ...]]:
        """The channels that it names, each with the keys that name it."""
        found: dict[int, tuple[str, ...]] = {}
        of_guild = ("reminder", "change", "announcement", "organizer", "log", "board")
        named = [(f"{one}_channel", getattr(self, f"{one}_channel")) for one in of_guild]
        named += [(f"{route.kind}s.{route.id}", route.channel) for route in self.routes]
        for key, channel in named:
            if channel is not None:
                found[channel] = (*found.get(channel, ()), key)
        return found
