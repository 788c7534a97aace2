from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.announcements.parts import MOST_CHANGES, in_order, longest_text, parts_of
from bot.translation import Language, speaking
from bot.ui.change_words import change_text
from bot.ui.limits import length
from tests.announcements.change_strategy import some_changes
from tests.announcements.changes import HOUR, NOON, a_change, a_move, some_facts


def test_what_matters_most_stands_first_and_each_group_is_by_time():
    room = a_change(some_facts(), some_facts(room="Loft"), "room")
    stream = a_change(some_facts(), some_facts(stream="https://example.org"), "stream")
    lunch = a_move(session="lunch", is_break=True)
    gone = a_change(some_facts(), None, "gone")
    new = a_change(None, some_facts(), "new")
    title = a_change(some_facts(), some_facts(title="Lakes"), "title")
    back = a_change(some_facts(), some_facts(), "back", was_cancelled=True)
    early, late = a_move(session="early"), a_move(session="late", start=NOON + HOUR)

    ordered = in_order([stream, lunch, title, new, late, room, back, early, gone])

    assert ordered == (gone, back, early, late, room, new, title, stream, lunch)


def test_no_changes_are_no_messages():
    assert parts_of([]) == ()


@settings(max_examples=25)
@given(some_changes())
def test_every_change_stands_in_one_message_in_order_and_always_the_same(changes):
    parts = parts_of(changes)

    assert tuple(change for part in parts for change in part) == in_order(changes)
    assert all(0 < len(part) <= MOST_CHANGES for part in parts)
    assert parts_of(reversed(changes)) == parts


@settings(max_examples=50)
@given(some_changes(), st.sampled_from(Language))
def test_a_changes_text_is_never_longer_than_is_reckoned_with(changes, language):
    with speaking(language):
        lengths = [length(change_text(change)) for change in changes]

    assert all(map(int.__le__, lengths, map(longest_text, changes)))


@pytest.mark.parametrize("language", Language)
def test_the_words_of_no_language_are_longer_than_is_reckoned_with(language):
    bare = some_facts(title="", room=None)
    full = some_facts(
        title="", end=NOON + 1_000 * HOUR, room="", track="", speakers=("",), stream="https://a.b"
    )
    pairs = (
        (bare, full),
        (full, bare),
        (None, bare),
        (bare, None),
        (bare, replace(bare, title=".")),
    )
    changes = [a_change(*pair) for pair in pairs]
    changes.append(a_change(bare, replace(full, start=NOON + HOUR), was_cancelled=True))

    with speaking(language):
        long = [one.kinds for one in changes if length(change_text(one)) > longest_text(one)]

    assert long == []
