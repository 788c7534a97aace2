"""The choices of one Discord community: its program, its channels, its lead times."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """How long before a start a reminder is posted, and since when (UTC) that is wanted.

    A reminder that was already due before `since` is not caught up.
    """

    before: timedelta
    since: datetime = LONG_AGO


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What one guild's organizers chose. Without a reminder channel nothing is posted.

    Ids are Discord's. `program` is a program id; None means the default program.
    `public_answers` makes lookups visible to all instead of to the asker only. In the
    `organizer_channel` organizers are told what could not be posted. In the `change_channel` all
    are told what changes in the program from `changes_since` (UTC) on. From `paused_at` (UTC) on,
    nothing is posted until somebody resumes it. With `personal_fallback`, people whose DMs are
    closed are reminded in the reminder channel.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildTable:
    """One `[[guild]]` table of config.toml: where a guild starts."""

    id: int
    program: str | None = None
    reminder_channel: int | None = None
    leads: tuple[timedelta, ...] = ()
    public_answers: bool = False
    organizer_channel: int | None = None
    change_channel: int | None = None
    personal_fallback: bool = False
