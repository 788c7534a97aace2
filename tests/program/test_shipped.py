from bot.program import shipped
from bot.program.shipped import SAMPLE, shipped_programs


def test_shipped_programs_hold_the_sample_and_the_schema():
    folder = shipped_programs()

    assert (folder / f"{SAMPLE}.yaml").is_file()
    assert (folder / "program.schema.json").is_file()


def test_shipped_programs_are_in_the_package_where_a_wheel_is_installed(tmp_path, monkeypatch):
    module = tmp_path / "bot" / "program" / "shipped.py"
    carried = tmp_path / "bot" / "data"
    carried.mkdir(parents=True)

    monkeypatch.setattr(shipped, "__file__", str(module))

    assert shipped_programs() == carried


def test_shipped_programs_are_beside_the_package_in_a_repository(tmp_path, monkeypatch):
    module = tmp_path / "bot" / "program" / "shipped.py"

    monkeypatch.setattr(shipped, "__file__", str(module))

    assert shipped_programs() == tmp_path / "data"
