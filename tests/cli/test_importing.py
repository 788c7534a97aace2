"""`marquee import`, as an organizer types it."""

import io
import json
import sys
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot import printing
from bot.cli import main
from bot.cli.exits import BROKEN, FINE, WRONG_USE
from bot.program import yaml_file
from tests.test_printing import a_terminal

ZONE = "Europe/Berlin"


def an_event(guid, title, start, *, room="Hall 1", persons=("Ann",)):
    return {
        "guid": guid,
        "id": guid,
        "title": title,
        "date": f"2026-03-{start}:00+01:00",
        "start": start[3:],
        "duration": "00:30",
        "room": room,
        "persons": [{"id": person, "public_name": person} for person in persons],
    }


def a_schedule(*events, title="Berlin Conf 2026", acronym="berlin26", zone=ZONE):
    """A program as c3voc's tools write it"""
    days = [{"index": 1, "date": "2026-03-02", "rooms": {"Hall 1": list(events)}}]
    about = {"title": title, "acronym": acronym, "days": days}
    if zone:
        about["time_zone_name"] = zone
    return {"schedule": {"version": "1", "conference": about}}


OPENING = an_event("g1", "Opening", "02T09:00")
BEES = an_event("g2", "All about bees", "02T10:00", persons=("Ann", "Bob"))
BREAK = an_event("g3", "Lunch", "02T12:00", persons=())
SCHEDULE = a_schedule(OPENING, BEES, BREAK)


@pytest.fixture(autouse=True)
def _empty_folder_and_environment(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for variable in ("MARQUEE_TOKEN", "MARQUEE_CONFIG", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def marquee(monkeypatch, capsys):
    """Types an import; gives the exit code, what was printed, and what was told besides."""

    def typed(*words):
        monkeypatch.setattr(sys, "argv", ["marquee", "import", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return typed


@pytest.fixture
def source(tmp_path):
    """Writes a program as a source publishes it; gives its path."""

    def written(schedule=SCHEDULE, name="schedule.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(schedule))
        return path.relative_to(tmp_path)

    return written


@pytest.fixture
def website():
    """A web server on this machine; the bodies of its pages by path."""
    pages = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path in pages else 404)
            self.end_headers()
            self.wfile.write(pages.get(self.path, b""))

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"127.0.0.1:{server.server_port}", pages
        server.shutdown()
        thread.join()


def sessions(path):
    program = yaml_file.read_file(path).program
    return {session.id: session for session in program.sessions}


def test_a_program_is_taken_over_and_what_came_in_is_said(marquee, source, tmp_path):
    code, out, err = marquee(source())

    assert code == FINE
    assert out == (
        "Format\tc3voc schedule JSON\n"
        "Conference\tBerlin Conf 2026\n"
        "Talks\t2\n"
        "Speakers\t2\n"
        "Sessions\t3, one of them a break\n"
        "Rooms\t1: Hall 1\n"
        "Tracks\tnone\n"
        "First start\tMon 2026-03-02 09:00 CET\n"
        "Last start\tMon 2026-03-02 12:00 CET\n"
        "Time zone\tEurope/Berlin\n"
        "\n"
        "Written to data/berlin26.yaml.\n"
        "See it at work: marquee rehearse --program data/berlin26.yaml\n"
    )
    assert err == (
        "Reading schedule.json\nImporting 1 file, 1 kB\nChecking what is to be written\n"
    )
    reading = yaml_file.read_file(tmp_path / "data" / "berlin26.yaml")
    assert (reading.program.name, reading.warnings) == ("Berlin Conf 2026", ())


def test_what_is_doubtful_is_counted_with_an_example(marquee, source):
    late = [an_event(f"g{n}", f"Talk {n}", "02T10:00") | {"duration": "00:00"} for n in (7, 8)]

    _, out, _ = marquee(source(a_schedule(OPENING, *late)))

    assert (
        "\nPlease have a look at what is doubtful:\n"
        "2 times\tA session ends when it starts, or before. No end is shown. "
        "For example: Talk 7\n"
    ) in out


def test_on_a_terminal_the_report_keeps_to_its_width(marquee, source, monkeypatch):
    monkeypatch.setattr(printing, "out", a_terminal(80))
    rooms = [an_event(f"g{n}", f"Talk {n}", "02T10:00", room=f"The room {n}") for n in range(20)]

    _, out, _ = marquee(source(a_schedule(*rooms, title="A conference " * 20)))

    assert "Sessions" in out
    assert max(len(printing.Text.from_ansi(line)) for line in out.splitlines()) <= 80


def test_the_same_source_gives_the_same_bytes_and_is_not_written_again(marquee, source, tmp_path):
    target = tmp_path / "data" / "berlin26.yaml"
    marquee(source())
    before, written_at = target.read_bytes(), target.stat().st_mtime_ns

    code, out, _ = marquee(source())

    assert code == FINE
    assert out.endswith("\n\ndata/berlin26.yaml holds exactly this already.\n")
    assert (target.read_bytes(), target.stat().st_mtime_ns) == (before, written_at)


def test_over_an_earlier_version_ids_stay_and_changes_are_said(marquee, source, tmp_path):
    later = a_schedule(
        an_event("g1", "Grand opening", "02T09:30"),
        BEES | {"room": "Hall 2"},
        an_event("g9", "Something new", "02T13:00"),
        title="Another name",
    )
    marquee(source(), "-o", "x.yaml")

    code, out, _ = marquee(source(later), "-o", "x.yaml", "--id", "another")

    assert code == FINE
    assert out.partition("\n\n")[2] == (
        "Compared with x.yaml as it is:\n"
        "1\tis new: “Something new” (Mon 13:00)\n"
        "1\tis gone: “Lunch” (Mon 12:00)\n"
        "1\tmoved: “Grand opening” (Mon 09:00 → Mon 09:30)\n"
        "1\tis in another room: “All about bees” (Hall 1 → Hall 2)\n"
        "1\thas another title: “Opening” → “Grand opening”\n"
        "\n"
        "Its id stays berlin26: servers and buttons know it by that.\n"
        "Written to x.yaml.\n"
        "See it at work: marquee rehearse --program x.yaml\n"
    )
    program = yaml_file.read_file(tmp_path / "x.yaml").program
    assert (program.id, program.name) == ("berlin26", "Another name")
    assert [one.id for one in program.sessions] == ["opening", "all-about-bees", "something-new"]


def test_with_check_nothing_is_written(marquee, source, tmp_path):
    path = source()

    code, out, _ = marquee(path, "--check")

    assert code == FINE
    assert out.endswith("Nothing is written; without --check, data/berlin26.yaml would be.\n")
    assert list(tmp_path.iterdir()) == [tmp_path / path]


def test_what_the_check_command_would_remark_is_announced(marquee, source):
    clash = an_event("g5", "At the same time", "02T10:00")

    _, out, _ = marquee(source(a_schedule(BEES, clash)), "-o", "x.yaml")

    assert "\n`marquee check x.yaml` has one warning.\nWritten to x.yaml.\n" in out


def test_wishes_win_over_the_source(marquee, source, tmp_path):
    schedule = a_schedule(OPENING, zone=None)

    marquee(source(schedule), "--zone", "Asia/Tokyo", "--name", "My conf", "--id", "mine")

    program = yaml_file.read_file(tmp_path / "data" / "mine.yaml").program
    assert (program.name, program.zone) == ("My conf", "Asia/Tokyo")


def test_the_folder_is_the_one_of_the_settings(marquee, source, tmp_path):
    (tmp_path / "config.toml").write_text('[programs]\nfolder = "elsewhere"\n')

    marquee(source())

    assert (tmp_path / "elsewhere" / "berlin26.yaml").is_file()


def test_a_folder_may_be_named_to_write_into(marquee, source, tmp_path):
    (tmp_path / "mine").mkdir()

    _, out, _ = marquee(source(), "-o", "mine")

    assert "Written to mine/berlin26.yaml." in out


def test_a_source_that_can_not_be_imported_leaves_everything_as_it_was(marquee, source, tmp_path):
    marquee(source(), "-o", "x.yaml")
    before = (tmp_path / "x.yaml").read_bytes()

    code, out, err = marquee(source(a_schedule(OPENING, zone=None)), "-o", "x.yaml")

    assert (code, out) == (WRONG_USE, "")
    assert err == (
        "Reading schedule.json\nImporting 1 file, 1 kB\n"
        "error: schedule.json can't be imported. Read as c3voc schedule JSON: It doesn't say in "
        "which time zone the conference is. Its first time is 2026-03-02 09:00+01:00. "
        "Name it with --zone, as in --zone Europe/Berlin.\n"
    )
    assert (tmp_path / "x.yaml").read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["schedule.json", "x.yaml"]


@pytest.mark.parametrize("words", ["not yaml: [", "program: 5\n", ""])
def test_a_file_that_is_no_sound_program_is_never_written_over(marquee, source, tmp_path, words):
    (tmp_path / "x.yaml").write_text(words)

    code, _, err = marquee(source(), "-o", "x.yaml", "--force")

    assert code == WRONG_USE
    assert err.splitlines()[-1] == (
        "error: x.yaml is there already and can't be read as a program, so it is kept as it is. "
        "`marquee check x.yaml` says why. Mend it, move it away, or name another with -o."
    )
    assert (tmp_path / "x.yaml").read_text() == words


def test_another_conference_is_not_written_over_without_force(marquee, source, tmp_path):
    other = a_schedule(an_event("x1", "Cats", "02T09:00"), title="Cat Conf", acronym="cats")
    marquee(source(), "-o", "x.yaml")

    code, _, err = marquee(source(other), "-o", "x.yaml")
    kept = sessions(tmp_path / "x.yaml")
    forced, _, _ = marquee(source(other), "-o", "x.yaml", "--force")

    assert (code, forced) == (WRONG_USE, FINE)
    assert err.splitlines()[-1] == (
        "error: x.yaml holds “Berlin Conf 2026”, and none of its talks is in “Cat Conf”. "
        "Name another file with -o, or write over it with --force."
    )
    assert "opening" in kept
    program = yaml_file.read_file(tmp_path / "x.yaml").program
    assert (program.id, program.name) == ("berlin26", "Cat Conf")


def test_a_second_file_with_one_id_is_not_made(marquee, source):
    marquee(source(), "-o", "first.yaml")

    code, _, err = marquee(source(), "-o", "second.yaml")

    assert code == WRONG_USE
    assert err.splitlines()[-1] == (
        "error: first.yaml has the program id “berlin26” already. "
        "Import over it with -o first.yaml, or give this one another id with --id."
    )


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("x.json", "x.json is no name for a program file. Name it as in x.yaml."),
        (
            "none/x.yaml",
            "There is no folder none to write x.yaml into. Make it first, or name another one.",
        ),
        (
            "x" * 300,
            (
                f"{'x' * 300} can't be written: File name too long. "
                "Nothing has changed. Name another file with -o."
            ),
        ),
    ],
)
def test_an_output_that_can_not_be_is_refused_before_the_work(marquee, output, told):
    assert marquee("whatever", "-o", output) == (WRONG_USE, "", f"error: {told}\n")


def test_what_can_not_be_written_leaves_nothing_behind(marquee, source, tmp_path):
    (tmp_path / "x.yaml").symlink_to("/proc/x.yaml")

    code, _, err = marquee(source(), "-o", "x.yaml")

    assert code == WRONG_USE
    assert err.splitlines()[-1] == (
        "error: x.yaml can't be written: No such file or directory. Nothing has changed. "
        "Name another file with -o."
    )
    assert sorted(one.name for one in tmp_path.iterdir()) == ["schedule.json", "x.yaml"]


def test_a_link_stays_a_link_and_rights_stay(marquee, source, tmp_path):
    marquee(source(), "-o", "real.yaml")
    real, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    real.chmod(0o640)
    link.symlink_to(real)

    code, _, _ = marquee(source(a_schedule(OPENING)), "-o", "link.yaml")

    assert code == FINE
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert list(sessions(real)) == ["opening"]


def test_a_faulty_program_of_our_own_is_a_bug_and_not_written(
    marquee, source, tmp_path, monkeypatch
):
    monkeypatch.setattr(yaml_file, "write", lambda _: "program: 5\n")

    code, _, err = marquee(source(), "-o", "x.yaml")

    assert code == BROKEN
    assert "The import made a faulty program, which is not written:\nx.yaml:1:10: error:" in err
    assert not (tmp_path / "x.yaml").exists()


def test_a_program_larger_than_a_file_may_be_is_refused(marquee, source, monkeypatch):
    monkeypatch.setattr("bot.cli.import_target.LARGEST_FILE", 100)

    code, _, err = marquee(source())

    assert code == WRONG_USE
    assert err.endswith("and no more than 0 MB are read. Is it one conference?\n")


def test_a_folder_and_a_zip_are_taken_as_a_whole_without_hidden_files(marquee, source, tmp_path):
    source(name="conf/schedule.json")
    (tmp_path / "conf" / ".DS_Store").write_bytes(b"\0")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(tmp_path / "conf" / "schedule.json", "schedule.json")
    (tmp_path / "conf.zip").write_bytes(packed.getvalue())

    whole, zipped = marquee("conf", "--check"), marquee("conf.zip", "--check")

    assert whole[:2] == zipped[:2]
    assert "Importing 1 file" in whole[2]


def test_files_that_belong_together_are_named_together(marquee, source):
    speaker = {"id": "s1", "fullName": "Ann Lee", "tagLine": "Keeper of bees", "sessions": []}
    session = {
        "id": "1",
        "title": "All about bees",
        "startsAt": "2026-03-02T10:00:00",
        "endsAt": "2026-03-02T10:30:00",
        "speakers": [{"id": "s1", "name": "Ann Lee"}],
        "isServiceSession": False,
        "roomId": 1,
        "room": "Hall 1",
        "categories": [],
    }
    grid = [
        {
            "date": "2026-03-02T00:00:00",
            "rooms": [{"id": 1, "name": "Hall 1", "sessions": [session]}],
            "timeSlots": [],
        }
    ]
    names = source(grid, "grid.json"), source([speaker], "speakers.json")

    code, out, _ = marquee(*names, "--zone", ZONE, "--name", "Bee Conf", "-o", "bees.yaml")

    assert code == FINE
    assert "Format\tSessionize\n" in out
    assert yaml_file.read_file(names[0].with_name("bees.yaml")).program.speakers[0].name == (
        "Ann Lee"
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("none.json", "none.json can't be read: No such file or directory."),
        ("empty", "There is nothing in it."),
        ("/dev/zero", "It is larger than 64 MB."),
        ("x" * 300, f"{'x' * 300} can't be read: File name too long."),
    ],
)
def test_what_can_not_be_read_is_refused_in_words(marquee, tmp_path, name, told):
    (tmp_path / "empty").mkdir()

    code, out, err = marquee(name)

    assert (code, out) == (WRONG_USE, "")
    assert f"error: {name} can't be imported. {told}" in err


def test_a_folder_of_everything_is_refused(marquee, tmp_path):
    (tmp_path / "home").mkdir()
    for number in range(301):
        (tmp_path / "home" / f"{number}.txt").touch()

    code, _, err = marquee("home")

    assert code == WRONG_USE
    assert "home has 301 files, and no program more than 300." in err


def test_a_web_address_is_fetched(marquee, website, tmp_path):
    host, pages = website
    pages["/2026/schedule.json?secret=1"] = json.dumps(SCHEDULE).encode()
    address = f"http://ann:hush@{host}/2026/schedule.json?secret=1"

    code, _, err = marquee(address, "--allow-private")

    assert code == FINE
    assert err.splitlines()[0] == f"Fetching http://{host}/2026/schedule.json?…"
    assert "opening" in sessions(tmp_path / "data" / "berlin26.yaml")


def test_a_private_web_address_is_refused_unless_allowed(marquee, website):
    host, _ = website

    code, out, err = marquee(f"http://ann:hush@{host}/x")

    assert (code, out) == (WRONG_USE, "")
    assert err.splitlines()[-1] == (
        f"error: http://{host}/x can't be fetched. 127.0.0.1 is no public address, and only those "
        "are asked. If it is yours, allow it: `marquee import` does with --allow-private, and a "
        "[[program]] table with `allow_private = true`."
    )


def test_an_address_that_holds_no_program_is_told_without_its_password(marquee, website):
    host, pages = website
    pages["/x"] = b"hello"

    code, _, err = marquee(f"http://ann:hush@{host}/x", "--allow-private")

    assert code == WRONG_USE
    assert f"error: http://{host}/x can't be imported. It is of no format" in err
    assert "hush" not in err


@pytest.mark.parametrize("address", ["ftp://example.org/x.ics", "http://ann:hu/sh@x"])
def test_an_address_that_is_none_is_refused_without_its_password(marquee, address):
    code, _, err = marquee(address)

    assert code == WRONG_USE
    assert "can't be fetched" in err
    assert "sh@" not in err


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [("--id", "Not An Id", "such as not-an-id."), ("--name", " ", "A conference has a name.")],
)
def test_odd_wishes_are_wrong_use(marquee, source, option, value, told):
    code, _, err = marquee(source(), option, value)

    assert code == WRONG_USE
    assert told in err
