"""A talk: its title, who gives it, when and where, and what it is about."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from discord.ui import LayoutView

from bot.program.model import Link, Session, Talk, Track
from bot.program.timetable import Timetable
from bot.translation import _
from bot.ui.calendar_orders import calendar_button
from bot.ui.card import Card, layout, page_buttons, page_line
from bot.ui.controls import links, openers, share
from bot.ui.listing import fill, page_at, prose
from bot.ui.openings import speaker_opening, track_buttons
from bot.ui.questions import TalkQuestion
from bot.ui.save_controls import savers
from bot.ui.session_list import WATCH, room_of, track_of
from bot.ui.text import (
    LONGEST_NAME,
    counted,
    dotted,
    enumeration,
    escape,
    escape_line,
    fitting,
    person,
    place,
    relative,
    small,
    times,
    title,
)

# What the head has for people, times and tracks; the rest is for title and small print.
PEOPLE = 600
TIMES = 450
TRACKS = 240
LONGEST_FACT = 40


def talk_card(
    talk: Talk,
    timetable: Timetable,
    question: TalkQuestion,
    now: datetime,
    *,
    shared_by: int | None = None,
) -> LayoutView:
    """Return a talk's card, at the page of its abstract that `question` asks for."""
    filled = fill(prose(escape(talk.abstract or "")))
    page, number = page_at(filled, question.page)
    people = [speaker_opening(one, timetable) for one in timetable.speakers_of(talk)]
    tracks = _tracks(talk, timetable)
    asks = [*page_buttons(question, number, len(filled)), *track_buttons(tracks, timetable)]
    sessions = timetable.sessions_of_talk(talk.id)
    save, save_picker = savers("times", sessions, timetable, now)
    acts = [*save, *calendar_button(question, timetable), *share(question.at(number), shared_by)]
    ways_in = links([*_watching(sessions, timetable, now), *talk.links])
    who, picker = openers(timetable.program.id, "speakers", _("Who gives this talk…"), people)
    card = Card(
        kind=_kind(tracks),
        title=title(talk.title),
        head=_head(talk, timetable),
        body=page.text,
        foot=page_line(number, len(filled)),
        pickers=[*save_picker, *picker],
        buttons=(acts, who, asks, ways_in),
    )
    return layout(card, shared_by=shared_by)


def _watching(sessions: Iterable[Session], timetable: Timetable, now: datetime) -> Iterator[Link]:
    """Yield where the sessions that are running can be watched.

    Not before they start: some organizers keep that to themselves until then.
    """
    for one in sessions:
        start, end = (each.astimezone(UTC) for each in (one.start, timetable.end_of(one)))
        if one.stream and start <= now < end:
            yield Link(title=_(WATCH), url=one.stream)


def _tracks(talk: Talk, timetable: Timetable) -> list[Track]:
    found = (track_of(session, timetable) for session in timetable.sessions_of_talk(talk.id))
    return list({track.id: track for track in found if track is not None}.values())


def _kind(tracks: Sequence[Track]) -> str:
    named = enumeration([escape_line(track.name, LONGEST_NAME) for track in tracks], TRACKS)
    return dotted(_("🎤 Talk"), named)


def _head(talk: Talk, timetable: Timetable) -> tuple[str, ...]:
    sessions = timetable.sessions_of_talk(talk.id)
    people = fitting([person(one) for one in timetable.speakers_of(talk)], PEOPLE)
    cancelled = timetable.called_off_of_talk(talk.id)
    lines = [
        *(_time_and_place(session, timetable) for session in sessions),
        *(_("~~{time}~~ **Cancelled**").format(time=times(session)) for session in cancelled),
    ]
    when = fitting(lines, TIMES)
    facts = [when or small(_("Not on the timetable yet")), *_small_print(talk)]
    return (people, "\n".join(facts))


def _time_and_place(session: Session, timetable: Timetable) -> str:
    line = dotted(times(session), place(room_of(session, timetable)))
    talks = len(timetable.talks_of(session))
    one_of = counted(
        "one of {count} talk in this session", "one of {count} talks in this session", talks
    )
    notes = dotted(relative(session.start), one_of if talks > 1 else None)
    return f"{line}\n{small(notes)}"


def _small_print(talk: Talk) -> list[str]:
    facts = []
    if talk.level:
        facts.append(_("Level: {level}").format(level=escape_line(talk.level, LONGEST_FACT)))
    if talk.language:
        language = escape_line(talk.language, LONGEST_FACT)
        facts.append(_("Language: {language}").format(language=language))
    return [small(dotted(*facts))] if facts else []
