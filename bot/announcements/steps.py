"""What of a session's Changes is still to be told to somebody, as one Change."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.announcements.model import Batch
from bot.delivery.model import Delivery
from bot.program.diff import Change, ChangeKind, Facts, change_of
from bot.program.overlay import Cancelled, Moved, Overlay
from bot.program.timetable import Timetable

# Whether a part (from 1) of a batch was told to those whom it is asked about.
IsTold = Callable[[Batch, int], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a guild's people see: the program, and what its organizers laid over the source."""

    timetable: Timetable
    overlay: Overlay


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One Change of one session, in the `part`th message (from 1) of the batch at `index`."""

    index: int
    batch: Batch
    part: int
    change: Change


def steps_of(batches: Iterable[Batch]) -> dict[str, list[Step]]:
    """Return each session's steps, in the order in which they came."""
    steps = defaultdict[str, list[Step]](list)
    for index, batch in enumerate(batches):
        for part, changes in enumerate(batch.parts, start=1):
            for change in changes:
                step = Step(index=index, batch=batch, part=part, change=change)
                steps[change.session].append(step)
    return steps


def last_told(steps: Sequence[Step], is_told: IsTold) -> int:
    """Return the place of the last step that was told, -1 if none was."""
    for place in range(len(steps) - 1, -1, -1):
        if is_told(steps[place].batch, steps[place].part):
            return place
    return -1


def told_since(delivery: Delivery, batches: Iterable[Batch], is_told: IsTold) -> frozenset[str]:
    """Return the sessions, by id, of which a batch later than the delivery's was told."""
    return frozenset(
        change.session
        for batch in batches
        if batch.due > delivery.due
        for number, part in enumerate(batch.parts, start=1)
        if is_told(batch, number)
        for change in part
    )


def untold(steps: Sequence[Step], told: int, since: datetime, ground: Ground) -> Step | None:
    """Return what is still to be told of a session, as the last step; None if nothing is.

    `told` is the place of the last step that was told, -1 if none was. What came before `since` is
    not told. What is told is the difference from what people know by now; what the source says is
    told as it is under the overlay.
    """
    pending = [step for step in steps[told + 1 :] if step.batch.due >= since]
    if not pending:
        return None
    first, last = pending[0], pending[-1]
    before, was_cancelled = _known(steps[told].change if told >= 0 else None, first)
    after = last.change.after
    if last.batch.guild_id is None:
        known = (before, after)
        before, after = (_laid_over(one, last.change.session, ground) for one in known)
        if _is_cancelled(last.change.session, ground.overlay):
            return None
    change = _difference(last.change.session, before, after, was_cancelled=was_cancelled)
    return None if change is None else replace(last, change=change)


def _known(told: Change | None, first: Step) -> tuple[Facts | None, bool]:
    """Return what people know of a session by now, and whether they think that it is cancelled.

    What a guild's organizers change, they change from what stands there, which is what was told.
    """
    change = first.change
    if told is None or first.batch.guild_id is not None:
        return change.before, ChangeKind.REINSTATED in change.kinds
    if told.after is None:
        return told.before or change.before, True
    return told.after, False


def _difference(
    session: str, before: Facts | None, after: Facts | None, *, was_cancelled: bool
) -> Change | None:
    if after is None and (before is None or was_cancelled):
        return None
    return change_of(session, before, after, {session} if was_cancelled else ())


def _is_cancelled(session: str, overlay: Overlay) -> bool:
    return isinstance(overlay.of(session), Cancelled)


def _laid_over(facts: Facts | None, session: str, ground: Ground) -> Facts | None:
    """Return the source's facts as they are in the guild: another time or room hides theirs."""
    override = ground.overlay.of(session)
    if facts is None or not isinstance(override, Moved):
        return facts
    room = None if override.room is None else ground.timetable.room(override.room)
    if room is not None:
        facts = replace(facts, room=room.name)
    if override.start is None:
        return facts
    start, length = override.start.astimezone(facts.start.tzinfo), facts.length
    return replace(facts, start=start, end=None if length is None else start + length)
