from datetime import UTC, datetime, timedelta

from bot.admission import ADMITTED_FOR, MOST, Admission

NOON = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)


def test_who_gave_a_command_may_press_for_a_while_and_only_there():
    admission = Admission()
    admission.admit(1, 7, NOON)
    last = NOON + ADMITTED_FOR

    assert admission.holds(1, 7, last - timedelta(seconds=1))
    assert not admission.holds(1, 7, last)
    assert not admission.holds(2, 7, NOON)
    assert not admission.holds(1, 8, NOON)


def test_of_very_many_the_first_are_forgotten():
    admission = Admission()
    for user in range(MOST + 1):
        admission.admit(1, user, NOON)

    assert not admission.holds(1, 0, NOON)
    assert admission.holds(1, 1, NOON)
