"""What a search found, grouped into talks, people and tracks; or what is nearest to it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from discord.ui import LayoutView

from bot.program.lookup import Lookup
from bot.program.model import Session
from bot.program.search import Hit, HitKind
from bot.program.timetable import Timetable
from bot.translation import N_, _, ngettext
from bot.ui import limits
from bot.ui.card import Card, layout
from bot.ui.controls import buttons, pickers, share
from bot.ui.listing import Entry, fill
from bot.ui.openings import hit_opening, hit_openings
from bot.ui.questions import SearchQuestion
from bot.ui.save_controls import savers
from bot.ui.text import LONGEST_NAMES, bold, dotted, escape_line, names, role_of, small, stamp

HEADINGS = {
    HitKind.TALK: N_("### Talks"),
    HitKind.SPEAKER: N_("### People"),
    HitKind.TRACK: N_("### Tracks"),
}
KIND = N_("🔎 Search")
NEAREST = 3
# What a custom id has left for words after its version, verb and program.
WORDS = 60


def search_card(
    lookup: Lookup, question: SearchQuestion, now: datetime, *, shared_by: int | None = None
) -> LayoutView:
    """Return what matches the words, best first in each group; the nearest if nothing does."""
    words = limits.beginning(" ".join(question.words.split()), WORDS)
    asked = replace(question, words=words)
    timetable = lookup.timetable
    hits = lookup.search.find(words, now, limit=limits.PICKER_OPTIONS)
    if not hits:
        return _nothing_found(lookup, asked, shared_by)
    entries = [
        entry
        for kind, heading in HEADINGS.items()
        for hit in hits
        if hit.kind is kind
        for entry in _entry(hit, _(heading), timetable, now)
    ]
    page, *others = fill(entries)
    left_out = sum(other.entries for other in others)
    found = _("Found for “{words}”") if words else _("On now and next")
    save, save_picker = savers(
        "found", _sessions(hits, timetable), timetable, now, beside_others=len(hits) > 1
    )
    card = Card(
        kind=_(KIND),
        title=found.format(words=escape_line(words)),
        body=page.text,
        foot=(_below(left_out),) if left_out else (),
        pickers=[
            *pickers(
                lookup.program.id, "found", _("Open one of these…"), hit_openings(hits, timetable)
            ),
            *save_picker,
        ],
        buttons=([*save, *share(asked, shared_by)],),
    )
    return layout(card, shared_by=shared_by)


def _below(left_out: int) -> str:
    return ngettext(
        "and {count} more in the list below", "and {count} more in the list below", left_out
    ).format(count=left_out)


def _sessions(hits: Iterable[Hit], timetable: Timetable) -> list[Session]:
    """Return when the talks that were found are given, in their order."""
    talks = (hit.id for hit in hits if hit.kind is HitKind.TALK)
    return [session for talk in talks for session in timetable.sessions_of_talk(talk)]


def _nothing_found(lookup: Lookup, asked: SearchQuestion, shared_by: int | None) -> LayoutView:
    near = lookup.search.nearest(asked.words, limit=NEAREST)
    closest = buttons(hit_openings(near, lookup.timetable))
    sentence = (
        _("Nothing on the program matches “{words}”. The closest there is:")
        if closest
        else _("Nothing on the program matches “{words}”.")
    )
    card = Card(
        kind=_(KIND),
        title=_("Nothing found"),
        head=(sentence.format(words=escape_line(asked.words)),),
        buttons=(closest, share(asked, shared_by)),
    )
    return layout(card, shared_by=shared_by)


def _entry(hit: Hit, heading: str, timetable: Timetable, now: datetime) -> list[Entry]:
    opening = hit_opening(hit, timetable)
    if opening is None:
        return []
    note = _note(hit, timetable, now)
    text = "\n".join([bold(opening.name), *([small(note)] if note else [])])
    return [Entry(text=text, headings=(heading,), apart=True)]


def _note(hit: Hit, timetable: Timetable, now: datetime) -> str:
    talk = timetable.talk(hit.id) if hit.kind is HitKind.TALK else None
    if talk is not None:
        session = _soonest(timetable.sessions_of_talk(talk.id), now)
        who = names(timetable.speakers_of(talk), LONGEST_NAMES)
        return dotted(who, stamp(session.start, "f") if session else None)
    speaker = timetable.speaker(hit.id) if hit.kind is HitKind.SPEAKER else None
    if speaker is not None:
        return role_of(speaker)
    opening = hit_opening(hit, timetable)
    return opening.note if opening else ""


def _soonest(sessions: tuple[Session, ...], now: datetime) -> Session | None:
    coming = [session for session in sessions if session.start >= now]
    return (coming or sessions[-1:] or (None,))[0]
