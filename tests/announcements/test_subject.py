from zoneinfo import ZoneInfo

from hypothesis import given, settings

from bot.announcements.subject import Subject, change_text, read, written
from tests.announcements.change_strategy import some_changes
from tests.announcements.changes import NOON, a_change, some_facts


@settings(max_examples=25)
@given(some_changes())
def test_what_was_written_is_read_as_it_was(changes):
    subject = Subject(program="conf-22", changes=tuple(changes), number=2, of=3)

    assert read(written(subject)) == subject


def test_times_stay_in_their_zone():
    zone = ZoneInfo("Europe/Berlin")
    change = a_change(None, some_facts(NOON.astimezone(zone), end=NOON.astimezone(zone)))
    subject = Subject(program="conf-22", changes=(change,))

    (back,) = read(written(subject)).changes

    assert (back.after.start.tzinfo, back.after.end.tzinfo) == (zone, zone)


def test_equal_changes_have_equal_texts():
    assert change_text(a_change(None, some_facts())) == change_text(a_change(None, some_facts()))
