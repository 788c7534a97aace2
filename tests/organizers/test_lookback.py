from bot.organizers.lookback import MARGIN, Lookback
from tests.delivery.deliveries import DUE, MINUTE
from tests.organizers.troubles import choosing

DAY = 24 * 60 * MINUTE
CHOICES = (choosing(),)


def test_at_first_all_of_a_day_is_looked_at():
    assert Lookback().since(CHOICES, DUE) == DUE - DAY


def test_once_all_was_told_a_margin_before_that_is_looked_at():
    lookback = Lookback()
    lookback.all_told(CHOICES, DUE)

    assert lookback.since((choosing(),), DUE + 60 * MINUTE) == DUE - MARGIN


def test_other_choices_are_a_reason_to_look_at_all_of_a_day():
    lookback = Lookback()
    lookback.all_told(CHOICES, DUE)

    assert lookback.since((choosing(organizer_channel=7),), DUE) == DUE - DAY


def test_nothing_older_than_a_day_is_looked_at():
    lookback = Lookback()
    lookback.all_told(CHOICES, DUE)

    assert lookback.since(CHOICES, DUE + 2 * DAY) == DUE + DAY


def test_a_clock_that_was_set_back_hides_nothing():
    lookback = Lookback()
    lookback.all_told(CHOICES, DUE)

    assert lookback.since(CHOICES, DUE - 60 * MINUTE) == DUE - 60 * MINUTE - MARGIN
