"""Which digests of one guild are to be posted: a pure function of days, choices and ledger."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.announcements.digest.days import Days
from bot.announcements.digest.model import LATE_AFTER
from bot.announcements.digest.subject import following, is_held, read, written
from bot.delivery.model import Cause, Delivery, Kind, Plan, Record, State
from bot.guilds.model import Choices

# How soon after a message the next one of its day is looked at. The sweep would come to it too, but
# people are reading.
NEXT_MESSAGE = timedelta(seconds=1)

# What the key of a day's message ends in instead of a number, where it is the thanks.
THANKS = "thanks"

# Behind these the next message is posted; and where Discord refused one, since it may take the
# next. What was dropped for another reason takes the rest of the day with it, until it is tried
# again.
_PASSED = frozenset({State.SENT, State.UNSURE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is so for one guild: its choices, the days of its program, and since when it wants them.

    What was due before `since` (UTC), when channel, hour or program were chosen, is not caught up.
    """

    choices: Choices
    days: Days
    since: datetime


def is_wanted(choices: Choices) -> bool:
    """Tell whether a guild has digests at all."""
    is_chosen = choices.announcement_channel is not None and choices.digest_at is not None
    return is_chosen and choices.left_at is None


def plan_digests(scene: Scene, records: Mapping[str, Record], now: datetime) -> Plan:
    """Return what is due, coming, missed and held of one guild's digests, in due order.

    `records` are the ledger's by key, none of them withdrawn. Of each day only one message is named
    at a time: the first one as the day is cut by now, and each other one as the first one's cut
    says, once the one before it is posted. So they stand in their order, and a day of which some
    was posted is never cut anew. What is not posted two hours after its hour is missed. While the
    guild is paused nothing is due: it is held then.
    """
    if not is_wanted(scene.choices):
        return Plan()
    due: list[Delivery] = []
    coming: list[Delivery] = []
    over: list[Delivery] = []
    wakes: set[datetime] = set()
    for issue in _issues(scene, records, now):
        last = issue.last()
        delivery = issue.following(last)
        if delivery is not None:
            if issue.due > now:
                coming.append(delivery)
            else:
                (due if now < issue.due + LATE_AFTER else over).append(delivery)
        if issue.due <= now < issue.due + LATE_AFTER and _goes_on(last, delivery):
            wakes.add(now + NEXT_MESSAGE)
    if scene.choices.paused_at is not None:
        return Plan(upcoming=tuple(coming), held=(*over, *due))
    return Plan(due=tuple(due), upcoming=tuple(coming), missed=tuple(over), wakes=tuple(wakes))


def is_called_for(scene: Scene, delivery: Delivery, now: datetime) -> bool:
    """Tell whether a planned delivery is still wanted as it is.

    It is not once the guild chose another channel or hour, paused or was left, two hours after its
    hour, and once nothing of it takes place on its day.
    """
    choices, days = scene.choices, scene.days
    subject = read(delivery.subject)
    if not is_wanted(choices) or choices.digest_at is None or choices.paused_at is not None:
        return False
    if subject.program != days.timetable.program.id:
        return False
    is_there = delivery.place == choices.announcement_channel
    due = days.due(subject.day, choices.digest_at)
    is_in_time = scene.since <= due == delivery.due and now < due + LATE_AFTER
    if subject.is_thanks:
        return is_there and is_in_time and days.is_for_thanks(subject.day)
    return is_there and is_in_time and is_held(subject, days.timetable)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Issue:
    """One guild's digest of one day, with what the ledger has of it."""

    scene: Scene
    day: date
    due: datetime
    records: Mapping[str, Record]

    def last(self) -> Record | None:
        """Return the record of its last message that the ledger has."""
        first = self.records.get(self._key(self._first))
        if first is None:
            return None
        messages = 1 + len(read(first.delivery.subject).rest)
        others = (self.records.get(self._key(number)) for number in range(2, messages + 1))
        return [first, *(one for one in others if one is not None)][-1]

    def following(self, last: Record | None) -> Delivery | None:
        """Return the message that comes after the `last` one; None if none does by now."""
        if last is None:
            return self._delivery(self._first, self.scene.days.first_text(self.day))
        if last.state not in _PASSED and last.cause is not Cause.REFUSED:
            return None
        subject = following(read(last.delivery.subject), self.scene.days.timetable)
        return None if subject is None else self._delivery(subject.number, written(subject))

    @property
    def _first(self) -> int | str:
        return THANKS if self.scene.days.is_for_thanks(self.day) else 1

    def _key(self, part: int | str) -> str:
        choices, program = self.scene.choices, self.scene.days.timetable.program
        place = choices.announcement_channel
        return f"{Kind.DIGEST}:{choices.guild_id}:{place}:{program.id}:{self.day}:{part}"

    def _delivery(self, part: int | str, subject: str) -> Delivery:
        choices, days = self.scene.choices, self.scene.days
        assert choices.announcement_channel is not None
        # Nothing is posted so late any more, but until then it is kept true to the program.
        end = self.due if part == THANKS else days.end(self.day)
        return Delivery(
            key=self._key(part),
            guild_id=choices.guild_id,
            place=choices.announcement_channel,
            kind=Kind.DIGEST,
            due=self.due,
            expires=max(end, self.due + LATE_AFTER),
            subject=subject,
        )


def _issues(scene: Scene, records: Mapping[str, Record], now: datetime) -> Iterator[_Issue]:
    hour = scene.choices.digest_at
    assert hour is not None
    for day in scene.days.around(hour, now):
        due = scene.days.due(day, hour)
        if due >= scene.since:
            yield _Issue(scene=scene, day=day, due=due, records=records)


def _goes_on(last: Record | None, delivery: Delivery | None) -> bool:
    """Tell whether more of a day is to follow what is being posted by now."""
    if delivery is None and last is not None and last.state is State.CLAIMED:
        delivery = last.delivery
    return delivery is not None and bool(read(delivery.subject).rest)
