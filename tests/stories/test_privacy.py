"""Nobody learns what somebody else saved, no log line tells who anybody is, and all of it ends."""

import logging
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot import direct_turns
from bot.config import Settings
from bot.rehearsal.play import rehearse
from bot.ui.agenda_orders import _VERBS as VERBS
from tests.storage.everything import everything
from tests.stories.conference import (
    MINUTES,
    PROGRAM,
    RIVERS,
    SWEEPS,
    cancelled,
    delayed,
    forged,
    save,
    told,
)
from tests.stories.people import read

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)
# Over on the day of its talks.
SHORT = replace(PROGRAM, first_day=date(2022, 11, 30), last_day=date(2022, 11, 30))


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    # The stage takes a timer of the event loop for something that it has to wait for.
    monkeypatch.setattr(direct_turns, "SOON_EVERY", timedelta(0))


@asynccontextmanager
async def played(*, busy):
    """Twenty minutes before the talks; if `busy`, the attendee has an agenda and much besides"""
    async with rehearse(SHORT, Settings()) as rehearsal:
        stage = rehearsal.stage
        friend = stage.attendee.guild.add_member(stage.env.create_user("friend"))
        if busy:
            await live(stage.attendee, stage.general, friend)
        yield rehearsal


async def live(person, channel, other):
    """Do all that leaves something of a person behind"""
    await save(person, channel, "rivers", "lakes", "seas")
    await told(person, channel, "agenda show")
    await told(person, channel, "agenda compare", person=other)
    settings = await person.slash(channel, "agenda settings")
    await person.select(settings.response, ["0-9"], custom_id="m1:a-quiet")
    await person.select(settings.response, ["15", "10"], custom_id="m1:a-leads")
    await person.slash(channel, "agenda export")


def forgeries(victim, other):
    """Custom ids of buttons that may or may not stand anywhere, for each verb there is"""
    rests = (
        "",
        f":{PROGRAM.id}",
        f":{PROGRAM.id}:1",
        f":{PROGRAM.id}:{RIVERS.id}",
        f":{PROGRAM.id}:{victim}",
        f":{victim}",
        f":{victim}:{other}",
        f":{other}:{victim}",
        f":{PROGRAM.id}:{RIVERS.id}:{victim}",
        ":1",
        "::::",
    )
    return [f"m1:{verb}{rest}" for verb in VERBS.kinds for rest in rests]


def picks(victim):
    """Custom ids of pickers, with the options that are chosen"""
    return [
        *((f"m1:{verb}:{PROGRAM.id}:{victim}", [RIVERS.id]) for verb in ("a-pick", "a-outs")),
        *((f"m1:{verb}:{PROGRAM.id}:", [str(victim)]) for verb in ("a-pick", "a-outs")),
        (f"m1:a-pick:{victim}:", [RIVERS.id]),
        (f"m1:a-leads:{victim}", ["5"]),
        ("m1:a-leads", [str(victim)]),
        ("m1:a-leads", ["99999999999999999999"]),
        ("m1:a-quiet", ["22-7-9"]),
        ("m1:a-quiet", ["25-99"]),
        ("m1:a-quiet", []),
    ]


async def seen_by_forgery(rehearsal):
    """All that the organizer sees who presses whatever could show the attendee's agenda"""
    stage = rehearsal.stage
    thief, victim = stage.organizer, stage.attendee.id
    shared = await thief.slash(stage.general, "search", words="lakes", share=True)
    seen = {}
    for custom_id in forgeries(victim, thief.id):
        seen[custom_id] = await answered(forged(thief, shared.response, custom_id))
    for custom_id, values in picks(victim):
        pressed = forged(thief, shared.response, custom_id, values)
        seen[custom_id, *values] = await answered(pressed)
    return seen


async def answered(pressing):
    """The text and the files that a press is answered with; nothing if it is not"""
    answer = await pressing
    if answer.response is None:
        return None
    files = [await one.read() for one in answer.response.attachments]
    return (read(answer), answer.response.content, files)


@pytest.mark.slow
async def test_no_forged_press_shows_or_changes_anything_of_somebody_else():
    async with played(busy=True) as rehearsal:
        agendas, victim = rehearsal.app._memory.agendas, rehearsal.stage.attendee.id
        before = agendas.of(victim)
        seen = await seen_by_forgery(rehearsal)
        after = agendas.of(victim)
    async with played(busy=False) as rehearsal:
        seen_of_nobody = await seen_by_forgery(rehearsal)

    assert len(before.saved) == 3
    assert after == before
    assert {key: one for key, one in seen.items() if one != seen_of_nobody[key]} == {}
    assert len([one for one in seen.values() if one is not None]) > len(seen) // 2


def as_posted(posts):
    """What everybody sees of posts, and what their buttons and pickers carry"""
    return [
        (
            one.at,
            one.channel,
            one.message.content,
            [embed.to_dict() for embed in one.message.embeds],
            [row.to_dict() for row in one.message.components],
        )
        for one in posts
    ]


async def all_posts(*, busy):
    """All that is posted for everybody or for the organizers at an event"""
    async with played(busy=busy) as rehearsal:
        stage = rehearsal.stage
        await rehearsal.move(10 * MINUTES)
        await delayed(stage)
        await rehearsal.move(SWEEPS)
        await cancelled(stage, "seas")
        await rehearsal.move(90 * MINUTES)
        deliveries = await told(stage.organizer, stage.general, "deliveries")
        shared = await stage.organizer.slash(stage.general, "schedule", share=True)
        sent = len(stage.sent())
        return as_posted((*stage.posted(), *stage.told())), deliveries, read(shared), sent


async def test_what_all_can_see_is_the_same_whatever_anybody_saved():
    *seen, sent = await all_posts(busy=True)
    *seen_of_nobody, sent_to_nobody = await all_posts(busy=False)

    assert seen == seen_of_nobody
    assert len(seen[0]) > 3
    assert (sent > 3, sent_to_nobody) == (True, 0)


def people_of(stage, *others):
    """The ids by which a person could be known: their own, and those of their DM channels"""
    persons = (stage.alone, stage.organizer.user, *(one.user for one in others))
    return {one.id for one in persons} | {one.dm_channel.id for one in persons}


def lines_with(needles, records):
    """Which captured log lines, with their traces, hold one of the numbers"""
    form = logging.Formatter("%(name)s: %(message)s")
    lines = [form.format(record) for record in records]
    return [line for line in lines if any(str(needle) in line for needle in needles)]


@pytest.fixture
def logged(caplog):
    """As `marquee run` logs at its most talkative"""
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, logger="bot")
    return caplog


async def trouble(rehearsal, monkeypatch, closed, unlucky):
    """Play an event at which Discord, the store and the bot fail whatever is for one person"""
    stage, inject = rehearsal.stage, rehearsal.stage.env.inject_error
    theirs = f"/channels/{stage.alone.dm_channel.id}/messages"
    refused = f"/channels/{closed.user.dm_channel.id}/messages"
    inject("POST", "/users/@me/channels", status=400, code=40003, times=1)
    for person in (closed, unlucky):
        await save(person, stage.general, "rivers", "seas")
    inject("POST", refused, status=403, code=50007, times=None)
    await rehearsal.move(10 * MINUTES)
    inject("PATCH", f"{theirs}/*", status=403, code=50001, times=1)
    inject("POST", theirs, status=400, code=50035, times=1)
    await delayed(stage)
    await rehearsal.move(SWEEPS)
    await rehearsal.restart()
    inject("POST", theirs, status=500, times=7)
    with monkeypatch.context() as broken:
        for method in ("save", "wish", "close", "look"):
            broken.setattr(f"bot.storage.agendas.SqlAgendaStore.{method}", fails)
        await save(unlucky, stage.general, "lakes")
        await told(unlucky, stage.general, "agenda show")
        await rehearsal.move(10 * MINUTES)
    with monkeypatch.context() as broken:
        broken.setattr("bot.storage.ledger.SqlLedger.claim", fails)
        await rehearsal.move(10 * MINUTES)
    with monkeypatch.context() as broken:
        broken.setattr("bot.postman.Postman.send", fails)
        await rehearsal.move(SWEEPS)
    await rehearsal.move(60 * MINUTES)


async def fails(*_):
    raise RuntimeError("on purpose")


async def test_an_event_with_all_its_trouble_is_logged_without_saying_who(logged, monkeypatch):
    async with played(busy=True) as rehearsal:
        stage = rehearsal.stage
        others = [
            stage.attendee.guild.add_member(stage.env.create_user(name))
            for name in ("closed", "unlucky")
        ]
        await trouble(rehearsal, monkeypatch, *others)
        needles = people_of(stage, *others)

    said = {(record.name, record.levelname) for record in logged.records}
    assert {
        ("bot.client", "ERROR"),
        ("bot.delivery.carrier", "ERROR"),
        ("bot.delivery.dispatch", "ERROR"),
        ("bot.delivery.corrections", "WARNING"),
        ("bot.direct", "WARNING"),
        ("bot.delivery.log_lines", "WARNING"),
    } <= said
    assert lines_with({stage.guild_id}, logged.records) != []
    assert lines_with(needles, logged.records) == []


async def test_a_direct_messages_row_goes_with_its_sessions_and_an_agenda_a_month_later():
    async with played(busy=True) as rehearsal:
        stage, database = rehearsal.stage, rehearsal.app._database
        persons = people_of(stage)
        await rehearsal.move(10 * MINUTES)
        await delayed(stage)
        await rehearsal.move(SWEEPS)
        while_it_is_on = await rows_of_persons(database)
        await rehearsal.move(2 * 60 * MINUTES)
        after_it = await rows_of_persons(database)
        agenda = await told(stage.attendee, stage.general, "agenda show")
        await rehearsal.move(29 * DAY)
        in_the_month = await tables_with(persons, database)
        await rehearsal.move(2 * DAY)
        after_the_month = await tables_with(persons, database)

    assert while_it_is_on > 0
    assert after_it == 0
    assert "Rivers of Europe" in agenda
    assert {"attendees", "saved_sessions", "agreements"} <= in_the_month
    assert after_the_month == set()


async def rows_of_persons(database):
    """How many deliveries of the ledger are for one person alone"""
    rows = (await everything(database))["deliveries"]
    return len([row for row in rows if row["user_id"] is not None])


async def tables_with(needles, database):
    """The tables of a database that hold one of these numbers anywhere"""
    tables = await everything(database)
    return {
        name
        for name, rows in tables.items()
        if any(str(needle) in str(list(row.values())) for row in rows for needle in needles)
    }
