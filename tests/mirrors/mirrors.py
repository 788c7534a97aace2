"""Makes mirrors for tests, each with sensible defaults."""

from datetime import UTC, datetime, timedelta

from bot.mirrors.board_spots import WHOLE
from bot.mirrors.model import Mirror, MirrorKind

NOON = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GUILD, PLACE, OTHER_PLACE = 1, 10, 11


def a_mirror(**fields):
    at = fields.pop("at", NOON)
    return Mirror(
        **{
            "guild_id": GUILD,
            "kind": MirrorKind.BOARD,
            "subject": WHOLE,
            "discord_id": 500,
            "channel": PLACE,
            "digest": "old",
            "created_at": at,
            "edited_at": at,
            **fields,
        }
    )


def told_in(mirrors, guild_id=GUILD):
    """What is in the way in a guild, in words; None if nothing is, and there is one at most"""
    words = [trouble.words for trouble in mirrors.troubles(guild_id)]
    assert len(words) <= 1
    return words[0] if words else None
