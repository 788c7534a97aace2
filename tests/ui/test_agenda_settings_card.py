from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.agenda.model import Quiet, Wishes
from bot.guilds.model import Lead
from bot.ui.agenda_settings_card import (
    HOW_TO_OPEN,
    STILL_CLOSED,
    TRY_AGAIN,
    Reminding,
    settings_card,
)
from bot.ui.wish_choices import (
    QUIET_HOURS,
    lead_options,
    leads_chosen,
    quiet_chosen,
    quiet_options,
    span,
)
from tests.ui.agendas import CHANNEL, DAY, NOW, attendee
from tests.ui.conference import TWO_DAYS
from tests.ui.reading import read

MINUTE = timedelta(minutes=1)
NIGHT = Quiet(begin=time(22), end=time(7))
TEN, HOUR = Lead(before=10 * MINUTE, since=NOW - DAY), Lead(before=60 * MINUTE, since=NOW - DAY)


def settings(done="", fallback=None, **fields):
    reminding = Reminding(attendee=attendee(**fields), program=TWO_DAYS, fallback=fallback)
    return read(settings_card(reminding, done=done))


def test_settings_tell_how_one_is_reminded_and_let_that_be_changed():
    lines = settings(wishes=Wishes(leads=(HOUR, TEN), quiet=NIGHT)).splitlines()

    when = (
        "🔔 I send you a DM **1 hour and 10 minutes before** each session you saved, "
        "and if it moves or is cancelled."
    )
    quiet = (
        "🌙 From **22:00 to 07:00** they come without a sound, "
        r"in the time of WaterConf (America/Los\_Angeles)."
    )
    leads = (
        "{How long before? Choose one or several | 5 minutes before | 10 minutes before (chosen) "
        "| 15 minutes before | 30 minutes before | 1 hour before (chosen) | 2 hours before "
        "| 1 day before}"
    )
    assert lines[:7] == [
        "-# 🔔 Your reminders",
        "## How I remind you",
        "---",
        when,
        quiet,
        "---",
        leads,
    ]
    assert "| Quiet from 22:00 to 07:00 (chosen) |" in lines[7]
    assert lines[8:] == ["[Turn reminders off] [Send me a test] [My agenda] [Forget me…]"]


def test_reminders_that_are_off_can_only_be_turned_on():
    assert (
        settings(wishes=Wishes(direct=False))
        == """\
-# 🔔 Your reminders
## How I remind you
---
🔕 **Reminders are off.** I send you no DMs, not even if a session moves.
---
[Turn reminders on] [My agenda] [Forget me…]"""
    )


def test_closed_messages_are_told_with_what_to_do_and_where_one_is_mentioned_meanwhile():
    card = settings(done=STILL_CLOSED, closed_at=NOW, fallback=CHANNEL)

    assert STILL_CLOSED in card
    what_to_do = HOW_TO_OPEN.format(button=TRY_AGAIN)
    assert f"{what_to_do} Until then I mention you in <#5>." in card
    assert "[Try again]" in card


def test_without_a_program_the_hours_are_of_the_events_own_time():
    card = read(settings_card(Reminding(attendee=attendee(wishes=Wishes(quiet=NIGHT)))))

    assert "in the event's own time." in card
    assert "[My agenda]" not in card


def test_leads_that_stay_keep_their_since_and_new_ones_are_wanted_since_now():
    chosen = leads_chosen(["5", "60"], (HOUR, TEN), NOW)

    assert chosen == (HOUR, Lead(before=5 * MINUTE, since=NOW))


def test_no_lead_at_all_can_be_chosen():
    assert leads_chosen([], (TEN,), NOW) == ()


@pytest.mark.parametrize("forged", ["7", "-10", "x", "", "9" * 30])
def test_a_lead_that_is_not_offered_is_refused(forged):
    with pytest.raises((ValueError, OverflowError)):
        leads_chosen([forged], (TEN,), NOW)


def test_a_lead_that_is_not_usual_stays_on_offer():
    odd = replace(TEN, before=7 * MINUTE)

    options = lead_options((odd,))

    assert [(one.label, one.default) for one in options][:3] == [
        ("5 minutes before", False),
        ("7 minutes before", True),
        ("10 minutes before", False),
    ]
    assert leads_chosen(["7"], (odd,), NOW) == (odd,)


@pytest.mark.parametrize("quiet", [None, NIGHT, Quiet(begin=time(3), end=time(3))])
def test_hours_are_read_back_from_their_option(quiet):
    (chosen,) = (one for one in quiet_options(quiet) if one.default)

    assert quiet_chosen(chosen.value) == quiet


def test_all_usual_hours_are_on_offer_once():
    values = [one.value for one in quiet_options(NIGHT)]

    assert len(set(values)) == len(values) == len(QUIET_HOURS) + 1


@pytest.mark.parametrize("forged", ["", "22", "24-7", "x-7", "1-2-3", "--"])
def test_hours_that_are_none_are_refused(forged):
    with pytest.raises(ValueError, match=r".*"):
        quiet_chosen(forged)


def test_spans_are_told_in_the_largest_unit_that_fits():
    minutes = (1, 5, 60, 90, 120, 1440, 2880)

    assert [span(one * MINUTE) for one in minutes] == [
        "1 minute",
        "5 minutes",
        "1 hour",
        "90 minutes",
        "2 hours",
        "1 day",
        "2 days",
    ]
