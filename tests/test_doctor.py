import socket
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from pydantic import SecretStr

from bot.config import Settings
from bot.doctor import examine
from bot.finding import Level, ok, warning, wrong
from bot.guilds.model import GuildTable, Route, RouteKind
from bot.program.shipped import SAMPLE
from bot.sources.table import SourceTable
from bot.storage.database import open_database
from tests.storage.databases import a_place, run
from tests.test_invite import APPLICATION, a_token

BEFORE_THE_EVENT = datetime(2022, 11, 1, tzinfo=UTC)
AFTER_THE_EVENT = datetime(2022, 12, 11, tzinfo=UTC)
SERVER = 123456789012345678
MINUTE = timedelta(minutes=1)
CHANNEL = 234567890123456789

PROGRAM = """\
program:
  id: conf-22
  name: Conf 2022
  zone: Europe/Berlin
  first_day: 2022-11-29
  last_day: 2022-11-30
"""


@pytest.fixture
def settings(tmp_path):
    """Settings that nothing is wrong with."""
    (tmp_path / "data").mkdir()
    return Settings(
        token=SecretStr(a_token()),
        store=tmp_path / "marquee.db",
        programs=tmp_path / "data",
        guilds=(GuildTable(id=SERVER, reminder_channel=CHANNEL, leads=(timedelta(minutes=10),)),),
        file=tmp_path / "config.toml",
    )


async def unwell(settings, now=BEFORE_THE_EVENT):
    """What is not well with the settings"""
    return [finding for finding in await examine(settings, now) if finding.level is not Level.OK]


async def test_a_sound_installation_is_told_as_such(settings):
    assert await examine(settings, BEFORE_THE_EVENT) == (
        ok(f"The settings in {settings.file} are sound."),
        ok(f"The token is one of the application {APPLICATION}."),
        ok(f"The program {SAMPLE} (QCon Plus 2022) is ready."),
        ok(f"The database {settings.store} will be made on the first run."),
    )


async def test_a_missing_token_is_wrong(settings):
    (finding,) = await unwell(replace(settings, token=SecretStr("")))

    assert (finding.level, finding.what) == (Level.WRONG, "There is no Discord token.")


async def test_a_token_of_another_shape_is_wrong_and_not_repeated(settings):
    assert await unwell(replace(settings, token=SecretStr("hush"))) == [
        wrong(
            "The Discord token does not look like one.",
            "Copy it anew from the Bot page of the Discord developer portal.",
        )
    ]


async def test_a_program_that_is_over_is_pointed_out(settings):
    assert await unwell(settings, AFTER_THE_EVENT) == [
        warning(
            f"The program {SAMPLE} (QCon Plus 2022) ended on 2022-12-09.",
            "It is answered from, but posts nothing.",
        )
    ]


async def test_a_program_that_is_over_and_followed_by_nobody_is_in_order(settings):
    (settings.programs / "good.yaml").write_text(PROGRAM)

    findings = await examine(settings, AFTER_THE_EVENT)

    assert findings[2] == ok(
        "The program conf-22 (Conf 2022) ended on 2022-11-30, and no server follows it."
    )


async def test_a_program_file_that_can_not_be_used_is_wrong_and_the_others_stand(settings):
    (settings.programs / "good.yaml").write_text(PROGRAM)
    (settings.programs / "bad.yaml").write_text("5")

    findings = await examine(settings, BEFORE_THE_EVENT)

    bad = settings.programs / "bad.yaml"
    assert findings[2:5] == (
        wrong(f"{bad} is left out: it has 1 fault.", f"See `marquee check {bad}`."),
        ok("The program conf-22 (Conf 2022) is ready."),
        ok(f"The program {SAMPLE} (QCon Plus 2022) is ready."),
    )


async def test_programs_that_are_wanted_and_not_there_are_wrong(settings):
    (table,) = settings.guilds
    wanting = replace(
        settings, default_program="conf-23", guilds=(replace(table, program="conf-24"),)
    )

    assert await unwell(wanting) == [
        wrong("The program conf-23, the default one, is not there.", f"These are: {SAMPLE}."),
        wrong(f"The program conf-24, of server {SERVER}, is not there.", f"These are: {SAMPLE}."),
    ]


async def test_servers_that_get_no_posts_are_pointed_out(settings):
    (table,) = settings.guilds
    guilds = (replace(table, reminder_channel=None), replace(table, id=SERVER + 1, leads=()))

    assert await unwell(replace(settings, guilds=guilds)) == [
        warning(f"Server {SERVER} has no reminder_channel.", "It gets no reminders."),
        warning(f"Server {SERVER + 1} has no leads.", "It gets no reminders."),
    ]
    assert await unwell(replace(settings, guilds=())) == [
        warning(
            "No server has a [[guild]] table: there are answers everywhere and posts nowhere.",
            "Add one as in config.example.toml to have reminders posted.",
        )
    ]


async def test_a_track_with_a_channel_gets_reminders_there(settings):
    (table,) = settings.guilds
    route = Route(kind=RouteKind.TRACK, id="architectures", channel=CHANNEL)

    assert not await unwell(
        replace(settings, guilds=(replace(table, reminder_channel=None, routes=(route,)),))
    )


async def test_choices_of_a_table_that_do_nothing_are_pointed_out(settings):
    (table,) = settings.guilds
    guild = replace(table, digest_at=time(8), room_boards=True)

    assert await unwell(replace(settings, guilds=(guild,))) == [
        warning(
            f"Server {SERVER} has a digest_at and no announcement_channel.",
            "The day is told nowhere: name the channel, or leave digest_at out.",
        ),
        warning(
            f"Server {SERVER} has room_boards and no channel of a room.",
            "Name them under [guild.rooms], or leave room_boards out.",
        ),
    ]


async def test_tracks_and_rooms_that_the_program_lacks_are_wrong(settings):
    (table,) = settings.guilds
    routes = (
        Route(kind=RouteKind.ROOM, id="hall", channel=CHANNEL),
        Route(kind=RouteKind.TRACK, id="web", channel=CHANNEL),
    )
    guild = replace(table, routes=routes)

    assert await unwell(replace(settings, guilds=(guild,))) == [
        wrong(
            f"The program {SAMPLE} has no room hall, to which server {SERVER} gives a channel.",
            "It has no rooms.",
        ),
        wrong(
            f"The program {SAMPLE} has no track web, to which server {SERVER} gives a channel.",
            "These are: architectures.",
        ),
    ]


async def test_tracks_of_what_is_published_elsewhere_are_not_complained_about(settings):
    (table,) = settings.guilds
    route = Route(kind=RouteKind.TRACK, id="web", channel=CHANNEL)
    source = SourceTable(id="conf-26", source="https://example.org/a", every=MINUTE)
    guild = replace(table, program="conf-26", routes=(route,))

    assert not await unwell(replace(settings, sources=(source,), guilds=(guild,)))


async def test_a_database_is_tried_and_not_touched(settings):
    await (await open_database(settings.store)).close()
    before = settings.store.read_bytes()

    *_, finding = await examine(settings, BEFORE_THE_EVENT)

    assert finding == ok(
        f"The database {settings.store} opens, and its tables are of this version or can become so."
    )
    assert settings.store.read_bytes() == before


async def test_a_database_in_use_is_tried_all_the_same(settings):
    database = await open_database(settings.store)

    unwell_now = await unwell(settings)

    await database.close()
    assert unwell_now == []


async def test_a_file_that_is_no_database_is_wrong(settings):
    settings.store.write_text("Dear diary, " * 100)

    assert await unwell(settings) == [
        wrong(f"The database {settings.store} can't be used.", "file is not a database")
    ]


async def test_a_newer_marquees_database_is_wrong(settings):
    await (await open_database(settings.store)).close()
    with sqlite3.connect(settings.store) as database:
        database.execute("UPDATE alembic_version SET version_num = 'v9999'")
    database.close()

    assert await unwell(settings) == [
        wrong(
            f"The database {settings.store} can't be used.",
            f"The database {settings.store} was written by a newer Marquee. "
            "Install that version, or set another path.",
        )
    ]


async def test_a_database_without_a_folder_is_wrong(settings, tmp_path):
    (finding,) = await unwell(replace(settings, store=tmp_path / "none" / "marquee.db"))

    assert finding == wrong(
        f"The database's folder {tmp_path / 'none'} can't be written.", "Make it, or allow it."
    )


async def test_a_database_server_is_tried_and_not_touched(settings, tmp_path):
    async with a_place("postgresql", tmp_path) as url:
        *_, finding = await examine(replace(settings, store=SecretStr(url)), BEFORE_THE_EVENT)

        schema = url.rpartition("=")[2]
        tables = await run(f"SELECT * FROM pg_tables WHERE schemaname = '{schema}'")

    assert (finding.level, finding.what.endswith("are of this version or can become so.")) == (
        Level.OK,
        True,
    )
    assert tables == []


async def test_a_database_server_that_does_not_answer_is_wrong_and_no_password_told(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    store = SecretStr(f"postgresql://ann:hush@127.0.0.1:{port}/fair")

    (finding,) = await unwell(replace(settings, store=store))

    assert finding.what == "The database can't be used."
    assert finding.fix.startswith(f"The database fair on 127.0.0.1:{port} can't be reached")
    assert "hush" not in str(finding)


async def test_a_folder_of_programs_that_is_not_there_is_pointed_out(settings):
    settings.programs.rmdir()

    (finding,) = await unwell(settings)

    assert (finding.level, finding.what) == (
        Level.WARNING,
        f"There is no folder {settings.programs}.",
    )


async def test_looking_leaves_nothing_beside_the_database(settings):
    await (await open_database(settings.store)).close()
    before = sorted(settings.store.parent.iterdir())

    await examine(settings, BEFORE_THE_EVENT)

    assert sorted(settings.store.parent.iterdir()) == before


async def test_servers_of_other_shards_are_not_complained_about(settings):
    ours, theirs = GuildTable(id=1 << 22), GuildTable(id=2 << 22, program="gone")
    sharded = replace(
        settings,
        shard_ids=(1,),
        shard_count=2,
        store=SecretStr("postgresql://127.0.0.1:1/fair"),
        guilds=(ours, theirs),
    )

    findings = await examine(sharded, BEFORE_THE_EVENT)

    shards, reminders = findings[3:5]
    assert shards == ok(
        "Shards 1 of 2 are served here, and with them 1 of the 2 servers that have a table."
    )
    assert reminders.what == f"Server {ours.id} has no reminder_channel."
    assert not any(str(theirs.id) in finding.what for finding in findings)


async def test_shards_for_others_beside_a_file_are_pointed_out(settings):
    (finding,) = await unwell(
        replace(settings, shard_ids=(SERVER >> 22 & 1,), shard_count=2), BEFORE_THE_EVENT
    )

    assert finding.what == "The store is a file, and shards for other processes are left out."


async def test_programs_that_are_published_elsewhere_are_there_too(settings, tmp_path):
    tables = (
        SourceTable(id="web", source="https://user:secret@example.org/a?key=b", every=MINUTE),
        SourceTable(id="lost", file=tmp_path / "lost.xml"),
    )
    settings = replace(settings, sources=tables, default_program="web")

    found = await examine(settings, BEFORE_THE_EVENT)

    what = f"There is no {tmp_path / 'lost.xml'}, from which the program lost is to come."
    assert [one for one in found if "program web" in one.what or "lost" in one.what] == [
        ok("The program web is taken from https://example.org/a?…, every minute."),
        wrong(what, "Put it there, or correct its [[program]] table."),
    ]
