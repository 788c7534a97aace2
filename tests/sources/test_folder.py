from bot.program import yaml_file
from bot.sources.folder import programs_in
from tests.factories import a_program


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
