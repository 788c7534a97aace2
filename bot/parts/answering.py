"""Puts together what answers people: the desks, their commands and presses."""

from functools import partial

from bot.announcements.written.book import Book
from bot.channelwright import Channelwright
from bot.client import MarqueeClient, apologise
from bot.cogs.agenda import AgendaCog
from bot.cogs.agenda_desk import AgendaDesk, Clerks
from bot.cogs.announce import AnnounceCog
from bot.cogs.announce_answers import AnnounceAnswers
from bot.cogs.announce_desk import AnnounceDesk
from bot.cogs.announce_posted import PostedMessages
from bot.cogs.announce_rights import Rights
from bot.cogs.announce_suggestions import MomentSuggestions
from bot.cogs.announce_writing import AnnounceWriting
from bot.cogs.calendar_desk import CalendarDesk
from bot.cogs.comparing import Comparing
from bot.cogs.deliveries import DeliveriesCog
from bot.cogs.desk import Desk
from bot.cogs.help import HelpCog
from bot.cogs.lookup import LookupCog
from bot.cogs.orders import OrderDesk
from bot.cogs.presence import PresenceCog
from bot.cogs.presses import Desks, presses
from bot.cogs.program import ProgramCog
from bot.cogs.program_attach import AttachDesk
from bot.cogs.program_desk import ProgramDesk
from bot.cogs.register import Register
from bot.cogs.saving import Saving
from bot.cogs.schedule import ScheduleCog
from bot.cogs.session import SessionCog
from bot.cogs.session_desk import SessionDesk
from bot.cogs.setup import SetupCog
from bot.cogs.setup_choosing import Chooser
from bot.cogs.setup_desk import Hands, SetupDesk
from bot.cogs.setup_making import MakingDesk
from bot.cogs.setup_showing import Showing
from bot.cogs.wishing import Wishing
from bot.config import Settings
from bot.delivery.overview import Deliveries
from bot.direct import DirectMessages
from bot.letterbox import CHOOSE_ANOTHER, obstacle, seen_obstacle, try_out
from bot.parts.memory import Memory
from bot.parts.posting import Posting
from bot.publisher import DiscordPublisher
from bot.sources.attaching import Attaching
from bot.sources.overview import Overview
from bot.storage.calendar_entries import SqlCalendarStore
from bot.storage.interactions import SqlInteractionClaims


def furnish(client: MarqueeClient, memory: Memory, posting: Posting, settings: Settings) -> None:
    """Give a client its commands, and what answers presses."""
    programs, guilds, clock = memory.programs, memory.guilds, memory.clock
    desk = Desk(programs, guilds, memory.agendas, clock)
    register = Register(SqlInteractionClaims(memory.database), memory.log)
    deliveries = Deliveries(posting.planning, memory.ledger, posting.dispatch.wake_soon)
    sources = Overview(memory.refresh, memory.shelf, memory.versions, settings.refresh)
    attaching = Attaching(memory.attached, memory.versions, memory.refresh, clock)
    moments = MomentSuggestions(programs, clock)
    announcing = _announce_desks(client, memory, posting, register, moments)
    desks = Desks(
        questions=desk,
        deliveries=OrderDesk(deliveries, guilds, programs, register, clock),
        sessions=SessionDesk(programs, guilds, memory.ledger, register, clock),
        programs=ProgramDesk(sources, programs, guilds, register, clock),
        attaching=AttachDesk(attaching, programs, guilds, register, clock),
        agenda=_agenda_desk(memory, desk, register, posting.direct),
        announcements=announcing[0],
        writing=announcing[1],
        setup=_setup_desk(client, memory, posting, register, settings),
    )
    client.furnish(
        [
            LookupCog(desk),
            ScheduleCog(desk),
            AgendaCog(desks.agenda),
            HelpCog(desk, guilds),
            SetupCog(desks.setup),
            ProgramCog(desks.programs, desks.attaching),
            AnnounceCog(*announcing, moments, apologise),
            SessionCog(desks.sessions, desk),
            DeliveriesCog(desks.deliveries),
            PresenceCog(client, guilds, posting.welcomes, clock),
        ],
        presses(desks, apologise),
    )


def _agenda_desk(
    memory: Memory, desk: Desk, register: Register, direct: DirectMessages
) -> AgendaDesk:
    shared = (memory.agendas, desk, register, direct)
    clerks = Clerks(
        saving=Saving(*shared),
        wishing=Wishing(*shared),
        comparing=Comparing(memory.agendas, desk, register),
        calendars=CalendarDesk(memory.agendas, desk, SqlCalendarStore(memory.database)),
    )
    return AgendaDesk(*shared, clerks)


def _setup_desk(
    client: MarqueeClient,
    memory: Memory,
    posting: Posting,
    register: Register,
    settings: Settings,
) -> SetupDesk:
    guilds, shelf, clock = memory.guilds, memory.shelf, memory.clock
    chooser = Chooser(shelf, settings.leads)
    mirrors = (posting.boards, posting.events)
    hands = Hands(
        showing=Showing(guilds, shelf, partial(seen_obstacle, client), mirrors),
        making=MakingDesk(guilds, register, chooser, Channelwright(client), clock),
        trial=partial(try_out, client),
    )
    return SetupDesk(guilds, register, chooser, hands, clock)


def _announce_desks(
    client: MarqueeClient,
    memory: Memory,
    posting: Posting,
    register: Register,
    moments: MomentSuggestions,
) -> tuple[AnnounceDesk, AnnounceWriting]:
    book = Book(memory.written, memory.announcements, memory.ledger, memory.programs, memory.guilds)
    posted = PostedMessages(posting.postman, DiscordPublisher(client), memory.ledger)
    answers = AnnounceAnswers(
        book, Rights(partial(obstacle, client, gone=CHOOSE_ANOTHER)), moments, register
    )
    desk = AnnounceDesk(book, posted, answers, posting.dispatch.wake_soon)
    return desk, AnnounceWriting(book, posted, answers)
