"""The sessions of a draft that have a time, with a key for each that no other one has."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.program.importers.doubts import LEFT_OUT, Doubts
from bot.program.importers.draft import Draft, DraftSession
from bot.program.importers.prose import line
from bot.program.importers.zone import instant, prove
from bot.translation import said

_LONGEST = timedelta(hours=24)
_NO_END = said("No end is shown.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One session with its instants in the program's zone, and what people call it."""

    draft: DraftSession
    key: str
    called: str
    start: datetime
    end: datetime | None


def slots_of(draft: Draft, zone: ZoneInfo, doubts: Doubts) -> tuple[Slot, ...]:
    """Return what has a time, in the order of the starts; what has none is told."""
    titles = {talk.key: talk.title for talk in draft.talks}
    # What stands there twice in every respect is one.
    drafts = list(dict.fromkeys(draft.sessions))
    made = [
        slot
        for one, key in zip(drafts, _keys(drafts, titles, doubts), strict=True)
        if (slot := _slot(one, key, _called(one, titles), zone, doubts))
    ]
    return tuple(sorted(made, key=_order))


def _slot(
    draft: DraftSession, key: str, called: str, zone: ZoneInfo, doubts: Doubts
) -> Slot | None:
    if draft.start is None:
        doubts.add(said("A session has no time yet."), LEFT_OUT, called)
        return None
    start = instant(draft.start, zone, doubts, called)
    if start is None:
        doubts.add(said("A session's time can't be right."), LEFT_OUT, called)
        return None
    prove(draft.start, draft.clock, start, doubts, called)
    end = _end(draft, start, called, doubts)
    return Slot(draft=draft, key=key, called=called, start=start, end=end)


def _end(draft: DraftSession, start: datetime, called: str, doubts: Doubts) -> datetime | None:
    zone = start.tzinfo
    assert isinstance(zone, ZoneInfo)
    if draft.end is not None:
        end = instant(draft.end, zone, Doubts(), called)
        length = end.timestamp() - start.timestamp() if end else 0.0
    elif draft.length is not None:
        length = float(int(draft.length.total_seconds()))
    else:
        return None
    if length <= 0:
        doubts.add(said("A session ends when it starts, or before."), _NO_END, called)
        return None
    if length > _LONGEST.total_seconds():
        doubts.add(said("A session takes more than a day."), _NO_END, called)
        return None
    return datetime.fromtimestamp(start.timestamp() + length, zone)


def _keys(
    drafts: Iterable[DraftSession], titles: Mapping[str, str], doubts: Doubts
) -> tuple[str, ...]:
    """Return a key for each session that no other one has.

    Where the source's own is not enough, its title, its room and its start are added in turn: what
    changes most comes last.
    """
    sessions = list(drafts)
    keys = [one.key for one in sessions]
    if len(set(keys)) < len(keys):
        counts = Counter(keys)
        what = said("Several sessions share one id.")
        made = said("Title, room and start tell them apart.")
        for one in sessions:
            if counts[one.key] > 1:
                doubts.add(what, made, _called(one, titles))
    for more in (
        [_called(one, titles) for one in sessions],
        [one.room for one in sessions],
        [one.start for one in sessions],
        range(len(sessions)),
    ):
        counts = Counter(keys)
        keys = [
            f"{key}|{extra}" if counts[key] > 1 else key
            for key, extra in zip(keys, more, strict=True)
        ]
    return tuple(keys)


def _called(session: DraftSession, titles: Mapping[str, str]) -> str:
    named = (titles.get(key, "") for key in session.talks)
    return next(filter(None, map(line, (session.title or "", *named))), session.key)


def _order(slot: Slot) -> tuple[float, str, str, str]:
    return slot.start.timestamp(), slot.draft.room or "", slot.called, slot.key
