import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.agenda.model import Attendee, Forgotten, Quiet, Saved, Seen, Wishes
from bot.guilds.model import LONG_AGO, Lead
from bot.storage.agendas import SqlAgendaStore
from bot.storage.calendar_entries import SqlCalendarStore
from bot.translation import Language
from tests.agenda.memory_agendas import MemoryAgendas, MemoryCalendar
from tests.storage.databases import DATABASES, a_database

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
NOON = datetime(2022, 11, 29, 12, 0, tzinfo=UTC)
START = NOON + DAY

ADA, BEN, CARA = 2**63 - 1, 2**62 + 2, 3

EVERY_WISH = Wishes(
    leads=(Lead(before=60 * MINUTE, since=NOON), Lead(before=5 * MINUTE, since=LONG_AGO)),
    direct=False,
    quiet=Quiet(begin=time(22, 30), end=time(7)),
)


def a_seen(title="Lakes", **fields):
    return Seen(**{"title": title, "start": START, **fields})


def a_saved(session="lakes", **fields):
    return Saved(
        **{
            "program": "conf-22",
            "session": session,
            "at": NOON,
            "seen": a_seen(session.title()),
            **fields,
        }
    )


@pytest.fixture(params=["memory", *DATABASES])
async def store(request, tmp_path):
    if request.param == "memory":
        yield MemoryAgendas()
        return
    async with a_database(request.param, tmp_path) as database:
        yield SqlAgendaStore(database)


@pytest.fixture(params=["memory", *DATABASES])
async def calendar(request, tmp_path):
    if request.param == "memory":
        yield MemoryCalendar()
        return
    async with a_database(request.param, tmp_path) as database:
        yield SqlCalendarStore(database)


async def nothing_changes(store, doing):
    """Await it, and tell whether the store is as it was, its numbers too"""
    before = (await store.stamp(), await store.all())
    await doing
    return (await store.stamp(), await store.all()) == before


async def chosen(store, user_id=ADA):
    """What is held of a person, but for its number"""
    attendee = await store.one(user_id)
    return attendee and replace(attendee, number=0)


async def sessions(store, user_id=ADA):
    return [one.session for one in (await store.one(user_id)).saved]


async def test_a_new_store_knows_nobody(store):
    assert await store.stamp() == (0, 0)
    assert await store.all() == ()
    assert await store.one(ADA) is None


async def test_what_is_saved_comes_back_with_how_it_was_seen(store):
    saved = a_saved(
        guild_id=2**63 - 1, seen=Seen(title="Größe 🌊", start=START, room="Saal", is_cancelled=True)
    )

    is_new = await store.save(ADA, saved)

    assert is_new
    assert await chosen(store) == Attendee(user_id=ADA, saved=(saved,), last_guild=2**63 - 1)


async def test_what_is_saved_already_stays_as_it_is(store):
    await store.save(ADA, a_saved())
    again = a_saved(at=NOON + MINUTE, guild_id=7, seen=a_seen("Seas"))

    is_new = []

    async def save_again():
        is_new.append(await store.save(ADA, again))

    assert await nothing_changes(store, save_again())
    assert is_new == [False]


async def test_saved_sessions_are_in_the_order_in_which_they_were_saved(store):
    for session, minute in {"b": 2, "c": 0, "a": 1}.items():
        await store.save(ADA, a_saved(session, at=NOON + minute * MINUTE))

    assert await sessions(store) == ["c", "a", "b"]


async def test_a_session_is_of_its_program_and_its_attendee(store):
    are_new = [
        await store.save(ADA, a_saved()),
        await store.save(ADA, a_saved(program="other")),
        await store.save(BEN, a_saved()),
    ]

    assert are_new == [True, True, True]


async def test_the_last_guild_is_the_last_one_that_something_was_saved_in(store):
    last = []
    for session, guild_id in {"a": 1, "b": 2, "c": None}.items():
        await store.save(ADA, a_saved(session, guild_id=guild_id))
        last.append((await store.one(ADA)).last_guild)

    assert last == [1, 2, 2]


async def test_dropping_removes_those_sessions_of_that_program_and_counts_them(store):
    for session in ("a", "b", "c"):
        await store.save(ADA, a_saved(session))
    await store.save(ADA, a_saved("a", program="other", at=NOON + MINUTE))
    await store.save(BEN, a_saved("a"))

    dropped = await store.drop(ADA, "conf-22", {"a", "b", "nowhere"})

    assert dropped == 2
    assert [(one.program, one.session) for one in (await store.one(ADA)).saved] == [
        ("conf-22", "c"),
        ("other", "a"),
    ]
    assert await sessions(store, BEN) == ["a"]


@pytest.mark.parametrize("names", [(), ("nowhere",)])
async def test_dropping_what_is_not_there_changes_nothing(store, names):
    await store.save(ADA, a_saved())

    assert await nothing_changes(store, store.drop(ADA, "conf-22", names))
    assert await nothing_changes(store, store.drop(BEN, "conf-22", {"lakes"}))


async def test_a_session_that_was_dropped_can_be_saved_again(store):
    await store.save(ADA, a_saved())
    await store.drop(ADA, "conf-22", ["lakes"])

    is_new = await store.save(ADA, a_saved(at=NOON + MINUTE))

    assert is_new
    assert (await store.one(ADA)).saved == (a_saved(at=NOON + MINUTE),)


async def test_a_look_keeps_how_saved_sessions_were_seen_and_nothing_else(store):
    for one in (a_saved("a"), a_saved("b"), a_saved("a", program="other")):
        await store.save(ADA, one)
    await store.save(BEN, a_saved("a"))
    now = a_seen("New", start=START + MINUTE, room="Hall", is_cancelled=True)

    await store.look(ADA, "conf-22", {"a": now, "unsaved": now})

    assert {(one.program, one.session): one.seen for one in (await store.one(ADA)).saved} == {
        ("conf-22", "a"): now,
        ("conf-22", "b"): a_seen("B"),
        ("other", "a"): a_seen("A"),
    }
    assert (await store.one(BEN)).saved == (a_saved("a"),)


async def test_a_look_at_what_was_seen_before_or_is_not_saved_changes_nothing(store):
    await store.save(ADA, a_saved("a"))

    assert await nothing_changes(store, store.look(ADA, "conf-22", {"a": a_seen("A")}))
    assert await nothing_changes(store, store.look(ADA, "conf-22", {}))
    assert await nothing_changes(store, store.look(BEN, "conf-22", {"a": a_seen()}))


@pytest.mark.parametrize("wishes", [EVERY_WISH, Wishes(), Wishes(leads=())])
async def test_wishes_come_back_and_take_the_place_of_earlier_ones(store, wishes):
    await store.wish(ADA, replace(EVERY_WISH, direct=True))

    await store.wish(ADA, wishes)

    assert await chosen(store) == Attendee(user_id=ADA, wishes=wishes)


async def test_wishes_and_saved_sessions_stand_beside_each_other(store):
    await store.save(ADA, a_saved())
    await store.wish(ADA, EVERY_WISH)
    await store.save(ADA, a_saved("seas", at=NOON + MINUTE))

    assert (await store.one(ADA)).wishes == EVERY_WISH
    assert await sessions(store) == ["lakes", "seas"]


async def test_dms_are_closed_since_the_first_instant_until_they_are_open(store):
    await store.save(ADA, a_saved())
    stood = []

    await store.close(ADA, NOON)
    stood.append((await store.one(ADA)).closed_at)
    assert await nothing_changes(store, store.close(ADA, NOON + MINUTE))
    await store.close(ADA, None)
    stood.append((await store.one(ADA)).closed_at)
    assert await nothing_changes(store, store.close(ADA, None))

    assert stood == [NOON, None]


async def test_that_dms_are_closed_is_told_once_each_time(store):
    await store.save(ADA, a_saved())
    told = []
    for step in (
        store.close(ADA, NOON),
        store.told_closed(ADA),
        store.close(ADA, NOON + MINUTE),
        store.close(ADA, None),
        store.close(ADA, NOON + 2 * MINUTE),
    ):
        await step
        told.append((await store.one(ADA)).is_told_closed)

    assert told == [False, True, True, False, False]


async def test_a_dm_channel_is_kept(store):
    await store.save(ADA, a_saved())

    await store.open(ADA, 2**63 - 1)

    assert (await store.one(ADA)).channel == 2**63 - 1
    assert await nothing_changes(store, store.open(ADA, 2**63 - 1))


async def test_the_language_of_an_attendee_is_kept(store):
    await store.save(ADA, a_saved())
    heard = [(await store.one(ADA)).language]

    for language in (Language.PORTUGUESE, Language.JAPANESE):
        await store.speak(ADA, language)
        heard.append((await store.one(ADA)).language)

    assert heard == [None, Language.PORTUGUESE, Language.JAPANESE]
    assert await nothing_changes(store, store.speak(ADA, Language.JAPANESE))


async def test_a_language_is_forgotten_with_its_attendee(store):
    await store.save(ADA, a_saved())
    await store.speak(ADA, Language.GERMAN)

    assert await store.forget(ADA) == Forgotten(sessions=1, settings=True)

    await store.save(ADA, a_saved())
    assert (await store.one(ADA)).language is None


async def test_what_makes_no_attendee_changes_nothing_of_one_who_is_not_there(store):
    await store.save(BEN, a_saved())

    for doing in (
        store.close(ADA, NOON),
        store.close(ADA, None),
        store.told_closed(ADA),
        store.open(ADA, 5),
        store.speak(ADA, Language.GERMAN),
        store.hide_from(ADA, BEN),
        store.forget(ADA),
    ):
        assert await nothing_changes(store, doing)


async def test_who_may_compare_stands_with_who_let_them(store):
    await store.show_to(ADA, BEN)
    await store.show_to(ADA, CARA)

    assert await chosen(store) == Attendee(user_id=ADA, shown_to=frozenset({BEN, CARA}))
    assert await store.one(BEN) is None
    assert await nothing_changes(store, store.show_to(ADA, BEN))


async def test_who_may_compare_may_not_any_more(store):
    await store.show_to(ADA, BEN)
    await store.show_to(BEN, ADA)

    await store.hide_from(ADA, BEN)

    assert (await store.one(ADA)).shown_to == frozenset()
    assert (await store.one(BEN)).shown_to == {ADA}
    assert await nothing_changes(store, store.hide_from(ADA, CARA))


async def test_each_change_of_an_attendee_gives_them_the_next_number(store):
    changes = [
        store.save(ADA, a_saved()),
        store.save(ADA, a_saved("seas")),
        store.look(ADA, "conf-22", {"lakes": a_seen("New")}),
        store.wish(ADA, EVERY_WISH),
        store.close(ADA, NOON),
        store.told_closed(ADA),
        store.open(ADA, 5),
        store.speak(ADA, Language.GERMAN),
        store.show_to(ADA, BEN),
        store.hide_from(ADA, BEN),
        store.drop(ADA, "conf-22", ["lakes"]),
    ]
    await store.save(BEN, a_saved())
    numbers = [(await store.one(BEN)).number]

    for change in changes:
        await change
        numbers.append((await store.one(ADA)).number)

    first = numbers[0]
    assert numbers == list(range(first, first + len(changes) + 1))
    assert await store.stamp() == (numbers[-1], 2)


async def test_those_after_a_number_come_by_number(store):
    for user_id in (ADA, BEN, CARA):
        await store.save(user_id, a_saved())
    known, _ = await store.stamp()
    await store.show_to(BEN, ADA)
    await store.wish(ADA, EVERY_WISH)

    newer = await store.all(after=known)

    assert newer == (await store.one(BEN), await store.one(ADA))
    assert await store.all() == (await store.one(CARA), *newer)
    assert await store.all(after=newer[-1].number) == ()


async def test_several_at_once_all_get_what_they_save(store):
    names = [f"s{number:02}" for number in range(20)]

    are_new = await asyncio.gather(*(store.save(ADA, a_saved(one)) for one in names * 2))

    assert sorted(are_new) == [False] * 20 + [True] * 20
    assert await sessions(store) == names


async def test_forgetting_a_person_removes_all_of_them_and_says_what_that_was(store):
    await store.save(ADA, a_saved("a", guild_id=1))
    await store.save(ADA, a_saved("b"))
    await store.wish(ADA, EVERY_WISH)
    await store.show_to(ADA, CARA)
    await store.show_to(BEN, ADA)
    await store.show_to(BEN, CARA)

    forgotten = await store.forget(ADA)

    assert forgotten == Forgotten(sessions=2, agreements=2, settings=True)
    assert await store.one(ADA) is None
    assert [replace(one, number=0) for one in await store.all()] == [
        Attendee(user_id=BEN, shown_to=frozenset({CARA}))
    ]


async def test_who_let_the_forgotten_person_compare_has_a_new_number(store):
    await store.show_to(BEN, ADA)
    await store.save(ADA, a_saved())
    known, _ = await store.stamp()

    await store.forget(ADA)

    assert [one.user_id for one in await store.all(after=known)] == [BEN]


async def test_forgetting_shows_in_the_stamp(store):
    await store.save(ADA, a_saved())
    await store.save(BEN, a_saved())
    newest, _ = await store.stamp()

    await store.forget(BEN)

    number, count = await store.stamp()
    assert (number > newest, count) == (True, 1)


async def test_forgetting_leaves_out_settings_that_nobody_made(store):
    await store.save(ADA, a_saved(guild_id=1))
    await store.save(BEN, a_saved())
    await store.open(BEN, 5)
    await store.save(CARA, a_saved())
    await store.close(CARA, NOON)

    forgotten = [await store.forget(user_id) for user_id in (ADA, BEN, CARA)]

    assert forgotten == [
        Forgotten(sessions=1),
        Forgotten(sessions=1, settings=True),
        Forgotten(sessions=1, settings=True),
    ]


async def test_who_has_nothing_any_more_but_is_known_is_not_told_that_nothing_was_held(store):
    await store.save(ADA, a_saved(guild_id=1))
    await store.drop(ADA, "conf-22", ["lakes"])

    assert await store.forget(ADA) == Forgotten(settings=True)
    assert await store.forget(ADA) == Forgotten()


async def test_a_person_whom_only_others_know_is_forgotten_too(store):
    await store.show_to(BEN, ADA)

    forgotten = await store.forget(ADA)

    assert forgotten == Forgotten(agreements=1)
    assert (await store.one(BEN)).shown_to == frozenset()


async def test_a_person_who_was_forgotten_begins_anew(store):
    await store.save(ADA, a_saved("a", guild_id=1))
    await store.wish(ADA, EVERY_WISH)
    await store.forget(ADA)

    await store.save(ADA, a_saved("b"))

    assert await chosen(store) == Attendee(user_id=ADA, saved=(a_saved("b"),))


async def test_what_was_saved_in_a_forgotten_guild_was_saved_in_none(store):
    await store.save(ADA, a_saved("a", guild_id=1))
    await store.save(ADA, a_saved("b", guild_id=2, at=NOON + MINUTE))
    await store.save(BEN, a_saved("a", guild_id=1))
    await store.save(CARA, a_saved("a", guild_id=2))
    known, _ = await store.stamp()

    await store.forget_guild(1)

    assert [(one.guild_id, one.session) for one in (await store.one(ADA)).saved] == [
        (None, "a"),
        (2, "b"),
    ]
    assert [(await store.one(one)).last_guild for one in (ADA, BEN, CARA)] == [2, None, 2]
    assert {one.user_id for one in await store.all(after=known)} == {ADA, BEN}
    assert await nothing_changes(store, store.forget_guild(1))


async def test_what_is_over_is_removed_and_what_is_not_stays(store):
    later = replace(a_seen(), start=START + 40 * DAY)
    await store.save(ADA, a_saved("early"))
    await store.save(ADA, a_saved("late", seen=later))
    await store.save(BEN, a_saved("of-it", program="over-22", seen=later))
    await store.save(BEN, a_saved("late", seen=later))
    await store.save(CARA, a_saved("late", seen=later))
    known, _ = await store.stamp()

    ended = await store.end(["over-22"], START + MINUTE, ["over-22"])

    assert ended == 2
    assert [await sessions(store, one) for one in (ADA, BEN, CARA)] == [["late"]] * 3
    assert {one.user_id for one in await store.all(after=known)} == {ADA, BEN}


async def test_what_was_seen_long_ago_stays_as_long_as_its_loaded_program_is_not_over(store):
    await store.save(ADA, a_saved("put-off"))
    await store.save(ADA, a_saved("put-off", program="unloaded"))
    await store.save(BEN, a_saved("early", program="unloaded"))

    ended = await store.end(["over-22"], START + 46 * DAY, ["conf-22", "over-22"])

    assert ended == 2
    assert [(one.user_id, len(one.saved)) for one in await store.all()] == [(ADA, 1)]


async def test_who_has_nothing_left_and_saved_nothing_since_is_forgotten(store):
    await store.save(ADA, a_saved())
    await store.wish(ADA, EVERY_WISH)
    await store.show_to(ADA, BEN)
    await store.save(BEN, a_saved("seas", seen=a_seen(start=START + 40 * DAY)))
    await store.show_to(BEN, ADA)

    ended = await store.end([], START + 30 * DAY, [])

    assert ended == 1
    assert [replace(one, number=0) for one in await store.all()] == [
        Attendee(user_id=BEN, saved=(a_saved("seas", seen=a_seen(start=START + 40 * DAY)),))
    ]


async def test_who_has_nothing_left_but_saved_something_since_stays(store):
    await store.save(ADA, a_saved(at=NOON + 40 * DAY, seen=a_seen(start=START + DAY)))
    await store.save(BEN, a_saved(at=NOON + 40 * DAY, seen=a_seen(start=START + 50 * DAY)))
    await store.drop(BEN, "conf-22", ["lakes"])

    ended = await store.end([], START + 30 * DAY, [])

    assert ended == 1
    assert {one.user_id for one in await store.all()} == {ADA, BEN}


async def test_who_dropped_everything_is_forgotten_in_time_too(store):
    await store.save(ADA, a_saved())
    await store.drop(ADA, "conf-22", ["lakes"])
    there = []

    for before in (NOON, NOON + MINUTE):
        await store.end([], before, [])
        there.append(await store.one(ADA) is not None)

    assert there == [True, False]


async def test_who_never_saved_anything_keeps_their_wishes_for_thirty_days(store):
    await store.wish(ADA, EVERY_WISH)
    await store.show_to(BEN, ADA)
    there = []

    for days in (0, 1, 30, 31):
        await store.end([], NOON + days * DAY, [])
        there.append(len(await store.all()))

    assert there == [2, 2, 2, 0]


async def test_a_wish_after_everything_was_dropped_keeps_the_attendee_for_another_while(store):
    await store.save(ADA, a_saved())
    await store.drop(ADA, "conf-22", ["lakes"])
    await store.wish(ADA, EVERY_WISH)

    await store.end([], NOON + DAY, [])

    assert (await store.one(ADA)).wishes == EVERY_WISH


async def test_where_nothing_is_over_ending_takes_nothing(store):
    await store.save(ADA, a_saved())
    before = await store.all()

    ended = await store.end([], START, [])

    assert ended == 0
    assert await store.all() == before


async def test_the_first_calendar_file_says_revision_nought(calendar):
    sequences = await calendar.sequences("conf-22", {"a": "0" * 64, "b": "1" * 64})

    assert sequences == {"a": 0, "b": 0}


async def test_only_what_a_calendar_file_says_anew_gets_the_next_revision(calendar):
    await calendar.sequences("conf-22", {"a": "0" * 64, "b": "1" * 64})
    await calendar.sequences("conf-22", {"a": "2" * 64, "b": "1" * 64})

    sequences = await calendar.sequences("conf-22", {"a": "0" * 64, "b": "1" * 64, "c": "3" * 64})
    same = await calendar.sequences("conf-22", {"c": "3" * 64, "a": "0" * 64})

    assert sequences == {"a": 2, "b": 0, "c": 0}
    assert same == {"a": 2, "c": 0}


async def test_each_program_has_its_own_revisions(calendar):
    await calendar.sequences("conf-22", {"a": "0" * 64})
    await calendar.sequences("conf-22", {"a": "1" * 64})

    assert await calendar.sequences("conf-23", {"a": "1" * 64}) == {"a": 0}
    assert await calendar.sequences("conf-22", {}) == {}


async def test_several_calendar_files_at_once_agree(calendar):
    await calendar.sequences("conf-22", dict.fromkeys("abcdef", "0" * 64))
    digests = dict.fromkeys("abcdef", "1" * 64)
    backwards = dict(reversed(digests.items()))

    found = await asyncio.gather(
        *(calendar.sequences("conf-22", one) for one in (digests, backwards) * 4)
    )

    assert found == [dict.fromkeys("abcdef", 1)] * 8


async def test_who_is_known_is_known_by_id(store):
    await store.save(ADA, a_saved())
    await store.save(BEN, a_saved())
    await store.forget(ADA)

    assert await store.people() == {BEN}
