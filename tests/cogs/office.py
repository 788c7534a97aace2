"""The desks of agendas on the stage, over stores in memory, with two conferences to save from."""

from dataclasses import replace
from datetime import UTC, timedelta

from simcord.components import walk_components

from bot.agenda.service import Agendas
from bot.client import MarqueeClient, apologise
from bot.cogs.agenda import AgendaCog
from bot.cogs.agenda_desk import AgendaDesk, Clerks
from bot.cogs.calendar_desk import CalendarDesk
from bot.cogs.comparing import Comparing
from bot.cogs.desk import Desk
from bot.cogs.lookup import LookupCog
from bot.cogs.presses import Desks, presses
from bot.cogs.saving import Saving
from bot.cogs.schedule import ScheduleCog
from bot.cogs.wishing import Wishing
from bot.direct import DirectMessages
from bot.guilds.effective import EffectivePrograms
from bot.guilds.overlays import Overlays
from bot.guilds.service import Guilds
from bot.program.lookup import Lookup
from bot.rehearsal.time import HeldClock
from bot.shards import Shards
from bot.sources.shelf import Shelf
from tests.agenda.memory_agendas import MemoryAgendas, MemoryCalendar
from tests.guilds.memory_overlays import MemoryOverlayStore
from tests.guilds.memory_store import MemoryGuildStore
from tests.stories.people import BUTTON, read
from tests.ui.conference import BEFORE, ONE_TRACK, TWO_DAYS

RIVERS, LAKES, LUNCH, SEAS = (one.id for one in TWO_DAYS.sessions)
MINUTE = timedelta(minutes=1)


class Notes:
    async def get(self, _):
        return None

    async def set(self, *_):
        pass


class Claims:
    """Interactions that were claimed, by all who share it"""

    def __init__(self):
        self.taken = set()
        self.takes_none = False

    async def claim(self, interaction_id, _):
        is_first = interaction_id not in self.taken and not self.takes_none
        self.taken.add(interaction_id)
        return is_first


class KnownChannels:
    def __init__(self, agendas):
        self._agendas = agendas

    def channel_of(self, user_id):
        return self._agendas.of(user_id).channel

    async def open(self, user_id, channel):
        await self._agendas.open(user_id, channel)


class Office:
    """All that answers about agendas, and what it keeps."""

    def __init__(self):
        self.clock = HeldClock(BEFORE.astimezone(UTC))
        self.store = MemoryAgendas()
        self.agendas = Agendas(self.store)
        self.claims = Claims()
        self.guilds = Guilds(MemoryGuildStore())
        self.shelf = Shelf(TWO_DAYS.id)
        for program in (TWO_DAYS, ONE_TRACK):
            self.shelf.put(Lookup(program))
        self.programs = EffectivePrograms(self.shelf, self.guilds, Overlays(MemoryOverlayStore()))
        self.client = MarqueeClient(
            Notes(), ready_to_post=self._nothing, shards=Shards(count=1, ids=(0,))
        )
        self.direct = DirectMessages(self.client, KnownChannels(self.agendas), self._closed)
        desk = Desk(self.programs, self.guilds, self.agendas, self.clock)
        shared = (self.agendas, desk, self.claims, self.direct)
        clerks = Clerks(
            saving=Saving(*shared),
            wishing=Wishing(*shared),
            comparing=Comparing(self.agendas, desk, self.claims),
            calendars=CalendarDesk(self.agendas, desk, MemoryCalendar()),
        )
        self.desk = AgendaDesk(*shared, clerks)
        # Organizers order nothing here.
        others = (
            "deliveries", "sessions", "programs", "attaching", "announcements", "writing", "setup"
        )  # fmt: skip
        desks = Desks(questions=desk, agenda=self.desk, **dict.fromkeys(others))
        self.client.furnish(
            [LookupCog(desk), ScheduleCog(desk), AgendaCog(self.desk)], presses(desks, apologise)
        )

    def change(self, program, **fields):
        """Let a program stand as if its source had changed."""
        self.shelf.put(Lookup(replace(program, **fields)))

    async def choose(self, guild_id, **fields):
        """Let a guild's organizers choose something"""
        await self.guilds.choose(
            guild_id, lambda choices: replace(choices, **fields), self.clock.now()
        )

    def mine(self, person):
        """What a person saved, as pairs of program and session."""
        return [(one.program, one.session) for one in self.agendas.of(person.id).saved]

    async def _closed(self, user_id):
        await self.agendas.close(user_id, self.clock.now())

    async def _nothing(self):
        pass


async def press(stage, person, order):
    """Press a button that stands on no message of ours, as a forged client may"""
    talk = await person.slash(stage.general, "talk", title="rivers", share=True)
    stored = stage.env.backend.get_message(talk.response.message.channel.id, talk.response.id)
    button = next(
        part
        for part in walk_components(stored.components)
        if part.get("type") == BUTTON and "custom_id" in part
    )
    button["custom_id"] = order if isinstance(order, str) else order.custom_id()
    return await person.click(talk.response, custom_id=button["custom_id"])


async def show(stage, person):
    return read(await person.slash(stage.general, "agenda show"))


async def saved(stage, person, title="rivers"):
    talk = await person.slash(stage.general, "talk", title=title)
    return await person.click(talk.response, label="Save")


def handed(answer):
    """The message that a file was handed over in"""
    return answer.response if answer.response.attachments else answer.followups[-1]
