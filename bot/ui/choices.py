"""What autocomplete calls its choices: plain text, since there is no Markdown and no timestamp."""

from datetime import datetime

from bot.program.search import Hit, HitKind
from bot.program.timetable import Timetable
from bot.translation import _
from bot.ui.limits import CHOICE_NAME, cut, length
from bot.ui.openings import hit_opening
from bot.ui.text import DOT, plain

# What a long title leaves for who gives the talk.
NOTE = 36


def choice_name(hit: Hit, timetable: Timetable, now: datetime) -> str:
    """Return what to call a hit: a talk with its speakers, a person with their company.

    At most 100 characters. A talk that is on at `now` says so, since its time can't be shown.
    """
    on_now = plain(_("on now"), NOTE) if _is_on(hit, timetable, now) else ""
    note = DOT.join(text for text in (_note(hit, timetable), on_now) if text)
    if not note:
        return plain(hit.title, CHOICE_NAME)
    title = plain(hit.title, CHOICE_NAME - length(note) - len(DOT))
    return cut(title + DOT + note, CHOICE_NAME)


def plain_choice(name: str) -> str:
    """Return any name as a choice: on one line, at most 100 characters."""
    return plain(name, CHOICE_NAME)


def _note(hit: Hit, timetable: Timetable) -> str:
    if hit.kind is HitKind.TRACK:
        return ""
    opening = hit_opening(hit, timetable)
    if opening is None:
        return ""
    speaker = timetable.speaker(hit.id) if hit.kind is HitKind.SPEAKER else None
    note = (speaker.company or speaker.role or "") if speaker else opening.note
    return plain(note, NOTE) if note else ""


def _is_on(hit: Hit, timetable: Timetable, now: datetime) -> bool:
    if hit.kind is not HitKind.TALK:
        return False
    return any(hit.id in session.talks for session in timetable.on_now(now))
