"""`marquee export`, as an operator types it."""

import asyncio
import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from bot.cli import main
from bot.cli.exits import FAULTY, FINE, WRONG_USE
from bot.guilds.model import Choices
from bot.program import yaml_file
from bot.program.importers import Bundle, Wishes, import_program
from bot.program.overlay import Cancelled, Moved, at_source
from bot.program.shipped import SAMPLE, shipped_programs
from bot.sources.version import Version
from bot.storage.database import open_database
from bot.storage.guilds import SqlGuildStore
from bot.storage.overlays import SqlOverlayStore
from bot.storage.programs import SqlVersions
from tests.factories import a_program_with_talks
from tests.guilds.keeping import keep

NOW = datetime(2022, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
GUILD = 111_111_111_111_111_111
RIVERS = a_program_with_talks("Rivers", "Lakes", "Seas")


@pytest.fixture(autouse=True)
def _empty_folder_and_environment(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for variable in ("MARQUEE_TOKEN", "MARQUEE_CONFIG", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def marquee(monkeypatch, capsys):
    """Types an export; gives the exit code, what was printed, and what was told as an error."""

    def typed(*words):
        monkeypatch.setattr(sys, "argv", ["marquee", "export", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err.rpartition("Error: ")[2]

    return typed


@pytest.fixture
def remembered(tmp_path):
    """Fills the store as a bot would have"""

    def fill(program=RIVERS, *overrides, follows=RIVERS.id):
        asyncio.run(_fill(tmp_path / "marquee.db", program, overrides, follows))

    return fill


async def _fill(path, program, overrides, follows):
    database = await open_database(path)
    try:
        text = yaml_file.write(program)
        version = Version(program=program.id, digest=str(hash(text)), accepted_at=NOW, text=text)
        await SqlVersions(database).accept(version)
        await keep(SqlGuildStore(database), Choices(guild_id=GUILD, program=follows))
        for one in overrides:
            await SqlOverlayStore(database).put(GUILD, program.id, one)
    finally:
        await database.close()


def events(path):
    return {str(one["UID"]): one for one in Calendar.from_ical(path.read_bytes()).events}


def titles(path):
    return {str(one["SUMMARY"]) for one in events(path).values()}


def test_the_sample_becomes_a_calendar(marquee, tmp_path):
    code, out, err = marquee("qcon.ics")

    assert (code, err) == (FINE, "")
    assert out == "Written to qcon.ics: QCon Plus 2022, 1 session.\n"
    assert titles(tmp_path / "qcon.ics") == {"Architectures You've Always Wondered About"}
    assert [one.name for one in tmp_path.iterdir()] == ["qcon.ics"]


def test_the_sample_becomes_a_schedule_that_can_be_imported(marquee, tmp_path):
    code, out, _ = marquee("qcon.json")

    assert (code, out) == (FINE, "Written to qcon.json: QCon Plus 2022, 1 session.\n")
    data = (tmp_path / "qcon.json").read_bytes()
    assert import_program(Bundle.of({"it": data}), Wishes()).program.id == SAMPLE


def test_another_program_is_named_by_its_id(marquee, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "rivers.yaml").write_text(yaml_file.write(RIVERS))

    code, out, _ = marquee("it.ICS", "--program", RIVERS.id)

    assert (code, out) == (FINE, "Written to it.ICS: Conf 2022, 3 sessions.\n")
    assert titles(tmp_path / "it.ICS") == {"Rivers", "Lakes", "Seas"}


def test_what_the_bot_took_over_stands_before_the_file(marquee, remembered, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "rivers.yaml").write_text(yaml_file.write(RIVERS))
    remembered(replace(RIVERS, sessions=RIVERS.sessions[1:]))

    marquee("it.ics", "-p", RIVERS.id)

    assert titles(tmp_path / "it.ics") == {"Lakes", "Seas"}


def test_a_servers_program_is_as_its_organizers_changed_it(marquee, remembered, tmp_path):
    first, second, third = RIVERS.sessions
    later = second.start.astimezone(UTC) + HOUR
    remembered(
        RIVERS,
        Cancelled(session=first.id, source=at_source(first), at=NOW),
        Moved(session=second.id, source=at_source(second), at=NOW, start=later),
    )

    marquee("it.ics", "--guild", GUILD)
    marquee("it.json", "--guild", GUILD)
    marquee("plain.ics", "--program", RIVERS.id)

    found = events(tmp_path / "it.ics")
    assert {uid: str(one["STATUS"]) for uid, one in found.items()} == {
        f"{first.id}@{RIVERS.id}.marquee": "CANCELLED",
        f"{second.id}@{RIVERS.id}.marquee": "CONFIRMED",
        f"{third.id}@{RIVERS.id}.marquee": "CONFIRMED",
    }
    assert found[f"{second.id}@{RIVERS.id}.marquee"]["DTSTART"].dt == later
    read = import_program(Bundle.of({"it": (tmp_path / "it.json").read_bytes()}), Wishes())
    assert {one.title for one in read.program.talks} == {"Lakes", "Seas"}
    assert titles(tmp_path / "plain.ics") == {"Rivers", "Lakes", "Seas"}


def test_a_server_without_a_choice_has_the_default_program(marquee, remembered, tmp_path):
    remembered(follows=None)

    code, out, _ = marquee("it.ics", "-g", GUILD)

    assert (code, out) == (FINE, "Written to it.ics: QCon Plus 2022, 1 session.\n")


def test_a_later_calendar_of_a_moved_session_is_known_as_newer(marquee, remembered, tmp_path):
    path = tmp_path / "it.ics"
    first = RIVERS.sessions[0]
    moved = replace(first, start=first.start - HOUR, end=None)

    remembered()
    marquee(path, "-p", RIVERS.id)
    before = events(path)
    remembered(replace(RIVERS, sessions=(moved, *RIVERS.sessions[1:])))
    marquee(path, "-p", RIVERS.id)
    after = events(path)

    assert before.keys() == after.keys()
    assert [(one["SEQUENCE"], after[uid]["SEQUENCE"]) for uid, one in before.items()] == [
        (0, 1),
        (0, 0),
        (0, 0),
    ]


@pytest.mark.parametrize("name", ["it.ics", "it.json"])
def test_an_earlier_export_of_the_program_is_written_over(marquee, name):
    assert marquee(name)[0] == FINE
    assert marquee(name)[0] == FINE


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("it.json", b"{}"),
        ("it.json", b'{"generator": {"name": "Marquee"}, "schedule": []}'),
        ("it.json", b"\xff\x00"),
        ("it.ics", b""),
        ("it.ics", b"BEGIN:VCALENDAR\r\nPRODID:-//Somebody//EN\r\nEND:VCALENDAR\r\n"),
    ],
)
def test_any_other_file_is_kept_unless_that_is_forced(marquee, tmp_path, name, held):
    path = tmp_path / name
    path.write_bytes(held)

    code, out, err = marquee(name)

    assert (code, out) == (WRONG_USE, "")
    assert err == (
        f"Invalid value for FILE: {name} is there already, and is no earlier export of "
        "“QCon Plus 2022”. Name another file, or write over it with --force.\n"
    )
    assert path.read_bytes() == held
    assert marquee(name, "--force")[0] == FINE
    assert path.read_bytes() != held


def test_an_export_of_another_program_is_kept(marquee, remembered):
    remembered()
    marquee("it.ics")
    marquee("it.json")

    assert marquee("it.ics", "-p", RIVERS.id)[0] == WRONG_USE
    assert marquee("it.json", "-p", RIVERS.id)[0] == WRONG_USE


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["it.txt"],
            (
                "FILE: What it.txt is to be can't be told from its name. End it with .ics for a "
                "calendar or .json for c3voc's schedule JSON."
            ),
        ),
        (
            ["there/it.ics"],
            "FILE: There is no folder there to write it.ics into. Make it first.",
        ),
        (["folder.ics"], "FILE: folder.ics is no file. Name another one."),
        (
            ["it.ics", "-p", "lakes"],
            "--program: There is no program lakes. These are: qcon-plus-2022.",
        ),
        (["it.ics", "-g", "7"], "--guild: Server 7 is not known here. These are: none."),
    ],
)
def test_what_can_not_be_done_is_said_and_nothing_is_written(marquee, tmp_path, words, told):
    (tmp_path / "folder.ics").mkdir()

    assert marquee(*words) == (WRONG_USE, "", f"Invalid value for {told}\n")
    assert [one.name for one in tmp_path.iterdir()] == ["folder.ics"]


def test_who_is_known_is_named(marquee, remembered):
    remembered()

    assert marquee("it.ics", "-p", "lakes")[2] == (
        "Invalid value for --program: There is no program lakes. "
        "These are: conf-22, qcon-plus-2022.\n"
    )
    assert marquee("it.ics", "-g", "7")[2] == (
        f"Invalid value for --guild: Server 7 is not known here. These are: {GUILD}.\n"
    )


def test_a_program_whose_file_has_faults_is_told_with_them(marquee, tmp_path):
    (tmp_path / "data").mkdir()
    text = yaml_file.write(RIVERS).replace("zone: America/Los_Angeles", "zone: Nowhere")
    (tmp_path / "data" / "rivers.yaml").write_text(text)

    code, out, err = marquee("it.ics", "-p", RIVERS.id)

    assert (code, out) == (FAULTY, "")
    assert "rivers.yaml:" in err
    assert "Nowhere" in err


def test_a_place_that_can_not_be_written_is_said(marquee, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.cli.import_target.os.fsync", full)

    assert marquee("it.ics") == (
        WRONG_USE,
        "",
        (
            "Invalid value for FILE: it.ics can't be written: No space left on device. "
            "Nothing has changed. Name another file.\n"
        ),
    )
    assert list(tmp_path.iterdir()) == []


def test_a_stored_version_that_can_not_be_read_gives_way_to_the_file(marquee, remembered, tmp_path):
    remembered(yaml_file.read_file(shipped_programs() / f"{SAMPLE}.yaml").program)
    with closing(sqlite3.connect(tmp_path / "marquee.db")) as connection:
        connection.execute("UPDATE programs SET text = 'program: 7'")
        connection.commit()

    code, _, _ = marquee("it.json")

    assert code == FINE
    found = json.loads((tmp_path / "it.json").read_text())
    assert found["schedule"]["conference"]["title"] == "QCon Plus 2022"
