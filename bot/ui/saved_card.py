"""What one is told who saved a session: what it clashes with, and when one is reminded of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from discord.ui import LayoutView

from bot.agenda.clashes import Placed
from bot.agenda.leads import leads_to_come
from bot.agenda.model import Attendee
from bot.translation import N_, _, in_words
from bot.ui.agenda_controls import KIND, SETTINGS, agenda_button, settings_button, show_button
from bot.ui.agenda_orders import SaveAgainOrder, TakeBackOrder
from bot.ui.agenda_settings_card import closed_lines, try_button
from bot.ui.card import Card, layout
from bot.ui.session_list import room_of
from bot.ui.text import (
    DASH,
    LONGEST_TITLE,
    bold,
    dotted,
    escape_line,
    fitting,
    place,
    relative,
    stamp,
    times,
)
from bot.ui.wish_choices import spans

CLASHING_TITLE = 120
LONGEST_CLASHES = 1_200

WHAT_IS_KEPT = N_(
    "For this I keep your user id, what you save and your settings, and show them to nobody. "
    "**/agenda forget-me** removes all of it at once."
)
UNLESS_CLOSED = N_(
    "Only if I can't write to you, I mention you in {channel} before what you saved."
)
TOO_SOON = N_("⏱️ It starts too soon for a reminder.")
REMINDERS_OFF = N_("🔕 Your reminders are off.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A session that was saved, and what is to be told about it.

    `attendee` is the person after that. `fallback` is the channel in which they are mentioned as
    long as their DMs are closed, None if there is none.
    """

    placed: Placed
    attendee: Attendee
    clashes: tuple[Placed, ...] = ()
    fallback: int | None = None
    is_first: bool = False

    @property
    def tells_closed(self) -> bool:
        """Whether the person is to be told what to do about their closed DMs, for once."""
        attendee = self.attendee
        is_news = attendee.closed_at is not None and not attendee.is_told_closed
        return attendee.wishes.direct and is_news


def saved_card(kept: Kept, now: datetime) -> LayoutView:
    """Return that a session was saved, to be shown `now`."""
    placed = kept.placed
    session, timetable = placed.session, placed.timetable
    program = timetable.program.id
    when = dotted(times(session), relative(session.start))
    trouble = closed_lines(kept.attendee.closed_at, kept.fallback) if kept.tells_closed else ""
    card = Card(
        kind=_(KIND),
        title=_("Saved: {title}").format(title=_named(placed.title)),
        head=("\n".join(part for part in (when, place(room_of(session, timetable))) if part),),
        body="\n\n".join(
            part for part in (_clashes(kept.clashes), trouble or reminder_line(kept, now)) if part
        ),
        foot=_foot(kept),
        buttons=(
            [
                *([try_button()] if trouble else []),
                show_button(program),
                agenda_button(_("Take back"), TakeBackOrder(program=program, session=session.id)),
                settings_button(),
            ],
        ),
    )
    return layout(card)


def _foot(kept: Kept) -> tuple[str, ...]:
    """Return what is kept, and who else could learn of it, for whoever saves for the first time."""
    if not kept.is_first:
        return ()
    if kept.fallback is None:
        return (_(WHAT_IS_KEPT),)
    return (_(WHAT_IS_KEPT), _(UNLESS_CLOSED).format(channel=f"<#{kept.fallback}>"))


def taken_back_card(program: str, session: str, title: str | None) -> LayoutView:
    """Return that a session, by its ids, is not saved any more.

    Its title is None where nobody knows it.
    """
    if title is None:
        heading = _("Taken back: that session")
    else:
        heading = _("Taken back: {title}").format(title=_named(title))
    card = Card(
        kind=_(KIND),
        title=heading,
        head=(_("It is not in your agenda any more."),),
        buttons=(
            [
                show_button(program),
                agenda_button(_("Save again"), SaveAgainOrder(program=program, session=session)),
            ],
        ),
    )
    return layout(card)


def reminder_line(kept: Kept, now: datetime) -> str:
    """Return in a sentence when the person is reminded of what they saved `now`."""
    placed, wishes = kept.placed, kept.attendee.wishes
    if placed.start <= now:
        return _("It is over already.") if placed.end <= now else _("It has begun already.")
    if not wishes.direct:
        return _(REMINDERS_OFF)
    if not wishes.leads:
        return _("🔔 I send you a DM only if it changes.")
    to_come = leads_to_come(wishes, placed.start, now)
    return _reminder(spans(to_come), kept) if to_come else _(TOO_SOON)


def _reminder(when: str, kept: Kept) -> str:
    if kept.attendee.closed_at is None:
        # Translators: {spans} is like "1 hour and 5 minutes".
        return _("🔔 I remind you **{spans} before**, by DM.").format(spans=when)
    if kept.fallback is None:
        line = _("⚠️ No reminder: your DMs are closed to me. **{button}** says what to do.")
        return line.format(button=_(SETTINGS))
    line = _("🔔 I remind you **{spans} before**, in {channel}: your DMs are closed to me.")
    return line.format(spans=when, channel=f"<#{kept.fallback}>")


def _named(title: str) -> str:
    return escape_line(in_words(title), LONGEST_TITLE)


def _clashes(clashes: Sequence[Placed]) -> str:
    if not clashes:
        return ""
    lines = [_clash(one) for one in clashes]
    heading = _("⚠️ **At the same time you saved:**")
    return f"{heading}\n{fitting(lines, LONGEST_CLASHES)}"


def _clash(one: Placed) -> str:
    end = one.session.end
    when = stamp(one.start, "t") + (f" {DASH} {stamp(end, 't')}" if end else "")
    facts = dotted(when, place(room_of(one.session, one.timetable)))
    return f"- {bold(in_words(one.title), CLASHING_TITLE)}\n  {facts}"
