"""What the log says of a delivery, and what it must not say of a person."""

from dataclasses import replace

import pytest

from bot.delivery.life import claimed, settled
from bot.delivery.log_lines import named, tell
from bot.delivery.model import NO_GUILD, Cause, Kind, Outcome, State
from tests.delivery.deliveries import DUE, a_delivery

USER = 123456789012345678
DIRECT = a_delivery(
    "keynote",
    key=f"personal:{USER}",
    guild_id=NO_GUILD,
    place=USER,
    user_id=USER,
    kind=Kind.PERSONAL,
)
FALLBACK = replace(DIRECT, guild_id=55, place=66, items=())


def test_a_public_delivery_is_named_by_place_time_and_sessions():
    delivery = a_delivery("keynote")

    assert named(delivery) == (
        "Reminder to channel 10 of guild 1, due 2022-11-30 16:50:00Z, "
        "for keynote (start 2022-11-30 17:00:00Z)"
    )


@pytest.mark.parametrize(
    ("delivery", "said"),
    [
        (DIRECT, "Reminder to a person, due 2022-11-30 16:50:00Z"),
        (FALLBACK, "Reminder to a person, due 2022-11-30 16:50:00Z"),
        (
            replace(DIRECT, kind=Kind.PERSONAL_CHANGE),
            "Change to a person, due 2022-11-30 16:50:00Z",
        ),
    ],
)
def test_what_is_for_a_person_is_named_without_who_and_what_for(delivery, said):
    assert named(delivery) == said


def test_that_a_person_takes_no_direct_messages_alarms_nobody(caplog):
    caplog.set_level("INFO")
    closed = Outcome(state=State.DROPPED, cause=Cause.CLOSED, reason="closed")

    tell(settled(claimed(DIRECT, DUE), closed, DUE))

    (line,) = caplog.records
    assert line.levelname == "INFO"
    assert line.getMessage() == "Reminder to a person, due 2022-11-30 16:50:00Z: dropped (closed)"
