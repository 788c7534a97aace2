"""What the bot may do in a channel, by roles and overwrites (topics/permissions.mdx)."""

from typing import Any

BITS = {
    "manage_channels": 1 << 4,
    "administrator": 1 << 3,
    "manage_guild": 1 << 5,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "mention_everyone": 1 << 17,
    "manage_events": 1 << 33,
    "manage_threads": 1 << 34,
    "create_public_threads": 1 << 35,
    "create_private_threads": 1 << 36,
    "send_messages_in_threads": 1 << 38,
    "create_events": 1 << 44,
    "pin_messages": 1 << 51,
}
ALL = (1 << 53) - 1
# What a bot is commonly invited with here: all but administrator, so that overwrites count.
USUAL = ALL & ~BITS["administrator"]


def total(names: list[str]) -> int:
    """Return the permissions named, as one number.

    Raises:
        KeyError: there is no such permission.
    """
    return sum(BITS[name] for name in set(names))


def in_guild(roles: dict[str, dict[str, Any]], guild_id: str, mine: list[str]) -> int:
    """Return what somebody with the roles `mine` may do in a guild."""
    held = 0
    for role_id in (guild_id, *mine):
        held |= int(roles[role_id]["permissions"])
    return ALL if held & BITS["administrator"] else held


def in_channel(
    base: int, overwrites: list[dict[str, Any]], guild_id: str, mine: list[str], me: str
) -> int:
    """Return what is left of `base` after a channel's overwrites: everyone, roles, the member."""
    if base == ALL:
        return ALL
    by_id = {overwrite["id"]: overwrite for overwrite in overwrites}
    held = _laid_over(base, [by_id[guild_id]] if guild_id in by_id else [])
    held = _laid_over(held, [by_id[role] for role in mine if role in by_id])
    held = _laid_over(held, [by_id[me]] if me in by_id else [])
    return held if held & BITS["view_channel"] else 0


def _laid_over(held: int, overwrites: list[dict[str, Any]]) -> int:
    deny = allow = 0
    for overwrite in overwrites:
        deny |= int(overwrite["deny"])
        allow |= int(overwrite["allow"])
    return held & ~deny | allow
