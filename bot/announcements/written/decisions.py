"""What may be changed of an announcement as it stands: pure, and with a sentence for each no."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.announcements.written.model import (
    Announcement,
    AnnouncementState,
    At,
    AtOnce,
    Before,
    Moment,
    Words,
    due_of,
)
from bot.announcements.written.standing import OPEN, Phase, Standing
from bot.announcements.written.words import faults_of
from bot.errors import AnnouncementError
from bot.program.timetable import Timetable
from bot.translation import said, together

CHANGED_SINCE = said("It was changed since you saw it. Look at it again, and then post it.")
UNDER_WAY = said("It is being posted this very moment. Look again in a minute.")
POSTED = said("It was posted already: only its words can be changed now, or it can be deleted.")
OVER = said("It was not posted and won't be by itself. Write it anew to post it after all.")
TAKEN_BACK = said("It was cancelled or deleted. Write it anew to post it after all.")
NOT_POSTED = said("It was not posted, so there is nothing to delete.")
NOT_OVER = said("It can still be posted as it is: change it instead.")
WAITS_ALREADY = said("It waits for its time already.")
PAST = said("Its time is past. Choose another one, or now.")
NO_SESSION = said("Its session does not take place any more. Choose another time.")

# Why nothing of it can be changed any more, or all but its words.
WHY_NOT = {
    Phase.POSTING: UNDER_WAY,
    Phase.POSTED: POSTED,
    Phase.ENDED: OVER,
    Phase.CANCELLED: TAKEN_BACK,
    Phase.DELETED: TAKEN_BACK,
}

# What a new draft can be made like.
RENEWABLE = frozenset({Phase.POSTED, Phase.ENDED, Phase.CANCELLED, Phase.DELETED})


def still_open(standing: Standing) -> Announcement:
    """Return an announcement of which nothing has gone to Discord yet.

    Raises AnnouncementError otherwise, as all of these do for what can't be done.
    """
    if standing.phase not in OPEN:
        raise AnnouncementError(WHY_NOT[standing.phase])
    return standing.announcement


def rewritten(standing: Standing, words: Words) -> Announcement:
    """Return an announcement with other words; only a draft takes those that have a fault."""
    if standing.phase not in (*OPEN, Phase.POSTING, Phase.POSTED):
        raise AnnouncementError(WHY_NOT[standing.phase])
    if standing.phase is not Phase.DRAFT:
        _refuse_faults(words)
    return replace(standing.announcement, words=words)


def retimed(
    standing: Standing, moment: Moment, timetable: Timetable | None, now: datetime
) -> Announcement:
    """Return an announcement with another time, which is to come if it is confirmed already."""
    one = still_open(standing)
    is_confirmed = one.state is AnnouncementState.WAITING
    return replace(one, moment=_to_come(moment, timetable, now) if is_confirmed else moment)


def confirmed(
    standing: Standing, revision: int, timetable: Timetable | None, now: datetime
) -> Announcement:
    """Return a draft that waits for its time from now on, if it is as it was seen."""
    if standing.phase in (Phase.WAITING, Phase.HELD):
        raise AnnouncementError(WAITS_ALREADY)
    one = still_open(standing)
    if one.revision != revision:
        raise AnnouncementError(CHANGED_SINCE)
    _refuse_faults(one.words)
    moment = _to_come(one.moment, timetable, now)
    return replace(one, moment=moment, state=AnnouncementState.WAITING)


def taken_down(standing: Standing) -> Announcement:
    """Return what was posted as deleted."""
    if standing.phase is not Phase.POSTED:
        raise AnnouncementError(WHY_NOT.get(standing.phase, NOT_POSTED))
    return replace(standing.announcement, state=AnnouncementState.DELETED)


def over(standing: Standing) -> Announcement:
    """Return an announcement that won't be posted as what it is, so that one like it can be."""
    if standing.phase not in RENEWABLE:
        raise AnnouncementError(WHY_NOT.get(standing.phase, NOT_OVER))
    return standing.announcement


def _refuse_faults(words: Words) -> None:
    if faults := faults_of(words):
        raise AnnouncementError(together(*faults))


def _to_come(moment: Moment, timetable: Timetable | None, now: datetime) -> Moment:
    """Return when a confirmed one is posted, if that is still to come; at once is `now`."""
    at_once = At(at=now.astimezone(UTC))
    match moment:
        case AtOnce():
            return at_once
        case At():
            start = moment.at
        case Before():
            session = None if timetable is None else timetable.session(moment.session)
            if session is None:
                raise AnnouncementError(NO_SESSION)
            start = session.start
    if start.timestamp() <= now.timestamp():
        raise AnnouncementError(PAST)
    due = due_of(moment, timetable)
    # Less than its span before the start: counted from its due time it could be too late already.
    return at_once if due is not None and due.timestamp() <= now.timestamp() else moment
