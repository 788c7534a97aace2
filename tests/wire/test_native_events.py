"""Sessions as events on a loopback Discord: made once, kept, ended; people's left alone."""

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.agenda.service import Agendas
from bot.eventbook import ScheduledEvents
from bot.guilds.model import Choices
from bot.mirrors.event_keeper import EventKeeper
from bot.mirrors.events import AGAIN, NativeEvents
from bot.mirrors.events_plan import FOR_PEOPLE, MOST
from bot.mirrors.guests import Guests
from bot.mirrors.interest import Interest
from bot.mirrors.interest_plan import EVERY
from bot.mirrors.model import MirrorKind
from bot.program.timetable import Timetable
from bot.rehearsal.time import HeldClock
from bot.storage.agendas import SqlAgendaStore
from bot.storage.database import open_database
from bot.storage.mirrors import SqlMirrorStore
from tests.factories import a_program, a_room, a_session, a_talk
from tests.mirrors.mirrors import told_in
from tests.wire.raw import TOKEN

pytestmark = pytest.mark.slow

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ROUTE = "/guilds/{guild_id}/scheduled-events"
CREATING = "^POST /guilds/[0-9]+/scheduled-events$"
HALL = a_room("Hall", id="hall")


class Killed(BaseException):
    """The process dies here."""


class DyingStore(SqlMirrorStore):
    """A store that dies before it keeps that something stands."""

    async def swap(self, before, after):
        if before is not None and after is not None and not after.is_pending:
            raise Killed
        return await super().swap(before, after)


class Home:
    """One Marquee's events: its program, its guild, its clock, and its store over restarts."""

    def __init__(self, guild, path):
        self.path = path
        self.clock = HeldClock(datetime.now(UTC).replace(microsecond=0))
        self.choices = Choices(guild_id=guild.id, has_events=True)
        self.show(a_conference(self.clock.now() + HOUR, 3))

    def show(self, program):
        self.program, self.timetable = program, Timetable(program)

    def pass_by(self, span):
        self.clock.move_to(self.clock.now() + span)

    def timetable_for(self, choices):
        return self.timetable

    def all(self):
        return (self.choices,)

    def for_guild(self, guild_id):
        return self.choices

    @asynccontextmanager
    async def running(self, store=SqlMirrorStore):
        """The events over REST alone, as they are when Marquee starts."""
        database = await open_database(self.path)
        try:
            async with discord.Client(intents=discord.Intents.none()) as client:
                await client.login(TOKEN)
                keeper = EventKeeper(store(database), ScheduledEvents(client))
                yield NativeEvents(self, self, keeper, self.clock, owns=lambda _: True)
        finally:
            await database.close()

    @asynccontextmanager
    async def asking(self):
        """The events, who asks for the interested, and the agendas that they are saved in."""
        database = await open_database(self.path)
        try:
            async with discord.Client(intents=discord.Intents.none()) as client:
                await client.login(TOKEN)
                book, agendas = ScheduledEvents(client), Agendas(SqlAgendaStore(database))
                keeper = EventKeeper(SqlMirrorStore(database), book)
                events = NativeEvents(self, self, keeper, self.clock, owns=lambda _: True)
                guests = Guests(book, events, agendas, self.clock)
                interest = Interest(self, self, guests, self.clock, owns=lambda _: True)
                await events.look()
                yield interest, agendas
        finally:
            await database.close()

    async def mirrors(self):
        database = await open_database(self.path)
        try:
            return await SqlMirrorStore(database).all(MirrorKind.EVENT)
        finally:
            await database.close()


def a_conference(start, number):
    """So many talks, one each hour, and a lunch"""
    talks = tuple(a_talk(f"Talk {one}", id=f"talk-{one}") for one in range(number))
    sessions = [
        a_session(start + one * HOUR, id=f"s-{one}", talks=(talk.id,), room="hall", minutes=45)
        for one, talk in enumerate(talks)
    ]
    lunch = a_session(start + 30 * MINUTE, id="lunch", title="Lunch")
    days = {"first_day": start.date(), "last_day": (start + number * HOUR).date()}
    return a_program(*sessions, lunch, talks=talks, rooms=(HALL,), zone="UTC", **days)


@pytest.fixture
async def home(loopback, guild, tmp_path):
    await loopback.change_settings(route_limit=0, global_limit=0)
    return Home(guild, tmp_path / "marquee.db")


@pytest.fixture
def standing(raw, guild):
    """The guild's events that are not over, by start"""

    async def standing():
        found = await raw.ask("GET", f"/guilds/{guild.id}/scheduled-events")
        return sorted(found.body, key=lambda one: one["scheduled_start_time"])

    return standing


async def names(standing):
    return [one["name"] for one in await standing()]


async def asked(loopback, method):
    requests = await loopback.witness.requests()
    return [one for one in requests if one["method"] == method and one["route"].startswith(ROUTE)]


async def test_talks_stand_among_the_guilds_events(home, standing):
    async with home.running() as events:
        await events.look()

        assert told_in(events, home.choices.guild_id) is None
    found = await standing()
    assert [one["name"] for one in found] == ["Talk 0", "Talk 1", "Talk 2"]
    first = found[0]
    assert first["entity_metadata"] == {"location": "Hall"}
    assert (first["entity_type"], first["privacy_level"]) == (3, 2)
    assert datetime.fromisoformat(first["scheduled_end_time"]) == (
        home.program.sessions[0].start + 45 * MINUTE
    )
    assert len(await home.mirrors()) == 3


async def test_looked_at_again_and_again_and_after_a_restart_they_stay_as_they_are(
    loopback, home, standing
):
    for _ in range(2):
        async with home.running() as events:
            for _ in range(3):
                await events.look()
                home.pass_by(AGAIN)

    assert len(await asked(loopback, "POST")) == 3
    assert await asked(loopback, "PATCH") == []
    assert await names(standing) == ["Talk 0", "Talk 1", "Talk 2"]


async def test_they_follow_the_program(home, standing):
    async with home.running() as events:
        await events.look()
        before = await standing()
        first, second, *others = home.program.sessions
        moved = replace(first, start=first.start + 30 * MINUTE, end=None)
        home.show(replace(home.program, sessions=(moved, *others)))
        home.pass_by(MINUTE)
        await events.look()

    after = await standing()
    assert second.talks == ("talk-1",)
    assert [one["name"] for one in after] == ["Talk 0", "Talk 2"]
    assert after[0]["id"] == before[0]["id"]
    assert datetime.fromisoformat(after[0]["scheduled_start_time"]) == moved.start
    assert len(await home.mirrors()) == 2


async def test_killed_between_creating_and_storing_there_is_one_event(loopback, home, standing):
    home.show(a_conference(home.clock.now() + HOUR, 1))
    with pytest.raises(Killed):
        async with home.running(DyingStore) as events:
            await events.look()
    orphans = await standing()

    async with home.running() as events:
        await events.look()

    (event,), (mirror,) = await standing(), await home.mirrors()
    assert [one["id"] for one in orphans] == [event["id"]] == [str(mirror.discord_id)]
    assert len(await asked(loopback, "POST")) == 1


async def test_an_answer_that_got_lost_makes_no_second_event(loopback, home, standing):
    await loopback.fault(CREATING, cut=True, effect=True, times=1)
    async with home.running() as events:
        await events.look()
        home.pass_by(AGAIN)
        await events.look()

    assert await names(standing) == ["Talk 0", "Talk 1", "Talk 2"]


async def test_chosen_no_more_they_are_taken_away(home, standing):
    async with home.running() as events:
        await events.look()
        home.choices = replace(home.choices, has_events=False)
        await events.look()

    assert (await standing(), await home.mirrors()) == ([], ())


async def test_what_people_made_counts_and_is_left_alone(loopback, home, guild, standing):
    made = [
        await loopback.stage.create_event(guild.id, f"Meet-up {number}")
        for number in range(FOR_PEOPLE + 5)
    ]
    home.show(a_conference(home.clock.now() + HOUR, MOST))
    async with home.running() as events:
        await events.look()
        found = await standing()
        home.choices = replace(home.choices, has_events=False)
        await events.look()

    mine = [one["name"] for one in found if one["name"].startswith("Talk")]
    left = await standing()
    assert len(found) == MOST
    assert sorted(mine) == sorted(f"Talk {one}" for one in range(MOST - FOR_PEOPLE - 5))
    assert sorted(int(one["id"]) for one in left) == sorted(made)


async def test_without_the_right_to_make_events_that_is_said(loopback, home, guild, standing):
    await loopback.stage.forbid_in_guild(guild.id, "create_events", "manage_events")
    async with home.running() as events:
        await events.look()
        told = told_in(events, guild.id)
        await loopback.stage.forbid_in_guild(guild.id)
        events.try_again(guild.id)
        home.pass_by(MINUTE)
        await events.look()

        assert told_in(events, guild.id) is None
    assert told == "Sessions can't stand among the server's events: allow Marquee Create Events."
    assert await names(standing) == ["Talk 0", "Talk 1", "Talk 2"]


async def test_nothing_is_done_while_posting_is_paused(home, standing):
    home.choices = replace(home.choices, paused_at=home.clock.now())
    async with home.running() as events:
        await events.look()

    assert await standing() == []


async def test_who_is_interested_is_read_in_pages_and_saved(loopback, home, guild, standing):
    people = await loopback.stage.create_users(130)
    async with home.asking() as (interest, agendas):
        first, second, _ = [one["id"] for one in await standing()]
        await loopback.stage.set_interested(guild.id, first, people)
        await interest.look()
        await agendas.drop(people[0], home.program.id, ["s-0"])
        await loopback.stage.set_interested(guild.id, second, people[:1])
        home.pass_by(EVERY)
        await interest.look()

        saved = {one.user_id: [each.session for each in one.saved] for one in agendas.all()}
    lists = [one for one in await asked(loopback, "GET") if one["route"].endswith("/users")]
    assert saved == {people[0]: ["s-1"]} | {one: ["s-0"] for one in people[1:]}
    assert len(lists) == 3


async def test_a_list_that_can_not_be_read_is_read_later(loopback, home, guild, standing, caplog):
    (person,) = await loopback.stage.create_users(1)
    async with home.asking() as (interest, agendas):
        (first, *_) = await standing()
        await loopback.stage.set_interested(guild.id, first["id"], [person])
        await loopback.fault("/users", status=403, times=1)
        await interest.look()
        before = agendas.of(person).saved
        home.pass_by(EVERY)
        await interest.look()

        assert before == ()
        assert "is not known (Discord answered 403" in caplog.text
        assert [one.session for one in agendas.of(person).saved] == ["s-0"]
