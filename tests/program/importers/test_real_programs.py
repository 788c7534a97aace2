from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from bot.errors import ImportRefusedError, Severity
from bot.program import yaml_file
from bot.program.check import check
from bot.program.diff import ChangeKind, diff
from bot.program.identity import carry
from bot.program.importers import Bundle, Wishes, import_program
from bot.program.importers.zone import WRONG_CLOCK, WRONG_OFFSET, WRONG_Z
from tests.program.importers.counts import Counts, counted
from tests.program.importers.published import (
    ABSENT,
    IS_THERE,
    PROGRAMS,
    REFUSED,
    Published,
    files,
)

NONE = Wishes()
HOUR = timedelta(hours=1)

pytestmark = [pytest.mark.skipif(not IS_THERE, reason=ABSENT), pytest.mark.slow]

EACH = pytest.mark.parametrize("published", PROGRAMS, ids=lambda one: one.path)


def the_one(name):
    (found,) = (one for one in PROGRAMS if name in one.path)
    return found


@cache
def imported(published):
    return published.imported()


def refusal(path, wishes=NONE):
    with pytest.raises(ImportRefusedError) as caught:
        import_program(Bundle.of({one.name: one.read_bytes() for one in files(path)}), wishes)
    return str(caught.value)


def doubts_of(found):
    return {doubt.what: doubt for doubt in found.doubts}


@EACH
def test_a_real_program_has_as_much_as_another_count_says(published):
    program = imported(published).program

    assert counted(published) == Counts(
        sessions=len(program.sessions),
        breaks=sum(one.is_break for one in program.sessions),
        talks=len(program.talks),
        speakers=len(program.speakers),
        rooms=len(program.rooms),
    )


@EACH
def test_a_real_program_is_written_soundly_and_the_same_each_time(published):
    program = imported(published).program

    text = yaml_file.write(program)

    assert [one for one in check(program) if one.severity is Severity.ERROR] == []
    assert yaml_file.read(text.encode(), file="it.yaml").program == program
    assert yaml_file.write(published.imported().program) == text


@EACH
def test_a_real_program_imported_again_keeps_every_id(published):
    program = imported(published).program

    carried = carry(program, program)

    assert carried.program == program
    assert diff(program, carried.program) == ()


@EACH
def test_no_real_program_shows_markup_or_a_mail_address(published):
    text = yaml_file.write(imported(published).program)

    for mark in (
        "<p>",
        "</p>",
        "<br>",
        "<br ",
        "<br/>",
        "<div",
        "<strong",
        "&nbsp;",
        "&amp;",
        "](http",
    ):
        assert mark not in text


@pytest.mark.parametrize(("path", "word"), REFUSED.items())
def test_what_holds_no_program_is_refused_in_words(path, word):
    assert word in refusal(path, Wishes(zone="Europe/Berlin"))


def test_every_published_file_is_looked_at():
    named = {each for one in PROGRAMS for path in (one.path, *one.also) for each in files(path)}
    named |= {each for path in REFUSED for each in files(path)}
    folders = {each.parent for each in named}

    assert {each for folder in folders for each in folder.iterdir() if each.is_file()} == named


def test_ten_sessions_came_to_rc3_within_a_day_one_moved_and_none_went():
    earlier = imported(the_one("rc3-2021-everything-v1")).program
    later = carry(earlier, imported(the_one("rc3-2021-everything-v2")).program).program

    changes = diff(earlier, later)

    kinds = Counter(kind for change in changes for kind in change.kinds)
    assert kinds[ChangeKind.ADDED] == 10
    assert kinds[ChangeKind.CANCELLED] == 0
    assert kinds[ChangeKind.MOVED] == 1


def test_a_talk_after_midnight_is_on_the_day_that_has_begun():
    program = imported(the_one("31c3")).program

    late = [one for one in program.sessions if one.start.hour < 6]

    assert [one.start.date() for one in late] == [
        date(2014, 12, 28),
        date(2014, 12, 29),
        date(2014, 12, 29),
        date(2014, 12, 30),
    ]


def test_debconfs_utc_and_its_clocks_in_kochi_agree():
    found = imported(the_one("debconf23"))

    assert found.program.zone == "Asia/Kolkata"
    assert found.program.sessions[0].start == datetime(2023, 9, 10, 1, 30, tzinfo=UTC)
    assert found.program.sessions[0].start.hour == 7
    assert not {WRONG_Z, WRONG_CLOCK, WRONG_OFFSET} & doubts_of(found).keys()


def test_debconf_in_a_wrong_zone_is_told_by_its_clocks():
    published = Published(path="frab-xml/debconf23.xml", zone="Europe/Berlin")

    doubt = doubts_of(published.imported())[WRONG_CLOCK]

    assert doubt.count == 117
    assert "07:00 in Europe/Berlin, 10:30 shown" in doubt.example


def test_fosdem_without_a_zone_says_what_to_add():
    said = refusal("frab-xml/fosdem2021.xml")

    assert "2021-02-06 09:00" in said
    assert "--zone Europe/Berlin" in said


def test_a_wrong_z_is_a_doubt_with_both_readings():
    doubt = doubts_of(imported(the_one("lswt2019")))[WRONG_Z]

    assert doubt.count == 31
    assert doubt.example == "Welcome: 2019-05-22 11:00, or 09:00 if the Z is wrong"


def test_scheds_seconds_and_clocks_agree_in_the_right_zone_only():
    right = imported(the_one("graphqlconf"))
    wrong = Published(path=the_one("graphqlconf").path, zone="America/New_York").imported()

    assert right.program.sessions[0].start == datetime(
        2024, 9, 9, 14, tzinfo=ZoneInfo("America/Los_Angeles")
    )
    assert WRONG_CLOCK not in doubts_of(right)
    assert doubts_of(wrong)[WRONG_CLOCK].count == 3


@pytest.mark.parametrize("name", ["coscup", "pycon-us-2025", "europython-2024-days"])
def test_offsets_tell_of_a_wrong_zone(name):
    wrong = Published(path=the_one(name).path, zone="Pacific/Auckland").imported()

    assert WRONG_OFFSET in doubts_of(wrong)
    assert WRONG_OFFSET not in doubts_of(imported(the_one(name)))


def test_the_attendees_wi_fi_stays_where_it_is():
    published = the_one("pycon-us-2025")
    text = yaml_file.write(imported(published).program).casefold()

    assert b"contact" in files(published.path)[0].read_bytes()
    assert "wifi" not in text
    assert "redacted" not in text


@pytest.mark.parametrize("name", ["debconf23", "moca-2024", "europython-2024-days", "fosdem2021"])
def test_ids_that_collide_survive_that_all_is_an_hour_later(name):
    earlier = imported(the_one(name)).program
    later = replace(
        earlier,
        sessions=tuple(
            replace(
                one,
                id=f"new-{place}",
                start=(one.start.astimezone(UTC) + HOUR).astimezone(one.start.tzinfo),
                end=one.end and (one.end.astimezone(UTC) + HOUR).astimezone(one.end.tzinfo),
            )
            for place, one in enumerate(earlier.sessions)
        ),
    )

    carried = carry(earlier, later)

    assert [one.id for one in carried.program.sessions] == [one.id for one in earlier.sessions]
    assert carried.ambiguous == ()


@pytest.mark.parametrize("name", ["31c3", "droidcon-berlin", "pyconfr", "coscup"])
def test_ids_survive_that_every_title_is_edited(name):
    earlier = imported(the_one(name)).program
    later = replace(
        earlier,
        talks=tuple(
            replace(one, id=f"new-{place}", title=f"{one.title} (new)")
            for place, one in enumerate(earlier.talks)
        ),
        sessions=tuple(
            replace(one, talks=tuple(f"new-{places[talk]}" for talk in one.talks))
            for places in [{one.id: place for place, one in enumerate(earlier.talks)}]
            for one in earlier.sessions
        ),
    )

    carried = carry(earlier, later).program

    assert [one.id for one in carried.talks] == [one.id for one in earlier.talks]
    assert [one.id for one in carried.sessions] == [one.id for one in earlier.sessions]
