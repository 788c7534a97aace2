from dataclasses import replace
from datetime import timedelta

import pytest

from bot.agenda.model import Wishes
from bot.guilds.model import Lead
from bot.ui.agenda_settings_card import HOW_TO_OPEN, TRY_AGAIN
from bot.ui.saved_card import WHAT_IS_KEPT, reminder_line, saved_card, taken_back_card
from tests.ui.agendas import CHANNEL, DAY, LAKES, NOW, RIVERS, SEAS, attendee, kept, saved
from tests.ui.conference import stamp
from tests.ui.reading import read

MINUTE = timedelta(minutes=1)
BOTH = attendee(saved(RIVERS), saved(LAKES), saved(SEAS))


def test_saving_tells_when_and_where_what_clashes_and_when_one_is_reminded():
    assert (
        read(saved_card(kept(RIVERS, BOTH), NOW))
        == f"""\
-# 📒 Your agenda
## Saved: Rivers

{stamp("F")} – {stamp("t", minutes=45)} · {stamp("R")}
Hall
---
⚠️ **At the same time you saved:**
- **Lakes**
  {stamp("t")} – {stamp("t", minutes=30)} · Loft

🔔 I remind you **10 minutes before**, by DM.
---
[My agenda] [Take back] [Reminder settings]"""
    )


def test_the_first_save_tells_what_is_kept_and_what_removes_it():
    card = read(saved_card(kept(SEAS, attendee(saved(SEAS)), is_first=True), NOW))

    assert f"-# {WHAT_IS_KEPT}" in card
    assert WHAT_IS_KEPT not in read(saved_card(kept(SEAS, attendee(saved(SEAS))), NOW))


def test_closed_messages_are_told_once_with_what_to_do():
    closed = replace(BOTH, closed_at=NOW)

    first = kept(SEAS, closed)
    later = kept(SEAS, replace(closed, is_told_closed=True))

    assert (first.tells_closed, later.tells_closed) == (True, False)
    what_to_do = HOW_TO_OPEN.format(button=TRY_AGAIN)
    assert what_to_do in read(saved_card(first, NOW))
    assert "[Try again]" in read(saved_card(first, NOW))
    assert what_to_do not in read(saved_card(later, NOW))
    assert reminder_line(later, NOW).startswith("⚠️ No reminder: your DMs are closed to me.")


def test_who_wants_no_messages_is_not_told_that_they_are_closed():
    one = kept(SEAS, replace(BOTH, closed_at=NOW, wishes=Wishes(direct=False)))

    assert not one.tells_closed
    assert "🔕 Your reminders are off." in read(saved_card(one, NOW))


def test_with_closed_messages_one_is_reminded_where_the_guild_allows_it():
    closed = replace(BOTH, closed_at=NOW, is_told_closed=True)

    assert reminder_line(kept(SEAS, closed, fallback=CHANNEL), NOW) == (
        "🔔 I remind you **10 minutes before**, in <#5>: your DMs are closed to me."
    )


@pytest.mark.parametrize(
    ("ago", "line"),
    [
        (-DAY, "🔔 I remind you **1 hour and 10 minutes before**, by DM."),
        (-60 * MINUTE, "🔔 I remind you **1 hour and 10 minutes before**, by DM."),
        (-59 * MINUTE, "🔔 I remind you **10 minutes before**, by DM."),
        (-9 * MINUTE, "⏱️ It starts too soon for a reminder."),
        (0 * MINUTE, "It has begun already."),
        (45 * MINUTE, "It is over already."),
    ],
)
def test_only_leads_to_come_are_promised(ago, line):
    leads = (Lead(before=60 * MINUTE), Lead(before=10 * MINUTE))
    one = kept(RIVERS, replace(BOTH, wishes=Wishes(leads=leads)))

    assert reminder_line(one, one.placed.start + ago) == line


def test_without_leads_only_changes_are_told():
    one = kept(SEAS, replace(BOTH, wishes=Wishes(leads=())))

    assert reminder_line(one, NOW) == "🔔 I send you a DM only if it changes."


def test_what_was_taken_back_can_be_saved_again():
    assert (
        read(taken_back_card("water-22", "x", "Rivers"))
        == """\
-# 📒 Your agenda
## Taken back: Rivers

It is not in your agenda any more.
---
[My agenda] [Save again]"""
    )
