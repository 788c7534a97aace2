"""In which guilds this process posts."""

from typing import Protocol


class Posting(Protocol):
    """Knows which guilds are this process's own, and where posting is paused. Never fails."""

    def owns(self, guild_id: int) -> bool:
        """Tell whether it is this process that posts in a guild; others leave it alone."""
        ...

    def is_paused(self, guild_id: int) -> bool:
        """Tell whether a guild's organizers want nothing posted until they resume it."""
        ...
