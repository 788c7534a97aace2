"""A session's data are as odd as can be, or a row of the ledger is not ours: others go on."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import a_program, a_room, a_session, a_speaker, a_talk, a_track
from tests.wire.marquee.event import LEAD, an_event, posting, tries, until
from tests.wire.marquee.process import STORE, Running, settle_in, until_settled
from tests.wire.marquee.tally import FINE, Trouble, planned, reminders

ODD = {
    "endless": "All of it. " * 364,
    "one-word": "w" * 4_000,
    "right-to-left": "\N{RIGHT-TO-LEFT OVERRIDE}مرحبا بالعالم \N{RIGHT-TO-LEFT ISOLATE}שלום",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈" * 200,
    "markdown": "# **_~~||`code`||~~_** > [a](https://example.org) ```x``` \\",
    "mentions": "@everyone @here <@1> <@&2> <#3> </talk:4> <t:0:R> <:a:5>",
    "marks": "Z\u0351\u036b\u0343a\u0321l\u0322g\u0489o" * 300,
    "invisible": "\u200b\u2060\u00ad\ufeff",
    "quotes": "\"'`; DROP TABLE deliveries; -- ${jndi} {0} %s",
    "astral": "𝕿𝖍𝖊 𝕿𝖆𝖑𝖐 " * 120,
}

pytestmark = pytest.mark.trouble


async def test_odd_sessions_are_told_of_as_others_are(loopback, tmp_path, guild, place, count):
    event = an_odd_event()
    settle_in(tmp_path, event, {guild.id: place})
    await loopback.change_settings(channel_limit=0)
    told = [session for session in event.sessions if session.talks]
    with Running(tmp_path, loopback.address):
        await until_settled(tmp_path / STORE, len({session.start for session in told}))

    starts = sorted({session.start for session in told})
    plan = [planned(place, f"<t:{round(start.timestamp())}:", start, LEAD) for start in starts]
    assert await count(Trouble.ODD_PROGRAM, plan) == FINE


def an_odd_event():
    """Each oddity starts at a second of its own, between two plain talks; some have nothing."""
    plain = an_event(Rivers=4, Bridges=30)
    first = plain.sessions[0].start
    talks, sessions = list(plain.talks), list(plain.sessions)
    speakers, rooms, tracks = [], [], []
    for number, (name, text) in enumerate(ODD.items(), start=1):
        start = first + timedelta(seconds=number)
        speakers.append(a_speaker(text, id=name, role=text, company=text, bio=text))
        rooms.append(a_room(text, id=name))
        tracks.append(a_track(text, id=name, description=text))
        talks.append(a_talk(text, id=name, abstract=text * 3, speakers=(name,)))
        sessions.append(a_session(start, id=name, talks=(name,), room=name, track=name))
        # Nobody is to be told of these.
        sessions.append(a_session(start, id=f"break-{name}", title=text))
        sessions.append(a_session(start, id=f"empty-{name}", track=name))
    many = [a_talk(f"Short talk {number}", id=f"short-{number}") for number in range(60)]
    crowd = first + timedelta(seconds=len(ODD) + 1)
    sessions.append(a_session(crowd, id="crowd", talks=tuple(talk.id for talk in many)))
    return replace(
        a_program(*sessions, zone="UTC", first_day=plain.first_day, last_day=plain.last_day),
        talks=(*talks, *many),
        speakers=tuple(speakers),
        rooms=tuple(rooms),
        tracks=tuple(tracks),
    )


@pytest.mark.parametrize(
    "change",
    [
        "subject = '{broken'",
        "subject = '[]'",
        "subject = '{}'",
        "kind = 'horoscope'",
        "state = 'claimed', kind = 'horoscope'",
        "state = 'pondered'",
        "cause = 'whim'",
    ],
)
async def test_a_row_that_is_not_ours_holds_up_no_other(
    loopback, tmp_path, guild, place, count, change
):
    town = await loopback.stage.create_guild()
    elsewhere = town.channels["general"]
    event = an_event(Rivers=4, Bridges=11)
    settle_in(tmp_path, event, {guild.id: place, town.id: elsewhere})
    await loopback.fault(posting(elsewhere), status=503, times=None)
    with Running(tmp_path, loopback.address):
        # One of the two is posted; the other, which is not, becomes odd.
        await loopback.witness.until_posted(1, place)
        await until(lambda: tries(loopback, elsewhere))
    with closing(sqlite3.connect(tmp_path / STORE)) as ledger, ledger:
        ledger.execute(f"UPDATE deliveries SET {change} WHERE place = {elsewhere}")
    await loopback.clear_faults()
    with Running(tmp_path, loopback.address):
        await loopback.witness.until_posted(2, place)
        await until(lambda: tells(loopback, elsewhere, "Bridges"))

    # What became of the odd one itself is not counted.
    plan = [
        *reminders(event, [place], lead=LEAD),
        *reminders(event, [elsewhere], "Bridges", lead=LEAD),
    ]
    counted = await count(Trouble.ODD_ROW, plan)
    assert replace(counted, unplanned=()) == FINE


async def tells(loopback, channel, words):
    """Tell whether a channel was told of something."""
    return any(words in one.body["content"] for one in await loopback.witness.posted(channel))
