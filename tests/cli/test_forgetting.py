"""`marquee forget` on a store that a bot has filled."""

import asyncio
import sys
from datetime import UTC, datetime

import pytest
import typer

from bot.cli import main
from bot.cli.exits import FINE
from bot.guilds.model import GuildTable
from bot.guilds.service import Guilds
from bot.storage.database import open_database
from bot.storage.guilds import SqlGuildStore
from tests.storage.everything import places_of

NOW = datetime(2022, 11, 30, 16, 40, tzinfo=UTC)
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
