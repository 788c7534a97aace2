"""The count itself: a story that loses or doubles something can't pass."""

from datetime import UTC, datetime

import pytest

from tests.wire.marquee.tally import FINE, Count, Planned, Trouble, as_property, counted, table
from tests.wire.witness import Posted

RIVERS = Planned(channel=7, words="Rivers", due=100.0, start=700.0)
BRIDGES = Planned(channel=7, words="Bridges", due=160.0, start=760.0)
ELSEWHERE = Planned(channel=8, words="Rivers", due=100.0, start=700.0)


def a_post(*titles, channel=7, wall=101.0):
    return Posted(
        id=1,
        channel_id=channel,
        guild_id=1,
        author_id=1,
        nonce=None,
        wall=wall,
        monotonic=wall,
        deleted=False,
        repeats=0,
        body={"content": " ".join(titles), "embeds": []},
    )


def test_what_is_told_once_and_in_time_is_fine():
    posts = [a_post("Rivers"), a_post("Bridges", wall=163.5), a_post("Rivers", channel=8)]

    count = counted([RIVERS, BRIDGES, ELSEWHERE], posts)

    assert count == FINE
    assert (count.planned, count.lateness) == (3, (1.0, 1.0, 3.5))


def test_what_is_told_nowhere_or_elsewhere_or_too_late_is_lost():
    posts = [a_post("Rivers", wall=700.0), a_post("Rivers", channel=9)]

    count = counted([RIVERS, BRIDGES, ELSEWHERE], posts)

    assert count.lost == ((7, "Rivers"), (7, "Bridges"), (8, "Rivers"))
    assert count.unplanned == ("Rivers",)


def test_what_is_told_twice_is_doubled_whichever_post_tells_it():
    count = counted([RIVERS, BRIDGES], [a_post("Rivers", "Bridges"), a_post("Rivers", wall=900.0)])

    assert count == Count(doubled=((7, "Rivers"),))
    assert count.lateness == (-59.0, 1.0)


def test_what_nobody_planned_is_told():
    assert counted([RIVERS], [a_post("Rivers"), a_post("Lakes")]) == Count(unplanned=("Lakes",))


@pytest.mark.parametrize("message", [a_post("Rivers")])
def test_a_words_of_an_embeds_title_count_too(message):
    message.body["content"], message.body["embeds"] = "", [{"title": "Rivers"}, {}]

    assert counted([RIVERS], [message]) == FINE


def test_the_table_tells_each_trouble_in_order_and_the_sum():
    now = datetime.now(UTC).timestamp()
    fine = Count(planned=2, lateness=(0.1, 0.25))
    bad = Count(lost=((7, "Rivers"),), doubled=((7, "Bridges"),), planned=2, lateness=(61.0,))
    told = {
        Trouble.FULL: [as_property(Trouble.FULL, Count(planned=1, lost=((7, str(now)),)))[1]],
        Trouble.BACK: [as_property(Trouble.BACK, one)[1] for one in (fine, bad)],
    }

    assert list(table(told)) == [
        "fault                  stories  planned  lost  doubled  late p50  late max",
        "back before the start        2        4     1        1      0.25     61.00",
        "disk full                    1        1     1        0         -         -",
        "all                          3        5     2        1",
    ]
