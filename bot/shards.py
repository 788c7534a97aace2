"""Which guilds are this process's: those whose events reach it when several share one bot."""

from dataclasses import dataclass

# Discord's rule: https://discord.com/developers/docs/events/gateway#sharding-sharding-formula
TIMESTAMP_SHIFT = 22

# The shard that hears of direct messages.
FIRST = 0


def shard_of(guild_id: int, count: int) -> int:
    """Return which of `count` shards a guild's events reach."""
    return (guild_id >> TIMESTAMP_SHIFT) % count


@dataclass(frozen=True, slots=True, kw_only=True)
class Shards:
    """The shards of this process. No ids are all of them; 0 is as many as Discord recommends."""

    ids: tuple[int, ...] = ()
    count: int = 0

    def owns(self, guild_id: int) -> bool:
        """Tell whether this process posts in a guild and answers there."""
        return not self.ids or shard_of(guild_id, self.count) in self.ids

    @property
    def owns_direct_messages(self) -> bool:
        """Tell whether this process answers and writes direct messages."""
        return not self.ids or FIRST in self.ids
