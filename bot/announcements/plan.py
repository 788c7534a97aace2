"""Which changes one guild is to be told, and where: a pure function of batches, choices, ledger."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.announcements.model import KEPT_FOR, Batch, last_start
from bot.announcements.own_places import OwnPlaces, without_stream
from bot.announcements.parts import in_order
from bot.announcements.steps import Ground, Step, last_told, steps_of, told_since, untold
from bot.announcements.subject import Subject, written
from bot.delivery.model import Delivery, Kind, Plan
from bot.guilds.model import Choices
from bot.guilds.routing import reminder_places
from bot.program.diff import Change
from bot.program.overlay import Overlay
from bot.program.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is so for one guild: its choices, its program and what it laid over that."""

    choices: Choices
    timetable: Timetable
    overlay: Overlay


def places_of(choices: Choices) -> tuple[int, ...]:
    """Return the channels that are told of changes: the guild's for changes, and its sessions' own.

    None without a channel for changes. The sessions' own is where their reminders are posted.
    """
    if choices.change_channel is None:
        return ()
    return tuple(dict.fromkeys([choices.change_channel, *reminder_places(choices)]))


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
    guild_id, place = choices.guild_id, delivery.place
    return told_since(
        delivery, batches, lambda batch, part: _key(batch, guild_id, place, part) in held
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
    guild = _Guild(batches, scene, held)
    for place in places_of(scene.choices):
        for delivery in guild.deliveries(place, now):
            if delivery.expires <= now:
                over.append(delivery)
            else:
                (due if delivery.due <= now else coming).append(delivery)
    if scene.choices.paused_at is not None:
        return Plan(upcoming=tuple(coming), held=tuple(over))
    return Plan(due=tuple(due), upcoming=tuple(coming), missed=tuple(over))


class _Guild:
    """What one guild's changes are, by session, and what of them each channel is to be told."""

    def __init__(self, batches: Sequence[Batch], scene: Scene, held: Collection[str]) -> None:
        self._batches = batches
        self._scene = scene
        self._held = held
        self._ground = Ground(timetable=scene.timetable, overlay=scene.overlay)
        self._own = OwnPlaces(scene.choices, scene.timetable)
        self._steps = steps_of(batches)
        self._near = self._own.of_all(self._steps)

    def deliveries(self, place: int, now: datetime) -> Iterator[Delivery]:
        """Yield what tells a channel of all that can be told at `now`, or was missed lately."""
        found = defaultdict[tuple[int, int], list[Change]](list)
        is_for_all = place == self._scene.choices.change_channel
        sessions = (
            self._steps if is_for_all else {*self._near.get(place, ()), *self._followed(place)}
        )
        for session in sessions:
            step = self._untold(self._steps[session], place)
            if step is not None and (is_for_all or not _is_break(step.change)):
                found[step.index, step.part].append(step.change)
        for (index, part), changes in sorted(found.items()):
            batch = self._batches[index]
            live = [change for change in changes if last_start(change) > now]
            late = [change for change in changes if _is_missed(change, batch, now)]
            if live or late:
                yield _delivery(batch, part, self._scene, place, live or late)

    def _followed(self, place: int) -> Iterator[str]:
        """Yield the sessions of which a channel may have been told something."""
        for batch in self._batches:
            for number, part in enumerate(batch.parts, start=1):
                if self._is_told(batch, number, place):
                    yield from (change.session for change in part)

    def _untold(self, steps: Sequence[Step], place: int) -> Step | None:
        """Return what a channel is still to be told of a session, None if that is nothing."""
        choices = self._scene.choices
        told = last_told(steps, lambda batch, part: self._is_told(batch, part, place))
        step = untold(steps, told, choices.changes_since, self._ground)
        if step is not None and place != choices.change_channel:
            since = self._since(step, steps[: told + 1], place)
            step = None if since is None else untold(steps, told, since, self._ground)
        if step is None or not choices.streams_at_start:
            return step
        change = without_stream(step.change)
        return None if change is None else replace(step, change=change)

    def _since(self, step: Step, earlier: Sequence[Step], place: int) -> datetime | None:
        """Return from when on a session's own channel is told of it; None if it is none of its own.

        Where something was told of it `earlier`, what comes next is told on, or what was told would
        be believed although it is not so any more. A message is of several sessions, of which each
        channel was told its own.
        """
        for one in earlier:
            was_told = self._is_told(one.batch, one.part, place)
            if was_told and place in self._own.at(one.batch.due, one.change):
                return self._scene.choices.changes_since
        return self._own.since(step.batch.due, step.change, place)

    def _is_told(self, batch: Batch, part: int, place: int) -> bool:
        return _key(batch, self._scene.choices.guild_id, place, part) in self._held


def _is_break(change: Change) -> bool:
    """Tell whether it is of a break by all that is known: those have no channel of their own."""
    return all(one is None or one.is_break for one in (change.before, change.after))


def _is_missed(change: Change, batch: Batch, now: datetime) -> bool:
    """Tell whether it could have been told, and can't be by now, for less than a day."""
    return batch.due < last_start(change) <= now < last_start(change) + KEPT_FOR


def _delivery(
    batch: Batch, part: int, scene: Scene, place: int, changes: Iterable[Change]
) -> Delivery:
    told = in_order(changes)
    guild_id = scene.choices.guild_id
    subject = Subject(program=batch.program, changes=told)
    if place == scene.choices.change_channel:
        # Elsewhere others of its messages may be missing, and nobody should look for them.
        subject = replace(subject, number=part, of=len(batch.parts))
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
