"""What is to be done about a guild's scheduled events: a pure function of plan, store and guild."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.mirrors.model import Mirror
from bot.mirrors.native import MARK_BEGINS, Native, Seen
from bot.program.model import Session
from bot.program.timetable import Timetable

# Discord's limit of events that are not over, and what of it is left for people's own.
MOST, FOR_PEOPLE = 100, 10

# Discord takes no event that has begun, and clocks differ.
SOON = timedelta(minutes=1)

# Discord begins an event by itself, sooner or later, and people begin some by hand; one of a later
# start is not begun.
BEGINS_WITHIN = timedelta(minutes=10)

# A create may be on its way to Discord for so long after the process that sent it died.
ON_ITS_WAY = timedelta(seconds=30)


class Do(StrEnum):
    """What to do. Remove: cancel or end it. Forget: it is not there, so drop what is kept of it."""

    CREATE = "create"
    ADOPT = "adopt"
    EDIT = "edit"
    REMOVE = "remove"
    FORGET = "forget"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing to do about a subject's event, or about one that is nobody's any more (None)."""

    do: Do
    subject: str | None
    native: Native | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What stands in a guild: what is kept of it by subject, and the events that are not over."""

    guild_id: int
    mirrors: Mapping[str, Mirror]
    seen: Sequence[Seen]


def upcoming(timetable: Timetable, now: datetime) -> tuple[Session, ...]:
    """Return the sessions that events are made of, soonest first; breaks are none of them."""
    return tuple(one for one in timetable.sessions if not one.is_break and one.start - now >= SOON)


def begun(timetable: Timetable, now: datetime) -> tuple[Session, ...]:
    """Return the sessions that begin in a moment or did, and are not over."""
    return tuple(
        one for one in timetable.sessions if one.start - now < SOON and now < timetable.end_of(one)
    )


def actions(
    coming: Sequence[Native], running: frozenset[str], scene: Scene, now: datetime
) -> tuple[Action, ...]:
    """Return what is to be done by `now` (UTC): what makes room first, then the soonest first.

    `coming` is what should stand there, soonest first, and is cut to what Discord takes beside
    people's own. Events of `running` subjects are left as they are, and so are those that somebody
    began before their time.
    """
    standing = dict(_standing([*(one.subject for one in coming), *running], scene))
    mine = {one.id for one in standing.values()} | {one.id for one in scene.seen if _is_ours(one)}
    active = sum(one.is_active for one in scene.seen if one.id in mine)
    people = len(scene.seen) - len(mine)
    room = max(0, min(MOST - FOR_PEOPLE, MOST - people) - active)
    early = {one.subject for one in coming if _is_begun(one, standing.get(one.subject), scene)}
    to_come = [one for one in coming if one.subject not in early]
    wanted = {one.subject: one for one in to_come[:room]}

    strays = mine - {one.id for one in standing.values()}
    removed = [
        Action(do=Do.REMOVE, subject=None, seen=one) for one in scene.seen if one.id in strays
    ]
    kept: list[Action] = []
    for subject, seen in standing.items():
        is_soon = seen.is_active or seen.start - now < BEGINS_WITHIN
        is_on = subject in early or (subject in running and is_soon)
        for action in _about(subject, seen, wanted.get(subject), scene, is_on=is_on):
            (removed if action.do is Do.REMOVE else kept).append(action)
    missing = _missing(wanted, standing, scene, now)
    return (*removed, *_forgotten(wanted, standing, scene), *kept, *missing)


def _standing(subjects: Sequence[str], scene: Scene) -> Iterator[tuple[str, Seen]]:
    """Yield the event of each subject that has one: by what is kept of it, else by its mark."""
    by_id = {one.id: one for one in scene.seen}
    for subject, mirror in scene.mirrors.items():
        if mirror.discord_id in by_id:
            yield subject, by_id[mirror.discord_id]
    taken = {mirror.discord_id for mirror in scene.mirrors.values()}
    free = [one for one in scene.seen if one.id not in taken and _is_ours(one)]
    for subject in dict.fromkeys([*subjects, *scene.mirrors]) if free else ():
        kept = scene.mirrors.get(subject)
        if kept is None or kept.discord_id not in by_id:
            found = [one for one in free if one.is_marked(scene.guild_id, subject)]
            if found:
                yield subject, found[0]


def _about(
    subject: str, seen: Seen, native: Native | None, scene: Scene, *, is_on: bool
) -> Iterator[Action]:
    """Yield what is to be done about an event that stands there."""
    mirror = scene.mirrors.get(subject)
    # One that is put off after it began has to go: Discord lets none begin twice.
    if (native is None and not is_on) or (native is not None and seen.is_active):
        yield Action(do=Do.REMOVE, subject=subject, seen=seen)
        return
    is_known = mirror is not None and mirror.discord_id == seen.id
    if not is_known:
        yield Action(do=Do.ADOPT, subject=subject, seen=seen)
    if native is not None and not (is_known and mirror and mirror.digest == native.digest):
        yield Action(do=Do.EDIT, subject=subject, native=native, seen=seen)


def _is_begun(native: Native, seen: Seen | None, scene: Scene) -> bool:
    """Tell whether an event of what is to come was begun already, and not put off since."""
    if seen is None or not seen.is_active:
        return False
    mirror = scene.mirrors.get(native.subject)
    is_as_shown = mirror is not None and mirror.digest == native.digest
    return is_as_shown or native.start - seen.start < BEGINS_WITHIN


def _forgotten(
    wanted: Mapping[str, Native], standing: Mapping[str, Seen], scene: Scene
) -> Iterator[Action]:
    for subject in scene.mirrors:
        if subject not in standing and subject not in wanted:
            yield Action(do=Do.FORGET, subject=subject)


def _missing(
    wanted: Mapping[str, Native], standing: Mapping[str, Seen], scene: Scene, now: datetime
) -> Iterator[Action]:
    for subject, native in wanted.items():
        mirror = scene.mirrors.get(subject)
        is_claimed = mirror is not None and mirror.is_pending
        if mirror is not None and is_claimed and timedelta() <= now - mirror.edited_at < ON_ITS_WAY:
            continue
        if subject not in standing:
            yield Action(do=Do.CREATE, subject=subject, native=native)


def _is_ours(seen: Seen) -> bool:
    return MARK_BEGINS in seen.description
