"""Who may order what only organizers may, where Discord itself has let them give the command."""

from datetime import datetime, timedelta

# As long as Discord lets the answer to a command be changed.
ADMITTED_FOR = timedelta(minutes=15)

# A forgotten one has to ask again, so that is no loss.
MOST = 1_000


# A guild's id, a user's id, and the name of a command.
Admitted = tuple[int, int, str]


class Admission:
    """Remembers who gave which organizers' command, so that they may press the buttons under it.

    Discord gives such a command only to those whom a server's integration settings allow it, by
    default to all with Manage Server. Of a press it doesn't say whether they would.
    """

    def __init__(self) -> None:
        self._admitted: dict[Admitted, datetime] = {}

    def admit(self, who: Admitted, at: datetime) -> None:
        """Let somebody press the buttons of a command in a guild for a quarter of an hour."""
        self._admitted.pop(who, None)
        self._admitted[who] = at
        while len(self._admitted) > MOST:
            del self._admitted[next(iter(self._admitted))]

    def holds(self, who: Admitted, at: datetime) -> bool:
        """Tell whether somebody may press the buttons of a command in a guild."""
        since = self._admitted.get(who)
        return since is not None and at - since < ADMITTED_FOR
