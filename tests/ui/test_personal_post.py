from dataclasses import replace
from datetime import UTC

import pytest

from bot.announcements.model import Part, PersonalPart
from bot.delivery.model import NO_GUILD
from bot.program.diff import change_of, facts_of
from bot.program.timetable import Timetable
from bot.reminders.model import PersonalReminder, Reminder
from bot.reminders.subject import reminder_of
from bot.ui.personal_post import personal_change_post, personal_post
from bot.ui.reminder_post import reminder_post
from tests.factories import NINE, a_program, a_session
from tests.ui.conference import HALL, HOUR, LOFT, TWO_DAYS, stamp
from tests.ui.discord_rules import units
from tests.ui.every_message import told
from tests.ui.reading import read_post

MARK = "0123456789abcdef01234567"
ADA = 123456789012345678
RIVERS, LAKES, LUNCH, SEAS = TWO_DAYS.sessions
TIMETABLE = Timetable(TWO_DAYS)


def reminder(*sessions, program=TWO_DAYS, **fields):
    start = NINE.astimezone(UTC)
    return Reminder(
        timetable=Timetable(program), start=start, sessions=sessions, mark=MARK, **fields
    )


def post(*sessions, program=TWO_DAYS, **fields):
    return personal_post(PersonalReminder(reminder=reminder(*sessions, program=program), **fields))


def changed(*changes, program=TWO_DAYS, **fields):
    part = Part(
        timetable=Timetable(program), guild_id=NO_GUILD, place=ADA, changes=changes, mark=MARK
    )
    return personal_change_post(PersonalPart(**{"part": part, "silent": False, **fields}))


def ids(shown):
    return [item.custom_id for item in shown.view.children]


def test_a_person_is_reminded_of_a_session_that_they_can_open_and_drop():
    assert read_post(post(RIVERS)) == (
        f"**Rivers** · Hall · {stamp('R')}\n"
        "| Rivers\n"
        f"{stamp('F')} – {stamp('t', minutes=45)}\n"
        "Hall · Data\n"
        "\n"
        "Ada Example\n"
        "| WaterConf · you saved this\n"
        "{Open a talk… | Rivers}\n"
        "[My agenda] [Drop]"
    )


def test_sessions_that_start_together_come_in_one_message_and_are_dropped_in_the_agenda():
    shown = read_post(post(RIVERS, LAKES)).splitlines()

    assert shown[0] == f"**Rivers** (Hall), **Lakes** (Loft) · {stamp('R')}"
    assert shown[-2:] == ["{Open a talk… | Rivers | Lakes}", "[My agenda]"]


def test_its_buttons_are_the_pressers_own():
    assert ids(post(RIVERS)) == [
        f"m1:open:water-22:{MARK}",
        "m1:a-show:water-22:1",
        f"m1:a-back:water-22:{RIVERS.id}",
    ]


@pytest.mark.parametrize("silent", [True, False])
def test_a_direct_message_mentions_nobody_and_may_be_silent(silent):
    told_of = post(RIVERS, silent=silent)

    assert (told_of.silent, told_of.mentions) == (silent, ())


def test_in_a_channel_it_mentions_the_person_and_offers_no_way_to_drop():
    told_of = post(RIVERS, mention=ADA)

    assert told_of.content == f"<@{ADA}> **Rivers** · Hall · {stamp('R')}"
    assert told_of.mentions == (ADA,)
    assert ids(told_of) == [f"m1:open:water-22:{MARK}", "m1:a-show:water-22:1"]


def test_what_where_and_when_are_in_the_first_hundred_characters_behind_a_mention():
    program = replace(TWO_DAYS, name="A conference with a long name")
    long = replace(RIVERS, title="Rivers of the world, and how they run to the sea " * 3)

    content = post(long, mention=2**64 - 1, program=program).content

    assert units(content) <= 100
    assert content.endswith(f"… · Hall · {stamp('R')}".replace("… ·", "…** ·"))


def test_behind_a_mention_a_corrected_reminder_still_names_the_session():
    session = replace(RIVERS, title="Rivers of the world, and how they run to the sea")
    rooms = (HALL, replace(LOFT, name="The loft under the roof of the old mill"))
    others = [replace(LAKES, id=f"lakes-{one}") for one in range(9)]
    before = replace(TWO_DAYS, sessions=(session, *others), rooms=rooms)
    after = replace(before, sessions=(replace(session, room="loft"), *others))
    subject = told(Timetable(before), before.sessions)

    content = personal_post(
        PersonalReminder(reminder=reminder_of(subject, Timetable(after), MARK), mention=2**64 - 1)
    ).content

    assert units(content) <= 100
    assert content == (
        f"<@{2**64 - 1}> Room changed: **Rivers of…** · The loft under the roof… · {stamp('R')}"
    )


def test_how_it_is_sent_is_no_part_of_what_it_shows():
    assert post(RIVERS).digest == post(RIVERS, silent=True).digest
    assert post(RIVERS).digest != post(RIVERS, mention=ADA).digest
    assert post(RIVERS).digest != reminder_post(reminder(RIVERS)).digest


def test_what_can_not_be_opened_carries_the_mark_in_its_address():
    party = a_session(NINE, title="Party")
    shown = post(party, program=a_program(party))

    assert shown.embeds[0].url == f"https://discord.com/channels/@me#{MARK}"
    assert ids(shown) == ["m1:a-show:conf-22:1", f"m1:a-back:conf-22:{party.id}"]


def test_a_person_is_told_that_what_they_saved_has_moved():
    later = replace(RIVERS, start=NINE + HOUR, end=None)
    program = replace(TWO_DAYS, sessions=(later, LAKES, LUNCH, SEAS))
    before, after = facts_of(RIVERS, TIMETABLE), facts_of(later, Timetable(program))

    shown = changed(change_of(RIVERS.id, before, after), program=program, silent=True)

    lines = read_post(shown).splitlines()
    assert lines[:2] == [f"**Rivers** moved to {stamp('F', 1)}", "| Changes of what you saved"]
    assert lines[-2:] == ["{Open a talk… | Rivers}", "[My agenda] [Drop]"]
    assert (shown.silent, shown.mentions) == (True, ())


def test_what_is_cancelled_can_not_be_dropped_any_more():
    program = replace(TWO_DAYS, sessions=(LAKES, LUNCH, SEAS))

    shown = changed(change_of(RIVERS.id, facts_of(RIVERS, TIMETABLE), None), program=program)

    assert read_post(shown).splitlines()[0] == f"Cancelled: **Rivers**, {stamp('F')}"
    assert read_post(shown).splitlines()[-1] == "[My agenda]"


def test_several_changes_come_in_one_message_and_are_dropped_in_the_agenda():
    gone = [change_of(one.id, facts_of(one, TIMETABLE), None) for one in (RIVERS, LAKES)]

    shown = read_post(changed(*gone)).splitlines()

    assert shown[0].startswith("**Two changes:** Cancelled: **")
    assert shown[-1] == "[My agenda]"


def test_no_address_in_a_change_names_the_person():
    program = a_program(LUNCH)
    change = change_of(LUNCH.id, None, facts_of(LUNCH, TIMETABLE))

    shown = changed(change, program=program)

    assert shown.embeds[0].url == f"https://discord.com/channels/@me#{MARK}"
    assert str(ADA) not in repr(shown.embeds[0].to_dict())


@pytest.mark.parametrize("mention", [None, ADA])
def test_what_can_be_watched_is_a_press_away(mention):
    streamed = replace(RIVERS, stream="https://stream.example/hall")
    told_of = PersonalReminder(reminder=reminder(streamed, shows_streams=True), mention=mention)
    silent = PersonalReminder(reminder=reminder(streamed), mention=mention)

    assert "[Watch]" in read_post(personal_post(told_of))
    assert "Watch" not in read_post(personal_post(silent))


def test_no_more_can_be_watched_than_there_is_room_for():
    many = [
        replace(RIVERS, id=f"rivers-{one}", stream=f"https://stream.example/{one}")
        for one in range(10)
    ]

    shown = personal_post(PersonalReminder(reminder=reminder(*many, shows_streams=True)))

    labels = [getattr(one, "label", None) for one in shown.view.children]
    assert labels[-5:] == ["My agenda", *4 * ["Watch: Rivers"]]
