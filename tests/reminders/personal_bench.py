"""Personal reminders with all that they work on, in memory."""

from dataclasses import replace
from datetime import UTC

from bot.agenda.model import Wishes
from bot.agenda.service import Agendas
from bot.delivery.life import settled
from bot.delivery.model import Cause, Outcome, State
from bot.errors import NoProgramError
from bot.guilds.model import Lead
from bot.program.timetable import Timetable
from bot.reminders.personal import PersonalReminders
from tests.agenda.attendees import USER, a_saved, an_attendee
from tests.agenda.memory_agendas import MemoryAgendas
from tests.delivery.deliveries import MINUTE
from tests.delivery.memory_ledger import MemoryLedger
from tests.factories import NINE, a_program, a_session, a_talk, every_guild
from tests.reminders.memory import FixedGuilds

START = NINE.astimezone(UTC)
DUE = START - 10 * MINUTE
TALKS = tuple(a_talk(id=f"talk-{number}") for number in range(3))
RIVERS = a_session(NINE, id="rivers", minutes=30, talks=("talk-0",))
LAKES = a_session(NINE, id="lakes", minutes=90, talks=("talk-1",))
TEA = a_session(NINE + 60 * MINUTE, id="tea", minutes=15)
PROGRAM = a_program(RIVERS, LAKES, TEA, talks=TALKS)

SENT = Outcome(state=State.SENT, message_id=1)
REFUSED = Outcome(state=State.DROPPED, cause=Cause.CLOSED)
WITHDRAWN = Outcome(state=State.WITHDRAWN)


def wishing(*minutes, **fields):
    """Wishes to be told so many minutes before"""
    return Wishes(leads=tuple(Lead(before=before * MINUTE) for before in minutes), **fields)


class SomePrograms:
    """Timetables by program, and by program and guild where that has its own."""

    def __init__(self, *programs):
        self.own = {}
        self.put(*programs)

    def put(self, *programs, guild_id=None):
        for program in programs:
            self.own[program.id, guild_id] = Timetable(program)

    def lookup_named(self, program, guild_id):
        timetable = self.own.get((program, guild_id)) or self.own.get((program, None))
        if timetable is None:
            raise NoProgramError(program)
        return _Lookup(timetable)


class _Lookup:
    def __init__(self, timetable):
        self.timetable = timetable


class Bench:
    """One person, who saved both sessions at nine unless told otherwise."""

    def __init__(self, *attendees, programs=(PROGRAM,), guilds=(), owns=every_guild):
        everybody = attendees or [an_attendee(a_saved("rivers"), a_saved("lakes"))]
        self.ledger = MemoryLedger()
        numbered = (replace(one, number=at) for at, one in enumerate(everybody, start=1))
        self.store = MemoryAgendas(*numbered, ledger=self.ledger)
        self.agendas = Agendas(self.store)
        self.programs = SomePrograms(*programs)
        self.guilds = FixedGuilds(*guilds)
        self.owns = owns
        self.restart()

    def restart(self):
        self.reminders = PersonalReminders(
            self.programs, self.agendas, self.guilds, self.ledger, self.owns
        )

    async def plan(self, now=DUE):
        await self.agendas.reload()
        plans = await self.reminders.plans(now)
        return plans[0] if plans else None

    async def due(self, now=DUE):
        plan = await self.plan(now)
        return () if plan is None else plan.due

    async def send(self, now=DUE):
        """Send what is due, as dispatch and postman do; return what was sent with its value"""
        sent = []
        for delivery in await self.due(now):
            told = await self.send_one(delivery, now)
            if told is not None:
                sent.append((delivery, told))
        return sent

    async def send_one(self, delivery, now=DUE):
        record = await self.ledger.claim(delivery, now)
        if record is None:
            return None
        told = self.reminders.subject(delivery, now)
        outcome = WITHDRAWN if told is None else SENT
        if told is not None and delivery.is_direct and self.is_closed(delivery.user_id):
            outcome, told = REFUSED, None
            await self.agendas.close(delivery.user_id, now)
        await self.ledger.settle(settled(record, outcome, now))
        return told

    # Whose direct messages Discord refuses.
    closed = frozenset()

    def is_closed(self, user_id):
        return user_id in self.closed

    async def save(self, session, user_id=USER, **fields):
        await self.agendas.save(user_id, a_saved(session, **fields))

    async def wish(self, *minutes, user_id=USER, **fields):
        await self.agendas.wish(user_id, wishing(*minutes, **fields))


def moved(program, session_id, by):
    """The program with one session at another time"""
    sessions = [
        replace(one, start=one.start + by, end=one.end and one.end + by)
        if one.id == session_id
        else one
        for one in program.sessions
    ]
    return replace(program, sessions=tuple(sessions))


def without(program, session_id):
    return replace(program, sessions=tuple(one for one in program.sessions if one.id != session_id))


def sessions_of(sent):
    """The sessions that each of these told, by id"""
    return [sorted(one.id for one in told.reminder.sessions) for _, told in sent]
