import asyncio
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from bot.agenda.model import Saved
from bot.agenda.outline import seen_of
from bot.agenda.service import Agendas
from bot.guilds.model import Choices
from bot.mirrors.guests import Counted, Guests, Page
from bot.mirrors.interest import REQUESTS, REQUESTS_OF_GUILD, WAIT, Interest
from bot.mirrors.interest_plan import EVERY
from bot.mirrors.model import MirrorKind, Reply, Result
from bot.mirrors.native import subject_of
from bot.program.timetable import Timetable
from bot.rehearsal.time import HeldClock
from tests.agenda.memory_agendas import MemoryAgendas
from tests.factories import NINE, a_program, a_session
from tests.mirrors.mirrors import GUILD, MINUTE, a_mirror

OTHER = 2
HOUR = timedelta(hours=1)
START = NINE.astimezone(UTC)
OPENS = START - 2 * HOUR
DONE = Reply(result=Result.DONE)
GONE = Reply(result=Result.GONE)
LATER = Reply(result=Result.LATER, reason="Discord could not be reached")
SESSIONS = tuple(a_session(NINE + number * HOUR, id=f"s-{number}") for number in range(3))
ADA, BOB, CYN = 71, 72, 73


class Lists:
    """Who is interested, by event id; `faults` come, by method, instead of the next calls."""

    def __init__(self):
        self.people = {}
        self.counts = True
        self.calls = []
        self.faults = {}

    async def counted(self, guild_id):
        fault = self._met("counted", guild_id)
        if fault is not None:
            return Counted(reply=fault)
        counts = {event: len(ids) if self.counts else None for event, ids in self.people.items()}
        return Counted(reply=DONE, counts=counts)

    async def interested(self, guild_id, event, after):
        fault = self._met("interested", event)
        if fault is not None:
            return Page(reply=fault)
        more = sorted(one for one in self.people[event] if one > after)
        page = more[:100]
        return Page(
            reply=DONE,
            people=tuple(page),
            last_id=page[-1] if page else None,
            is_last=len(page) < 100,
        )

    def _met(self, method, what):
        self.calls.append((method, what))
        faults = self.faults.get(method, [])
        fault = faults.pop(0) if faults else None
        if isinstance(fault, Exception):
            raise fault
        return fault


class Town:
    """Guilds with an event for each session, on a clock in the hand."""

    def __init__(self, *guilds, sessions=SESSIONS):
        self.timetable = Timetable(a_program(*sessions))
        self.clock = HeldClock(OPENS)
        self.lists = Lists()
        self.agendas = Agendas(MemoryAgendas())
        self.choices = {one: Choices(guild_id=one, has_events=True) for one in guilds}
        self.others = set()
        self.events = {one: {} for one in guilds}
        for guild_id in guilds:
            for number, session in enumerate(sessions):
                self.make(guild_id, session, 100 * guild_id + number)
        self.restart()

    def make(self, guild_id, session, event):
        subject = subject_of(self.timetable.program.id, session.id)
        now = self.clock.now()
        self.events[guild_id][subject] = a_mirror(
            guild_id=guild_id, kind=MirrorKind.EVENT, subject=subject, discord_id=event, at=now
        )
        self.lists.people[event] = set()

    def restart(self):
        guests = Guests(self.lists, self, self.agendas, self.clock)
        owns = lambda guild_id: guild_id not in self.others  # noqa: E731 - it asks anew each time
        self.interest = Interest(self, self, guests, self.clock, owns)

    def standing(self, guild_id):
        return self.events[guild_id]

    def timetable_for(self, choices):
        return self.timetable

    def all(self):
        return tuple(self.choices.values())

    def for_guild(self, guild_id):
        return self.choices[guild_id]

    async def after(self, span=EVERY):
        """What is asked of Discord at a look so much later"""
        self.lists.calls.clear()
        self.clock.move_to(self.clock.now() + span)
        await self.interest.look()
        return list(self.lists.calls)

    def saved(self, user_id):
        return [one.session for one in self.agendas.of(user_id).saved]


@pytest.fixture
def town():
    return Town(GUILD)


async def test_who_is_interested_has_the_session_saved_as_it_stands(town):
    town.lists.people[101] = {ADA}
    await town.interest.look()

    assert town.agendas.of(ADA).saved == (
        Saved(
            program="conf-22",
            session="s-1",
            at=OPENS,
            seen=seen_of(SESSIONS[1], town.timetable),
            guild_id=GUILD,
        ),
    )


async def test_one_request_in_five_minutes_is_all_as_long_as_nobody_comes(town):
    await town.interest.look()

    assert [await town.after(MINUTE) for _ in range(4)] == [[]] * 4
    assert await town.after(MINUTE) == [("counted", GUILD)]


async def test_who_comes_later_is_saved_and_only_that_list_is_read(town):
    town.lists.people[100] = {ADA}
    await town.interest.look()
    town.lists.people[101] = {BOB}

    asked = await town.after()

    assert (town.saved(ADA), town.saved(BOB)) == (["s-0"], ["s-1"])
    assert asked == [("counted", GUILD), ("interested", 101)]


async def test_what_somebody_took_back_is_not_saved_again(town):
    town.lists.people[100] = {ADA}
    await town.interest.look()
    await town.agendas.drop(ADA, "conf-22", ["s-0"])
    town.lists.people[100] = {ADA, BOB}

    await town.after()

    assert (town.saved(ADA), town.saved(BOB)) == ([], ["s-0"])


async def test_who_was_forgotten_stays_so(town):
    town.lists.people[100] = {ADA}
    await town.interest.look()
    await town.agendas.forget(ADA)
    town.lists.counts = False

    await town.after()

    assert [one.user_id for one in town.agendas.all()] == []


async def test_who_is_interested_anew_has_it_saved_anew(town):
    town.lists.people[100] = {ADA}
    await town.interest.look()
    await town.agendas.drop(ADA, "conf-22", ["s-0"])
    town.lists.people[100] = set()
    await town.after()
    town.lists.people[100] = {ADA}

    await town.after()

    assert town.saved(ADA) == ["s-0"]


async def test_who_is_not_interested_any_more_keeps_what_is_saved(town):
    town.lists.people[100] = {ADA}
    await town.interest.look()
    town.lists.people[100] = set()

    await town.after()

    assert town.saved(ADA) == ["s-0"]


async def test_what_was_saved_by_hand_before_stays_as_it_was(town):
    by_hand = Saved(
        program="conf-22", session="s-0", at=OPENS, seen=seen_of(SESSIONS[0], town.timetable)
    )
    await town.agendas.save(ADA, by_hand)
    town.lists.people[100] = {ADA}

    await town.interest.look()

    assert town.agendas.of(ADA).saved == (by_hand,)


async def test_after_a_restart_only_who_comes_then_is_saved(town):
    town.lists.people[100] = {ADA}
    await town.interest.look()
    await town.agendas.drop(ADA, "conf-22", ["s-0"])
    town.clock.move_to(OPENS + MINUTE)
    town.restart()
    await town.after()
    town.lists.people[100] = {ADA, BOB}
    town.lists.people[101] = {CYN}

    await town.after()

    assert (town.saved(ADA), town.saved(BOB), town.saved(CYN)) == ([], ["s-0"], ["s-1"])


async def test_an_event_made_since_the_restart_has_nobody_from_before(town):
    town.clock.move_to(OPENS + MINUTE)
    town.restart()
    await town.interest.look()
    town.make(GUILD, SESSIONS[2], 200)
    town.lists.people[200] = {ADA}

    await town.after()

    assert town.saved(ADA) == ["s-2"]


async def test_a_swap_that_leaves_the_number_is_seen_shortly_before_the_start(town):
    town.lists.people[100] = {ADA}
    await town.after(HOUR)
    town.lists.people[100] = {BOB}
    before_that = [await town.after(MINUTE) for _ in range(42)]

    asked = await town.after(MINUTE)

    assert ("interested", 100) not in [one for each in before_that for one in each]
    assert asked == [("counted", GUILD), ("interested", 100)]
    assert town.saved(BOB) == ["s-0"]


async def test_nobody_is_asked_of_what_has_started(town):
    town.lists.people[100] = {ADA}

    await town.after(START - OPENS)

    assert town.saved(ADA) == []


async def test_a_long_list_is_read_on_a_minute_later(town):
    people = set(range(1, 100 * REQUESTS_OF_GUILD + 51))
    town.lists.people[100] = people
    town.lists.people[101] = {ADA}

    first = await town.after(timedelta())
    second = await town.after(MINUTE)

    assert first == [("counted", GUILD), *[("interested", 100)] * (REQUESTS_OF_GUILD - 1)]
    assert second == [("counted", GUILD), *[("interested", 100)] * 2, ("interested", 101)]
    assert {one.user_id for one in town.agendas.all()} == people
    assert sorted(town.saved(ADA)) == ["s-0", "s-1"]


async def test_requests_are_so_many_a_minute_and_all_guilds_have_their_turn():
    guilds = range(1, REQUESTS + 11)
    town = Town(*guilds, sessions=SESSIONS[:1])

    first = await town.after(timedelta())
    second = await town.after(MINUTE)

    assert (len(first), len(second)) == (REQUESTS, 10)
    assert sorted(guild_id for _, guild_id in first + second) == list(guilds)


async def test_the_soonest_is_asked_first():
    town = Town(GUILD, OTHER)
    subject = subject_of("conf-22", "s-0")
    del town.events[GUILD][subject]

    assert await town.after(timedelta()) == [("counted", OTHER), ("counted", GUILD)]


@pytest.mark.parametrize("method", ["counted", "interested"])
async def test_what_failed_is_tried_again_later_and_nobody_is_lost(town, method, caplog):
    town.lists.people[100] = {ADA}
    town.lists.faults[method] = [LATER]

    tries = [bool(await town.after(span)) for span in (timedelta(), MINUTE, WAIT)]

    assert tries == [True, False, True]
    assert town.saved(ADA) == ["s-0"]
    assert "Guild 1: who is interested is not known (Discord could not be reached)" in caplog.text
    assert str(ADA) not in caplog.text


async def test_an_event_that_is_gone_leaves_the_others(town):
    town.lists.people[100], town.lists.people[101] = {BOB}, {ADA}
    town.lists.faults["interested"] = [GONE]

    await town.interest.look()

    assert (town.saved(BOB), town.saved(ADA)) == ([], ["s-1"])


async def test_one_guilds_failure_leaves_the_others_as_they_are(caplog):
    town = Town(GUILD, OTHER)
    town.lists.people[101], town.lists.people[201] = {ADA}, {BOB}
    town.lists.faults["counted"] = [RuntimeError("a bug")]

    await town.interest.look()
    first = town.saved(ADA), town.saved(BOB)
    await town.after(WAIT)

    assert first == ([], ["s-1"])
    assert town.saved(ADA) == ["s-1"]
    assert "the interest of guild 1 broke" in caplog.text


@pytest.mark.parametrize("change", [{"paused_at": OPENS}, {"has_events": False}])
async def test_paused_or_without_events_nothing_is_asked(town, change):
    town.choices[GUILD] = replace(town.choices[GUILD], **change)

    assert await town.after(timedelta()) == []


async def test_a_program_that_is_away_for_a_while_brings_back_nothing_that_was_taken_back(town):
    town.lists.people[100] = {ADA}
    await town.interest.look()
    await town.agendas.drop(ADA, "conf-22", ["s-0"])
    there, town.timetable = town.timetable, None
    town.lists.counts = False

    asked = await town.after()
    town.timetable = there
    await town.after()

    assert asked == []
    assert town.saved(ADA) == []


async def test_only_own_guilds_are_asked(town):
    town.others = {GUILD}

    assert await town.after(timedelta()) == []


async def test_two_looks_at_one_time_are_one(town):
    await asyncio.gather(town.interest.look(), town.interest.look())

    assert town.lists.calls == [("counted", GUILD)]


async def test_a_stopped_one_asks_nothing_more(town):
    town.interest.stop()

    assert await town.after(timedelta()) == []
