"""The night in which a zone's clocks change lies between the sessions."""

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.factories import a_program, a_session, a_talk
from tests.wire.marquee.event import LEAD
from tests.wire.marquee.process import Running, settle_in, until_settled
from tests.wire.marquee.shifted import Watch
from tests.wire.marquee.tally import FINE, Trouble, planned

BERLIN = ZoneInfo("Europe/Berlin")
ENTRY = "tests.wire.marquee.shifted:main"
# How long before each reminder the night goes on at its own pace; the first waits for the start.
SOON, FIRST = timedelta(seconds=2), timedelta(seconds=6)

# At 02:00 it is 03:00.
SPRING = {
    "Before": "2027-03-28T01:30+01:00",
    "Just before": "2027-03-28T01:59+01:00",
    "Just after": "2027-03-28T03:00+02:00",
    "After": "2027-03-28T03:30+02:00",
}
# At 03:00 it is 02:00, and each time of that hour comes twice.
AUTUMN = {
    "Before": "2027-10-31T01:50+02:00",
    "First time": "2027-10-31T02:30+02:00",
    "Just before": "2027-10-31T02:59+02:00",
    "Just after": "2027-10-31T02:05+01:00",
    "Second time": "2027-10-31T02:30+01:00",
    "After": "2027-10-31T03:05+01:00",
}

pytestmark = pytest.mark.trouble


@pytest.mark.parametrize(
    ("trouble", "night"),
    [(Trouble.SPRING, SPRING), (Trouble.AUTUMN, AUTUMN)],
    ids=["begins", "ends"],
)
async def test_each_session_of_the_night_is_told_of_once_and_at_its_time(
    loopback, tmp_path, guild, place, count, trouble, night
):
    starts = {title: datetime.fromisoformat(start) for title, start in night.items()}
    settle_in(tmp_path, an_event_in(BERLIN, starts), {guild.id: place})
    watch = Watch(tmp_path / "ahead")
    plan = []
    watch.show(next(iter(starts.values())) - LEAD - FIRST)
    with Running(tmp_path, loopback.address, ENTRY, {**watch.order, "TZ": BERLIN.key}):
        for number, (title, start) in enumerate(starts.items(), start=1):
            if plan:
                watch.show(start - LEAD - SOON)
            plan.append(planned(place, title, start - watch.ahead, LEAD))
            await loopback.witness.until_posted(number)
        await until_settled(tmp_path / "marquee.db", len(plan))
        # What it would tell of again in an hour that comes again.
        watch.show(start + timedelta(hours=1))
        await asyncio.sleep(6)

    counted = await count(trouble, plan)
    assert counted == FINE
    assert min(counted.lateness) >= 0


def an_event_in(zone, starts):
    """One session for each title, in the wall time of a zone."""
    talks = tuple(a_talk(title, id=title.lower().replace(" ", "-")) for title in starts)
    sessions = tuple(
        a_session(start.astimezone(zone), id=f"{talk.id}-session", talks=(talk.id,))
        for talk, start in zip(talks, starts.values(), strict=True)
    )
    days = [start.astimezone(zone).date() for start in starts.values()]
    return a_program(*sessions, talks=talks, zone=zone.key, first_day=min(days), last_day=max(days))
