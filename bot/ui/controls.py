"""Buttons and pickers whose custom ids carry questions, so that they outlive a restart."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from discord import ButtonStyle, SelectOption
from discord.ui import ActionRow, Button, Select

from bot.program.model import Link
from bot.translation import N_, _
from bot.ui import limits
from bot.ui.questions import (
    NextQuestion,
    NowQuestion,
    OpenPicker,
    Question,
    ScheduleQuestion,
    SpeakerQuestion,
    TalkQuestion,
    TrackQuestion,
)
from bot.ui.text import plain

# They belong to no view until a card takes them in.
AskButton = Button[Any]
Picker = Select[Any]
Row = ActionRow[Any]

# Translators: on a button: show this answer to everyone here.
SHARE = N_("Share")

# Discord takes 80, and a phone shows less than that on one line.
READABLE_LABEL = 45

# Letters that an address may hold as they are; all others are percent-encoded.
_ADDRESS_LETTERS = "-._~:/?#[@]!$&'()+,;=%"
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One thing that a picker or a button opens: what it is called, a word on it, its question."""

    name: str
    note: str
    question: TalkQuestion | SpeakerQuestion | TrackQuestion


def ask(label: str, question: Question, *, leading: bool = False) -> AskButton:
    """Return a button that asks `question`; a leading one is the way on that most will take."""
    return Button(
        label=plain(label, READABLE_LABEL),
        custom_id=question.custom_id(),
        style=ButtonStyle.primary if leading else ButtonStyle.secondary,
    )


def share(question: Question, shared_by: int | None) -> list[AskButton]:
    """Return the button that answers `question` for everyone; none where that was done."""
    if shared_by is not None:
        return []
    return [
        Button(
            label=plain(_(SHARE), limits.BUTTON_LABEL),
            custom_id=question.custom_id(share=True),
            style=ButtonStyle.secondary,
        )
    ]


def buttons(openings: Iterable[Opening]) -> list[AskButton]:
    """Return a button for each thing to open, each thing once."""
    unique = {opening.question: opening for opening in openings}
    return [ask(opening.name, opening.question) for opening in unique.values()]


def ways_on(program: str) -> list[AskButton]:
    """Return the buttons that lead on from anywhere."""
    return [
        # Translators: what is on now, what starts next, and the timetable; on buttons.
        ask(_("Now"), NowQuestion(program=program)),
        ask(_("Next"), NextQuestion(program=program)),
        ask(_("Schedule"), ScheduleQuestion(program=program)),
    ]


def openers(
    program: str,
    mark: str,
    placeholder: str,
    openings: Sequence[Opening],
    *,
    few: int = limits.ROW_BUTTONS,
) -> tuple[list[AskButton], list[Picker]]:
    """Return what opens each of some things: buttons for a `few`, or a picker if they are more."""
    each = buttons(openings)
    if len(each) > few:
        return [], pickers(program, mark, placeholder, openings)
    return each, []


def pickers(
    program: str, mark: str, placeholder: str, openings: Iterable[Opening], *, most: int = 1
) -> list[Picker]:
    """Return pickers that open things, each thing once; at most `most` of them, as many as needed.

    The first carries `mark` in its custom id, the others `mark-2`, `mark-3` and so on.
    """
    unique = list({OpenPicker.value(one.question): one for one in openings}.values())
    parts = [
        unique[start : start + limits.PICKER_OPTIONS]
        for start in range(0, len(unique), limits.PICKER_OPTIONS)
    ]
    return [
        Select(
            custom_id=OpenPicker(
                program=program, mark=mark if number == 1 else f"{mark}-{number}"
            ).custom_id,
            placeholder=plain(
                _numbered(placeholder, number, min(len(parts), most)), limits.PICKER_PLACEHOLDER
            ),
            options=[_option(opening) for opening in part],
        )
        for number, part in enumerate(parts[:most], start=1)
    ]


def _numbered(placeholder: str, number: int, of: int) -> str:
    if of == 1:
        return placeholder
    # Translators: the second of three pickers: "Open a talk… (2 of 3)".
    text = _("{placeholder} ({number} of {count})")
    return text.format(placeholder=placeholder, number=number, count=of)


def _option(opening: Opening) -> SelectOption:
    return SelectOption(
        label=plain(opening.name, limits.OPTION_LABEL),
        value=OpenPicker.value(opening.question),
        description=plain(opening.note, limits.OPTION_DESCRIPTION) if opening.note else None,
    )


def links(wanted: Iterable[Link]) -> list[AskButton]:
    """Return a button for each link that Discord takes, each address once, two rows at most."""
    addresses = {address(link.url, limits.LINK_URL): link for link in wanted}
    taken: list[AskButton] = [
        Button(label=plain(link.title, limits.BUTTON_LABEL), url=url)
        for url, link in addresses.items()
        if url is not None
    ]
    return taken[: 2 * limits.ROW_BUTTONS]


def address(url: str, most: int) -> str | None:
    """Return a web address as Discord takes it; None if it would refuse the message for it."""
    try:
        parts = urlsplit(url.strip())
        host = parts.netloc.encode("idna").decode()
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return None
    whole = quote(urlunsplit(parts._replace(netloc=host)), safe=_ADDRESS_LETTERS)
    return whole if limits.length(whole) <= most else None


def rows(*groups: Sequence[AskButton]) -> list[Row]:
    """Return the buttons in rows of five; a group is not torn apart where it fits one row."""
    filled: list[list[AskButton]] = [[]]
    for group in groups:
        if len(filled[-1]) + len(group) > limits.ROW_BUTTONS:
            filled.append([])
        for button in group:
            if len(filled[-1]) == limits.ROW_BUTTONS:
                filled.append([])
            filled[-1].append(button)
    return [ActionRow(*row) for row in filled if row]
