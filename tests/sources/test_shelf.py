import pytest

from bot.errors import NoProgramError
from bot.program import yaml_file
from bot.program.attached_id import attached_id
from bot.program.lookup import Lookup
from bot.sources.shelf import Shelf, fill
from tests.factories import a_program


def _file(folder, program):
    folder.mkdir(exist_ok=True)
    (folder / f"{program.id}.yaml").write_text(yaml_file.write(program), encoding="utf-8")


async def test_a_shelf_holds_every_program_of_its_folder(tmp_path):
    shelf = Shelf(default="conf-22")
    _file(tmp_path, a_program(id="conf-22"))
    _file(tmp_path, a_program(id="conf-23"))

    await fill(shelf, [tmp_path])

    assert [program.id for program in shelf.programs] == ["conf-22", "conf-23"]


async def test_the_default_program_is_the_one_without_a_name(tmp_path):
    shelf = Shelf(default="conf-23")
    _file(tmp_path, a_program(id="conf-22"))
    _file(tmp_path, a_program(id="conf-23"))

    await fill(shelf, [tmp_path])

    assert shelf.lookup(None).program.id == "conf-23"


async def test_an_earlier_folders_program_wins(tmp_path):
    shelf = Shelf(default="conf-22")
    _file(tmp_path / "ours", a_program(name="Ours"))
    _file(tmp_path / "shipped", a_program(name="Shipped"))

    await fill(shelf, [tmp_path / "ours", tmp_path / "shipped"])

    assert shelf.lookup(None).program.name == "Ours"


async def test_a_file_that_is_wrong_is_told_and_leaves_the_others_standing(tmp_path, caplog):
    shelf = Shelf(default="conf-22")
    _file(tmp_path, a_program())
    (tmp_path / "broken.yaml").write_text("- not a program", encoding="utf-8")

    await fill(shelf, [tmp_path])

    assert [program.id for program in shelf.programs] == ["conf-22"]
    assert "broken.yaml" in caplog.text


async def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    shelf = Shelf(default="conf-22")

    await fill(shelf, [tmp_path / "nowhere"])

    assert shelf.programs == ()


def test_a_program_that_is_not_loaded_is_an_error():
    with pytest.raises(NoProgramError):
        Shelf(default="conf-22").lookup(None)


def test_a_new_version_takes_the_place_of_the_old():
    shelf = Shelf(default="conf-22")
    shelf.put(Lookup(a_program(name="Old")))

    shelf.put(Lookup(a_program(name="New")))

    assert [program.name for program in shelf.programs] == ["New"]


def test_who_listens_is_called_after_each_program_that_is_put():
    shelf = Shelf(default="conf-22")
    shelf.put(Lookup(a_program(name="Before")))
    seen = []
    shelf.on_change(lambda: seen.append([program.name for program in shelf.programs]))

    shelf.put(Lookup(a_program(name="Old")))
    shelf.put(Lookup(a_program(name="New")))

    assert seen == [["Old"], ["New"]]


def test_what_a_guild_attached_only_that_guild_can_follow():
    shelf = Shelf(default="conf-22")
    own = attached_id(1, "Own", 2022)
    for program in ("conf-22", own):
        shelf.put(Lookup(a_program(id=program)))

    assert [one.id for one in shelf.programs_for(1)] == ["conf-22", own]
    assert [one.id for one in shelf.programs_for(2)] == ["conf-22"]


def test_what_a_guild_attached_is_never_the_default():
    own = attached_id(1, "Own", 2022)
    shelf = Shelf(default=own)
    shelf.put(Lookup(a_program(id=own)))

    with pytest.raises(NoProgramError):
        shelf.lookup(None)


def test_what_is_removed_is_not_there_any_more_and_who_listens_is_called():
    shelf = Shelf(default="conf-22")
    shelf.put(Lookup(a_program(id="conf-22")))
    seen = []
    shelf.on_change(lambda: seen.append(shelf.programs))

    shelf.remove("conf-22")
    shelf.remove("conf-22")

    assert (shelf.programs, seen) == ((), [()])
