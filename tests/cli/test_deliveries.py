"""`marquee deliveries` on a store that a bot has filled."""

import asyncio
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bot.cli import main
from bot.cli.exits import FINE, WRONG_USE
from bot.delivery.life import settled
from bot.delivery.model import Cause, Outcome, State
from bot.guilds.model import GuildTable
from bot.guilds.service import Guilds
from bot.storage.database import open_database
from bot.storage.guilds import SqlGuildStore
from bot.storage.ledger import SqlLedger
from tests.ui.records import a_delivery

MINUTE = timedelta(minutes=1)
# Twenty minutes before the sample's session, which starts at 9:00 in its zone.
NOW = datetime(2022, 11, 30, 16, 40, tzinfo=UTC)
GUILD, OTHER = 111_111_111_111_111_111, 222_222_222_222_222_222
CHANNEL = 333_333_333_333_333_333
TABLE = GuildTable(id=GUILD, reminder_channel=CHANNEL, leads=(10 * MINUTE,))
SESSION = "Architectures You've Always Wondered About"
NONE_YET = "error: There is no database marquee.db yet: the first `marquee run` makes it.\n"


class HeldClock:
    now_is = NOW

    def now(self):
        return self.now_is


@pytest.fixture(autouse=True)
def _empty_folder_and_environment(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for variable in ("MARQUEE_TOKEN", "MARQUEE_CONFIG", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("bot.cli.deliveries.SystemClock", HeldClock)


@pytest.fixture
def marquee(monkeypatch, capsys):
    """Types a command; gives the exit code, what was printed, and what was told as an error."""

    def typed(*words):
        monkeypatch.setattr(sys, "argv", ["marquee", "deliveries", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return typed


@pytest.fixture
def remembered(tmp_path):
    """Fills the store as a bot would have, and reads it again"""

    def fill(*outcomes, tables=(TABLE,)):
        return asyncio.run(_fill(tmp_path / "marquee.db", outcomes, tables))

    return fill


async def _fill(path, outcomes, tables):
    database = await open_database(path)
    try:
        await Guilds(SqlGuildStore(database)).load(tables, NOW - 60 * MINUTE)
        ledger = SqlLedger(database)
        for number, outcome in enumerate(outcomes):
            start = NOW + (number + 1) * MINUTE
            delivery = a_delivery(f"s-{number}", start=start, guild_id=GUILD, place=CHANNEL)
            record = await ledger.claim(delivery, delivery.due)
            await ledger.settle(settled(record, outcome, delivery.due))
    finally:
        await database.close()


async def _read(path):
    database = await open_database(path)
    try:
        return await SqlLedger(database).recent(GUILD), await SqlGuildStore(database).all()
    finally:
        await database.close()


SENT = Outcome(state=State.SENT, message_id=7)
FORBIDDEN = Outcome(
    state=State.DROPPED, cause=Cause.FORBIDDEN, reason="Marquee may not post in this channel"
)


def test_what_comes_and_what_was_is_listed_by_server_in_the_programs_zone(marquee, remembered):
    remembered(SENT, FORBIDDEN)

    code, out, err = marquee()

    assert (code, err) == (FINE, "")
    assert [line.split("\t")[:5] for line in out.splitlines()] == [
        [str(GUILD), "posting"],
        [str(GUILD), "2022-11-30 08:50 PST", SESSION, str(CHANNEL), "coming"],
        [
            str(GUILD),
            "2022-11-30 08:32 PST",
            "s-1",
            str(CHANNEL),
            "not posted: Marquee may not post in this channel",
        ],
        [str(GUILD), "2022-11-30 08:31 PST", "s-0", str(CHANNEL), "posted 2022-11-30 08:31 PST"],
    ]


def test_listing_changes_nothing_and_adopts_nothing(marquee, remembered, tmp_path):
    remembered(SENT)
    (tmp_path / "config.toml").write_text(f"[[guild]]\nid = {OTHER}\n")
    before = _dump(tmp_path)

    code, out, _ = marquee()

    assert code == FINE
    assert str(OTHER) not in out
    assert _dump(tmp_path) == before


def test_without_a_database_that_is_said_and_none_is_made(marquee, tmp_path):
    words = [(), ("retry", "abc"), ("drop", "abc"), ("pause",), ("resume",)]

    assert [marquee(*one) for one in words] == [(WRONG_USE, "", NONE_YET)] * len(words)
    assert list(tmp_path.iterdir()) == []


def test_an_old_database_is_left_as_it_is(marquee, remembered, tmp_path):
    remembered()
    with closing(sqlite3.connect(tmp_path / "marquee.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.commit()

    code, _, err = marquee()

    assert code == WRONG_USE
    assert "is not of this version yet: start Marquee once" in err


def test_one_server_can_be_asked_for_and_an_unknown_one_is_named(marquee, remembered):
    remembered(tables=(TABLE, GuildTable(id=OTHER)))

    _, out, _ = marquee("--guild", OTHER)
    code, _, err = marquee("--guild", 5)

    assert out == f"{OTHER}\tno channel for reminders\n"
    assert (code, err) == (
        WRONG_USE,
        f"error: Server 5 is not known here. These are: {GUILD}, {OTHER}.\n",
    )


def test_a_dropped_one_is_tried_again_when_asked_for_by_its_beginning(
    marquee, remembered, tmp_path
):
    remembered(SENT, FORBIDDEN)
    (dropped, _), _ = asyncio.run(_read(tmp_path / "marquee.db"))
    digest = dropped.delivery.digest

    code, out, err = marquee("retry", digest[:8])

    (after, _), _ = asyncio.run(_read(tmp_path / "marquee.db"))
    assert (code, err) == (FINE, "")
    assert out == f"Delivery {digest} is tried again within seconds, if Marquee is running.\n"
    assert (after.state, after.next_try) == (State.FAILED, NOW)


def test_a_coming_one_is_dropped_and_stays_so(marquee, remembered, tmp_path):
    remembered()
    coming = marquee()[1].splitlines()[1].split("\t")[-1]

    code, out, _ = marquee("drop", coming)
    _, listed, _ = marquee()

    ((record,), _) = asyncio.run(_read(tmp_path / "marquee.db"))
    assert (code, record.state, record.cause) == (FINE, State.DROPPED, Cause.BY_HAND)
    assert out == f"Delivery {record.delivery.digest} is dropped: it will not be posted.\n"
    assert "coming" not in listed


@pytest.mark.parametrize("action", ["retry", "drop"])
def test_a_beginning_that_fits_none_or_several_is_refused(marquee, remembered, action):
    remembered(SENT, FORBIDDEN)

    none, several = marquee(action, "xyz"), marquee(action, "")

    assert none == (
        WRONG_USE,
        "",
        "error: No delivery begins with “xyz”. `marquee deliveries` lists them.\n",
    )
    assert several[0] == WRONG_USE
    assert "More than one delivery begins with" in several[2]


def test_what_can_not_be_done_is_told_in_words(marquee, remembered, tmp_path):
    remembered(SENT)
    ((sent,), _) = asyncio.run(_read(tmp_path / "marquee.db"))

    assert marquee("retry", sent.delivery.digest) == (
        WRONG_USE,
        "",
        "error: It was posted already.\n",
    )


def test_all_servers_are_paused_and_resumed_or_only_one(marquee, remembered, tmp_path):
    def paused():
        _, known = asyncio.run(_read(tmp_path / "marquee.db"))
        return [one.paused_at is not None for one in known]

    remembered(tables=(TABLE, GuildTable(id=OTHER)))
    seen = [paused()]
    for words in (("pause",), ("resume", "--guild", OTHER), ("resume",), ("pause", "-g", GUILD)):
        assert marquee(*words)[0] == FINE
        seen.append(paused())

    assert seen == [[False, False], [True, True], [True, False], [False, False], [True, False]]


def test_a_pause_is_said_with_its_time_and_in_the_list(marquee, remembered):
    remembered()

    _, said, _ = marquee("pause")
    _, listed, _ = marquee()

    assert said == (
        f"Server {GUILD} is paused since 2022-11-30 08:40 PST.\n"
        "Nothing is posted there until `marquee deliveries resume`.\n"
    )
    assert listed.startswith(f"{GUILD}\tpaused since 2022-11-30 08:40 PST\n")


def test_resuming_tells_what_fell_due_meanwhile(marquee, remembered, monkeypatch):
    remembered()
    monkeypatch.setattr(HeldClock, "now_is", NOW - 60 * MINUTE)
    marquee("pause")
    monkeypatch.setattr(HeldClock, "now_is", NOW)
    remembered(Outcome(state=State.DROPPED, cause=Cause.PAUSED, reason="posting was paused"))

    _, resumed, _ = marquee("resume")
    _, again, _ = marquee("resume")

    assert resumed.startswith(
        f"Server {GUILD} is posted to again. It was paused since 2022-11-30 07:40 PST. "
        "Meanwhile one post fell due and was not posted:\n"
        "2022-11-30 08:31 PST\ts-0\t"
    )
    assert again == f"Server {GUILD} was not paused.\n"


def test_an_option_before_the_action_is_not_silently_lost(marquee, remembered):
    remembered()

    code, _, err = marquee("--guild", GUILD, "pause")

    assert code == WRONG_USE
    assert "Write the options behind" in err


def _dump(folder):
    with closing(sqlite3.connect(folder / "marquee.db")) as connection:
        return list(connection.iterdump())
