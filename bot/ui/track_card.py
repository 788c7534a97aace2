"""A track: what it is about, who hosts it, its sessions and their talks."""

from collections.abc import Iterator
from datetime import datetime

from discord.ui import LayoutView

from bot.program.model import Session, Speaker, Track
from bot.program.timetable import Timetable
from bot.translation import _
from bot.ui.card import Card, layout, page_buttons, page_line
from bot.ui.controls import openers, pickers, share
from bot.ui.limits import cut
from bot.ui.listing import Entry, fill, page_at, prose
from bot.ui.openings import speaker_opening
from bot.ui.questions import TrackQuestion
from bot.ui.save_controls import savers
from bot.ui.session_list import session_entries
from bot.ui.text import counted, dotted, escape, person, title

# How much of a host's bio stands here; all of it stands on the host's own card.
BIO = 600


def track_card(
    track: Track,
    timetable: Timetable,
    question: TrackQuestion,
    now: datetime,
    *,
    shared_by: int | None = None,
) -> LayoutView:
    """Return a track's card, at the page that `question` asks for."""
    hosts = timetable.hosts_of(track)
    sessions = timetable.sessions_of_track(track.id)
    entries = session_entries(sessions, timetable, _heading, with_date=True, with_track=False)
    filled = fill([*prose(escape(track.description or "")), *_hosts(hosts), *entries])
    page, number = page_at(filled, question.page)
    program = timetable.program.id
    people = [speaker_opening(host, timetable) for host in hosts]
    host_buttons, host_picker = openers(program, "hosts", _("Who hosts this track…"), people)
    save, save_picker = savers("talks", page.sessions, timetable, now)
    asks = [*page_buttons(question, number, len(filled)), *share(question.at(number), shared_by)]
    card = Card(
        kind=dotted(_("🧭 Track"), _size(track, timetable)),
        title=title(track.name),
        body=page.text,
        foot=page_line(number, len(filled)),
        pickers=[
            *pickers(program, "talks", _("Open a talk…"), page.opens),
            *save_picker,
            *host_picker,
        ],
        buttons=([*save, *host_buttons], asks),
    )
    return layout(card, shared_by=shared_by)


def _size(track: Track, timetable: Timetable) -> str:
    return counted("{count} talk", "{count} talks", len(timetable.talks_of_track(track.id)))


def _hosts(hosts: tuple[Speaker, ...]) -> Iterator[Entry]:
    for host in hosts:
        bio = cut(escape(host.bio or ""), BIO)
        text = "\n".join([person(host), *([bio] if bio else [])])
        yield Entry(text=text, headings=(_("### Hosted by"),), apart=True)


def _heading(__: Session) -> tuple[str, ...]:
    return (_("### Sessions"),)
