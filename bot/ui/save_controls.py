"""The button and the picker with which a session is saved to one's own agenda."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from discord import ButtonStyle, SelectOption
from discord.ui import Button, Select

from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.translation import N_, _, short_day
from bot.ui import limits
from bot.ui.agenda_orders import SaveOrder, SavePicker, TakeBackOrder
from bot.ui.controls import AskButton, Picker
from bot.ui.text import DOT, plain

# Translators: on a button: a session goes into one's own agenda, or out of it.
SAVE, DROP = N_("Save"), N_("Drop")
PLACEHOLDER = N_("Save to my agenda…")
# A room leaves the time whole.
ROOM = 60


def save_button(program: str, session: Session) -> AskButton:
    """Return the button that saves a session for whoever presses it, or takes it back."""
    return Button(
        label=plain(_(SAVE), limits.BUTTON_LABEL),
        custom_id=SaveOrder(program=program, session=session.id).custom_id(),
        style=ButtonStyle.success,
    )


def drop_button(program: str, session: Session) -> AskButton:
    """Return the button that takes a session back, where it is known to be saved.

    It stands on messages that stay: pressed again and again, it never saves.
    """
    return Button(
        label=plain(_(DROP), limits.BUTTON_LABEL),
        custom_id=TakeBackOrder(program=program, session=session.id).custom_id(),
        style=ButtonStyle.secondary,
    )


def save_picker(
    program: str,
    mark: str,
    sessions: Iterable[Session],
    timetable: Timetable,
) -> Picker:
    """Return a picker that saves one of some sessions, which are at least one and at most 25.

    They are told apart by their titles, or by their times if several are all called the same. Times
    are the program's own, since an option shows no timestamp.
    """
    some = list(sessions)
    is_by_time = len(some) > 1 and len({timetable.title_of(one) for one in some}) == 1
    return Select(
        custom_id=SavePicker(program=program, mark=mark).custom_id,
        placeholder=plain(_(PLACEHOLDER), limits.PICKER_PLACEHOLDER),
        options=[_option(one, timetable, is_by_time=is_by_time) for one in some],
    )


def savers(
    mark: str,
    shown: Sequence[Session],
    timetable: Timetable,
    now: datetime | None = None,
    *,
    beside_others: bool = False,
) -> tuple[list[AskButton], list[Picker]]:
    """Return what saves the sessions that a message shows: a button for a lone one, else a picker.

    Breaks can't be saved. A picker holds the first 25, of which those that are over at `now` make
    room for the others. A session is not a lone one if the message shows other things beside it,
    since a button would not say what it saves. Nothing is returned if there is nothing to save.
    """
    program = timetable.program.id
    unique = list({session.id: session for session in shown}.values())
    wanted = [session for session in unique if can_be_saved(session)]
    if not wanted:
        return [], []
    if len(unique) == 1 and not beside_others:
        return [save_button(program, wanted[0])], []
    few = _first(wanted, timetable, now)
    return [], [save_picker(program, mark, few, timetable)]


def can_be_saved(session: Session) -> bool:
    """Tell whether there is something in it to attend: a break is there for everybody anyway."""
    return not session.is_break


def _first(
    sessions: Sequence[Session], timetable: Timetable, now: datetime | None
) -> Sequence[Session]:
    """Return as many as a picker holds, in their order: those still to come before all others."""
    if len(sessions) <= limits.PICKER_OPTIONS or now is None:
        return sessions[: limits.PICKER_OPTIONS]
    instant = now.astimezone(UTC)
    coming = [one for one in sessions if timetable.end_of(one).astimezone(UTC) > instant]
    past = [one for one in sessions if timetable.end_of(one).astimezone(UTC) <= instant]
    # Of what is over, the latest is what somebody who comes back for it most likely attended.
    left = limits.PICKER_OPTIONS - len(coming)
    kept = {one.id for one in (*coming[: limits.PICKER_OPTIONS], *past[-left:] * (left > 0))}
    return [session for session in sessions if session.id in kept]


def _option(session: Session, timetable: Timetable, *, is_by_time: bool) -> SelectOption:
    title, when = timetable.title_of(session), time_label(session.start)
    room = timetable.room(session.room) if session.room else None
    where = plain(room.name, ROOM) if room else ""
    talks = ", ".join(talk.title for talk in timetable.talks_of(session))
    what = "" if talks == title else talks
    label, notes = (when, (where, what)) if is_by_time else (title, (when, where, what))
    note = DOT.join(text for text in notes if text)
    return SelectOption(
        label=plain(label, limits.OPTION_LABEL),
        value=session.id,
        description=plain(note, limits.OPTION_DESCRIPTION) if note else None,
    )


def time_label(start: datetime) -> str:
    """Return a start as clocks at the conference show it: "Wed 30 Nov, 09:00 PST"."""
    return _("{day}, {time}").format(day=short_day(start.date()), time=f"{start:%H:%M %Z}")
