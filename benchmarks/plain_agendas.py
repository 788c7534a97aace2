"""Plans what attendees are reminded of the plain way: person by person, all in one go."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta

from bot.agenda.model import Attendee
from bot.delivery.model import Delivery
from bot.program.timetable import Timetable
from bot.reminders.personal_message import SavedSession, digest_of, personal_messages

# What a person was told of: their id, a session's digest, its start and the lead.
Key = tuple[int, str, datetime, timedelta]


def plain_deliveries(
    attendees: Iterable[Attendee],
    timetable_of: Callable[[str], Timetable],
    told: Collection[Key],
    now: datetime,
    until: datetime,
) -> list[Delivery]:
    """Return what falls due from now on until then, and is due now, in due order."""
    found = [
        delivery
        for attendee in attendees
        for delivery in _of_person(attendee, timetable_of, told, now, until)
    ]
    return sorted(found, key=lambda one: (one.due, one.key))


def _of_person(
    attendee: Attendee,
    timetable_of: Callable[[str], Timetable],
    told: Collection[Key],
    now: datetime,
    until: datetime,
) -> Iterator[Delivery]:
    together = defaultdict[tuple[str, datetime, timedelta], list[SavedSession]](list)
    for saved in attendee.saved:
        timetable = timetable_of(saved.program)
        session = timetable.session(saved.session)
        if session is None:
            continue
        start = session.start.astimezone(UTC)
        digest = digest_of(saved.program, saved.session)
        for lead in attendee.wishes.leads:
            due = start - lead.before
            if max(lead.since, saved.at) <= due <= until and start > now:
                if (attendee.user_id, digest, start, lead.before) in told:
                    continue
                one = SavedSession(
                    session=session, timetable=timetable, savers={attendee.user_id: saved}
                )
                together[saved.program, start, lead.before].append(one)
    for (_, start, before), sessions in together.items():
        sessions.sort(key=lambda one: one.session.id)
        for message in personal_messages(start, before, sessions):
            yield message.direct(attendee.user_id)
