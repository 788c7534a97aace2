"""Which reminders attendees' agendas call for: pure functions of agendas, timetables and ledger."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.agenda.followers import followed_guild
from bot.agenda.model import Attendee, Saved
from bot.delivery.model import Delivery, State
from bot.guilds.model import Choices, Lead
from bot.program.timetable import Timetable
from bot.reminders.personal_message import (
    PersonalMessage,
    SavedSession,
    digest_of,
    fallback_key,
    personal_messages,
)
from bot.reminders.slots import shortest_overdue, start_of
from bot.reminders.subject import read

# What the ledger holds of one person for one start: each session and lead with its state.
Heard = Mapping[tuple[str, timedelta], State]


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """Who saved which session, by its id, of a program as it stands in a guild or at its source."""

    timetable: Timetable
    savers: Mapping[str, Mapping[int, Saved]]
    guild_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedStart:
    """All that anybody saved of one program and that starts at one instant (UTC)."""

    program: str
    start: datetime
    sessions: tuple[SavedSession, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a plan follows from besides what was saved.

    `heard` is what the ledger holds of a start, by user id. `fallbacks` are the choices of the
    guilds that remind in their channel whom no direct message reaches, and `is_held` tells whether
    the ledger holds a key of these.
    """

    attendee: Callable[[int], Attendee]
    heard: Callable[[datetime], Mapping[int, Heard]] = lambda _: {}
    fallbacks: Mapping[int, Choices] = field(default_factory=dict)
    is_held: Callable[[str], bool] = lambda _: False


def saved_starts(
    following: Iterable[Following], after: datetime, until: datetime
) -> list[SavedStart]:
    """Return what was saved and starts after `after`, and at `until` at the latest, by time."""
    found = defaultdict[tuple[datetime, str], list[SavedSession]](list)
    for one in following:
        sessions = one.timetable.sessions
        for place in range(bisect_right(sessions, after, key=start_of), len(sessions)):
            session = sessions[place]
            start = start_of(session)
            if start > until:
                break
            if savers := one.savers.get(session.id):
                saved = SavedSession(
                    session=session, timetable=one.timetable, savers=savers, guild_id=one.guild_id
                )
                found[start, one.timetable.program.id].append(saved)
    return [
        SavedStart(program=program, start=start, sessions=tuple(sorted(sessions, key=_place)))
        for (start, program), sessions in sorted(found.items(), key=lambda item: item[0])
    ]


def personal_deliveries(
    starting: SavedStart, scene: Scene, now: datetime, until: datetime
) -> Iterator[Delivery | None]:
    """Yield what is to be told of one start that is due at `until` at the latest, in any order.

    None is yielded after each small step that brought nothing: there may be ten thousand people.
    Of several overdue leads only the shortest is told. What was due before its lead was chosen or
    its session was saved is not caught up. Nothing is told from the start on.
    """
    if starting.start <= now:
        return
    people: dict[int, int] = {}
    for place, one in enumerate(starting.sessions):
        for user_id in one.savers:
            people[user_id] = people.get(user_id, 0) | 1 << place
        yield None
    telling = _Telling(starting, scene)
    for user_id, places in people.items():
        attendee = scene.attendee(user_id)
        if attendee.wishes.direct:
            for lead in _leads(starting.start, attendee.wishes.leads, now, until):
                yield from telling.of(attendee, lead.before, places)
        yield None


def is_called_for(
    delivery: Delivery,
    attendee: Attendee,
    timetable_of: Callable[[str, int | None], Timetable | None],
    choices: Choices,
    now: datetime,
) -> bool:
    """Tell whether a planned delivery is still wanted as it is.

    It is not once one of its sessions has moved, is gone or isn't saved any more, once a shorter
    lead is due or none, or once direct messages are off, closed, or open again. `choices` are those
    of the delivery's guild, for one that is no direct message.
    """
    if not _is_wanted(delivery, attendee, choices, now):
        return False
    subject = read(delivery.subject)
    saved = {one.session: one for one in attendee.saved if one.program == subject.program}
    for told in subject.sessions:
        one = saved.get(told.id)
        if one is None or one.at > delivery.due:
            return False
        guild_id = followed_guild(attendee, one)
        timetable = timetable_of(subject.program, guild_id)
        session = None if timetable is None else timetable.session(told.id)
        is_in_place = delivery.is_direct or guild_id == delivery.guild_id
        if session is None or start_of(session) != delivery.expires or not is_in_place:
            return False
    return True


def _is_wanted(delivery: Delivery, attendee: Attendee, choices: Choices, now: datetime) -> bool:
    """Tell whether a person wants to be told by this lead, and can be told there."""
    if not attendee.wishes.direct or delivery.is_direct != (attendee.closed_at is None):
        return False
    if not delivery.is_direct and not _is_allowed(choices, delivery.place):
        return False
    lead = shortest_overdue(delivery.expires, attendee.wishes.leads, now)
    is_due = lead is not None and delivery.expires - lead.before == delivery.due
    return is_due and now < delivery.expires


def _is_allowed(choices: Choices, place: int) -> bool:
    is_there = choices.personal_fallback and choices.reminder_channel == place
    return is_there and choices.paused_at is None


def _leads(
    start: datetime, leads: Sequence[Lead], now: datetime, until: datetime
) -> Iterator[Lead]:
    """Yield the shortest overdue lead, and those that come to be due after now."""
    overdue = shortest_overdue(start, leads, now)
    if overdue is not None:
        yield overdue
    if until > now:
        for lead in leads:
            due = start - lead.before
            if now < due <= until and lead.since <= due:
                yield lead


class _Telling:
    """Makes deliveries of one start; what several people are told alike is made once.

    Which sessions of the start are meant is said by the bits of a number, since it is asked for
    thousands of people at a time.
    """

    def __init__(self, starting: SavedStart, scene: Scene) -> None:
        self._start = starting.start
        self._program = starting.program
        self._sessions = starting.sessions
        self._digests = tuple(digest_of(starting.program, one.session.id) for one in self._sessions)
        self._heard = scene.heard(starting.start)
        self._is_held = scene.is_held
        # Which of the sessions follow a guild that lets its channel remind, and that guild.
        self._fallbacks = {
            place: scene.fallbacks[one.guild_id]
            for place, one in enumerate(self._sessions)
            if one.guild_id is not None and one.guild_id in scene.fallbacks
        }
        self._places: dict[int, tuple[int, ...]] = {}
        self._messages: dict[tuple[int, timedelta], tuple[PersonalMessage, ...]] = {}

    def of(self, attendee: Attendee, before: timedelta, places: int) -> Iterator[Delivery]:
        """Yield what one person is to be told at a lead, of the sessions at these places."""
        user_id, is_closed = attendee.user_id, attendee.closed_at is not None
        heard = self._heard.get(user_id)
        due = self._start - before
        untold = 0
        for place in self._places_in(places):
            if self._sessions[place].savers[user_id].at <= due and not (
                heard and self._is_over(heard, place, before, is_closed=is_closed)
            ):
                untold |= 1 << place
        if self._fallbacks:
            yield from self._beside_guilds(attendee, before, untold)
        elif untold and not is_closed:
            for message in self._told_by(untold, before):
                yield message.direct(user_id)

    def _is_over(self, heard: Heard, place: int, before: timedelta, *, is_closed: bool) -> bool:
        """Tell whether a session needs no telling; one that was refused as closed still does."""
        state = heard.get((self._digests[place], before))
        return state is not None and not (is_closed and state is State.DROPPED)

    def _beside_guilds(
        self, attendee: Attendee, before: timedelta, untold: int
    ) -> Iterator[Delivery]:
        """Yield the same where guilds' channels may remind, or have done so."""
        user_id = attendee.user_id
        by_guild = defaultdict[int, int](int)
        for place in self._places_in(untold):
            if place in self._fallbacks:
                by_guild[self._fallbacks[place].guild_id] |= 1 << place
        for guild_id, places in by_guild.items():
            if attendee.closed_at is not None:
                yield from self._in_channel(user_id, guild_id, before, places)
            elif self._is_held(fallback_key(guild_id, user_id, self._program, self._start, before)):
                untold &= ~places
        if untold and attendee.closed_at is None:
            for message in self._told_by(untold, before):
                yield message.direct(user_id)

    def _in_channel(
        self, user_id: int, guild_id: int, before: timedelta, places: int
    ) -> Iterator[Delivery]:
        choices = self._fallbacks[self._places_in(places)[0]]
        if choices.reminder_channel is None or choices.paused_at is not None:
            return
        for message in self._told_by(places, before):
            delivery = message.instead(user_id, guild_id, choices.reminder_channel)
            if not self._is_held(delivery.key):
                yield delivery

    def _told_by(self, places: int, before: timedelta) -> Sequence[PersonalMessage]:
        made = self._messages.get((places, before))
        if made is None:
            sessions = [self._sessions[place] for place in self._places_in(places)]
            made = tuple(personal_messages(self._start, before, sessions))
            self._messages[places, before] = made
        return made

    def _places_in(self, places: int) -> tuple[int, ...]:
        found = self._places.get(places)
        if found is None:
            found = tuple(at for at in range(len(self._sessions)) if places >> at & 1)
            self._places[places] = found
        return found


def _place(saved: SavedSession) -> tuple[int, str, int]:
    """Return where a session stands among those that start with it: by room, as listed."""
    rooms = [room.id for room in saved.timetable.program.rooms]
    room = saved.session.room
    return rooms.index(room) if room in rooms else len(rooms), saved.session.id, saved.guild_id or 0
