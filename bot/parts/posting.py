"""Puts together what posts by itself, and the client that it posts over."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.agenda.service import Agendas
from bot.announcements.digest.service import Digests
from bot.announcements.personal import PersonalChanges
from bot.announcements.service import ChangeNews
from bot.announcements.written.crossposts import Crossposts, PublishingSender
from bot.client import MarqueeClient
from bot.clock import Clock
from bot.delivery.alarm import Alarm
from bot.delivery.corrections import Corrections
from bot.delivery.dispatch import Dispatch
from bot.delivery.model import NO_GUILD, Delivery, Kind
from bot.delivery.planners import Planner, Planners
from bot.direct import DirectMessages
from bot.direct_turns import Turns
from bot.eventbook import ScheduledEvents
from bot.mirrors.board_keeper import BoardKeeper
from bot.mirrors.boards import Boards
from bot.mirrors.event_keeper import EventKeeper
from bot.mirrors.events import NativeEvents
from bot.mirrors.guests import Guests
from bot.mirrors.interest import Interest
from bot.organizers.service import Elsewhere, MirrorTroubles, Tellings
from bot.organizers.welcome import Welcomes
from bot.pace import Pace
from bot.parts.memory import Memory
from bot.pinboard import Channels
from bot.postman import Letters, Postman, Writing
from bot.publisher import DiscordPublisher
from bot.reminders.personal import PersonalReminders
from bot.reminders.service import Reminders
from bot.storage.database import Database
from bot.storage.mirrors import SqlMirrorStore
from bot.storage.notes import SqlNotes
from bot.translation import Language
from bot.ui.announce_post import announce_post
from bot.ui.change_post import change_post
from bot.ui.digest_post import digest_post
from bot.ui.log_post import log_post
from bot.ui.personal_post import personal_change_post, personal_post
from bot.ui.reminder_post import reminder_post
from bot.ui.telling_post import telling_post
from bot.ui.welcome_post import welcome_post


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What sends by itself: the planners as one, what carries out their plans, what mends posts.

    `direct` opens the channels of people, `crossposts` publishes what stands in such a channel.
    `boards` and `events` keep what stands in Discord equal to the program, `interest` has saved
    what people are interested in.
    """

    planning: Planners
    dispatch: Dispatch
    corrections: Corrections
    postman: Postman
    direct: DirectMessages
    crossposts: Crossposts
    boards: Boards
    events: NativeEvents
    interest: Interest
    welcomes: Welcomes


def connect(memory: Memory, ready_to_post: Callable[[], Awaitable[None]]) -> MarqueeClient:
    """Return the client, that answers nobody yet; `ready_to_post` is called once REST answers."""
    return MarqueeClient(
        SqlNotes(memory.database),
        ready_to_post=ready_to_post,
        pace=_pace(memory.database),
        shards=memory.shards,
        turns=memory.database.turns,
    )


def post(
    memory: Memory,
    client: MarqueeClient,
    alarm: Alarm,
    look_after_posts: Callable[[], None],
    *,
    paced: bool,
) -> Posting:
    """Return what posts over a client; it calls `look_after_posts` if a post may be outdated.

    Only on a stage need it not be `paced`.
    """
    clock, owns = memory.clock, memory.shards.owns
    welcomes = Welcomes(memory.guilds, memory.ledger, owns)
    boards, events = _boards(memory, client), _events(memory, client)
    reminders, planners, letters = _planners(memory, welcomes, (boards, events))
    planning = Planners(planners, reminders)
    closing = _closing(memory.agendas, clock)
    direct = DirectMessages(client, memory.agendas, closing, Turns(paced=paced))
    writing = Writing(letters, _language(memory, welcomes))
    postman = Postman(client, writing, clock, direct, on_found=look_after_posts)
    crossposts = Crossposts(DiscordPublisher(client), memory.ledger, clock, owns)
    sender = PublishingSender(postman, crossposts)
    return Posting(
        planning=planning,
        dispatch=Dispatch(planning, memory.ledger, sender, alarm, clock),
        postman=postman,
        crossposts=crossposts,
        boards=boards,
        events=events,
        interest=_interest(memory, client, events),
        corrections=Corrections(memory.ledger, postman, clock, owns=owns),
        direct=direct,
        welcomes=welcomes,
    )


def _language(memory: Memory, welcomes: Welcomes) -> Callable[[Delivery], Language]:
    """Return what says in which language a delivery is.

    It is its person's; of those who only marked an event, it was never heard, and is that of the
    guild where they did. Else it is the guild's.
    """

    def language_of(delivery: Delivery) -> Language:
        if delivery.kind is Kind.WELCOME:
            return welcomes.language_of(delivery)
        if not delivery.is_direct:
            return memory.guilds.for_guild(delivery.guild_id).spoken
        person = memory.agendas.of(delivery.place)
        return person.language or memory.guilds.for_guild(person.last_guild or NO_GUILD).spoken

    return language_of


def _boards(memory: Memory, client: MarqueeClient) -> Boards:
    keeper = BoardKeeper(SqlMirrorStore(memory.database), Channels(client))
    return Boards(memory.programs, memory.guilds, keeper, memory.clock, memory.shards.owns)


def _events(memory: Memory, client: MarqueeClient) -> NativeEvents:
    keeper = EventKeeper(SqlMirrorStore(memory.database), ScheduledEvents(client))
    return NativeEvents(memory.programs, memory.guilds, keeper, memory.clock, memory.shards.owns)


def _interest(memory: Memory, client: MarqueeClient, events: NativeEvents) -> Interest:
    guests = Guests(ScheduledEvents(client), events, memory.agendas, memory.clock)
    return Interest(memory.programs, memory.guilds, guests, memory.clock, memory.shards.owns)


def _planners(
    memory: Memory, welcomes: Welcomes, mirrors: Sequence[MirrorTroubles]
) -> tuple[Reminders, list[Planner], dict[Kind, Letters[Any]]]:
    """Return all that plans, with the reminders apart, and how each kind is written."""
    programs, guilds, agendas = memory.programs, memory.guilds, memory.agendas
    ledger, owns = memory.ledger, memory.shards.owns
    reminders = Reminders(programs, guilds, ledger, owns=owns)
    elsewhere = Elsewhere(programs=memory.refresh.troubles, mirrors=mirrors)
    tellings = Tellings(programs, guilds, ledger, elsewhere, owns=owns)
    changes = ChangeNews(programs, guilds, ledger, memory.changes, owns=owns)
    digests = Digests(programs, guilds, ledger, owns=owns)
    personal = PersonalReminders(programs, agendas, guilds, ledger, owns=owns)
    personal_changes = PersonalChanges(programs, agendas, ledger, memory.changes, owns=owns)
    letters: dict[Kind, Letters[Any]] = {
        Kind.REMINDER: Letters(
            subject=reminders.subject, post=reminder_post, standing=reminders.standing
        ),
        Kind.TELLING: Letters(subject=tellings.subject, post=telling_post),
        Kind.CHANGE: Letters(subject=changes.subject, post=change_post),
        Kind.PERSONAL: Letters(
            subject=personal.subject, post=personal_post, standing=personal.standing
        ),
        Kind.PERSONAL_CHANGE: Letters(subject=personal_changes.subject, post=personal_change_post),
        Kind.ANNOUNCEMENT: Letters(
            subject=memory.announcements.subject,
            post=announce_post,
            standing=memory.announcements.standing,
        ),
        Kind.DIGEST: Letters(subject=digests.subject, post=digest_post, standing=digests.standing),
        Kind.LOG: Letters(subject=memory.log.subject, post=log_post),
        Kind.WELCOME: Letters(subject=welcomes.subject, post=welcome_post),
    }
    planners: list[Planner] = [
        reminders,
        tellings,
        changes,
        personal,
        personal_changes,
        memory.announcements,
        digests,
        memory.log,
        welcomes,
    ]
    return reminders, planners, letters


def _closing(agendas: Agendas, clock: Clock) -> Callable[[int], Awaitable[None]]:
    async def close(user_id: int) -> None:
        await agendas.close(user_id, clock.now())

    return close


def _pace(database: Database) -> Pace:
    """Return the pace of the requests, shared with the living processes at any time."""
    pace = Pace()
    if database.processes.watch(pace.share) > 1:
        pace.begin_beside_others()
    return pace
