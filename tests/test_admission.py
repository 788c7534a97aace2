from datetime import UTC, datetime, timedelta

from bot.admission import ADMITTED_FOR, MOST, Admission

NOON = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
SETUP = (1, 7, "setup")


def test_who_gave_a_command_may_press_its_buttons_for_a_while_and_only_there():
    admission = Admission()
    admission.admit(SETUP, NOON)
    last = NOON + ADMITTED_FOR

    assert admission.holds(SETUP, last - timedelta(seconds=1))
    assert not admission.holds(SETUP, last)
    for other in ((2, 7, "setup"), (1, 8, "setup"), (1, 7, "session")):
        assert not admission.holds(other, NOON)


def test_of_very_many_the_first_are_forgotten():
    admission = Admission()
    for user in range(MOST + 1):
        admission.admit((1, user, "setup"), NOON)

    assert not admission.holds((1, 0, "setup"), NOON)
    assert admission.holds((1, 1, "setup"), NOON)
