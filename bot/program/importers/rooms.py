"""What to call the place of a session that is in several rooms at once."""

from collections.abc import Sequence

from bot.program.importers.doubts import Doubts
from bot.translation import said

_MOST = 3


def one_place(rooms: Sequence[str], title: str, doubts: Doubts) -> str | None:
    """Return the room; up to three are called as one, and what is in more has none."""
    names = list(dict.fromkeys(rooms))
    if len(names) <= 1:
        return next(iter(names), None)
    what = said("A session is in several rooms at once.")
    if len(names) > _MOST:
        doubts.add(what, said("Where they are more than three, none is shown."), title)
        return None
    doubts.add(what, said("Up to three stand as one room with all their names."), title)
    return " + ".join(names)
