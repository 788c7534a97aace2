"""A person asks what happens when: /now, /next and /schedule, before, during and after."""

from dataclasses import replace
from datetime import timedelta

import pytest
from simcord.components import walk_components

from bot.config import Settings
from bot.rehearsal.play import rehearse
from tests.factories import NINE, a_program, a_room, a_session, a_talk, a_track
from tests.stories.people import buttons, pickers, read

START = "<t:1669827600:"
LIVE = "https://example.org/live"
TRACK = "Architectures You've Always Wondered About"


async def test_before_the_event_now_tells_when_it_begins(attendee, stage):
    answer = await attendee.slash(stage.general, "now")

    assert START in read(answer)
    assert TRACK in read(answer).replace("\\", "")


async def test_before_the_event_next_names_the_first_session(attendee, stage):
    answer = await attendee.slash(stage.general, "next")

    assert START in read(answer)
    assert TRACK in read(answer).replace("\\", "")


async def test_during_the_session_now_names_it_and_its_talks(attendee, rehearsal, sample, stage):
    before = read(await attendee.slash(stage.general, "now"))
    await rehearsal.move(timedelta(minutes=40))

    text = read(await attendee.slash(stage.general, "now")).replace("\\", "")

    assert ("Not started yet" in before, "Not started yet" in text) == (True, False)
    for name in (TRACK, *(talk.title for talk in sample.talks)):
        assert name[:50] in text


async def test_after_the_last_session_now_and_next_say_that_it_is_over(attendee, rehearsal, stage):
    await rehearsal.move(timedelta(hours=3))

    now = await attendee.slash(stage.general, "now")
    following = await attendee.slash(stage.general, "next")

    assert "ended" in read(now)
    assert "ended" in read(following)


async def test_the_schedule_lists_every_talk(attendee, sample, stage):
    answer = await attendee.slash(stage.general, "schedule")

    text = read(answer).replace("\\", "")
    for talk in sample.talks:
        assert talk.title[:50] in text


async def test_the_schedule_of_a_day_that_has_none_says_so(attendee, stage):
    answer = await attendee.slash(stage.general, "schedule", day="friday")

    assert "friday" in read(answer)
    assert answer.ephemeral


async def test_days_and_tracks_are_offered_while_typing(attendee, stage):
    days = await attendee.autocomplete(stage.general, "schedule", "day", "nov")
    tracks = await attendee.autocomplete(stage.general, "schedule", "track", "arch")

    assert [day["value"] for day in days] == ["2022-11-30"]
    assert [track["name"] for track in tracks] == [TRACK]


@pytest.fixture
def two_days():
    rooms = (a_room("Hall 1"), a_room("Garden"))
    tracks = (a_track("Data"), a_track("Web"))
    talks = tuple(a_talk(title) for title in ("Rivers", "Lakes", "Seas"))
    return a_program(
        a_session(NINE, minutes=45, talks=(talks[0].id,), room=rooms[0].id, track=tracks[0].id),
        a_session(NINE, minutes=45, talks=(talks[1].id,), room=rooms[1].id, track=tracks[1].id),
        a_session(
            NINE + timedelta(days=1), minutes=45, talks=(talks[2].id,), room=rooms[0].id,
            track=tracks[1].id,
        ),
        rooms=rooms,
        tracks=tracks,
        talks=talks,
    )  # fmt: skip


@pytest.fixture
def streamed(two_days):
    sessions = tuple(replace(one, stream=LIVE) for one in two_days.sessions)
    return replace(two_days, sessions=sessions)


async def test_where_to_watch_is_told_once_a_talk_has_started_and_no_more_when_it_is_over(streamed):
    told = []
    async with rehearse(streamed, Settings()) as rehearsal:
        attendee, general = rehearsal.stage.attendee, rehearsal.stage.general
        for minutes in (0, 25, 60):
            await rehearsal.move(timedelta(minutes=minutes))
            now = read(await attendee.slash(general, "now"))
            talk = await attendee.slash(general, "talk", title="lakes")
            told.append((now.count(f"[Watch]({LIVE})"), links(talk)))

    assert told == [(0, []), (2, [LIVE]), (0, [])]


async def test_pickers_lead_through_days_and_tracks(two_days):
    async with rehearse(two_days, Settings()) as rehearsal:
        stage, attendee = rehearsal.stage, rehearsal.stage.attendee
        wednesday = await attendee.slash(stage.general, "schedule", day="wed")
        both = read(wednesday)

        web = read(await _pick(attendee, wednesday, "Web"))
        thursday = read(await attendee.slash(stage.general, "schedule", day="day 2", room="hall"))

    told = [[title for title in ("Rivers", "Lakes", "Seas") if title in text]
            for text in (both, web, thursday)]  # fmt: skip
    assert told == [["Rivers", "Lakes"], ["Lakes"], ["Seas"]]


async def test_an_unknown_track_gets_the_nearest_as_buttons(attendee, stage):
    answer = await attendee.slash(stage.general, "schedule", track="zzzz")

    assert "zzzz" in read(answer)
    assert [label[:13] for label in buttons(answer)] == ["Architectures"]


async def test_between_two_days_now_tells_the_next_start(two_days):
    async with rehearse(two_days, Settings()) as rehearsal:
        await rehearsal.move(timedelta(hours=5))

        answer = await rehearsal.stage.attendee.slash(rehearsal.stage.general, "now")

    next_day = int((NINE + timedelta(days=1)).timestamp())
    assert f"<t:{next_day}:" in read(answer)


async def test_a_direct_message_is_answered_from_the_rehearsed_program(two_days, caplog):
    async with rehearse(two_days, Settings()) as rehearsal:
        visitor = rehearsal.stage.env.create_user("visitor")

        answer = await visitor.slash("talk", title="lakes")

    assert "Lakes" in read(answer)
    assert [record for record in caplog.records if record.levelname == "WARNING"] == []


async def _pick(person, answer, beginning):
    for custom_id, options in pickers(answer.response.components).items():
        for label, value in options.items():
            if label.startswith(beginning):
                return await person.select(answer.response, [value], custom_id=custom_id)
    raise AssertionError(f"No option begins with {beginning}")


def links(answer):
    """Where an answer's buttons lead out of Discord"""
    return [part["url"] for part in walk_components(answer.response.components) if "url" in part]
