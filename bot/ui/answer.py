"""Answers a question about a program with the card that fits it."""

from datetime import datetime

from discord.ui import LayoutView

from bot.program.lookup import Lookup
from bot.ui.notice import gone
from bot.ui.now_next_cards import next_card, now_card
from bot.ui.questions import (
    NextQuestion,
    NowQuestion,
    Question,
    ScheduleQuestion,
    SearchQuestion,
    SpeakerQuestion,
    TalkQuestion,
    TrackQuestion,
)
from bot.ui.schedule_card import schedule_card
from bot.ui.search_card import search_card
from bot.ui.speaker_card import speaker_card
from bot.ui.talk_card import talk_card
from bot.ui.track_card import track_card


def answer(
    question: Question, lookup: Lookup, now: datetime, *, shared_by: int | None = None
) -> LayoutView:
    """Return the answer as a message.

    `shared_by` is the Discord id of the user who shows it to everyone, if someone does. A question
    about something that has left the program, as an old button asks it, gets a notice.
    """
    timetable = lookup.timetable
    match question:
        case NowQuestion():
            return now_card(timetable, now, shared_by=shared_by)
        case NextQuestion():
            return next_card(timetable, now, shared_by=shared_by)
        case SearchQuestion():
            return search_card(lookup, question, now, shared_by=shared_by)
        case ScheduleQuestion():
            return _schedule(question, lookup, now, shared_by)
        case TalkQuestion() | SpeakerQuestion() | TrackQuestion():
            return _about_one(question, lookup, now, shared_by)


def _schedule(
    question: ScheduleQuestion, lookup: Lookup, now: datetime, shared_by: int | None
) -> LayoutView:
    timetable = lookup.timetable
    if question.track and timetable.track(question.track) is None:
        return gone("track", lookup.program.id)
    if question.room and timetable.room(question.room) is None:
        return gone("room", lookup.program.id)
    return schedule_card(timetable, question, now, shared_by=shared_by)


def _about_one(
    question: TalkQuestion | SpeakerQuestion | TrackQuestion,
    lookup: Lookup,
    now: datetime,
    shared_by: int | None,
) -> LayoutView:
    timetable = lookup.timetable
    match question:
        case TalkQuestion():
            talk = timetable.talk(question.id)
            if talk is not None:
                return talk_card(talk, timetable, question, now, shared_by=shared_by)
            return gone("talk", lookup.program.id)
        case SpeakerQuestion():
            speaker = timetable.speaker(question.id)
            if speaker is not None:
                return speaker_card(speaker, timetable, question, now, shared_by=shared_by)
            return gone("person", lookup.program.id)
        case TrackQuestion():
            track = timetable.track(question.id)
            if track is not None:
                return track_card(track, timetable, question, now, shared_by=shared_by)
            return gone("track", lookup.program.id)
