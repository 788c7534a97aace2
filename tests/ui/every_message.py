"""Every message that a program can give rise to, one after the other."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import cycle

from bot.announcements.model import Part, PersonalPart
from bot.announcements.parts import parts_of
from bot.delivery.model import NO_GUILD
from bot.program.diff import diff
from bot.program.lookup import Lookup
from bot.program.timetable import Timetable
from bot.reminders.model import PersonalReminder, Reminder
from bot.reminders.subject import read, reminder_of, subject_of, written
from bot.ui.answer import answer
from bot.ui.change_post import change_post
from bot.ui.personal_post import personal_change_post, personal_post
from bot.ui.questions import (
    NextQuestion,
    NowQuestion,
    ScheduleQuestion,
    SearchQuestion,
    SpeakerQuestion,
    TalkQuestion,
    TrackQuestion,
)
from bot.ui.reminder_post import reminder_post

MARK = "0123456789abcdef01234567"
FIRST, NEXT, BEYOND = 1, 2, 1295
FEW = 3
LONGEST_USER_ID = 2**64 - 1


def every_card(program, words=("", "a", "@everyone <@1> \\ ` 🎤"), shared_by=None):
    """An answer to each question there is, at pages that exist and pages that do not."""
    lookup = Lookup(program)
    questions = [*questions_about(program), *questions_of_time(lookup, words)]
    for now in moments(lookup):
        for question in questions:
            yield answer(question, lookup, now, shared_by=shared_by)
        questions = questions_of_time(lookup, words)


def questions_about(program):
    """Questions whose answer is the same at all times."""
    one = program.id
    for page in (FIRST, NEXT, BEYOND):
        for talk in program.talks[:FEW]:
            yield TalkQuestion(program=one, id=talk.id, page=page)
        for speaker in program.speakers[:FEW]:
            yield SpeakerQuestion(program=one, id=speaker.id, page=page)
        for track in program.tracks[:FEW]:
            yield TrackQuestion(program=one, id=track.id, page=page)
            yield ScheduleQuestion(program=one, track=track.id, page=page)
        for room in program.rooms[:FEW]:
            yield ScheduleQuestion(program=one, room=room.id, page=page)
    yield TalkQuestion(program=one, id="gone")
    yield ScheduleQuestion(program=one, room="gone")


def questions_of_time(lookup, words):
    """Questions whose answer depends on the time."""
    one = lookup.program.id
    days = (None, lookup.program.first_day - timedelta(days=1), *lookup.timetable.days[:3])
    return [
        NowQuestion(program=one),
        NextQuestion(program=one),
        *(ScheduleQuestion(program=one, day=day, page=page) for day in days for page in (1, 2)),
        *(SearchQuestion(program=one, words=text) for text in words),
    ]


def moments(lookup):
    """Before, within and after the program, and between two sessions."""
    sessions = lookup.timetable.sessions
    if not sessions:
        noon = datetime.combine(lookup.program.first_day, time(12), UTC)
        return tuple(noon + timedelta(days=days) for days in (-9, 0, 99))
    minute = timedelta(minutes=1)
    first, last = sessions[0].start, sessions[-1].start
    return (first - minute, first + minute, last - minute, last + timedelta(days=9))


def every_reminder(program):
    """A reminder of one, of two and of many sessions, beginning with each of the first few."""
    return map(reminder_post, reminders(program))


def every_personal_reminder(program):
    """The same reminders to one person as DMs; behind a mention, where there is the least room."""
    for reminder in reminders(program):
        yield personal_post(PersonalReminder(reminder=reminder, silent=True))
    for reminder in corrections(program):
        yield personal_post(PersonalReminder(reminder=reminder, mention=LONGEST_USER_ID))


def reminders(program):
    """What is told of one, of two and of many sessions."""
    timetable = Timetable(program)
    sessions = timetable.sessions
    for place, session in enumerate(sessions[:FEW]):
        for many in (1, 2, 12):
            yield Reminder(
                timetable=timetable,
                start=session.start.astimezone(UTC),
                sessions=sessions[place : place + many],
                mark=MARK,
                shows_streams=True,
            )


# How many sessions a reminder told, and how these are changed after that, in turn.
CHANGES = (
    (1, [0]),
    (1, [1]),
    (1, [2]),
    (1, [3]),
    (1, [4]),
    (2, [0, 5]),
    (2, [5, 2]),
    (3, [1, 2, 0]),
    (10, [0, 1, 2, 3, 4, 5]),
)


def every_correction(program):
    """A posted reminder of one or more sessions, after each way to change them."""
    return map(reminder_post, corrections(program))


def corrections(program):
    """What is told of one or more sessions after each way to change them."""
    timetable = Timetable(program)
    presented = [session for session in timetable.sessions if not session.is_break]
    for many, ways in CHANGES if presented else ():
        changed = dict(_changed(presented[:many], ways, program))
        sessions = [changed.get(one.id, one) for one in program.sessions]
        later = replace(program, sessions=tuple(one for one in sessions if one is not None))
        yield reminder_of(told(timetable, presented[:many]), Timetable(later), MARK)


def every_change(program):
    """Messages that tell of all sessions as changed in one way, and in each of several ways."""
    return map(change_post, change_parts(program, guild_id=1))


def every_personal_change(program):
    """The same messages to one person who saved all of it."""
    for part in change_parts(program, guild_id=NO_GUILD):
        yield personal_change_post(PersonalPart(part=part, silent=True))


def change_parts(program, guild_id):
    """What is told of all sessions as changed in one way, and in each of several ways."""
    timetable = Timetable(program)
    sessions = timetable.sessions
    for ways in ([0], [1, 2, 4]):
        changed = dict(_changed(sessions, ways, program))
        later = replace(program, sessions=tuple(one for one in changed.values() if one is not None))
        for earlier, now in ((program, later), (later, program)):
            parts = parts_of(diff(earlier, now))
            for number, changes in enumerate(parts[:FEW], start=1):
                yield Part(
                    timetable=Timetable(now),
                    guild_id=guild_id,
                    place=2,
                    changes=changes,
                    mark=MARK,
                    number=number,
                    of=len(parts),
                )


def told(timetable, sessions):
    """The subject of a reminder that says of these sessions that they start together."""
    subject = subject_of(timetable, sessions[0].start.astimezone(UTC), sessions)
    return read(written(subject))


def _changed(sessions, ways, program):
    """Each session's id with the session as it is later, the ways of changing it taken in turn."""
    other = program.rooms[-1].id if program.rooms else None
    hour = timedelta(hours=1)
    for session, way in zip(sessions, cycle(ways), strict=False):
        yield (
            session.id,
            [
                None,
                replace(session, start=session.start + hour, end=None),
                replace(session, room=other),
                replace(session, room=None),
                replace(session, start=session.start - hour, room=other),
                replace(session, start=sessions[0].start),
            ][way],
        )


def every_post(program):
    """Whatever is posted about a program, to all and to one."""
    yield from every_reminder(program)
    yield from every_correction(program)
    yield from every_change(program)
    yield from every_personal_reminder(program)
    yield from every_personal_change(program)
