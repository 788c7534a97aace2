import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import aiohttp
import pytest

from bot.cogs import setup_making
from bot.cogs.setup_choosing import Chooser
from bot.cogs.setup_making import STEP, MakingDesk
from bot.errors import SetupError
from bot.guilds.channel_plan import Standing
from bot.guilds.model import RouteKind
from bot.guilds.service import Guilds
from bot.rehearsal.time import HeldClock
from bot.ui.setup_orders import MakeChannels
from tests.factories import a_program, a_room
from tests.guilds.memory_store import MemoryGuildStore

NOON = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
GUILD, ADA = 1, 5
ROOMS = tuple(a_room(f"Room {at}", id=f"room-{at}") for at in range(12))
PROGRAM = a_program(rooms=ROOMS)


class Workshop:
    """A ChannelMaker in memory: it stops after so many channels, and waits if it is told to"""

    def __init__(self):
        self.made = []
        self.most = 100
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def standing(self, _):
        await self.go_on.wait()
        return tuple(self.made)

    async def make_category(self, _, name):
        return self._stand(name, is_category=True, is_text=False)

    async def make(self, _, name, topic, category):
        if len(self.made) > self.most:
            raise SetupError("It rained.")
        return self._stand(name, category=category)

    def _stand(self, name, **fields):
        self.made.append(Standing(id=len(self.made) + 1, name=name, **fields))
        return self.made[-1].id


class Book:
    """A Register that remembers what was noted"""

    def __init__(self):
        self.noted = []

    async def note(self, _guild_id, user_id, what):
        self.noted.append((user_id, what))


class Asker:
    """Somebody's press, and what stood in the panel's place one after the other"""

    def __init__(self):
        self.user = SimpleNamespace(id=ADA)
        self.guild_locale = None
        self.shown = []
        self.trouble = None

    async def edit_original_response(self, *, view):
        if self.trouble is not None:
            raise self.trouble
        self.shown.append(view.to_components()[0]["components"][0]["content"])


@pytest.fixture
def workshop():
    return Workshop()


@pytest.fixture
def book():
    return Book()


@pytest.fixture
def guilds():
    return Guilds(MemoryGuildStore())


@pytest.fixture
def desk(workshop, book, guilds, monkeypatch):
    # Who may is a story of its own, with real people.
    monkeypatch.setattr(setup_making, "_check_rights", lambda *_: None)
    chooser = Chooser(None, [timedelta(minutes=10)])
    return MakingDesk(guilds, book, chooser, workshop, HeldClock(NOON))


async def order_of(desk):
    looked = await desk.look(Asker(), GUILD, PROGRAM)
    return MakeChannels(kind=RouteKind.ROOM, print=looked.plans[RouteKind.ROOM].print)


async def test_each_is_made_and_chosen_and_how_it_goes_is_shown(desk, workshop, book, guilds):
    asker = Asker()

    made = await desk.make(asker, GUILD, PROGRAM, await order_of(desk))

    assert (made.count, made.of, made.why) == (12, 12, None)
    assert len(workshop.made) == 13
    assert len(guilds.for_guild(GUILD).routes) == 12
    assert asker.shown == [f"⏳ {at} of 12 channels…" for at in range(0, 12, STEP)]
    assert book.noted == [(ADA, "had 12 channels created for rooms")]


async def test_what_stands_when_it_fails_is_chosen_and_told(desk, workshop, book, guilds):
    workshop.most = 7

    made = await desk.make(Asker(), GUILD, PROGRAM, await order_of(desk))
    workshop.most = 100
    again = await desk.make(Asker(), GUILD, PROGRAM, await order_of(desk))

    assert (made.count, made.of, made.why) == (7, 12, "It rained.")
    assert (again.count, again.of, again.why) == (5, 5, None)
    assert len({one.name for one in workshop.made}) == len(workshop.made) == 13
    assert [what for _, what in book.noted] == [
        "had 7 channels created for rooms",
        "had 5 channels created for rooms",
    ]


async def test_a_store_that_fails_leaves_a_channel_that_is_taken_next_time(
    desk, workshop, book, guilds, monkeypatch
):
    async def failing(*_):
        raise ConnectionError

    order = await order_of(desk)
    monkeypatch.setattr(guilds, "choose", failing)
    with pytest.raises(ConnectionError):
        await desk.make(Asker(), GUILD, PROGRAM, order)
    monkeypatch.delattr(guilds, "choose")

    made = await desk.make(Asker(), GUILD, PROGRAM, await order_of(desk))

    assert made.count == 12
    assert len(workshop.made) == 13


async def test_two_at_once_make_each_channel_once(desk, workshop):
    order = await order_of(desk)
    workshop.go_on.clear()
    first = asyncio.create_task(desk.make(Asker(), GUILD, PROGRAM, order))
    await asyncio.sleep(0)

    with pytest.raises(SetupError, match="just now"):
        await desk.make(Asker(), GUILD, PROGRAM, order)
    workshop.go_on.set()

    assert (await first).count == 12
    assert len(workshop.made) == 13
    assert await desk.make(Asker(), GUILD, PROGRAM, order) is None


@pytest.mark.parametrize(
    "trouble", [OSError("reset"), TimeoutError(), aiohttp.ServerDisconnectedError()]
)
async def test_a_panel_that_can_not_be_shown_keeps_nothing_from_being_made(desk, trouble):
    asker = Asker()
    asker.trouble = trouble

    made = await desk.make(asker, GUILD, PROGRAM, await order_of(desk))

    assert (made.count, made.why) == (12, None)


async def test_each_category_is_made_once_and_only_if_something_comes_into_it(desk, workshop):
    rooms = tuple(a_room(f"Room {at}", id=f"room-{at}") for at in range(60))
    program = replace(PROGRAM, name="Conf", rooms=rooms)
    looked = await desk.look(Asker(), GUILD, program)
    order = MakeChannels(kind=RouteKind.ROOM, print=looked.plans[RouteKind.ROOM].print)

    made = await desk.make(Asker(), GUILD, program, order)

    categories = {one.id: one.name for one in workshop.made if one.is_category}
    inside = Counter(categories.get(one.category) for one in workshop.made)
    assert (made.count, made.left_out) == (60, 0)
    assert inside == {None: 2, "Conf": 50, "Conf (2)": 10}


async def test_without_a_program_there_is_nothing_to_make(desk):
    order = MakeChannels(kind=RouteKind.ROOM, print="01234567")

    assert (await desk.look(Asker(), GUILD, None)).plans == {}
    assert await desk.make(Asker(), GUILD, None, order) is None
