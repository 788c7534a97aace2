import logging
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.agenda.service import Agendas
from bot.delivery.model import Delivery, Kind, State
from bot.guilds.model import Choices
from bot.program.lookup import Lookup
from bot.rehearsal.time import HeldClock
from bot.retention import Retention, is_over
from bot.sources.shelf import Shelf
from bot.traces import Traces
from tests.agenda.attendees import USER, who_saved_all
from tests.agenda.memory_agendas import MemoryAgendas
from tests.delivery.memory_ledger import MemoryLedger
from tests.factories import NINE, ZONE, a_program, a_session
from tests.organizers.memory_actions import MemoryActions

DAY = timedelta(days=1)
LAST = date(2022, 11, 30)
CONF = a_program(a_session(NINE, minutes=30, id="a", title="Lunch"), last_day=LAST)
# Midnight after the last day where the conference is, and thirty days more.
GONE = datetime(2022, 12, 1, tzinfo=ZoneInfo(ZONE)).astimezone(UTC) + 30 * DAY


class GuildList:
    def __init__(self, *choices):
        self._choices = choices

    def all(self):
        return [one for one in self._choices if one.left_at is None]

    def left(self, before):
        return [one.guild_id for one in self._choices if one.left_at and one.left_at < before]

    async def forget(self, guild_id):
        self._choices = [one for one in self._choices if one.guild_id != guild_id]


class Unreadable(MemoryAgendas):
    """An AgendaStore whose database is away."""

    async def end(self, programs, before, loaded):
        raise OSError


class House:
    """A Retention with a ledger, agendas, programs and guilds of its own."""

    def __init__(self, *guilds, programs=(CONF,), agendas=MemoryAgendas):
        self.clock = HeldClock(NINE.astimezone(UTC))
        self.ledger = MemoryLedger()
        self.store = agendas(who_saved_all(*programs, number=1, last_guild=5))
        self.agendas = Agendas(self.store)
        self.shelf = Shelf("conf-22")
        for program in programs:
            self.shelf.put(Lookup(program))
        self.actions = MemoryActions()
        self.guilds = GuildList(*guilds)
        traces = Traces(self.ledger, self.agendas, [self.actions], [self.guilds])
        self.retention = Retention(traces, self.agendas, self.shelf, self.guilds, self.clock)

    async def sent(self, key, **fields):
        delivery = Delivery(
            **{
                "key": key,
                "guild_id": 5,
                "place": 10,
                "kind": Kind.REMINDER,
                "due": NINE.astimezone(UTC),
                "expires": NINE.astimezone(UTC),
                "subject": "{}",
                **fields,
            }
        )
        record = await self.ledger.claim(delivery, self.clock.now())
        await self.ledger.settle(replace(record, state=State.SENT, settled_at=self.clock.now()))

    async def swept(self, instant):
        self.clock.move_to(instant)
        await self.retention.sweep()

    def kept(self):
        return sorted(self.ledger.records)


async def test_direct_messages_go_when_their_session_has_ended():
    house = House()
    ended = NINE.astimezone(UTC) + timedelta(minutes=30)
    await house.sent("dm", guild_id=0, place=USER, user_id=USER, keep_until=ended)

    await house.swept(ended - timedelta(minutes=1))
    before = house.kept()
    await house.swept(ended)

    assert (before, house.kept()) == (["dm"], [])


async def test_saved_sessions_go_thirty_days_after_the_programs_end_and_people_with_them():
    house = House()
    await house.agendas.reload()

    await house.swept(GONE - timedelta(seconds=1))
    before = [one.user_id for one in house.agendas.all()]
    await house.swept(GONE)

    assert (before, list(house.agendas.all()), house.store.attendees) == ([USER], [], {})


async def test_what_was_saved_of_a_conference_that_is_put_off_stays_until_that_is_over():
    later = 60 * DAY
    put_off = a_program(
        replace(CONF.sessions[0], start=NINE + later, end=NINE + later + timedelta(minutes=30)),
        last_day=LAST + later,
    )
    house = House()
    await house.agendas.reload()
    house.shelf.put(Lookup(put_off))

    await house.swept(NINE.astimezone(UTC) + 46 * DAY)
    before = len(house.agendas.of(USER).saved)
    await house.swept(GONE + later)

    assert (before, list(house.agendas.all())) == (1, [])


async def test_of_a_program_that_is_not_loaded_what_was_saved_goes_when_it_was_last_seen_to_start():
    house = House()
    await house.agendas.reload()
    house.shelf.remove(CONF.id)

    await house.swept(NINE.astimezone(UTC) + 30 * DAY)
    before = len(house.agendas.of(USER).saved)
    await house.swept(NINE.astimezone(UTC) + 31 * DAY)

    assert (before, list(house.agendas.all())) == (1, [])


async def test_what_was_seen_to_start_later_goes_thirty_days_after_its_programs_end():
    house = House()
    (saved,) = house.store.attendees[USER].saved
    later = replace(saved, seen=replace(saved.seen, start=saved.seen.start + 7 * DAY))
    house.store.attendees[USER] = replace(house.store.attendees[USER], saved=(later,))
    await house.agendas.reload()

    await house.swept(GONE - timedelta(seconds=1))
    before = house.agendas.of(USER).saved
    await house.swept(GONE)

    assert (before, house.agendas.of(USER).saved) == ((later,), ())


async def test_a_guilds_deliveries_go_thirty_days_after_the_end_of_what_it_follows():
    running = a_program(id="conf-23", last_day=date(2023, 3, 1))
    by_default, other = Choices(guild_id=5), Choices(guild_id=6, program="conf-23")
    house = House(by_default, other, programs=(CONF, running))
    await house.sent("ended")
    await house.sent("running", guild_id=6)

    await house.swept(GONE - timedelta(seconds=1))
    before = house.kept()
    await house.swept(GONE + DAY)

    assert (before, house.kept()) == (["ended", "running"], ["running"])


async def test_a_delivery_after_the_programs_end_goes_when_it_is_thirty_days_old_itself():
    house = House(Choices(guild_id=5))
    expires = GONE - 20 * DAY
    await house.sent("thanks", expires=expires)

    await house.swept(GONE)
    before = house.kept()
    await house.swept(expires + 31 * DAY)

    assert (before, house.kept()) == (["thanks"], [])


async def test_a_guild_whose_program_is_not_loaded_keeps_its_deliveries():
    house = House(Choices(guild_id=5, program="conf-99"))
    await house.sent("a")

    await house.swept(GONE + 100 * DAY)

    assert house.kept() == ["a"]


async def test_what_can_not_be_removed_is_logged_and_keeps_nothing_else(caplog):
    house = House(Choices(guild_id=5), agendas=Unreadable)
    await house.sent("a")

    with caplog.at_level(logging.INFO):
        await house.swept(GONE + DAY)

    assert house.kept() == []
    (trouble,) = (one for one in caplog.records if one.levelno == logging.ERROR)
    assert "saved sessions stay for now" in trouble.getMessage()
    assert re.search(rf"\b{USER}\b", caplog.text) is None


async def test_a_sweep_that_removes_nothing_says_nothing(caplog):
    house = House()

    with caplog.at_level(logging.INFO):
        await house.swept(NINE.astimezone(UTC))

    assert caplog.records == []


def test_a_program_is_over_after_its_last_day_where_it_is():
    midnight = datetime(2022, 12, 1, tzinfo=ZoneInfo(ZONE))

    assert not is_over(CONF, midnight - timedelta(seconds=1))
    assert is_over(CONF, midnight)


def test_a_program_is_not_over_before_its_last_session():
    late = a_session(NINE + 5 * DAY, minutes=30)
    program = a_program(late, last_day=LAST)

    assert not is_over(program, NINE + 5 * DAY)
    assert is_over(program, NINE + 5 * DAY + timedelta(minutes=30))


def test_a_program_at_the_end_of_the_calendar_is_no_trouble():
    program = a_program(first_day=date.max, last_day=date.max)

    assert not is_over(program, NINE)


async def test_all_of_a_guild_goes_thirty_days_after_marquee_was_removed_from_it():
    left = NINE.astimezone(UTC)
    house = House(Choices(guild_id=5, left_at=left), Choices(guild_id=6, program="other"))
    await house.agendas.reload()
    await house.sent("gone")
    await house.sent("stays", guild_id=6)
    await house.actions.add(5, USER, "paused", left)

    await house.swept(left + timedelta(days=29))
    meanwhile = (house.kept(), house.agendas.of(USER).last_guild)
    await house.swept(left + timedelta(days=31))

    assert meanwhile == (["gone", "stays"], 5)
    assert (house.kept(), list(house.guilds.left(left + timedelta(days=99)))) == (["stays"], [])
    assert await house.actions.recent(5, 9) == ()
