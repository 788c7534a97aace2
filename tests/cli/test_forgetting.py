"""`marquee forget` on a store that a bot has filled."""

import asyncio
import signal
import sys
from datetime import UTC, datetime, timedelta

import pytest
import typer

from bot.cli import main
from bot.cli.exits import FINE
from bot.guilds.model import Choices, GuildTable, Lead
from bot.guilds.service import Guilds
from bot.mirrors.model import Mirror, MirrorKind
from bot.storage.database import open_database
from bot.storage.guilds import SqlGuildStore
from bot.storage.mirrors import SqlMirrorStore
from bot.takedown import TakenDown
from tests.storage.everything import places_of

NOW = datetime(2022, 11, 30, 16, 40, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GUILD, OTHER = 111_111_111_111_111_111, 222_222_222_222_222_222


@pytest.fixture(autouse=True)
def _filled(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for variable in ("MARQUEE_TOKEN", "MARQUEE_CONFIG", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    asyncio.run(_fill(tmp_path / "marquee.db"))


async def _fill(path):
    database = await open_database(path)
    tables = [GuildTable(id=one, reminder_channel=7) for one in (GUILD, OTHER)]
    await Guilds(SqlGuildStore(database)).load(tables, NOW)
    await database.close()


async def _started(path, table, now):
    """What a server chose by its table, once a bot has started"""
    database = await open_database(path)
    guilds = Guilds(SqlGuildStore(database))
    await guilds.load([table], now)
    await database.close()
    return [one for one in guilds.all() if one.guild_id == table.id]


async def _stand(path):
    """A board and an event of one server, and a board of the other one"""
    database = await open_database(path)
    board, event, others = (
        Mirror(
            guild_id=guild,
            kind=kind,
            subject="any",
            discord_id=70,
            digest="",
            created_at=NOW,
            edited_at=NOW,
            channel=7 if kind is MirrorKind.BOARD else None,
        )
        for guild, kind in (
            (GUILD, MirrorKind.BOARD),
            (GUILD, MirrorKind.EVENT),
            (OTHER, MirrorKind.BOARD),
        )
    )
    for one in (board, event, others):
        await SqlMirrorStore(database).swap(None, one)
    await database.close()
    return board, event


async def _places(path, guild):
    database = await open_database(path)
    try:
        return await places_of(database, guild)
    finally:
        await database.close()


@pytest.fixture
def marquee(monkeypatch, capsys):
    """Types a command; gives the exit code, what was printed, and what was told as an error."""

    def typed(*words):
        monkeypatch.setattr(sys, "argv", ["marquee", "forget", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return typed


def test_a_server_is_forgotten_and_no_other(marquee, tmp_path):
    code, out, err = marquee(GUILD, "--yes")

    assert (code, err) == (FINE, "")
    assert f"All that was kept of server {GUILD} is removed" in out
    kept = [asyncio.run(_places(tmp_path / "marquee.db", one)) for one in (GUILD, OTHER)]
    assert (kept[0], bool(kept[1])) == ([], True)


def test_it_says_where_the_server_still_stands(marquee, tmp_path):
    (tmp_path / "config.toml").write_text(f"[[guild]]\nid = {GUILD}\n")

    _, out, _ = marquee(GUILD, "--yes")

    assert "Remove that, too." in out


def test_a_server_whose_table_stays_begins_anew_with_what_the_table_says_by_then(marquee, tmp_path):
    marquee(GUILD, "--yes")
    table = GuildTable(id=GUILD, program="conf-23", reminder_channel=7, leads=(MINUTE,))

    (back,) = asyncio.run(_started(tmp_path / "marquee.db", table, NOW + MINUTE))

    lead = Lead(before=MINUTE, since=NOW + MINUTE)
    assert back == Choices(guild_id=GUILD, program="conf-23", reminder_channel=7, leads=(lead,))


def test_what_stands_in_discord_is_taken_down_after_all_was_removed(marquee, tmp_path, monkeypatch):
    board, event = asyncio.run(_stand(tmp_path / "marquee.db"))
    monkeypatch.setenv("MARQUEE_TOKEN", "a.b.c")

    async def taken(token, guild, standing):
        assert (token, guild, standing) == ("a.b.c", GUILD, [board, event])
        assert await _places(tmp_path / "marquee.db", GUILD) == []
        return TakenDown(boards=1, events=2, left=("a live board: there",), why="Discord says: No.")

    monkeypatch.setattr("bot.takedown.take_down", taken)

    code, out, err = marquee(GUILD, "--yes")

    assert (code, err) == (FINE, "")
    assert out.splitlines()[1:] == [
        "Taken down in Discord: 1 live board and 2 scheduled events.",
        "Left in Discord (Discord says: No); whoever manages the server can delete it there:",
        "- a live board: there",
    ]


def test_without_a_token_it_is_told_what_stays_in_discord(marquee, tmp_path):
    asyncio.run(_stand(tmp_path / "marquee.db"))

    _, out, _ = marquee(GUILD, "--yes")

    assert out.splitlines()[1:] == [
        (
            "Left in Discord (There is no Discord token); "
            "whoever manages the server can delete it there:"
        ),
        f"- a live board: https://discord.com/channels/{GUILD}/7/70",
        "- a scheduled event, with “marquee-…” in the description",
    ]


def test_a_token_that_can_be_none_is_told_in_its_own_words(marquee, tmp_path, monkeypatch):
    asyncio.run(_stand(tmp_path / "marquee.db"))
    monkeypatch.setenv("MARQUEE_TOKEN", "tökén")

    code, out, _ = marquee(GUILD, "--yes")

    assert code == FINE
    assert "Left in Discord (The Discord token holds blanks or odd letters); " in out


def test_stopped_half_way_it_is_told_what_may_still_stand(marquee, tmp_path, monkeypatch):
    asyncio.run(_stand(tmp_path / "marquee.db"))
    monkeypatch.setenv("MARQUEE_TOKEN", "a.b.c")

    async def stopped(*_):
        signal.raise_signal(signal.SIGINT)
        await asyncio.Event().wait()

    monkeypatch.setattr("bot.takedown.take_down", stopped)

    code, out, _ = marquee(GUILD, "--yes")

    assert code != FINE
    assert out.splitlines()[1:] == [
        (
            "Left in Discord (this was stopped half-way, and some may be gone); "
            "whoever manages the server can delete it there:"
        ),
        f"- a live board: https://discord.com/channels/{GUILD}/7/70",
        "- a scheduled event, with “marquee-…” in the description",
    ]


def test_of_an_unknown_server_it_is_asked_with_those_that_are_known(marquee, monkeypatch):
    asked = []
    monkeypatch.setattr("typer.confirm", lambda words, **_: asked.append(words))

    marquee(7)

    assert f"Server 7 is not known here; these are: {GUILD}, {OTHER}." in asked[0]


def test_without_a_yes_nothing_is_removed(marquee, tmp_path, monkeypatch):
    monkeypatch.setattr("typer.confirm", _refuse)

    marquee(GUILD)

    assert asyncio.run(_places(tmp_path / "marquee.db", GUILD)) != []


def _refuse(*_, **__):
    raise typer.Abort
