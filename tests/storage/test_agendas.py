import asyncio
import sys
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, insert, text

from bot.agenda.model import Forgotten, Saved, Seen
from bot.delivery.life import settled
from bot.delivery.model import NO_GUILD, Cause, Kind, Outcome, State
from bot.storage import tables
from bot.storage.actions import SqlActions
from bot.storage.agendas import SqlAgendaStore
from bot.storage.calendar_entries import SqlCalendarStore
from bot.storage.database import MIGRATIONS, open_database
from bot.storage.guilds import SqlGuildStore
from bot.storage.ledger import SqlLedger
from bot.storage.news import Topic
from bot.translation import in_words, said
from tests.delivery.deliveries import DUE, START, a_delivery
from tests.house import ROOT
from tests.storage.databases import DATABASES, a_database, a_place
from tests.storage.everything import everything, places_of
from tests.translation.fake import speaking_loudly

ADA, BEN = 812345678901234567, 823456789012345678
DAY = timedelta(days=1)
REFUSED = Outcome(state=State.DROPPED, cause=Cause.CLOSED)


@pytest.fixture(params=DATABASES)
async def place(request, tmp_path):
    async with a_place(request.param, tmp_path) as found:
        yield found


@pytest.fixture(params=DATABASES)
async def database(request, tmp_path):
    async with a_database(request.param, tmp_path) as opened:
        yield opened


@asynccontextmanager
async def opened(place, number):
    """So many that opened the same database, as processes do"""
    databases = [await open_database(place) for _ in range(number)]
    try:
        yield databases
    finally:
        for database in databases:
            await database.close()


def a_saved(session="lakes", **fields):
    seen = Seen(title="Lakes", start=START)
    return Saved(**{"program": "conf-22", "session": session, "at": DUE, "seen": seen, **fields})


def a_dm(*sessions, user_id=ADA, **fields):
    return a_delivery(
        *sessions,
        **{
            "guild_id": NO_GUILD,
            "place": user_id,
            "user_id": user_id,
            "kind": Kind.PERSONAL,
            "keep_until": START + DAY,
            **fields,
        },
    )


async def test_of_a_forgotten_person_nothing_is_left_in_any_table(database):
    store, ledger = SqlAgendaStore(database), SqlLedger(database)
    await store.save(ADA, a_saved(guild_id=5))
    await store.open(ADA, 77)
    await store.show_to(ADA, BEN)
    await store.show_to(BEN, ADA)
    await ledger.claim(a_dm("lakes", subject=f'{{"user": {ADA}}}'), DUE)
    await ledger.claim(a_dm(guild_id=1, place=10), DUE)
    others = await ledger.claim(a_dm("lakes", user_id=BEN), DUE)

    forgotten = await store.forget(ADA)

    assert forgotten == Forgotten(sessions=1, agreements=2, deliveries=2, settings=True)
    assert await places_of(database, ADA) == []
    assert await ledger.unsettled() == (others,)


async def test_a_person_of_whom_only_deliveries_are_held_is_forgotten_too(database):
    await SqlLedger(database).claim(a_dm("lakes"), DUE)

    forgotten = await SqlAgendaStore(database).forget(ADA)

    assert forgotten == Forgotten(deliveries=1)
    assert await places_of(database, ADA) == []


async def test_of_who_is_gone_when_all_is_over_nothing_is_left_in_any_table(database):
    store, ledger = SqlAgendaStore(database), SqlLedger(database)
    await store.save(ADA, a_saved())
    await store.save(BEN, a_saved(seen=Seen(title="Lakes", start=START + 60 * DAY)))
    await store.show_to(BEN, ADA)
    await ledger.claim(a_dm("lakes"), DUE)
    others = await ledger.claim(a_dm("lakes", user_id=BEN), DUE)

    await store.end([], START + 30 * DAY, [])

    assert await places_of(database, ADA) == []
    assert await ledger.unsettled() == (others,)


async def test_once_open_again_what_was_refused_as_closed_is_held_no_more(database):
    store, ledger = SqlAgendaStore(database), SqlLedger(database)
    for person in (ADA, BEN):
        await store.save(person, a_saved())
        await store.close(person, DUE)
        refused = await ledger.claim(a_dm("lakes", user_id=person), DUE)
        await ledger.settle(settled(refused, REFUSED, DUE))
    sent = await ledger.claim(a_dm("seas"), DUE)
    await ledger.settle(settled(sent, Outcome(state=State.SENT, message_id=1), DUE))
    dropped = await ledger.claim(a_dm("rivers"), DUE)
    await ledger.settle(settled(dropped, Outcome(state=State.DROPPED, cause=Cause.GONE), DUE))

    await store.close(ADA, DUE + DAY)
    meanwhile = await ledger.told_directly(DUE, DUE)
    await store.close(ADA, None)
    told = await ledger.told_directly(DUE, DUE)

    assert (len(meanwhile), len((await everything(database))["items"])) == (4, 3)
    assert sorted((one.place, one.item.session) for one in told) == [
        (ADA, "rivers"),
        (ADA, "seas"),
        (BEN, "lakes"),
    ]
    assert await ledger.claim(a_dm("lakes"), DUE) is not None


@pytest.mark.slow
async def test_many_are_read_by_number_and_go_at_once_when_all_is_over(database):
    row = {"direct": True, "is_told_closed": False, "active_at": DUE}
    people = [{**row, "user_id": ADA + at, "number": 2_500 - at} for at in range(2_500)]
    async with database.engine.begin() as connection:
        await connection.execute(insert(tables.attendees), people)

    store = SqlAgendaStore(database)
    found = await store.all()
    await store.end([], DUE + DAY, [])

    assert [one.number for one in found] == list(range(1, 2_501))
    assert (await everything(database))["attendees"] == []


async def test_it_is_found_where_something_stands_in_a_database(database):
    await SqlLedger(database).claim(a_dm("lakes", subject=f'{{"user": {ADA}}}'), DUE)
    await SqlAgendaStore(database).save(BEN, a_saved(session="lakes"))

    assert await places_of(database, ADA) == [
        "deliveries.place",
        "deliveries.subject",
        "deliveries.user_id",
        "items.place",
    ]
    assert await places_of(database, ADA // 10) == []
    assert await places_of(database, "Lake") == ["saved_sessions.title"]


async def test_others_hear_of_it(place):
    async with opened(place, 2) as (one, other):
        heard = asyncio.Event()

        async def hear():
            heard.set()

        other.news.on(Topic.AGENDAS, hear)
        await other.news.start()
        await SqlAgendaStore(one).save(ADA, a_saved())
        await other.news.look()

        await asyncio.wait_for(heard.wait(), timeout=10)


@pytest.mark.slow
async def test_two_processes_may_save_for_one_person_at_once(place):
    each = 25
    async with opened(place, 1) as (database,):
        processes = [
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.storage.saver", str(place)),
                *(str(ADA), name, str(each)),
                cwd=ROOT,
            )
            for name in ("one", "two")
        ]
        codes = [await process.wait() for process in processes]
        attendee = await SqlAgendaStore(database).one(ADA)

    assert codes == [0, 0]
    assert len(attendee.saved) == 2 * each + 1
    assert attendee.number == 2 * each + 1


async def test_who_reads_by_number_misses_nothing_that_several_write(place):
    people = range(ADA, ADA + 8)
    async with opened(place, 4) as (reader, *writers):
        store, known, newest = SqlAgendaStore(reader), {}, 0

        async def write(database, names):
            own = SqlAgendaStore(database)
            for person in people:
                await own.save(person, a_saved(f"s-{next(names)}"))

        async def read():
            nonlocal newest
            for attendee in await store.all(after=newest):
                known[attendee.user_id] = attendee
                newest = max(newest, attendee.number)

        names = count()
        writing = asyncio.gather(*(write(database, names) for database in writers))
        while not writing.done():
            await read()
        await writing
        await read()

        assert tuple(sorted(known.values(), key=lambda one: one.number)) == await store.all()
        assert newest == len(writers) * len(people)


async def test_two_that_write_the_first_number_at_once_both_get_one(place):
    async with opened(place, 3) as databases:
        stores = [SqlAgendaStore(database) for database in databases]

        await asyncio.gather(*(store.save(ADA + at, a_saved()) for at, store in enumerate(stores)))

        assert sorted(one.number for one in await stores[0].all()) == [1, 2, 3]


async def test_two_processes_agree_on_what_calendar_files_say(place):
    async with opened(place, 2) as databases:
        stores = [SqlCalendarStore(database) for database in databases]
        last = {"a": -1, "b": -1}
        for number in range(10):
            digests = dict.fromkeys(("a", "b"), f"{number}" * 64)
            found = await asyncio.gather(*(one.sequences("conf-22", digests) for one in stores))
            assert found == [{"a": last["a"] + 1, "b": last["b"] + 1}] * 2
            last = found[0]


async def test_an_error_of_the_database_names_nobody(database):
    async with database.engine.connect() as connection:
        with pytest.raises(Exception, match="nowhere") as caught:
            await connection.execute(
                text("INSERT INTO nowhere (user_id) VALUES (:user_id)"), {"user_id": ADA}
            )

    assert str(ADA) not in str(caught.value)


async def test_what_was_held_before_there_were_agendas_stays(place):
    delivery = a_delivery("keynote", key="reminder-of-before")
    guild = {"guild_id": 1, "reminder_channel": 10, "public_answers": True}
    async with opened(place, 1) as (database,):
        await SqlLedger(database).claim(delivery, DUE)
        rows = {**await everything(database), "guilds": [guild]}
        async with database.engine.begin() as connection:
            await connection.run_sync(_make_it_as_before, rows)

    async with opened(place, 1) as (database,):
        (choices,) = await SqlGuildStore(database).all()
        (record,) = await SqlLedger(database).unsettled()

    assert (choices.reminder_channel, choices.personal_fallback) == (10, False)
    assert (record.delivery, record.state) == (delivery, State.CLAIMED)


def _make_it_as_before(connection, rows):
    """Have the tables that there were before this version, with as much of the rows"""
    now, before = MetaData(), MetaData()
    now.reflect(connection)
    now.drop_all(connection)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "0004")
    before.reflect(connection)
    for name in ("guilds", "deliveries", "items"):
        table = before.tables[name]
        known = [
            {column: row[column] for column in table.columns.keys() & row.keys()}
            for row in rows[name]
        ]
        connection.execute(insert(table), known)


async def test_what_a_person_did_as_an_organizer_stays_without_their_id(database):
    actions = SqlActions(database)
    await actions.add(1, ADA, "paused all posting", DUE)

    forgotten = await SqlAgendaStore(database).forget(ADA)

    assert forgotten == Forgotten(actions=1)
    assert [one.user_id for one in await actions.recent(1, 9)] == [None]
    assert await places_of(database, ADA) == []


async def test_how_a_break_was_called_is_kept_for_every_language(database, monkeypatch):
    store = SqlAgendaStore(database)
    untitled = Seen(title=said("Break"), start=START)
    await store.save(ADA, a_saved(seen=Seen(title="Rivers", start=START)))

    await store.look(ADA, "conf-22", {"lakes": untitled})
    seen = [one.seen for one in (await store.one(ADA)).saved]

    assert seen == [untitled]
    with speaking_loudly(monkeypatch):
        assert in_words(seen[0].title) == "BREAK"


async def test_a_break_that_was_kept_in_english_only_is_seen_as_it_was(database):
    store = SqlAgendaStore(database)
    await store.save(ADA, a_saved(seen=Seen(title="Break", start=START)))
    before = await store.stamp()

    await store.look(ADA, "conf-22", {"lakes": Seen(title=said("Break"), start=START)})

    assert await store.stamp() == before
