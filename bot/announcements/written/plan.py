"""Which announcements of one guild are to be posted: a pure function of them, choices, ledger."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.announcements.written.model import (
    LATE_AFTER,
    Announcement,
    AnnouncementState,
    Before,
    due_of,
)
from bot.announcements.written.subject import Subject, written
from bot.delivery.model import Delivery, Kind, Plan
from bot.guilds.model import Choices
from bot.program.timetable import Timetable

# For how long it is written down what was not posted. Later it is only listed.
MISSED_FOR = timedelta(days=1)
# For how long organizers are told that an announcement is stranded.
STRANDED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is so for one guild: its choices, and its program; None if that is not loaded."""

    choices: Choices
    timetable: Timetable | None


def delivery_of(announcement: Announcement, due: datetime) -> Delivery:
    """Return the delivery that posts an announcement, due at an instant in UTC."""
    return Delivery(
        key=announcement.key,
        guild_id=announcement.guild_id,
        place=announcement.channel,
        kind=Kind.ANNOUNCEMENT,
        due=due,
        expires=due + LATE_AFTER,
        subject=written(Subject(id=announcement.id)),
    )


def mark_of(announcement: Announcement) -> str:
    """Return the mark that an announcement's post carries, whenever it is due."""
    return delivery_of(announcement, announcement.created_at).digest


def keys_of(announcements: Iterable[Announcement], scene: Scene, now: datetime) -> Iterator[str]:
    """Yield the keys of all that could be posted or written down by now.

    What is still to come is not among these: see `coming_keys_of`.
    """
    for one in announcements:
        due = due_of(one.moment, scene.timetable)
        if due is not None and due <= now < due + LATE_AFTER + MISSED_FOR:
            yield one.key
        elif due is None:
            # It may have been posted before its session went.
            yield one.key
            yield _stranded_key(one)


def coming_keys_of(
    announcements: Iterable[Announcement], scene: Scene, now: datetime
) -> Iterator[str]:
    """Yield the keys of what goes before a session to come, and may have been posted already.

    So it is if that session was moved since.
    """
    for one in announcements:
        due = due_of(one.moment, scene.timetable)
        if isinstance(one.moment, Before) and due is not None and now < due:
            yield one.key


def plan_announcements(
    announcements: Iterable[Announcement], scene: Scene, held: Collection[str], now: datetime
) -> Plan:
    """Return what is due, coming, missed and held of one guild's announcements, in due order.

    `held` has those of their `keys_of` and `coming_keys_of` that the ledger holds. What goes before
    a session follows it through its moves; if that does not take place, the guild's organizers are
    told once. While the guild is paused nothing is due, and what is over by then is held.
    """
    if scene.choices.left_at is not None:
        return Plan()
    due: list[Delivery] = []
    coming: list[Delivery] = []
    over: list[Delivery] = []
    for delivery in sorted(_deliveries(announcements, scene, held, now), key=_in_order):
        if now >= delivery.expires + MISSED_FOR:
            continue
        if now >= delivery.expires:
            over.append(delivery)
        else:
            (due if delivery.due <= now else coming).append(delivery)
    if scene.choices.paused_at is not None:
        return Plan(upcoming=tuple(coming), held=tuple(over))
    return Plan(due=tuple(due), upcoming=tuple(coming), missed=tuple(over))


def _deliveries(
    announcements: Iterable[Announcement], scene: Scene, held: Collection[str], now: datetime
) -> Iterator[Delivery]:
    for one in announcements:
        if one.state is not AnnouncementState.WAITING or one.key in held:
            continue
        due = due_of(one.moment, scene.timetable)
        if due is not None:
            yield delivery_of(one, due)
        elif _stranded_key(one) not in held:
            yield from _stranded(one, scene, now)


def _stranded(announcement: Announcement, scene: Scene, now: datetime) -> Iterator[Delivery]:
    """Yield the word to organizers that an announcement's session does not take place."""
    place = scene.choices.organizer_channel
    if not is_stranded(announcement, scene.timetable) or place is None:
        return
    yield Delivery(
        key=_stranded_key(announcement),
        guild_id=announcement.guild_id,
        place=place,
        kind=Kind.ANNOUNCEMENT,
        due=now,
        expires=now + STRANDED_FOR,
        subject=written(Subject(id=announcement.id, is_stranded=True)),
    )


def is_stranded(announcement: Announcement, timetable: Timetable | None) -> bool:
    """Tell whether it waits for a session that the guild's program, which is loaded, has not."""
    moment = announcement.moment
    return (
        isinstance(moment, Before)
        and timetable is not None
        and timetable.session(moment.session) is None
    )


def _stranded_key(announcement: Announcement) -> str:
    return f"{announcement.key}:stranded:{announcement.revision}"


def _in_order(delivery: Delivery) -> tuple[datetime, str]:
    return delivery.due, delivery.key
