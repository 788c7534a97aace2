"""Who may order what only organizers may, where Discord itself has let them give the command."""

from datetime import datetime, timedelta

# As long as Discord lets the answer to a command be changed.
ADMITTED_FOR = timedelta(minutes=15)

# A forgotten one has to ask again, so that is no loss.
MOST = 1_000


class Admission:
    """Remembers who gave an organizers' command, so that they may press the buttons under it.

    Discord gives such a command only to those whom a server's integration settings allow it, by
    default to all with Manage Server. Of a press it doesn't say whether they would.
    """

    def __init__(self) -> None:
        self._admitted: dict[tuple[int, int], datetime] = {}

    def admit(self, guild_id: int, user_id: int, at: datetime) -> None:
        """Let somebody press organizers' buttons in a guild for a quarter of an hour."""
        self._admitted.pop((guild_id, user_id), None)
        self._admitted[guild_id, user_id] = at
        while len(self._admitted) > MOST:
            del self._admitted[next(iter(self._admitted))]

    def holds(self, guild_id: int, user_id: int, at: datetime) -> bool:
        """Tell whether somebody may press organizers' buttons in a guild."""
        since = self._admitted.get((guild_id, user_id))
        return since is not None and at - since < ADMITTED_FOR
