"""What one guild's organizers are to be told: a pure function of troubles, choices and ledger."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from bot.delivery.model import Cause, Delivery, Kind, Record, State
from bot.guilds.model import Choices
from bot.organizers.model import (
    About,
    MirrorTrouble,
    Missed,
    ProgramTrouble,
    Unposted,
    Unread,
    Unshown,
)
from bot.organizers.subject import shortened, write

# How long a trouble is worth telling of. It stands under /deliveries for longer.
TOLD_FOR = timedelta(hours=24)

# How many sessions a telling names, and how much of what was said about them it keeps.
MOST_NAMED = 10
LONGEST_WORDS = 2_000

# Of what they did themselves organizers are not told, nor of anybody's direct messages.
UNTOLD = frozenset({Cause.PAUSED, Cause.BY_HAND, Cause.CLOSED})

# Causes for which nothing can be posted in the channel, whatever it is.
CLOSED = frozenset({Cause.FORBIDDEN, Cause.GONE})

# What a version that wrote no causes meant.
CAUSES = {
    State.DROPPED: Cause.REFUSED,
    State.EXPIRED: Cause.LATE,
    State.UNSURE: Cause.UNREADABLE,
}


def tellings(
    troubles: Iterable[Record],
    choices: Choices,
    now: datetime,
    program: ProgramTrouble | None = None,
    mirrors: Iterable[MirrorTrouble] = (),
) -> tuple[Delivery, ...]:
    """Return all that one guild's organizers should have been told by `now`, in due order.

    `troubles` are the guild's own, `program` is what is wrong with the program that it follows, and
    `mirrors` are what does not stand there as it should. All troubles of one cause, in one channel,
    settled on one day (UTC) make one telling; its key follows from these, so once it is held, what
    else goes wrong there that day is not told. Nothing is told of what is older than `TOLD_FOR`,
    unless it is not shown by now, while the guild is paused, or in a channel about which it is to
    be told that nothing can be posted there.
    """
    place = choices.organizer_channel
    if place is None or choices.paused_at is not None:
        return ()
    found = defaultdict[str, list[Record]](list)
    for record in troubles:
        if _is_to_be_told(record, place, now):
            found[_key_of(record)].append(record)
    told = [_of_posts(key, place, sorted(records, key=_in_order)) for key, records in found.items()]
    if program is not None and program.at > now - TOLD_FOR:
        told.append(_of_program(choices.guild_id, place, program))
    told += _of_mirrors(choices.guild_id, place, mirrors, now)
    # Where posts and a board have one key, one of them is enough: the way out is the same.
    by_key = {one.key: one for one in reversed(told)}
    return tuple(sorted(by_key.values(), key=lambda one: (one.due, one.key)))


def _is_to_be_told(record: Record, organizer_channel: int, now: datetime) -> bool:
    delivery = record.delivery
    if delivery.kind is Kind.TELLING or record.state not in CAUSES or delivery.user_id is not None:
        return False
    cause = _cause(record)
    is_closed = cause in CLOSED and delivery.place == organizer_channel
    is_recent = now - TOLD_FOR < _settled(record)
    return is_recent and not is_closed and cause not in UNTOLD


def _key_of(record: Record) -> str:
    """Return the same key for the same guild, channel, cause and day, whoever plans it."""
    delivery = record.delivery
    return _key(delivery.guild_id, f"{delivery.place}:{_cause(record)}", _settled(record))


def _key(guild_id: int, what: str, at: datetime) -> str:
    return f"{Kind.TELLING}:{guild_id}:{what}:{at.astimezone(UTC):%Y%m%d}"


def _cause(record: Record) -> Cause:
    return record.cause or CAUSES[record.state]


def _settled(record: Record) -> datetime:
    return record.settled_at or record.claimed_at


def _in_order(record: Record) -> tuple[datetime, datetime, str]:
    return _settled(record), record.delivery.due, record.delivery.key


def _of_posts(key: str, place: int, records: Sequence[Record]) -> Delivery:
    first = records[0]
    return _telling(key, first.delivery.guild_id, place, _settled(first), _unposted(records))


def _of_program(guild_id: int, place: int, trouble: ProgramTrouble) -> Delivery:
    key = _key(guild_id, f"program:{trouble.program}:{trouble.digest[:24]}", trouble.at)
    words = shortened(trouble.words, LONGEST_WORDS)
    about = Unread(program=trouble.program, at=trouble.at, words=words)
    return _telling(key, guild_id, place, trouble.at, about)


def _of_mirrors(
    guild_id: int, place: int, troubles: Iterable[MirrorTrouble], now: datetime
) -> Iterator[Delivery]:
    for trouble in troubles:
        is_closed = trouble.cause in CLOSED and trouble.place == place
        since = trouble.at + max(0, (now - trouble.at) // TOLD_FOR) * TOLD_FOR
        # Who leaves a board unpinned may mean it.
        if is_closed or (trouble.stands and since > trouble.at):
            continue
        what = "unpinned" if trouble.stands else str(trouble.cause)
        key = _key(guild_id, f"{trouble.place or trouble.kind}:{what}", since)
        yield _telling(key, guild_id, place, since, _unshown(trouble))


def _unshown(trouble: MirrorTrouble) -> Unshown:
    return Unshown(
        kind=str(trouble.kind),
        cause=trouble.cause,
        place=trouble.place,
        words=shortened(trouble.words, LONGEST_WORDS),
        at=trouble.at,
        stands=trouble.stands,
    )


def _unposted(records: Sequence[Record]) -> Unposted:
    dues = [record.delivery.due for record in records]
    starts = sorted(
        {(one.start, one.session) for record in records for one in record.delivery.items}
    )
    return Unposted(
        cause=_cause(records[0]),
        place=records[0].delivery.place,
        words=shortened(records[0].reason or "", LONGEST_WORDS),
        posts=len(records),
        first=min(dues),
        last=max(dues),
        sessions=tuple(
            Missed(session=session, start=start) for start, session in starts[:MOST_NAMED]
        ),
        more=max(0, len(starts) - MOST_NAMED),
    )


def _telling(key: str, guild_id: int, place: int, since: datetime, about: About) -> Delivery:
    return Delivery(
        key=key,
        guild_id=guild_id,
        place=place,
        kind=Kind.TELLING,
        due=since,
        expires=since + TOLD_FOR,
        subject=write(about),
    )
