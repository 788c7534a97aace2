from datetime import UTC, datetime, timedelta

import pytest

from bot.sources.outlet import Outlet
from bot.sources.table import SourceTable

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def outlet(tmp_path):
    (tmp_path / "schedule.ics").write_text("BEGIN:VCALENDAR")
    return Outlet(SourceTable(id="conf", file=tmp_path / "schedule.ics", every=5 * MINUTE))


async def test_it_is_looked_at_when_its_time_has_come(outlet):
    at_first = outlet.is_due(NOW)
    await outlet.look(NOW, None)
    spans = [MINUTE, 4 * MINUTE, 5 * MINUTE - timedelta(milliseconds=5), 6 * MINUTE, -MINUTE]

    assert at_first
    assert [outlet.is_due(NOW + span) for span in spans] == [False, False, True, True, True]


async def test_what_was_dealt_with_comes_no_second_time_while_that_version_stands(outlet):
    came = await outlet.look(NOW, None)
    outlet.deal_with(came, "digest")

    again = await outlet.look(NOW, "digest")
    beside_another = await outlet.look(NOW, "other digest")
    outlet.forget()
    forgotten = await outlet.look(NOW, "digest")

    assert (again, beside_another, forgotten) == (None, came, came)


async def test_a_file_that_is_not_there_is_told_without_its_folder(outlet):
    outlet.table.file.unlink()

    came = await outlet.look(NOW, None)

    assert came is None
    assert outlet.failure == (
        "schedule.ics can't be read: No such file or directory. "
        "Put it back, or change its [[program]] table."
    )


def test_an_address_is_told_without_password_and_query():
    source = "https://user:secret@example.org/schedule.xml?key=secret"

    assert Outlet(SourceTable(id="conf", source=source)).origin == (
        "https://example.org/schedule.xml?…"
    )


async def test_a_folder_is_one_source_and_its_hidden_files_are_none_of_it(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "speakers.json").write_text("[]")
    (tmp_path / "sessions.json").write_text("[]")
    (tmp_path / ".DS_Store").write_text("")

    came = await Outlet(SourceTable(id="conf", file=tmp_path)).look(NOW, None)

    assert sorted(came.work.files) == ["sessions.json", "sub/speakers.json"]
