"""Which changes attendees are told of by direct message: a pure function of what they saved."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.agenda.followers import followed_guild
from bot.agenda.model import Attendee, Saved
from bot.announcements.model import Batch, last_start
from bot.announcements.parts import in_order
from bot.announcements.steps import Ground, IsTold, Step, last_told, steps_of, told_since, untold
from bot.announcements.subject import Subject, read, written
from bot.delivery.model import NO_GUILD, Delivery, Kind
from bot.program.diff import Change, Facts
from bot.program.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who saved which session, by its id, of a program as it stands in a guild or at its source."""

    ground: Ground
    savers: Mapping[str, Mapping[int, Saved]]
    guild_id: int | None = None

    @property
    def program(self) -> str:
        """The program's id."""
        return self.ground.timetable.program.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Whom and what a plan asks: for an attendee by id, and whether the ledger holds a key.

    Only these people are looked at, by id, unless that is None.
    """

    attendee: Callable[[int], Attendee]
    is_held: Callable[[str], bool]
    only: frozenset[int] | None = None


def personal_changes(
    batches: Sequence[Batch], audiences: Iterable[Audience], asking: Asking, now: datetime
) -> Iterator[Delivery | None]:
    """Yield what attendees are to be told by now of what they saved, in the order it is told.

    None is yielded after each small step that brought nothing: there may be ten thousand people.
    `batches` are in the order in which they came. Who saved a session is told of it what came
    since, once, by the last message that tells of it, and against what they were told last. What
    organizers have laid something else over is not told where they did, nor is what has started.
    """
    finding = _Finding(batches, asking, now)
    for audience in audiences:
        yield from finding.look(audience)
    yield from finding.deliveries()


def still_told(
    delivery: Delivery,
    attendee: Attendee,
    batches: Iterable[Batch],
    is_held: Callable[[str], bool],
    now: datetime,
) -> tuple[Change, ...]:
    """Return what of a planned delivery is still to be told; nothing if no message can be.

    That is what is still saved and has not started, and what no later message has told of since.
    """
    if not _is_reached(attendee):
        return ()
    subject = read(delivery.subject)
    saved = {
        one.session
        for one in attendee.saved
        if one.program == subject.program and one.at <= delivery.due
    }
    told = told_since(
        delivery,
        (batch for batch in batches if batch.program == subject.program),
        lambda batch, part: is_held(personal_key(attendee.user_id, batch, part)),
    )
    return tuple(
        change
        for change in subject.changes
        if change.session in saved - told and last_start(change) > now
    )


def guild_of(attendee: Attendee, program: str, session: str) -> int | None:
    """Return the guild whose timetable a saved session follows."""
    found = (one for one in attendee.saved if (one.program, one.session) == (program, session))
    one = next(found, None)
    return attendee.last_guild if one is None else followed_guild(attendee, one)


def personal_key(user_id: int, batch: Batch, part: int) -> str:
    """Return the key of what a person is told of a batch's part (from 1)."""
    return f"{_PERSONAL}:{user_id}:{batch.id}:{batch.times}:{part}"


# Thousands are made at a time, and an enumeration's member is slow to put into a text.
_PERSONAL = Kind.PERSONAL_CHANGE.value


class _Finding:
    """Finds what is to be told, person by person; what several are told alike is made once."""

    def __init__(self, batches: Sequence[Batch], asking: Asking, now: datetime) -> None:
        self._batches = batches
        self._places = {(batch.id, batch.times): at for at, batch in enumerate(batches)}
        self._asking = asking
        self._now = now
        # By places of the batches that concern an audience: the steps of each session.
        self._steps: dict[tuple[int, ...], Mapping[str, Sequence[Step]]] = {}
        # By place of the batch, part and person: each change, and the timetable it is told by.
        self._found = defaultdict[tuple[int, int, int], list[tuple[Change, Timetable]]](list)

    def look(self, audience: Audience) -> Iterator[None]:
        """Find what an audience is to be told; give None after each person."""
        by_session = self._steps_for(audience)
        for session in audience.savers:
            steps = by_session.get(session, ())
            if self._may_be_told(steps, session, audience.ground):
                yield from self._look_at(steps, audience.savers[session], audience.ground)
        yield None

    def _steps_for(self, audience: Audience) -> Mapping[str, Sequence[Step]]:
        concerned = tuple(
            at
            for at, batch in enumerate(self._batches)
            if batch.program == audience.program and batch.guild_id in (None, audience.guild_id)
        )
        if concerned not in self._steps:
            self._steps[concerned] = steps_of(self._batches[at] for at in concerned)
        return self._steps[concerned]

    def _may_be_told(self, steps: Sequence[Step], session: str, ground: Ground) -> bool:
        if not steps:
            return False
        is_ahead = any(last_start(step.change) > self._now for step in steps)
        return is_ahead or ground.overlay.of(session) is not None

    def _look_at(
        self, steps: Sequence[Step], savers: Mapping[int, Saved], ground: Ground
    ) -> Iterator[None]:
        only = self._asking.only
        known: dict[tuple[int, int], Step | None] = {}
        for user_id in savers if only is None else savers.keys() & only:
            yield None
            since = savers[user_id].at
            later = sum(1 << at for at, step in enumerate(steps) if step.batch.due >= since)
            if not later or not _is_reached(self._asking.attendee(user_id)):
                continue
            told = last_told(steps, self._is_told(user_id))
            if (told, later) not in known:
                known[told, later] = self._due(untold(steps, told, since, ground))
            step = known[told, later]
            if step is not None:
                at = self._places[step.batch.id, step.batch.times]
                self._found[at, step.part, user_id].append((step.change, ground.timetable))

    def _is_told(self, user_id: int) -> IsTold:
        is_held = self._asking.is_held
        return lambda batch, part: is_held(personal_key(user_id, batch, part))

    def _due(self, step: Step | None) -> Step | None:
        if step is None or step.batch.due > self._now or last_start(step.change) <= self._now:
            return None
        return step

    def deliveries(self) -> Iterator[Delivery]:
        """Yield what was found, in the order told."""
        made: dict[tuple[int, ...], _Message] = {}
        for (at, part, user_id), found in sorted(self._found.items(), key=lambda one: one[0]):
            # They live as long as this does, so that their identities tell them apart.
            alike = (at, part, *(id(change) for change, _ in found))
            if alike not in made:
                made[alike] = _message(self._batches[at], found)
            message, batch = made[alike], self._batches[at]
            yield Delivery(
                key=personal_key(user_id, batch, part),
                guild_id=NO_GUILD,
                place=user_id,
                kind=Kind.PERSONAL_CHANGE,
                due=batch.due,
                expires=message.expires,
                subject=message.subject,
                user_id=user_id,
                keep_until=message.keep_until,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    subject: str
    expires: datetime
    keep_until: datetime


def _message(batch: Batch, found: Collection[tuple[Change, Timetable]]) -> _Message:
    changes = [change for change, _ in found]
    return _Message(
        subject=written(Subject(program=batch.program, changes=in_order(changes))),
        expires=max(last_start(change) for change in changes),
        keep_until=max(_end(change, timetable) for change, timetable in found),
    )


def _end(change: Change, timetable: Timetable) -> datetime:
    """Return when its session ends, in UTC; the later end, if it moved."""
    facts = [one for one in (change.before, change.after) if one is not None]
    return max(_end_of(one, timetable).astimezone(UTC) for one in facts)


def _end_of(facts: Facts, timetable: Timetable) -> datetime:
    if facts.end is not None:
        return facts.end
    return facts.start.astimezone(UTC) + timetable.program.assumed_length


def _is_reached(attendee: Attendee) -> bool:
    return attendee.wishes.direct and attendee.closed_at is None
