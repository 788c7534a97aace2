from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.agenda.leads import leads_to_come
from bot.agenda.model import Wishes
from bot.guilds.model import Lead
from tests.factories import NINE, ZONE

MINUTE = timedelta(minutes=1)
TWO = Wishes(leads=(Lead(before=60 * MINUTE), Lead(before=10 * MINUTE)))


def test_every_lead_that_is_still_to_come_applies_from_the_longest():
    assert leads_to_come(TWO, NINE, NINE - 60 * MINUTE) == (60 * MINUTE, 10 * MINUTE)
    assert leads_to_come(TWO, NINE, NINE - 59 * MINUTE) == (10 * MINUTE,)


def test_of_what_starts_sooner_than_any_lead_nothing_is_told():
    assert leads_to_come(TWO, NINE, NINE - 9 * MINUTE) == ()
    assert leads_to_come(TWO, NINE, NINE + 9 * MINUTE) == ()


def test_nobody_is_told_who_wants_no_messages_or_no_leads():
    early = NINE - 600 * MINUTE

    assert leads_to_come(Wishes(direct=False), NINE, early) == ()
    assert leads_to_come(Wishes(leads=()), NINE, early) == ()


def test_who_chose_nothing_is_told_ten_minutes_before():
    assert leads_to_come(Wishes(), NINE, NINE - 600 * MINUTE) == (10 * MINUTE,)


def test_the_time_left_is_real_time_when_the_clocks_change():
    zone = ZoneInfo(ZONE)
    saved = datetime(2022, 11, 6, 1, 55, tzinfo=zone)
    start = datetime(2022, 11, 6, 2, 5, tzinfo=zone)

    assert leads_to_come(TWO, start, saved) == (60 * MINUTE, 10 * MINUTE)
