from datetime import UTC, datetime

from bot.program.attached_id import attached_id
from bot.sources.attached import LARGEST_ATTACHED, Attached, Source
from bot.sources.table import SourceTable

PROGRAM = attached_id(1, "Conf", 2026)
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def attached(source):
    return Attached(guild_id=1, program=PROGRAM, source=source, before=None, at=NOW)


def test_an_address_is_kept_fresh_with_the_limits_of_what_nobody_vouches_for():
    source = Source(origin="https://a.org/x", address="https://a.org/x?key=1", zone="Asia/Tokyo")

    assert attached(source).table() == SourceTable(
        id=PROGRAM,
        source="https://a.org/x?key=1",
        zone="Asia/Tokyo",
        allow_private=False,
        largest=LARGEST_ATTACHED,
        is_trusted=False,
    )


def test_a_file_was_handed_in_once():
    assert attached(Source(origin="x.ics")).table() is None


def test_an_address_is_not_shown_by_mistake():
    assert "key" not in repr(Source(origin="https://a.org/x?…", address="https://a.org/x?key=1"))
