"""Deliveries and records for tests of what organizers see, plain ones and any that there can be."""

from dataclasses import replace
from datetime import UTC, timedelta

from hypothesis import strategies as st

from bot.delivery.model import Cause, Delivery, Item, Kind, Record, State
from tests.factories import NINE
from tests.programs_strategy import texts

NOW = NINE.astimezone(UTC)
MINUTE = timedelta(minutes=1)
GUILD, CHANNEL, MESSAGE = 111_111_111_111_111_111, 222_222_222_222_222_222, 333_333_333_333_333_333


def a_delivery(*sessions, start=NOW + 30 * MINUTE, lead=10 * MINUTE, **fields):
    return Delivery(
        **{
            "key": f"reminder:{start}:{sessions}",
            "guild_id": GUILD,
            "place": CHANNEL,
            "kind": Kind.REMINDER,
            "due": start - lead,
            "expires": start,
            "subject": "{}",
            "items": tuple(Item(session=one, start=start, lead=lead) for one in sessions),
            **fields,
        }
    )


def a_record(*sessions, state=State.SENT, start=NOW + 5 * MINUTE, **fields):
    delivery = a_delivery(*sessions, start=start)
    return Record(delivery=delivery, state=state, claimed_at=delivery.due, **fields)


ids = st.from_regex(r"[a-z0-9][a-z0-9-]{0,31}", fullmatch=True)
snowflakes = st.integers(10**14, 2**63 - 1)
instants = st.datetimes(
    min_value=(NOW - timedelta(days=9)).replace(tzinfo=None),
    max_value=(NOW + timedelta(days=9)).replace(tzinfo=None),
    timezones=st.just(UTC),
)


@st.composite
def deliveries(draw, sessions):
    """Any delivery of sessions that are on the program, and of some that are not"""
    covered = draw(st.lists(st.sampled_from(sessions) | ids if sessions else ids, max_size=12))
    start = draw(instants)
    return replace(
        a_delivery(*dict.fromkeys(covered), start=start),
        key=draw(st.text(max_size=20)),
        place=draw(snowflakes),
        kind=draw(st.sampled_from(Kind)),
        due=start - draw(st.timedeltas(min_value=timedelta(), max_value=timedelta(days=2))),
    )


@st.composite
def records(draw, sessions):
    """Any record, its parts fitting or not"""
    return Record(
        delivery=draw(deliveries(sessions)),
        state=draw(st.sampled_from(State)),
        claimed_at=draw(instants),
        attempts=draw(st.integers(1, 10**6)),
        settled_at=draw(st.none() | instants),
        next_try=draw(st.none() | instants),
        message_id=draw(st.none() | snowflakes),
        reason=draw(st.none() | texts(2_000)),
        cause=draw(st.none() | st.sampled_from(Cause)),
    )
