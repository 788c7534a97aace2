import hashlib
import os
from datetime import UTC, datetime

import pytest

from bot.program import yaml_file
from bot.sources.folder import SETTLED, ProgramFiles, programs_in
from tests.factories import a_program

# Long before the files are written: they are from its future.
NOW = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)


def _file(folder, name, program):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(yaml_file.write(program), encoding="utf-8")


def _names(found):
    return [(one.path.name, one.program and one.program.name) for one in found]


def test_both_endings_of_yaml_files_are_read(tmp_path):
    _file(tmp_path, "a.yaml", a_program(id="conf-22", name="A"))
    _file(tmp_path, "b.yml", a_program(id="conf-23", name="B"))
    (tmp_path / "notes.txt").write_text("no program")

    assert _names(programs_in([tmp_path])) == [("a.yaml", "A"), ("b.yml", "B")]


def test_a_folder_named_twice_is_read_once(tmp_path):
    _file(tmp_path, "a.yaml", a_program(name="A"))

    assert _names(programs_in([tmp_path, tmp_path / ".." / tmp_path.name])) == [("a.yaml", "A")]


def test_an_earlier_folders_program_stands_without_a_word(tmp_path):
    _file(tmp_path / "ours", "a.yaml", a_program(name="Ours"))
    _file(tmp_path / "shipped", "a.yaml", a_program(name="Shipped"))

    found = programs_in([tmp_path / "ours", tmp_path / "shipped"])

    assert _names(found) == [("a.yaml", "Ours")]


def test_two_files_of_a_folder_with_one_id_are_a_fault(tmp_path):
    _file(tmp_path, "a.yaml", a_program(name="A"))
    _file(tmp_path, "b.yaml", a_program(name="B"))

    found = list(programs_in([tmp_path]))

    assert _names(found) == [("a.yaml", "A"), ("b.yaml", None)]
    assert [fault.what for fault in found[1].faults] == ["a.yaml has the program id “conf-22” too."]


def test_a_file_that_can_not_be_used_is_given_with_its_faults(tmp_path):
    (tmp_path / "broken.yaml").write_text("5", encoding="utf-8")

    (found,) = programs_in([tmp_path])

    assert found.program is None
    assert [fault.file for fault in found.faults] == [str(tmp_path / "broken.yaml")]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    assert list(programs_in([tmp_path / "nowhere"])) == []


def _look(files, now=NOW):
    return [(one.path.name, one.program and one.program.name, one.about) for one in files.look(now)]


def test_a_second_look_reads_only_what_changed(tmp_path):
    _file(tmp_path, "a.yaml", a_program(id="conf-22", name="A"))
    _file(tmp_path, "b.yaml", a_program(id="conf-23", name="B"))
    files = ProgramFiles([tmp_path])
    before = files.look(NOW)
    _file(tmp_path, "b.yaml", a_program(id="conf-23", name="New B"))

    after = files.look(NOW)

    assert after[0].program is before[0].program
    assert _names(after) == [("a.yaml", "A"), ("b.yaml", "New B")]
    assert after[1].digest != before[1].digest


def test_what_is_found_comes_with_its_text_and_its_digest(tmp_path):
    text = "\ufeff" + yaml_file.write(a_program(name="“Ä”")).replace("\n", "\r\n")
    (tmp_path / "a.yaml").write_bytes(text.encode())

    (found,) = ProgramFiles([tmp_path]).look(NOW)

    assert found.digest == hashlib.sha256(text.encode()).hexdigest()
    assert yaml_file.read(found.text.encode(), file="a.yaml").program == found.program


@pytest.mark.parametrize(
    "text",
    [
        "program:\n  id: conf-22\n  nonsense: 1\n",
        "# A comment\nprogram: # ours\n\n  # Why.\n  name: A\n  id: 'conf-22' # so\n  - broken",
        'program:\r\n  id: "conf-22"\r\nsessions: 5\r\n',
    ],
)
def test_a_file_that_can_not_be_used_says_what_it_is_about_where_that_can_be_seen(tmp_path, text):
    (tmp_path / "a.yaml").write_bytes(text.encode())

    assert _look(ProgramFiles([tmp_path])) == [("a.yaml", None, "conf-22")]


def test_a_file_that_can_not_be_read_any_more_is_about_what_it_was(tmp_path):
    _file(tmp_path, "a.yaml", a_program(id="conf-22"))
    files = ProgramFiles([tmp_path])
    files.look(NOW)

    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe")
    nonsense = _look(files)
    (tmp_path / "a.yaml").unlink()
    (tmp_path / "a.yaml").mkdir()
    unreadable = _look(files)

    assert nonsense == unreadable == [("a.yaml", None, "conf-22")]


def test_a_file_that_is_just_being_written_is_as_it_was(tmp_path):
    _file(tmp_path, "a.yaml", a_program(name="Old"))
    files = ProgramFiles([tmp_path])
    files.look(NOW)
    _file(tmp_path, "a.yaml", a_program(name="New"))
    os.utime(tmp_path / "a.yaml", (NOW.timestamp(), NOW.timestamp()))

    found = [files.look(NOW + span)[0] for span in (SETTLED / 2, SETTLED / 2, SETTLED, SETTLED / 2)]

    assert [(one.program.name, one.is_settled) for one in found] == [
        ("Old", False),
        ("Old", False),
        ("New", True),
        ("New", True),
    ]


def test_a_folder_that_can_not_be_read_is_an_error_and_forgets_nothing(tmp_path, monkeypatch):
    _file(tmp_path, "a.yaml", a_program())
    files = ProgramFiles([tmp_path])
    (before,) = files.look(NOW)

    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.iterdir", _refused)
        with pytest.raises(PermissionError):
            files.look(NOW)

    assert files.look(NOW)[0] is before


def _refused(_):
    raise PermissionError
