import pytest

from bot.agenda.model import Forgotten
from bot.ui.forgotten_card import ask_to_forget_card, forgotten_card
from tests.ui.agendas import RIVERS, SEAS, attendee, saved
from tests.ui.reading import read


def test_it_is_asked_before_all_is_forgotten_and_told_what_that_is():
    card = read(ask_to_forget_card(attendee(saved(RIVERS), saved(SEAS))))

    assert "- what you saved: two sessions" in card
    assert "- your name in organizers' logs: what you did stays, without you" in card
    assert "[Forget me] [Reminder settings]" in card


def test_what_was_removed_is_counted():
    assert (
        read(forgotten_card(Forgotten(sessions=5, agreements=1, deliveries=2, settings=True)))
        == """\
-# 🧹 What I hold about you
## Forgotten

I removed:
- five saved sessions
- one agreement to compare agendas
- two reminders or news, sent or on their way
- your settings

I hold nothing any more."""
    )


@pytest.mark.parametrize(("number", "named"), [(1, "one entry"), (3, "three entries")])
def test_that_organizers_logs_name_nobody_any_more_is_told(number, named):
    card = read(forgotten_card(Forgotten(actions=number)))

    assert f"- {named} in organizers' logs that named you: what was done stays" in card
    assert "I held nothing." not in card


def test_where_nothing_was_held_nothing_is_claimed_to_be_removed():
    assert "I held nothing." in read(forgotten_card(Forgotten()))
