"""Calendar files of a talk and of an agenda are handed over."""

from dataclasses import replace

import icalendar

from bot.guilds.model import Lead
from tests.cogs.office import MINUTE, handed, saved
from tests.stories.people import read
from tests.ui.conference import TWO_DAYS


async def test_an_agenda_is_exported_with_alarms_at_ones_own_leads(office, stage, people):
    attendee, _ = people
    await saved(stage, attendee)
    wishes = office.agendas.of(attendee.id).wishes
    leads = (Lead(before=60 * MINUTE), Lead(before=5 * MINUTE))
    await office.agendas.wish(attendee.id, replace(wishes, leads=leads))

    answer = await attendee.slash(stage.general, "agenda export")

    (event,) = (await events_of(answer)).events
    assert answer.ephemeral
    assert "**WaterConf: my agenda**: one session" in handed(answer).content
    assert str(event["summary"]) == "Rivers"
    assert [alarm["trigger"].dt for alarm in event.alarms.times and event.subcomponents] == [
        -60 * MINUTE,
        -5 * MINUTE,
    ]


async def test_what_was_cancelled_since_is_exported_as_such_with_a_later_number(
    office, stage, people
):
    attendee, _ = people
    await saved(stage, attendee)
    await attendee.slash(stage.general, "agenda export")
    office.change(TWO_DAYS, sessions=TWO_DAYS.sessions[1:])

    answer = await attendee.slash(stage.general, "agenda export")

    (event,) = (await events_of(answer)).events
    assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 1)


async def test_an_empty_agenda_has_no_file(stage, people):
    attendee, _ = people

    answer = await attendee.slash(stage.general, "agenda export")

    assert "Your agenda is empty" in read(answer)
    assert "Press Save under a talk, or pick sessions from `/schedule`." in read(answer)


async def test_a_talk_has_a_calendar_file_for_everybody(stage, people):
    attendee, _ = people
    talk = await attendee.slash(stage.general, "talk", title="rivers")

    answer = await attendee.click(talk.response, label="Calendar")

    (event,) = (await events_of(answer)).events
    assert answer.ephemeral
    assert str(event["summary"]) == "Rivers"


async def events_of(answer):
    """The calendar that was handed over"""
    (file,) = handed(answer).attachments
    return icalendar.Calendar.from_ical(await file.read())
