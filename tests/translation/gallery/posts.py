"""All that is posted to everyone, and sent to one person: reminders, changes, boards, digests."""

from dataclasses import replace
from datetime import UTC, timedelta

from bot.announcements.digest.days import Days
from bot.announcements.digest.subject import digest_of, read
from bot.announcements.model import Part, PersonalPart
from bot.delivery.model import Cause, Kind
from bot.mirrors.board import board_of, board_of_room, within_room
from bot.mirrors.model import MirrorKind
from bot.organizers.model import Missed, Telling, Unposted, Unread, Unshown
from bot.program.lookup import Lookup
from bot.program.timetable import Timetable
from bot.ui.board_post import board_post
from bot.ui.change_post import change_post
from bot.ui.digest_post import digest_post
from bot.ui.event_text import native_event
from bot.ui.personal_post import personal_change_post
from bot.ui.telling_post import telling_post
from tests.announcements.digest.digests import a_long_program
from tests.delivery.deliveries import a_delivery
from tests.translation.gallery.capitals import (
    BUSY,
    EMPTY,
    HOUR,
    MINUTE,
    NOW,
    PLUS,
    TIMETABLE,
    WATER,
    WHY,
    changes_of_every_kind,
    in_capitals,
)
from tests.ui.every_message import MARK, every_post, moments
from tests.ui.test_digest_post import posts as digest_posts

GUILD, PLACE = 1, 7
PAGE = "https://discord.com/channels/1/10"
DAY = timedelta(days=1)


def reminders_and_changes():
    for program in (WATER, PLUS):
        yield from every_post(program)


def of_much():
    """What there is too much of for one message"""
    yield from every_post(BUSY)
    yield from digest_posts(in_capitals(a_long_program()), most=1)


def changes():
    """Each kind of change alone, and several together, told to all and to one person"""
    every = list(changes_of_every_kind())
    alone = [(later, (change,)) for later, change in every]
    together = [(WATER, tuple(change for _, change in every[:12]))]
    for later, told in (*alone, *together):
        part = Part(
            timetable=Timetable(later),
            guild_id=GUILD,
            place=PLACE,
            changes=told,
            mark=MARK,
            number=1,
            of=2,
        )
        yield change_post(part)
        yield personal_change_post(PersonalPart(part=part))


def boards():
    for program in (WATER, EMPTY, BUSY, replace(WATER, sessions=())):
        timetable = Timetable(program)
        halls = [*program.rooms[:2], None]
        for moment in (*moments(Lookup(program)), NOW + 30 * HOUR - 30 * MINUTE, NOW + 30 * DAY):
            for hall in halls:
                board = (
                    board_of(timetable, moment)
                    if hall is None
                    else board_of_room(hall, within_room(timetable, hall), moment)
                )
                yield board_post(board, MARK, PAGE, moment.astimezone(UTC))


def digests():
    rivers, lakes, *_, seas = WATER.sessions
    later = replace(
        WATER,
        sessions=(
            replace(rivers, start=rivers.start + 2 * HOUR, end=None, room="loft"),
            replace(lakes, start=lakes.start + DAY, end=None),
            replace(seas, room=None),
        ),
    )
    for program, now in (
        (WATER, None),
        (WATER, later),
        (WATER, replace(WATER, sessions=(seas,))),
        (WATER, replace(WATER, sessions=WATER.sessions[1:])),
        (replace(WATER, link=None), None),
        (PLUS, None),
    ):
        yield from digest_posts(program, now)
    yield from _without_room_for_a_title()


def _without_room_for_a_title():
    """A message whose first line is full with what the event is called, and which one this is"""
    timetable = Timetable(replace(WATER, name="L" * 40))
    subject = read(Days(timetable).first_text(timetable.days[0]))
    digest = digest_of(subject, timetable, a_delivery(key="digest", kind=Kind.DIGEST))
    yield digest_post(replace(digest, number=100, of=100))


def tellings():
    missed = [
        Missed(session="rivers", start=NOW, title="RIVERS"),
        Missed(session="gone", start=NOW),
    ]
    for cause in Cause:
        for sessions, more in ((missed[:1], 0), (missed, 7), (missed[1:], 0)):
            about = Unposted(
                cause=cause,
                place=123,
                words=WHY,
                posts=2 if more else 1,
                first=NOW,
                last=NOW + more * MINUTE,
                sessions=tuple(sessions),
                more=more,
            )
            yield telling_post(Telling(about=about, mark=MARK))
    for stands in (True, False):
        for words in (WHY, ""):
            about = Unread(program="22", at=NOW, words=words, stands=stands)
            yield telling_post(Telling(about=about, mark=MARK))
    for kind in MirrorKind:
        for cause in Cause:
            for stands in (True, False):
                about = Unshown(kind=kind, cause=cause, place=123, words=WHY, at=NOW, stands=stands)
                yield telling_post(Telling(about=about, mark=MARK))


def events():
    for session in TIMETABLE.sessions:
        for with_stream in (True, False):
            yield native_event(session, TIMETABLE, GUILD, with_stream=with_stream)
