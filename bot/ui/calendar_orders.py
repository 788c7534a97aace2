"""Which calendar file is wanted, as a value that also lives in the custom id of its button.

A custom id reads `m1:c-talk:program:id` or `m1:c-day:program:day:track:room`: it is that of the
question whose card the button stands on, less the page.
"""

import re
from dataclasses import dataclass

from discord import ButtonStyle
from discord.ui import Button

from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.translation import _
from bot.ui.controls import READABLE_LABEL, AskButton
from bot.ui.questions import BUTTON_ID, VERSION, ScheduleQuestion, TalkQuestion, question_of
from bot.ui.session_list import asked_for
from bot.ui.text import plain

CALENDAR = "c-"

CALENDAR_ID = re.compile(rf"{VERSION}:{CALENDAR}(?P<asked>(?:talk|day):[a-z0-9-]+:[a-z0-9:-]*)")

_PROGRAM = re.compile(r"[a-z0-9-]{1,16}")
_ID = re.compile(r"[a-z0-9-]{1,32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarOrder:
    """Hand over the sessions of a talk, or those that a schedule lists, as a calendar file.

    That is all of them: which page `question` asks for does not matter.
    """

    question: TalkQuestion | ScheduleQuestion

    def custom_id(self) -> str:
        """Return the id of a button that orders this; the page is left out."""
        version, verb, rest = self.question.custom_id().split(":", 2)
        unpaged, __, __ = rest.rpartition(":")
        return f"{version}:{CALENDAR}{verb}:{unpaged}"


def calendar_order_of(button: re.Match[str]) -> CalendarOrder:
    """Return the order of a matched button id.

    Raises:
        ValueError: the id is none that a button of Marquee's has.
    """
    asked = BUTTON_ID.fullmatch(f"{VERSION}:{button['asked']}:1")
    question = question_of(asked) if asked else None
    if not isinstance(question, TalkQuestion | ScheduleQuestion):
        raise ValueError(button[0])  # noqa: TRY004 - what is wrong is the id
    order = CalendarOrder(question=question)
    if not _is_sound(question) or order.custom_id() != button[0]:
        raise ValueError(button[0])
    return order


def _is_sound(question: TalkQuestion | ScheduleQuestion) -> bool:
    if isinstance(question, TalkQuestion):
        ids: tuple[str, ...] = (question.id,)
    else:
        ids = tuple(one for one in (question.track, question.room) if one is not None)
    return bool(_PROGRAM.fullmatch(question.program)) and all(map(_ID.fullmatch, ids))


def sessions_of(order: CalendarOrder, timetable: Timetable) -> tuple[Session, ...]:
    """Return the sessions that are meant, by time; none if what was asked for is gone.

    A schedule of no day means all days, as it does on its card, whose buttons name the day shown.
    """
    if isinstance(order.question, TalkQuestion):
        return timetable.sessions_of_talk(order.question.id)
    return asked_for(order.question, timetable)


def calendar_button(
    question: TalkQuestion | ScheduleQuestion, timetable: Timetable
) -> list[AskButton]:
    """Return the button that hands over a calendar file; none where that would be empty."""
    order = CalendarOrder(question=question)
    if not sessions_of(order, timetable):
        return []
    return [
        Button(
            label=plain(_("Calendar"), READABLE_LABEL),
            custom_id=order.custom_id(),
            style=ButtonStyle.secondary,
        ),
    ]
