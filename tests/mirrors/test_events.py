import asyncio
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from bot.guilds.model import Choices
from bot.mirrors.event_keeper import EventKeeper, Listed
from bot.mirrors.events import AGAIN, WAIT, NativeEvents
from bot.mirrors.events_plan import FOR_PEOPLE, MOST
from bot.mirrors.model import Reply, Result
from bot.mirrors.native import Seen
from bot.program.timetable import Timetable
from bot.rehearsal.time import HeldClock
from bot.translation import Language, spoken
from bot.ui.event_text import native_event
from tests.factories import NINE, a_program_with_talks
from tests.mirrors.memory_mirrors import MemoryMirrorStore
from tests.mirrors.mirrors import GUILD, MINUTE, told_in

OTHER = 2
PROGRAM = a_program_with_talks("Rivers", "Lakes")
BEFORE = NINE.astimezone(UTC) - timedelta(hours=1)
DONE = Reply(result=Result.DONE)
LATER = Reply(result=Result.LATER, reason="Discord could not be reached")
REFUSED = Reply(result=Result.REFUSED, reason="allow Create Events")


class Book:
    """The events of guilds, in memory; `faults` come, by method, instead of the next calls."""

    def __init__(self):
        self.events = {}
        self.calls = []
        self.faults = {}

    def native(self, session, timetable, guild_id, *, with_stream):
        return native_event(session, timetable, guild_id, with_stream=with_stream)

    async def listed(self, guild_id):
        fault = self._met("listed", guild_id)
        if fault is not None:
            return Listed(reply=fault)
        found = [seen for (guild, _), (seen, _) in self.events.items() if guild == guild_id]
        return Listed(reply=DONE, seen=tuple(found))

    async def create(self, guild_id, native):
        if (fault := self._met("create", guild_id)) is not None:
            return fault
        event = len(self.events) + 100
        self._put(guild_id, event, native)
        return Reply(result=Result.DONE, discord_id=event)

    async def edit(self, guild_id, event, native):
        if (fault := self._met("edit", guild_id)) is not None:
            return fault
        self._put(guild_id, event, native)
        return DONE

    async def remove(self, guild_id, seen):
        if (fault := self._met("remove", guild_id)) is not None:
            return fault
        del self.events[guild_id, seen.id]
        return DONE

    def _put(self, guild_id, event, native):
        seen = Seen(id=event, start=native.start, description=native.description)
        self.events[guild_id, event] = (seen, native)

    def _met(self, method, guild_id):
        self.calls.append(method)
        faults = self.faults.get((method, guild_id), [])
        fault = faults.pop(0) if faults else None
        if isinstance(fault, Exception):
            raise fault
        return fault


class Town:
    """Guilds with events, on a clock in the hand."""

    def __init__(self, *guilds):
        self.timetable = Timetable(PROGRAM)
        self.clock = HeldClock(BEFORE)
        self.book = Book()
        self.store = MemoryMirrorStore()
        self.choices = {one: Choices(guild_id=one, has_events=True) for one in guilds}
        self.others = set()
        self.events = self.process()

    def process(self):
        keeper = EventKeeper(self.store, self.book)
        owns = lambda guild_id: guild_id not in self.others  # noqa: E731 - it asks anew each time
        return NativeEvents(self, self, keeper, self.clock, owns=owns)

    def timetable_for(self, choices):
        return self.timetable

    def all(self):
        return tuple(self.choices.values())

    def for_guild(self, guild_id):
        return self.choices.get(guild_id) or Choices(guild_id=guild_id)

    def named(self, guild_id=GUILD):
        return sorted(
            native.name for (guild, _), (_, native) in self.book.events.items() if guild == guild_id
        )

    async def after(self, span):
        """What is asked of Discord at a look so much later"""
        self.book.calls.clear()
        self.clock.move_to(self.clock.now() + span)
        await self.events.look()
        return list(self.book.calls)


@pytest.fixture
def town():
    return Town(GUILD)


async def test_nothing_is_asked_as_long_as_nothing_changes(town):
    await town.events.look()

    assert town.named() == ["Lakes", "Rivers"]
    assert [await town.after(MINUTE) for _ in range(14)] == [[]] * 14
    assert await town.after(MINUTE) == ["listed"]


async def test_a_new_version_is_followed_at_the_next_look(town):
    await town.events.look()
    town.timetable = Timetable(a_program_with_talks("Rivers"))

    await town.after(MINUTE)

    assert town.named() == ["Rivers"]


async def test_what_failed_is_tried_again_later(town):
    town.book.faults["create", GUILD] = [LATER]

    tries = [await town.after(span) for span in (timedelta(), MINUTE, WAIT)]

    assert tries == [["listed", "create"], [], ["listed", "create", "create"]]
    assert town.named() == ["Lakes", "Rivers"]


async def test_one_event_that_is_refused_leaves_the_others_and_is_told(town):
    town.book.faults["create", GUILD] = [REFUSED]

    await town.events.look()
    told = told_in(town.events)
    await town.after(WAIT)

    assert (told, told_in(town.events)) == ("allow Create Events", None)
    assert town.named() == ["Lakes", "Rivers"]


async def test_whoever_looks_is_told_again_until_it_is_mended(town):
    town.book.faults["create", GUILD] = [REFUSED] * 4 + [LATER]

    told, asked = [], []
    for _ in range(3):
        asked.append(await town.after(timedelta(seconds=1)))
        told.append(told_in(town.events))
        town.events.try_again(GUILD)
        told.append(told_in(town.events))
    await town.after(MINUTE)

    assert asked == [["listed", "create", "create"]] * 2 + [["listed", "create"]]
    assert told == ["allow Create Events"] * 6
    assert told_in(town.events) is None
    assert town.named() == ["Lakes", "Rivers"]


async def test_a_guild_that_was_forgotten_and_set_up_as_before_has_its_events_again(town):
    await town.events.look()
    choices = town.choices.pop(GUILD)
    town.book.events.clear()
    await town.store.forget(GUILD)
    await town.after(MINUTE)

    town.choices[GUILD] = choices
    await town.after(MINUTE)

    assert town.named() == ["Lakes", "Rivers"]


async def test_one_that_somebody_begins_by_hand_stays_to_its_end(town):
    await town.events.look()
    ((key, (seen, native)), *_) = town.book.events.items()
    town.book.events[key] = (replace(seen, is_active=True), native)

    asked = [await town.after(span) for span in (timedelta(minutes=55), AGAIN)]

    assert asked == [["listed"]] * 2


async def test_texts_are_made_only_for_as_many_as_discord_takes(town, monkeypatch):
    made = []
    native = town.book.native
    monkeypatch.setattr(
        town.book, "native", lambda *args, **fields: made.append(args) or native(*args, **fields)
    )
    town.timetable = Timetable(a_program_with_talks(*(f"Talk {one}" for one in range(300))))

    await town.events.look()

    assert len(made) == MOST
    assert len(town.named()) == MOST - FOR_PEOPLE


async def test_what_stands_beyond_that_is_taken_away(town):
    await town.events.look()
    earlier = a_program_with_talks(*(f"Talk {one}" for one in range(MOST)))
    last = replace(PROGRAM.sessions[0], start=earlier.sessions[-1].start + AGAIN, end=None)
    program = replace(
        earlier, sessions=(*earlier.sessions, last), talks=(*earlier.talks, *PROGRAM.talks)
    )
    town.timetable = Timetable(program)

    await town.after(MINUTE)

    assert "Rivers" not in town.named()
    assert len(town.named()) == MOST - FOR_PEOPLE


async def test_where_all_is_refused_only_a_few_are_tried(town):
    town.timetable = Timetable(a_program_with_talks(*(f"Talk {one}" for one in range(20))))
    town.book.faults["create", GUILD] = [REFUSED] * 20

    assert await town.after(timedelta()) == ["listed", "create", "create", "create"]


async def test_one_guilds_failure_leaves_the_others_as_they_are(caplog):
    town = Town(GUILD, OTHER)
    town.book.faults["listed", GUILD] = [RuntimeError("a bug")]

    await town.events.look()
    first = town.named(), town.named(OTHER)
    await town.after(WAIT)

    assert first == ([], ["Lakes", "Rivers"])
    assert town.named() == ["Lakes", "Rivers"]
    assert "the events of guild 1 broke" in caplog.text


async def test_two_processes_make_each_event_once(town):
    other = town.process()

    await asyncio.gather(town.events.look(), other.look())
    for _ in range(2):
        await town.after(AGAIN)
        await other.look()

    assert town.named() == ["Lakes", "Rivers"]
    assert len(town.store.mirrors) == 2


async def test_only_own_guilds_are_looked_after(town):
    town.others = {GUILD}

    assert await town.after(timedelta()) == []


async def test_a_program_that_is_not_loaded_takes_nothing_away(town):
    await town.events.look()
    town.timetable = None

    await town.after(AGAIN)

    assert town.named() == ["Lakes", "Rivers"]


async def test_paused_it_waits(town):
    town.choices[GUILD] = replace(town.choices[GUILD], paused_at=BEFORE)

    assert await town.after(timedelta()) == []


async def test_a_stopped_one_begins_nothing_more(town):
    town.events.stop()

    assert await town.after(timedelta()) == []


async def test_in_another_language_events_are_edited_at_the_next_look(town, monkeypatch):
    await town.events.look()

    def native(session, timetable, guild_id, *, with_stream):
        shown = native_event(session, timetable, guild_id, with_stream=with_stream)
        return replace(shown, description=f"{spoken()} {shown.description}")

    monkeypatch.setattr(town.book, "native", native)
    town.choices[GUILD] = replace(town.choices[GUILD], language=Language.GERMAN)

    asked = await town.after(MINUTE)

    assert asked == ["listed", "edit", "edit"]
    assert {native.description[:3] for _, native in town.book.events.values()} == {"de "}


async def test_what_is_chosen_during_a_round_is_done_with_the_next_one(town, monkeypatch):
    listed = town.book.listed

    async def listed_while_one_is_chosen(guild_id):
        town.choices[guild_id] = replace(town.choices[guild_id], has_events=False)
        return await listed(guild_id)

    with monkeypatch.context() as patch:
        patch.setattr(town.book, "listed", listed_while_one_is_chosen)
        await town.events.look()
    made = town.named()
    asked = await town.after(MINUTE)

    assert (made, asked) == (["Lakes", "Rivers"], ["listed", "remove", "remove"])
    assert await town.after(MINUTE) == []


async def test_what_is_chosen_while_a_round_breaks_is_done_with_the_next(town, monkeypatch):
    async def broken_while_one_is_chosen(guild_id):
        town.choices[guild_id] = replace(town.choices[guild_id], language=Language.GERMAN)
        raise RuntimeError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr(town.book, "listed", broken_while_one_is_chosen)
        await town.events.look()

    assert await town.after(MINUTE) == ["listed", "create", "create"]
