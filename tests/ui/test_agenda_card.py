from datetime import timedelta

from bot.agenda.model import Wishes
from bot.program.timetable import Timetable
from bot.ui.agenda_card import agenda_card, ask_to_clear_card, cleared, taken_out
from bot.ui.agenda_lines import free
from bot.ui.agenda_orders import SaveAgainOrder, ShowOrder
from tests.factories import NINE, a_program, a_session, a_talk
from tests.ui.agendas import (
    DAY,
    LAKES,
    LUNCH,
    NOW,
    RIVERS,
    SEAS,
    WATER,
    agenda_of,
    attendee,
    saved,
)
from tests.ui.conference import HOUR, stamp
from tests.ui.reading import read

SHOW = ShowOrder(program="water-22")


def shown(agenda, asked=SHOW, **done):
    view, _ = agenda_card(agenda, asked, **done)
    return read(view)


def test_an_agenda_tells_what_is_next_and_each_day_with_its_clashes_and_gaps():
    person = attendee(saved(RIVERS), saved(LAKES), saved(LUNCH), saved(SEAS))

    card = shown(agenda_of(person))

    assert (
        card
        == f"""\
-# 📒 Your agenda · WaterConf
## My agenda

⏭️ Next: **Rivers** · Hall · {stamp("R")}
⏭️ Next: **Lakes** · Loft · {stamp("R")}
---
### Wednesday 30 November
{stamp("t")} **Rivers**
-# Hall · until {stamp("t", minutes=45)}
⚠️ At the same time: **Lakes** ({stamp("t")})

{stamp("t")} **Lakes**
-# Loft · until {stamp("t", minutes=30)}
⚠️ At the same time: **Rivers** ({stamp("t")})

-# 15 min free
{stamp("t", hours=1)} **Lunch**
-# until {stamp("t", hours=2)}
### Thursday 1 December
{stamp("t", hours=24)} **Seas**
-# Hall · until {stamp("t", hours=24, minutes=45)}
-# 🔔 A DM 10 minutes before each, and if one changes
---
{{Open a talk… | Rivers | Lakes | Seas}}
{{Take out… | Rivers | Lakes | Lunch | Seas}}
[Calendar file] [Reminder settings] [Clear…]"""
    )


def test_what_changed_since_the_last_look_is_marked_and_counted():
    person = attendee(
        saved(RIVERS, start=NOW, room=None),
        saved(LAKES, room="Cellar", title="Ponds"),
        saved(SEAS, is_cancelled=True),
    )

    lines = shown(agenda_of(person)).splitlines()

    assert [line for line in lines if line.startswith("🔸")] == [
        "🔸 Three sessions changed since you last looked",
        f"🔸 **Moved** here from <t:{int(NOW.timestamp())}:f>",
        "🔸 **Other room**; it had none",
        "🔸 **Other room**; it was in Cellar",
        "🔸 **New title**; it was “Ponds”",
        "🔸 **Takes place after all**",
    ]


def test_what_is_cancelled_is_struck_and_can_only_be_taken_out():
    with_gone = Timetable(a_program(SEAS, id="water-22", name="WaterConf"))
    person = attendee(saved(RIVERS))

    card = shown(agenda_of(person, NOW, with_gone))

    assert f"{stamp('t')} ~~**Rivers**~~\n🔸 **Cancelled**" in card
    assert "{Take out… | Rivers}" in card
    assert "Open a talk" not in card


def test_what_is_on_stands_on_top_and_what_is_over_at_the_end():
    person = attendee(saved(RIVERS), saved(LAKES), saved(SEAS))
    now = NOW + timedelta(minutes=55)

    lines = shown(agenda_of(person, now)).splitlines()

    assert lines[3:5] == [
        f"▶️ On now: **Rivers** · Hall · until {stamp('t', minutes=45)}",
        f"⏭️ Next: **Seas** · Hall · {stamp('R', hours=24)}",
    ]
    assert lines[-7:-4] == [
        "### Over",
        f"{stamp('f')} Lakes",
        "-# 🔔 A DM 10 minutes before each, and if one changes",
    ]


def test_an_empty_agenda_says_how_it_is_filled():
    assert (
        shown(agenda_of(attendee()))
        == """\
-# 📒 Your agenda · WaterConf
## My agenda
---
Nothing is saved yet. Press **Save** under a talk, or pick sessions from **/schedule**: \
I remind you before they start.
---
[Now] [Next] [Schedule]"""
    )


def test_agendas_of_other_programs_are_a_press_away_if_these_are_loaded():
    dams = a_talk("Dams")
    at_nine = a_session(NINE, id="x", talks=(dams.id,))
    other = Timetable(a_program(at_nine, id="dams", name="DamConf", talks=(dams,)))
    lost = Timetable(a_program(a_session(NINE, id="y", title="Lost"), id="lost"))
    person = attendee(
        saved(RIVERS),
        *(saved(one, each) for each in (other, lost) for one in each.sessions),
    )

    card = shown(agenda_of(person, NOW, WATER, other))

    assert card.endswith("[Calendar file] [Reminder settings] [Clear…] [And 1 in DamConf]")
    # It is of another program, and can't be attended at the same time all the same.
    assert f"**Dams** ({stamp('t')})" in card


def test_of_a_program_that_is_not_loaded_stands_what_was_last_seen():
    person = attendee(saved(RIVERS))
    agenda = agenda_of(person, NOW, Timetable(a_program()))

    card = shown(agenda)

    assert "This program is not loaded at the moment." in card
    assert f"{stamp('t')} **Rivers**\n-# Hall" in card
    assert "Cancelled" not in card


def test_pages_hold_no_more_than_can_be_taken_out_and_say_what_stands_on_them():
    sessions = tuple(
        a_session(NINE + one * HOUR / 60, title="x", id=f"s-{one}") for one in range(60)
    )
    timetable = Timetable(a_program(*sessions, id="water-22"))
    person = attendee(*(saved(one, timetable) for one in sessions))
    agenda = agenda_of(person, NOW + 9 * DAY, timetable)

    pages = [agenda_card(agenda, ShowOrder(program="water-22", page=page))[1] for page in (1, 2, 3)]

    assert [one.saved.session for page in pages for one in page] == [one.id for one in sessions]
    assert max(map(len, pages)) == 25


def test_what_was_just_done_stands_first_and_can_be_put_right():
    undo = SaveAgainOrder(program="water-22", session="x")

    taken = shown(agenda_of(attendee(saved(SEAS))), done=taken_out("Rivers *", undo))
    emptied = shown(agenda_of(attendee()), done=cleared(3))

    assert "🗑️ Taken out: **Rivers \\***" in taken
    assert "[Put it back]" in taken
    assert "🧹 Cleared: three sessions taken out." in emptied


def test_the_foot_says_how_one_is_reminded():
    def foot(**fields):
        lines = shown(agenda_of(attendee(saved(RIVERS), **fields))).splitlines()
        return next(line for line in lines if line.startswith("-# ") and line[3] in "🔔🔕⚠")

    assert foot(wishes=Wishes(direct=False)) == "-# 🔕 Reminders are off"
    assert foot(wishes=Wishes(leads=())) == "-# 🔔 A DM if one of them changes"
    assert foot(closed_at=NOW) == (
        "-# ⚠️ Your DMs are closed to me: Reminder settings says what to do"
    )


def test_it_is_asked_before_all_is_cleared():
    assert (
        read(ask_to_clear_card(agenda_of(attendee(saved(RIVERS), saved(SEAS)))))
        == """\
-# 📒 Your agenda · WaterConf
## Clear your agenda?

That takes out two sessions, and I remind you of none. It can't be undone.
---
[Clear it] [My agenda]"""
    )


def test_gaps_are_told_in_hours_and_minutes():
    gaps = [timedelta(minutes=one) for one in (0, 45, 60, 135)]

    assert [free(one) for one in gaps] == ["a moment", "45 min", "1 h", "2 h 15 min"]
