"""A person: role, company, what they say of themselves, their talks and the tracks they host."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from discord.ui import LayoutView

from bot.program.model import Session, Speaker, Talk, Track
from bot.program.timetable import Timetable
from bot.translation import _, ngettext
from bot.ui.card import Card, layout, page_buttons, page_line
from bot.ui.controls import links, openers, share
from bot.ui.limits import THUMBNAIL_DESCRIPTION
from bot.ui.listing import Entry, fill, page_at, prose
from bot.ui.openings import talk_openings, track_buttons
from bot.ui.questions import SpeakerQuestion
from bot.ui.save_controls import savers
from bot.ui.session_list import room_of
from bot.ui.text import (
    bold,
    dotted,
    escape,
    fitting,
    place,
    plain,
    role_of,
    small,
    times,
    title,
)

# A talk given over and over: as many of its times as keep its entry short.
TIMES = 400
# Titles are long: more of them than these are better picked from a list.
FEW_TALKS = 2


def speaker_card(
    speaker: Speaker,
    timetable: Timetable,
    question: SpeakerQuestion,
    now: datetime,
    *,
    shared_by: int | None = None,
) -> LayoutView:
    """Return a person's card, at the page that `question` asks for."""
    # A name that the file holds twice is still one person on stage.
    talks = tuple(dict.fromkeys(timetable.talks_of_speaker(speaker.id)))
    tracks = tuple(dict.fromkeys(timetable.tracks_hosted_by(speaker.id)))
    bio = prose(escape(speaker.bio or ""))
    filled = fill([*bio, *_hosted(tracks, timetable), *_talks(talks, timetable)])
    page, number = page_at(filled, question.page)
    openings = talk_openings(talks, timetable)
    talk_buttons, picker = openers(
        timetable.program.id, "talks", _("Open a talk…"), openings, few=FEW_TALKS
    )
    save, save_picker = savers("talks", _sessions(talks, tracks, timetable), timetable, now)
    asks = [
        *page_buttons(question, number, len(filled)),
        *track_buttons(tracks, timetable),
        *share(question.at(number), shared_by),
    ]
    card = Card(
        kind=_kind(talks, tracks),
        title=title(speaker.name),
        head=(role_of(speaker),),
        body=page.text,
        foot=page_line(number, len(filled)),
        picture=speaker.picture,
        picture_of=plain(speaker.name, THUMBNAIL_DESCRIPTION),
        pickers=[*picker, *save_picker],
        buttons=([*save, *talk_buttons], asks, links(speaker.links)),
    )
    return layout(card, shared_by=shared_by)


def _kind(talks: Sequence[Talk], tracks: Sequence[Track]) -> str:
    if talks and tracks:
        return _("👤 Speaker and track host")
    return _("👤 Track host") if tracks else _("👤 Speaker")


def _sessions(
    talks: Iterable[Talk], tracks: Iterable[Track], timetable: Timetable
) -> list[Session]:
    """Return when they can be met, by time."""
    given = [one for talk in talks for one in timetable.sessions_of_talk(talk.id)]
    hosted = [one for track in tracks for one in timetable.sessions_of_track(track.id)]
    return sorted({one.id: one for one in (*given, *hosted)}.values(), key=_instant)


def _instant(session: Session) -> float:
    return session.start.timestamp()


def _hosted(tracks: Iterable[Track], timetable: Timetable) -> Iterator[Entry]:
    for track in tracks:
        sessions = timetable.sessions_of_track(track.id)
        # Translators: a verb, above the tracks that a person hosts.
        heading = _("### Hosts")
        yield _entry(track.name, sessions, timetable, heading)


def _talks(talks: Sequence[Talk], timetable: Timetable) -> Iterator[Entry]:
    heading = ngettext("### Talk", "### Talks", len(talks))
    for talk in talks:
        yield _entry(talk.title, timetable.sessions_of_talk(talk.id), timetable, heading)


def _entry(name: str, sessions: Sequence[Session], timetable: Timetable, heading: str) -> Entry:
    when = fitting([_time_and_place(session, timetable) for session in sessions], TIMES)
    text = "\n".join([bold(name), *([when] if when else [])])
    return Entry(text=text, headings=(heading,), apart=True)


def _time_and_place(session: Session, timetable: Timetable) -> str:
    return small(dotted(times(session), place(room_of(session, timetable))))
