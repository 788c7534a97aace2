"""The forms in which organizers write an announcement, and say when it is posted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from discord import TextStyle
from discord.ui import Label, Modal, TextInput

from bot.announcements.written.model import Announcement, At, AtOnce, Before
from bot.announcements.written.moment import moment_value
from bot.announcements.written.moment_words import now_word
from bot.announcements.written.words import LONGEST_PICTURE, LONGEST_TEXT, LONGEST_TITLE
from bot.program.timetable import Timetable
from bot.translation import _
from bot.ui import limits
from bot.ui.announce_orders import TimeForm, WordsForm
from bot.ui.announce_words import before_text, is_shown_twice, moment_text
from bot.ui.text import plain

TITLE, TEXT, PICTURE, WHEN = "title", "text", "picture", "when"

LONGEST_WHEN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """One field of a form: what it is called, what stands in it, and how much it takes."""

    id: str
    label: str
    stands: str
    most: int
    about: str | None = None


def words_form(announcement: Announcement) -> Modal:
    """Return the form for an announcement's title, text and picture, as they are by now."""
    words = announcement.words
    return _form(
        _("Announcement"),
        WordsForm(id=announcement.id).custom_id(),
        _Field(id=TITLE, label=_("Title"), stands=words.title, most=LONGEST_TITLE),
        _Field(
            id=TEXT,
            label=_("Text"),
            stands=words.text,
            most=LONGEST_TEXT,
            about=_("Markdown, as you write it in Discord"),
        ),
        _Field(
            id=PICTURE,
            label=_("Picture"),
            stands=words.picture or "",
            most=LONGEST_PICTURE,
            about=_("A link that begins with https://, if you want one"),
        ),
    )


def time_form(announcement: Announcement, timetable: Timetable | None) -> Modal:
    """Return the form for when it is posted, as it is by now."""
    moment = announcement.moment
    match moment:
        case AtOnce():
            stands = now_word()
        case At():
            # With its zone, where clocks that are put back show it twice, it can't be read back.
            is_doubled = is_shown_twice(moment, timetable)
            stands = moment_value(moment) if is_doubled else moment_text(moment, timetable)
        case Before():
            stands = before_text(moment, moment.session)
    return _form(
        _("When it is posted"),
        TimeForm(id=announcement.id).custom_id(),
        _Field(
            id=WHEN,
            label=_("When, by the clocks where the event is"),
            stands=stands,
            most=LONGEST_WHEN,
            about=_("Like: now · Thu 14:30 · in 20 minutes · 10 minutes before Rivers"),
        ),
    )


def answers_of(components: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return what was typed into a form, by its fields, from what Discord sends of it."""
    found: dict[str, str] = {}
    for part in components:
        if "custom_id" in part:
            found[str(part["custom_id"])] = str(part.get("value") or "")
        within = [
            *part.get("components", ()),
            *([part["component"]] if "component" in part else []),
        ]
        found.update(answers_of(within))
    return found


def _form(title: str, custom_id: str, *fields: _Field) -> Modal:
    form = Modal(title=plain(title, limits.MODAL_TITLE), custom_id=custom_id)
    for field in fields:
        typed: TextInput[Modal] = TextInput(
            custom_id=field.id,
            style=TextStyle.paragraph if field.id == TEXT else TextStyle.short,
            default=field.stands[: field.most] or None,
            max_length=field.most,
            required=field.id != PICTURE,
        )
        label = plain(field.label, limits.LABEL_TEXT)
        about = plain(field.about, limits.LABEL_DESCRIPTION) if field.about else None
        form.add_item(Label(text=label, description=about, component=typed))
    # Answered from its custom id alone, so that it can still be sent after a restart.
    form.stop()
    return form
