"""What one person is sent of what they saved: the reminder before it starts, and its changes."""

from collections.abc import Sequence

from bot.announcements.model import PersonalPart
from bot.program.model import Session
from bot.reminders.model import PersonalReminder
from bot.translation import N_, _
from bot.ui.agenda_controls import show_button
from bot.ui.change_post import (
    DIRECT_URL,
    change_embeds,
    change_headline,
    change_pickers,
    change_sessions,
)
from bot.ui.controls import AskButton
from bot.ui.limits import NOTIFICATION, ROW_BUTTONS, length
from bot.ui.post import Post, classic_view
from bot.ui.reminder_post import (
    reminder_embed,
    reminder_headline,
    reminder_pickers,
    reminder_sessions,
    watch_buttons,
)
from bot.ui.save_controls import drop_button

# Translators: in small print beside the name of the conference.
NOTE = N_("you saved this")
CHANGES = N_("Changes of what you saved")


def personal_post(personal: PersonalReminder) -> Post:
    """Return a reminder of what one person saved, as a direct message.

    Where it stands in a channel instead, it mentions them first. What, where and when are within
    the first hundred characters all the same. Whoever reads it there may press its buttons, so none
    of them takes anything back.
    """
    reminder = personal.reminder
    program = reminder.timetable.program.id
    ping = "" if personal.mention is None else f"<@{personal.mention}> "
    chosen = reminder_pickers(reminder)
    embed = reminder_embed(reminder, is_marked=bool(chosen), note=_(NOTE))
    if embed.url is None and not chosen:
        embed.url = f"{DIRECT_URL}#{reminder.mark}"
    droppable = reminder_sessions(reminder) if personal.mention is None else ()
    buttons = _buttons(program, droppable)
    watch = watch_buttons(reminder, most=ROW_BUTTONS - len(buttons))
    return Post(
        content=ping + reminder_headline(reminder, NOTIFICATION - length(ping)),
        embeds=(embed,),
        view=classic_view(chosen, [*buttons, *watch]),
        silent=personal.silent,
        mentions=() if personal.mention is None else (personal.mention,),
    )


def personal_change_post(personal: PersonalPart) -> Post:
    """Return a direct message that tells one person of changes of what they saved."""
    part = personal.part
    chosen = change_pickers(part)
    lone = change_sessions(part) if len(part.changes) == 1 else ()
    return Post(
        content=change_headline(part),
        embeds=tuple(change_embeds(part, is_marked=bool(chosen), title=_(CHANGES))),
        view=classic_view(chosen, _buttons(part.timetable.program.id, lone)),
        silent=personal.silent,
    )


def _buttons(program: str, sessions: Sequence[Session]) -> list[AskButton]:
    """Return the way to the agenda, and what takes a lone session out of it."""
    drop = [drop_button(program, one) for one in sessions] if len(sessions) == 1 else []
    return [show_button(program), *drop]
