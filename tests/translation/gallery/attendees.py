"""All that attendees are shown: answers, their agendas, help, notices, and what they can choose."""

from dataclasses import replace
from datetime import time, timedelta

from discord.app_commands import Choice

from bot.agenda.comparison import Comparison, compare
from bot.agenda.model import Attendee, Forgotten, Quiet, Wishes
from bot.errors import (
    NOT_ON_PROGRAM,
    AgendaError,
    NoProgramError,
    NotAnOrganizerError,
    NotOnProgramError,
    StaleButtonError,
)
from bot.guilds.model import Choices, Lead, Route, RouteKind
from bot.program.lookup import Lookup
from bot.program.search import Hit, HitKind
from bot.program.timetable import Timetable
from bot.translation import _
from bot.ui.agenda_card import agenda_card, ask_to_clear_card, cleared, taken_out
from bot.ui.agenda_compare_card import Pair, agreed_card, compare_card, invitation, stopped_card
from bot.ui.agenda_orders import SaveAgainOrder, ShowOrder
from bot.ui.agenda_settings_card import (
    NOT_NOW,
    NOT_REACHED,
    OPEN_AGAIN,
    STILL_CLOSED,
    TRIAL,
    Reminding,
    closed_lines,
    settings_card,
)
from bot.ui.answer import answer
from bot.ui.calendar_words import EMPTY as EMPTY_CALENDAR
from bot.ui.calendar_words import GONE as GONE_FROM_CALENDAR
from bot.ui.calendar_words import handed_over
from bot.ui.choices import choice_name
from bot.ui.forgotten_card import ask_to_forget_card, forgotten_card
from bot.ui.help_card import help_card
from bot.ui.notice import GONE, apology, gone, not_found, told
from bot.ui.questions import SpeakerQuestion, TalkQuestion
from bot.ui.saved_card import saved_card, taken_back_card
from bot.ui.session_choices import session_choice, start_choice
from bot.ui.talk_card import talk_card
from tests.factories import a_program, a_session, a_talk
from tests.translation.gallery.capitals import (
    BUSY,
    EMPTY,
    HOUR,
    MINUTE,
    NOW,
    PLUS,
    TIMETABLE,
    WATER,
)
from tests.ui.agendas import CHANNEL, MINE, THEIRS, agenda_of, attendee, kept, saved
from tests.ui.every_message import every_card

RIVERS, LAKES, LUNCH, NAMELESS, SEAS = TIMETABLE.sessions
DAY = timedelta(days=1)
TEN = Lead(before=10 * MINUTE)
LEADS = tuple(Lead(before=one) for one in (2 * DAY, DAY, 2 * HOUR, HOUR, 10 * MINUTE, MINUTE))
CLOSED = {"closed_at": NOW - DAY}


def answers():
    for program in (WATER, PLUS, EMPTY):
        yield from every_card(program, words=("", "RIVERS", "QQQQ"))
        yield from every_card(program, words=("R",), shared_by=MINE)

    lookup = Lookup(PLUS)
    yield answer(SpeakerQuestion(program=PLUS.id, id="ran"), lookup, NOW)
    for called_off in ((), PLUS.sessions):
        nowhere = replace(PLUS, sessions=())
        timetable = Timetable(nowhere, called_off)
        yield talk_card(
            nowhere.talks[0], timetable, TalkQuestion(program=PLUS.id, id="cosmos"), NOW
        )


def answers_about_much():
    yield from every_card(BUSY, words=("", "TALK"))


def agendas():
    """One's agenda before, within and after the event, with all that can have changed in it"""
    everything = [saved(one, TIMETABLE) for one in TIMETABLE.sessions]
    changed = [
        saved(RIVERS, TIMETABLE, start=NOW - HOUR, room=None, title="STREAMS"),
        saved(LAKES, TIMETABLE, room="CELLAR"),
        saved(LUNCH, TIMETABLE, room="CELLAR", is_cancelled=True),
        replace(saved(SEAS, TIMETABLE), session="gone"),
        replace(saved(SEAS, TIMETABLE), program="other", session="s"),
    ]
    others = (TIMETABLE, Timetable(replace(WATER, id="other", name="OTHER")))
    for person in (attendee(*everything), attendee(*changed), attendee()):
        for now in (NOW - DAY, NOW + 5 * MINUTE, NOW + 50 * MINUTE, NOW + 9 * DAY):
            yield _agenda(person, now, *others)
            yield ask_to_clear_card(agenda_of(person, now, *others, program=WATER.id))
    undo = SaveAgainOrder(program=WATER.id, session="x")
    for done in (cleared(1), cleared(2), taken_out("RIVERS", undo)):
        yield _agenda(attendee(), NOW, TIMETABLE, done=done)
    yield _agenda(attendee(*everything), NOW, Timetable(PLUS))
    yield from _gaps()


def _agenda(person, now, *known, page=1, program=WATER, **done):
    agenda = agenda_of(person, now, *known, program=program.id)
    return agenda_card(agenda, ShowOrder(program=program.id, page=page), **done)[0]


def _gaps():
    """Sessions with next to no time between them, with minutes, an hour, and an hour and more"""
    gaps = (timedelta(seconds=30), 15 * MINUTE, HOUR, HOUR + 15 * MINUTE)
    starts = [NOW + 5 * MINUTE * at + sum(gaps[:at], timedelta()) for at in range(len(gaps) + 1)]
    rivers = a_talk("RIVERS", id="rivers")
    sessions = (a_session(start, minutes=5, talks=("rivers",)) for start in starts)
    gapped = a_program(*sessions, name="CONF", talks=(rivers,))
    timetable = Timetable(gapped)
    person = attendee(*(saved(one, timetable) for one in timetable.sessions))
    yield _agenda(person, NOW - DAY, timetable, program=gapped)


def agendas_of_much():
    many = Timetable(BUSY)
    busy = attendee(*(saved(one, many) for one in many.sessions))
    for page in (1, 2):
        yield _agenda(busy, NOW, many, page=page, program=BUSY)


def reminder_notes():
    """What stands under an agenda, for each way to be reminded"""
    for wishes in (Wishes(direct=False), Wishes(leads=()), Wishes(leads=(TEN,))):
        for fields in ({}, CLOSED):
            person = attendee(saved(SEAS, TIMETABLE), wishes=wishes, **fields)
            yield _agenda(person, NOW, TIMETABLE)


def saving():
    everything = [saved(one, TIMETABLE) for one in TIMETABLE.sessions]
    ways = [
        {},
        {"wishes": Wishes(direct=False)},
        {"wishes": Wishes(leads=())},
        {"wishes": Wishes(leads=(TEN, Lead(before=HOUR)))},
        CLOSED,
        CLOSED | {"is_told_closed": True},
    ]
    for fields in ways:
        person = attendee(*everything, **fields)
        for fallback in (None, CHANNEL):
            for before in (-HOUR, timedelta(minutes=1), HOUR, 30 * HOUR):
                one = kept(LAKES, person, TIMETABLE, fallback=fallback, is_first=True)
                yield saved_card(one, LAKES.start - before)
    yield saved_card(kept(LAKES, attendee(*everything), TIMETABLE), LAKES.start + 5 * MINUTE)
    yield saved_card(kept(NAMELESS, attendee(*everything), TIMETABLE), NOW)
    for title in ("RIVERS", TIMETABLE.title_of(NAMELESS), None):
        yield taken_back_card(WATER.id, "x", title)


def comparing():
    mine = attendee(*(saved(one, TIMETABLE) for one in TIMETABLE.sessions))
    theirs = Attendee(user_id=THEIRS)
    found = compare(mine, theirs, WATER.id, lambda *_: TIMETABLE)
    every = found.only_mine
    for comparison in (
        found,
        Comparison(),
        Comparison(both=every, only_mine=every, only_theirs=every),
    ):
        yield compare_card(Pair(program=WATER, user_id=THEIRS, comparison=comparison))
    for can_invite in (True, False):
        yield agreed_card(THEIRS, MINE, can_invite=can_invite)
    yield stopped_card(THEIRS)
    yield invitation(THEIRS, MINE)


def settings():
    night = Quiet(begin=time(22), end=time(7))
    for wishes in (
        Wishes(),
        Wishes(direct=False),
        Wishes(leads=(), quiet=night),
        Wishes(leads=LEADS, quiet=night),
        Wishes(quiet=Quiet(begin=time(3), end=time(4))),
    ):
        for fields in ({}, CLOSED):
            for program in (None, WATER):
                person = attendee(wishes=wishes, **fields)
                reminding = Reminding(attendee=person, program=program, fallback=CHANNEL)
                yield settings_card(reminding)
    for done in (_(OPEN_AGAIN), _(STILL_CLOSED), closed_lines(None, None), _(TRIAL)):
        yield settings_card(Reminding(attendee=attendee()), done=done)
    yield told(AgendaError(NOT_NOW))
    yield told(AgendaError(NOT_REACHED))


def forgetting():
    for number in (0, 1, 2):
        yield ask_to_forget_card(attendee(*([saved(SEAS, TIMETABLE)] * number)))
        much = dict.fromkeys(("sessions", "agreements", "deliveries", "actions"), number)
        yield forgotten_card(Forgotten(**much, settings=bool(number)))


def calendars():
    for number in (1, 2):
        yield handed_over(number, "WATERCONF")
    yield told(AgendaError(GONE_FROM_CALENDAR))
    yield told(AgendaError(EMPTY_CALENDAR))


def help_():
    hall = Route(kind=RouteKind.ROOM, id="hall", channel=9)
    for chosen in (
        None,
        Choices(guild_id=1),
        Choices(guild_id=1, public_answers=True, reminder_channel=CHANNEL, leads=(TEN,)),
        Choices(guild_id=1, leads=(TEN, Lead(before=HOUR)), routes=(hall,)),
        Choices(guild_id=1, reminder_channel=CHANNEL, leads=(TEN,), routes=(hall,)),
    ):
        yield help_card(WATER, chosen, for_organizer=chosen is not None)


def notices():
    yield apology("7777")
    hits = tuple(
        Hit(kind=kind, id=one, title="RIVERS", score=1.0)
        for kind, one in zip(HitKind, ("rivers", "ada", "data"), strict=True)
    )
    for kind in NOT_ON_PROGRAM:
        yield not_found(NotOnProgramError(kind, "X"), hits, WATER.id)
        yield not_found(NotOnProgramError(kind, "X"), (), WATER.id)
    for kind in GONE:
        yield gone(kind, WATER.id)
    for error in (NoProgramError("X"), StaleButtonError(), NotAnOrganizerError()):
        yield told(error)


def choices():
    """What autocomplete calls things"""
    things = {
        HitKind.TALK: [(one.id, one.title) for one in WATER.talks],
        HitKind.SPEAKER: [(one.id, one.name) for one in WATER.speakers],
        HitKind.TRACK: [(one.id, one.name) for one in WATER.tracks],
    }
    for kind, named in things.items():
        for one, title in named:
            hit = Hit(kind=kind, id=one, title=title, score=1.0)
            yield Choice(name=choice_name(hit, TIMETABLE, NOW + MINUTE), value=one)
    for session in TIMETABLE.sessions:
        yield Choice(name=session_choice(session, TIMETABLE), value=session.id)
        for minutes in (1, 20, 400):
            start = session.start + minutes * MINUTE
            yield Choice(name=start_choice(start, session), value=start.isoformat())
