import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.guilds.model import LONG_AGO, Choices, GuildTable, Lead
from bot.guilds.service import Guilds
from tests.guilds.memory_store import MemoryGuildStore

MINUTE = timedelta(minutes=1)
NOW = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
TABLE = GuildTable(id=1, reminder_channel=10, leads=(10 * MINUTE,))


async def _loaded(store, *tables, now=NOW):
    guilds = Guilds(store)
    await guilds.load(tables, now)
    return guilds


async def test_a_guild_that_set_nothing_has_empty_choices():
    guilds = await _loaded(MemoryGuildStore())

    assert (guilds.for_guild(7), guilds.all()) == (Choices(guild_id=7), ())


async def test_a_table_is_adopted_and_kept():
    store = MemoryGuildStore()

    guilds = await _loaded(store, TABLE)

    lead = Lead(before=10 * MINUTE, since=LONG_AGO)
    choices = Choices(guild_id=1, reminder_channel=10, leads=(lead,))
    assert (guilds.for_guild(1), guilds.all(), await store.all()) == (
        choices,
        (choices,),
        (choices,),
    )


async def test_what_was_chosen_once_keeps_its_time_over_restarts():
    store = MemoryGuildStore()
    await _loaded(store, TABLE)
    changed = replace(TABLE, reminder_channel=11)

    await _loaded(store, changed, now=NOW)
    guilds = await _loaded(store, changed, now=NOW + MINUTE)

    assert [lead.since for lead in guilds.for_guild(1).leads] == [NOW]


async def test_a_guild_gone_from_the_settings_gets_no_posts_and_stays_so():
    store = MemoryGuildStore()
    await _loaded(store, TABLE)

    await _loaded(store)
    guilds = await _loaded(store)

    assert guilds.for_guild(1) == Choices(guild_id=1)


async def test_a_pause_is_kept_and_known_at_once():
    store = MemoryGuildStore()
    guilds = await _loaded(store, TABLE)

    since = await guilds.pause(1, NOW)

    assert (since, guilds.for_guild(1).paused_at) == (NOW, NOW)
    assert await store.all() == guilds.all()
    assert guilds.for_guild(1).reminder_channel == TABLE.reminder_channel


async def test_a_second_pause_leaves_the_first_one_standing():
    guilds = await _loaded(MemoryGuildStore(), TABLE)
    await guilds.pause(1, NOW)

    since = await guilds.pause(1, NOW + MINUTE)

    assert (since, guilds.for_guild(1).paused_at) == (NOW, NOW)


async def test_resuming_says_since_when_it_was_paused():
    store = MemoryGuildStore()
    guilds = await _loaded(store, TABLE)
    before = guilds.all()
    await guilds.pause(1, NOW)

    first, second = await guilds.resume(1), await guilds.resume(1)

    assert (first, second) == (NOW, None)
    assert (guilds.all(), await store.all()) == (before, before)


async def test_a_guild_that_is_paused_becomes_known():
    guilds = await _loaded(MemoryGuildStore(), TABLE)

    await guilds.pause(7, NOW)

    assert guilds.all()[1:] == (Choices(guild_id=7, paused_at=NOW),)


async def test_resuming_an_unknown_guild_leaves_it_unknown():
    guilds = await _loaded(MemoryGuildStore(), TABLE)

    assert await guilds.resume(7) is None
    assert [one.guild_id for one in guilds.all()] == [1]


async def test_what_another_process_changed_is_known_after_a_reload():
    store = MemoryGuildStore()
    ours, theirs = await _loaded(store, TABLE), await _loaded(store, TABLE)
    await theirs.pause(1, NOW)

    before = ours.for_guild(1).paused_at
    await ours.reload()

    assert (before, ours.for_guild(1).paused_at) == (None, NOW)


async def test_a_pause_keeps_what_another_process_chose_meanwhile():
    store = MemoryGuildStore()
    ours = await _loaded(store, TABLE)
    await _loaded(store, replace(TABLE, reminder_channel=11))

    await ours.pause(1, NOW)

    (kept,) = await store.all()
    assert (kept.reminder_channel, kept.paused_at) == (11, NOW)


class SlowStore(MemoryGuildStore):
    """Gives what stood when it was asked, but only once it is told to."""

    def __init__(self, *choices):
        super().__init__(*choices)
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def all(self):
        found = await super().all()
        await self.go_on.wait()
        return found


async def test_a_reload_that_began_before_a_pause_does_not_undo_it():
    store = SlowStore()
    guilds = await _loaded(store, TABLE)
    store.go_on.clear()
    reload = asyncio.create_task(guilds.reload())
    await asyncio.sleep(0)
    pause = asyncio.create_task(guilds.pause(1, NOW))
    await asyncio.sleep(0)

    store.go_on.set()
    await asyncio.gather(reload, pause)

    assert guilds.for_guild(1).paused_at == NOW


async def test_organizers_choose_on_top_of_where_the_guild_starts():
    store = MemoryGuildStore()
    guilds = await _loaded(store, TABLE)

    first = await guilds.choose(1, lambda one: replace(one, change_channel=12), NOW)
    later = await guilds.choose(1, lambda one: replace(one, log_channel=13), NOW + MINUTE)

    assert first == replace(later, log_channel=None)
    assert (later.reminder_channel, later.change_channel, later.chosen_at) == (10, 12, NOW)
    assert guilds.for_guild(1) == later
    assert await store.all() == (later,)


async def test_to_choose_what_stands_already_makes_nobody_an_organizer_of_their_own():
    guilds = await _loaded(MemoryGuildStore(), TABLE)

    chosen = await guilds.choose(1, lambda one: one, NOW)

    assert chosen.chosen_at is None


async def test_a_guild_that_removed_marquee_is_planned_for_no_more_until_it_is_back():
    store = MemoryGuildStore()
    guilds = await _loaded(store, TABLE)

    await guilds.leave(1, NOW)
    await guilds.leave(1, NOW + MINUTE)
    gone = (guilds.all(), guilds.known(), guilds.for_guild(1).left_at)
    left = (guilds.left(NOW), guilds.left(NOW + MINUTE))
    await guilds.come_back(1, NOW + MINUTE)

    assert gone == ((), (1,), NOW)
    assert left == ((), (1,))
    assert [one.left_at for one in guilds.all()] == [None]
    assert await store.all() == guilds.all()


async def test_a_guild_that_chose_nothing_is_kept_in_mind_when_it_removes_marquee():
    store = MemoryGuildStore()
    guilds = await _loaded(store)

    await guilds.come_back(7, NOW)
    before = await store.all()
    await guilds.leave(7, NOW)

    assert before == ()
    assert await store.all() == (Choices(guild_id=7, left_at=NOW),)


async def test_a_guild_of_which_something_is_kept_is_known_once():
    store = MemoryGuildStore()
    guilds = await _loaded(store, TABLE)

    for guild in (1, 7, 7):
        await guilds.know(guild)

    assert guilds.known() == (1, 7)
    assert [one.guild_id for one in await store.all()] == [1, 7]


async def test_a_guild_is_forgotten():
    store = MemoryGuildStore()
    guilds = await _loaded(store, TABLE)

    await guilds.forget(1)

    assert (guilds.known(), await store.all()) == ((), ())


class BusyStore(MemoryGuildStore):
    """Another process is always a moment ahead: it does one thing after each time all is read."""

    def __init__(self, *others):
        super().__init__()
        self.others = list(others)

    async def all(self):
        found = await super().all()
        if self.others:
            another = self.others.pop(0)
            self.choices[another.guild_id] = another
        return found


async def test_what_organizers_chose_while_the_settings_were_taken_over_stays_theirs():
    theirs = Choices(guild_id=1, reminder_channel=77, chosen_at=NOW)
    store = BusyStore(theirs)

    guilds = await _loaded(store, TABLE, replace(TABLE, id=2))

    assert guilds.for_guild(1) == theirs
    assert guilds.for_guild(2).reminder_channel == TABLE.reminder_channel
    assert await store.all() == guilds.all()


async def test_what_was_just_kept_of_a_guild_is_left_as_it_is_when_it_becomes_known():
    paused = Choices(guild_id=7, paused_at=NOW)
    guilds = await _loaded(MemoryGuildStore())
    guilds._store.choices[7] = paused

    await guilds.know(7)

    assert guilds.for_guild(7) == paused
