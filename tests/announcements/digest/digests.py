"""Digests for tests: a day of many sessions, a guild that wants digests, and what comes of them."""

from datetime import UTC, datetime, time, timedelta

from bot.announcements.digest.days import Days
from bot.announcements.digest.plan import Scene, plan_digests
from bot.announcements.digest.subject import read
from bot.delivery.life import claimed, settled
from bot.delivery.model import Outcome, State
from bot.guilds.model import LONG_AGO, Choices
from bot.program.timetable import Timetable
from tests.factories import NINE, a_program, a_session, a_talk

EIGHT = time(8)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
# Eight o'clock on the day of NINE.
DUE = datetime(2022, 11, 30, 16, 0, tzinfo=UTC)
SENT = Outcome(state=State.SENT, message_id=1)


def choosing(**fields):
    """The choices of guild 1: digests at eight in channel 10."""
    return Choices(**{"guild_id": 1, "announcement_channel": 10, "digest_at": EIGHT, **fields})


def a_day(many, *, first=NINE, name="rivers", title="A talk with a title as long as most are"):
    """So many talks of one day, one after the other: sessions with their talks."""
    talks = tuple(a_talk(title, id=f"{name}-{number}") for number in range(many))
    sessions = tuple(
        a_session(first + 5 * MINUTE * number, id=f"{name}-at-{number}", talks=(talk.id,))
        for number, talk in enumerate(talks)
    )
    return sessions, talks


def a_long_program(*others, talks=(), many=130, **fields):
    """A program whose first day takes several messages."""
    sessions, given = a_day(many)
    return a_program(*sessions, *others, talks=(*given, *talks), **fields)


def a_scene(program, since=LONG_AGO, **fields):
    return Scene(choices=choosing(**fields), days=Days(Timetable(program)), since=since)


def record_of(delivery, outcome=SENT, now=DUE):
    return settled(claimed(delivery, now), outcome, now)


def posted(scene, now=DUE, outcome=SENT):
    """Post all that is due, one message after the other; return the deliveries by key."""
    records = {}
    while due := plan_digests(scene, records, now).due:
        records |= {one.key: record_of(one, outcome, now) for one in due}
    return {key: record.delivery for key, record in records.items()}


def listed_in(delivery):
    return [one.id for one in read(delivery.subject).listed]
