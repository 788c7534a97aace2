from datetime import timedelta

import pytest

from bot.rehearsal.terminal import span


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10m", timedelta(minutes=10)),
        ("10min", timedelta(minutes=10)),
        ("1h30m", timedelta(minutes=90)),
        ("1h 30m", timedelta(minutes=90)),
        ("2d", timedelta(days=2)),
        ("15", timedelta(minutes=15)),
        ("", None),
        ("soon", None),
        ("-5m", None),
        ("10m later", None),
    ],
)
def test_a_span_is_read_as_a_person_means_it(typed, meant):
    assert span(typed) == meant
