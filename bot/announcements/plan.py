"""Which changes one guild is to be told, and where: a pure function of batches, choices, ledger."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.announcements.model import KEPT_FOR, Batch, last_start
from bot.announcements.parts import in_order
from bot.announcements.subject import Subject, written
from bot.delivery.model import Delivery, Kind, Plan
from bot.guilds.model import Choices
from bot.program.diff import Change, ChangeKind, Facts, change_of
from bot.program.overlay import Cancelled, Moved, Overlay
from bot.program.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is so for one guild: its choices, its program and what it laid over that."""

    choices: Choices
    timetable: Timetable
    overlay: Overlay


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One Change of one session, in the `part`th message (from 1) of the batch at `index`."""

    index: int
    batch: Batch
    part: int
    change: Change
    is_told: bool


def places_of(choices: Choices) -> tuple[int, ...]:
    """Return the channels that are told of changes: the guild's for changes, and its sessions' own.

    None without a channel for changes. The sessions' own is where their reminders are posted.
    """
    if choices.change_channel is None:
        return ()
    own = choices.reminder_channel
    if own is None or own == choices.change_channel or not choices.leads:
        return (choices.change_channel,)
    return (choices.change_channel, own)


def keys_of(batches: Iterable[Batch], choices: Choices) -> Iterator[str]:
    """Yield the keys of all that could be posted in a guild, whatever became of it."""
    for batch in batches:
        for place in places_of(choices):
            for part in range(1, len(batch.parts) + 1):
                yield _key(batch, choices.guild_id, place, part)


def overtaken(
    delivery: Delivery, batches: Iterable[Batch], choices: Choices, held: Collection[str]
) -> frozenset[str]:
    """Return the sessions that a later batch has told of in the delivery's place, by id.

    `held` are keys that the ledger holds. Were such a session told of now, what was before would
    stand as the last word.
    """
    return frozenset(
        change.session
        for batch in batches
        if batch.due > delivery.due
        for number, part in enumerate(batch.parts, start=1)
        if _key(batch, choices.guild_id, delivery.place, number) in held
        for change in part
    )


def plan_changes(
    batches: Sequence[Batch], scene: Scene, held: Collection[str], now: datetime
) -> Plan:
    """Return what is due, coming, missed and held of one guild's changes; each in the order told.

    `batches` are those that concern the guild, in the order in which they came, `held` are keys
    that the ledger holds. Of a session that changed several times, untold, only the last message
    tells, and against what people were told last: what is again as they know it is not told.
    Nor is what came before the guild chose to be told, what its organizers have laid something
    else over, and what has started. While the guild is paused nothing is due; what can't be told
    any more is held then, and missed otherwise.
    """
    due: list[Delivery] = []
    coming: list[Delivery] = []
    over: list[Delivery] = []
    for place in places_of(scene.choices):
        for delivery in _deliveries(batches, scene, held, place, now):
            if delivery.expires <= now:
                over.append(delivery)
            else:
                (due if delivery.due <= now else coming).append(delivery)
    if scene.choices.paused_at is not None:
        return Plan(upcoming=tuple(coming), held=tuple(over))
    return Plan(due=tuple(due), upcoming=tuple(coming), missed=tuple(over))


def _deliveries(
    batches: Sequence[Batch], scene: Scene, held: Collection[str], place: int, now: datetime
) -> Iterator[Delivery]:
    found = defaultdict[tuple[int, int], list[Change]](list)
    for steps in _by_session(batches, scene.choices.guild_id, held, place).values():
        untold = _untold(steps, scene)
        if untold is not None and _concerns(untold.change, place, scene.choices):
            found[untold.index, untold.part].append(untold.change)
    for (index, part), changes in sorted(found.items()):
        live = [change for change in changes if last_start(change) > now]
        late = [change for change in changes if _is_missed(change, batches[index], now)]
        if live or late:
            yield _delivery(batches[index], part, scene, place, live or late)


def _by_session(
    batches: Iterable[Batch], guild_id: int, held: Collection[str], place: int
) -> dict[str, list[_Step]]:
    steps = defaultdict[str, list[_Step]](list)
    for index, batch in enumerate(batches):
        for part, changes in enumerate(batch.parts, start=1):
            is_told = _key(batch, guild_id, place, part) in held
            for change in changes:
                step = _Step(index=index, batch=batch, part=part, change=change, is_told=is_told)
                steps[change.session].append(step)
    return steps


def _untold(steps: Sequence[_Step], scene: Scene) -> _Step | None:
    """Return what is still to be told of a session, as the last step; None if nothing is."""
    told = max((place for place, step in enumerate(steps) if step.is_told), default=-1)
    since = scene.choices.changes_since
    pending = [step for step in steps[told + 1 :] if step.batch.due >= since]
    if not pending:
        return None
    first, last = pending[0], pending[-1]
    before, was_cancelled = _known(steps[told].change if told >= 0 else None, first)
    after = last.change.after
    if last.batch.guild_id is None:
        known = (before, after)
        before, after = (_laid_over(one, last.change.session, scene) for one in known)
        if _is_cancelled(last.change.session, scene.overlay):
            return None
    change = _difference(last.change.session, before, after, was_cancelled=was_cancelled)
    return None if change is None else replace(last, change=change)


def _known(told: Change | None, first: _Step) -> tuple[Facts | None, bool]:
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


def _laid_over(facts: Facts | None, session: str, scene: Scene) -> Facts | None:
    """Return the source's facts as they are in the guild: another time or room hides theirs."""
    override = scene.overlay.of(session)
    if facts is None or not isinstance(override, Moved):
        return facts
    room = None if override.room is None else scene.timetable.room(override.room)
    if room is not None:
        facts = replace(facts, room=room.name)
    if override.start is None:
        return facts
    start, length = override.start.astimezone(facts.start.tzinfo), facts.length
    return replace(facts, start=start, end=None if length is None else start + length)


def _concerns(change: Change, place: int, choices: Choices) -> bool:
    """Tell whether a change belongs there: breaks have no channel of their own."""
    facts = (change.before, change.after)
    return place == choices.change_channel or any(one and not one.is_break for one in facts)


def _is_missed(change: Change, batch: Batch, now: datetime) -> bool:
    """Tell whether it could have been told, and can't be by now, for less than a day."""
    return batch.due < last_start(change) <= now < last_start(change) + KEPT_FOR


def _delivery(
    batch: Batch, part: int, scene: Scene, place: int, changes: Iterable[Change]
) -> Delivery:
    told = in_order(changes)
    guild_id = scene.choices.guild_id
    subject = Subject(program=batch.program, changes=told, number=part, of=len(batch.parts))
    return Delivery(
        key=_key(batch, guild_id, place, part),
        guild_id=guild_id,
        place=place,
        kind=Kind.CHANGE,
        due=batch.due,
        expires=max(last_start(change) for change in told),
        subject=written(subject),
    )


def _key(batch: Batch, guild_id: int, place: int, part: int) -> str:
    return f"{Kind.CHANGE}:{guild_id}:{place}:{batch.id}:{batch.times}:{part}"
