from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import given, settings

from bot.announcements.subject import Subject, change_text, read, written
from bot.program.diff import diff
from bot.translation import in_words
from tests.announcements.change_strategy import some_changes
from tests.announcements.changes import HOUR, NOON, a_change, some_facts
from tests.factories import NINE, a_program, a_session
from tests.translation.fake import speaking_loudly


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


def test_a_break_without_a_title_is_called_so_in_the_language_of_whoever_reads(monkeypatch):
    earlier = a_program(a_session(NINE, id="pause"))
    later = a_program(a_session(NINE + HOUR, id="pause"))
    subject = Subject(program="conf-22", changes=diff(earlier, later))

    (back,) = read(written(subject)).changes

    assert [back] == list(subject.changes)
    with speaking_loudly(monkeypatch):
        assert (in_words(back.before.title), in_words(back.after.title)) == ("BREAK", "BREAK")


def test_a_break_that_was_kept_in_english_only_has_not_changed_its_title():
    kept = some_facts(title="Break")
    (now,) = diff(a_program(), a_program(a_session(NINE, id="pause")))

    again = a_change(kept, replace(now.after, start=kept.start, is_break=False))

    assert again is None
