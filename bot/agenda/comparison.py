"""What two people's agendas of one program have in common, and what only one of them saved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.agenda.clashes import Placed, TimetableOf, by_time, placed_if
from bot.agenda.model import Attendee


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Sessions that take place, each by time: saved by both, or only by one of the two."""

    both: tuple[Placed, ...] = ()
    only_mine: tuple[Placed, ...] = ()
    only_theirs: tuple[Placed, ...] = ()


def may_compare(mine: Attendee, theirs: Attendee) -> bool:
    """Tell whether both agreed to it."""
    return theirs.user_id in mine.shown_to and mine.user_id in theirs.shown_to


def compare(
    mine: Attendee, theirs: Attendee, program: str, timetable_of: TimetableOf
) -> Comparison:
    """Return how two agendas of a program compare; each follows what its own person follows.

    What both saved is as it stands for the first of them, if it does. It tells what takes place and
    nothing else of the other person: neither when they saved it nor where.
    """
    left, right = (_saved(one, program, timetable_of) for one in (mine, theirs))
    # Organizers of one guild may have cancelled for theirs what takes place for the others.
    together = {session: left[session] or right[session] for session in left.keys() & right.keys()}
    return Comparison(
        both=_standing(together.values()),
        only_mine=_standing(left[session] for session in left.keys() - right.keys()),
        only_theirs=_standing(right[session] for session in right.keys() - left.keys()),
    )


def _saved(
    attendee: Attendee, program: str, timetable_of: TimetableOf
) -> Mapping[str, Placed | None]:
    return {
        saved.session: placed_if(saved, attendee, timetable_of)
        for saved in attendee.saved
        if saved.program == program
    }


def _standing(ones: Iterable[Placed | None]) -> tuple[Placed, ...]:
    return by_time(one for one in ones if one is not None)
