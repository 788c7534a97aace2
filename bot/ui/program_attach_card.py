"""A program that organizers attach for their own server: as it would be, and as it became."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from discord import ButtonStyle
from discord.ui import LayoutView

from bot.errors import Fault
from bot.program.diff import Change
from bot.program.importers import Doubt
from bot.program.model import Program
from bot.sources.attached import Attached
from bot.sources.attaching import Confirmed, Preview
from bot.sources.overview import counts_of
from bot.ui.card import Card, layout
from bot.ui.change_words import change_text, summary
from bot.ui.delivery_controls import order_button
from bot.ui.limits import cut, length
from bot.ui.orders import AttachOrder, ChangesOrder, DetachOrder, LeaveOrder, StatusOrder
from bot.ui.program_status_card import KIND, counts
from bot.ui.text import (
    DASH,
    LONGEST_NAME,
    day_name,
    dotted,
    escape_line,
    escape_sentence,
    fitting,
    relative,
    small,
    title,
)

LONGEST_ORIGIN = 200
LONGEST_REMARK = 240
# A screen of a phone each.
LONGEST_REMARKS, LONGEST_CHANGES = 1_000, 1_000
MOST_REMARKS, MOST_CHANGES = 5, 6

ONLY_HERE = "Only this server sees it. Nothing is changed until you confirm."
KEPT_FRESH = "I look there every few minutes, and take over what changes."
REPLACED = (
    "⚠️ It is **another conference** than the one that is attached by now, which goes: what people "
    "saved of that is no longer reminded of."
)
SAME = "It is exactly what stands here already."
ONLY_TEXTS = "No session is different: what differs is in texts, people or rooms."
DETACHING = (
    "What is attached goes, with all its versions, and nobody is reminded any more of what they "
    "saved of it. Attach the same program again, and that is back."
)
NO_LONGER_WANTED = "Nothing was changed, and what you handed in is gone."

# What an import says in the words of the command line, as it is said here.
_HERE = (
    ("Name it with --zone, as in --zone Europe/Berlin.", "Give its zone: zone:Europe/Berlin."),
    ("Name a place, as in --zone Europe/Berlin.", "Name a place, as in zone:Europe/Berlin."),
    ("Name it with --name.", "Its source is where to name it."),
    ("--zone", "zone"),
)


def in_words_of_here(text: str) -> str:
    """Return what an import says for whoever types slash commands."""
    for there, here in _HERE:
        text = text.replace(there, here)
    return text


def preview_card(preview: Preview) -> LayoutView:
    """Return what was handed in as it would stand, with what confirms it."""
    program = preview.found.program
    card = Card(
        kind=KIND,
        title=title(program.name),
        head=tuple(text for text in (ONLY_HERE, _what_becomes(preview), _remarks(preview)) if text),
        body="\n".join(_facts(program, preview)),
        foot=(KEPT_FRESH,) if preview.source.is_live else (),
        buttons=(
            [
                order_button("Attach it", AttachOrder(digest=preview.key), ButtonStyle.success),
                order_button("Cancel", LeaveOrder(digest=preview.key)),
            ],
        ),
    )
    return layout(card)


def attached_card(confirmed: Confirmed) -> LayoutView:
    """Return that it stands, and what it changed."""
    program = confirmed.program
    done = "✅ **Attached:** this server follows it from now on, and only this one sees it."
    if not confirmed.is_new:
        done = f"✅ **Done.** Its sessions: {summary(confirmed.changes)}."
    card = Card(
        kind=KIND,
        title=title(program.name),
        head=(done,),
        body=f"**On it** {counts(counts_of(program))}\n{_from(confirmed.source.origin)}",
        foot=(KEPT_FRESH,) if confirmed.source.is_live else (),
        buttons=(
            [
                order_button("Status", StatusOrder()),
                order_button("Last changes", ChangesOrder()),
            ],
        ),
    )
    return layout(card)


def dropped_card() -> LayoutView:
    """Return that what was handed in is not wanted."""
    status = order_button("Status", StatusOrder())
    return layout(Card(kind=KIND, title="Not attached", body=NO_LONGER_WANTED, buttons=([status],)))


def detach_card(attached: Attached, name: str, before: str) -> LayoutView:
    """Return what it means to detach a program; `before` is what the server follows then."""
    shown = escape_line(before, LONGEST_NAME)
    order = DetachOrder(digest=program_mark(attached.program))
    card = Card(
        kind=KIND,
        title=f"Detach {escape_line(name, LONGEST_NAME)}?",
        head=(f"This server follows **{shown}** again.\n{DETACHING}",),
        body=f"{_from(attached.source.origin)}\n**Attached** {relative(attached.at)}",
        buttons=(
            [
                order_button("Detach it", order, ButtonStyle.danger),
                order_button("Keep it", StatusOrder()),
            ],
        ),
    )
    return layout(card)


def detached_card(name: str, before: str) -> LayoutView:
    """Return that a program is detached, and what the server follows now."""
    gone, now = (escape_line(one, LONGEST_NAME) for one in (name, before))
    status = order_button("Status", StatusOrder())
    body = f"✅ {gone} is detached. This server follows **{now}** again."
    return layout(Card(kind=KIND, title="Detached", body=body, buttons=([status],)))


def program_mark(program: str) -> str:
    """Return the 24 hex digits by which a button knows an attached program."""
    return hashlib.sha256(program.encode()).hexdigest()[:24]


def _facts(program: Program, preview: Preview) -> Iterator[str]:
    days = _days(program.first_day, program.last_day)
    yield f"**Days** {dotted(days, escape_line(program.zone, LONGEST_NAME))}"
    yield f"**On it** {counts(counts_of(program))}"
    yield _from(preview.source.origin)
    changes = preview.found.changes
    if changes:
        yield f"### What changes\n{_changes(changes)}"


def _days(first: date, last: date) -> str:
    days = [first] if first == last else [first, last]
    return f" {DASH} ".join(map(day_name, days)) + f" {last.year}"


def _from(origin: str) -> str:
    return f"**From** {escape_line(origin, LONGEST_ORIGIN)}"


def _what_becomes(preview: Preview) -> str:
    """Return what it does to what is attached by now."""
    found = preview.found
    if preview.attached is None:
        return ""
    if found.replaces:
        return REPLACED
    if preview.is_same:
        return SAME
    if not found.changes:
        return f"It is a **newer version** of what is attached. {ONLY_TEXTS}"
    return f"It is a **newer version** of what is attached: {summary(found.changes)}."


def _changes(changes: Sequence[Change]) -> str:
    shown = [change_text(one) for one in changes[:MOST_CHANGES]]
    texts: list[str] = []
    left = LONGEST_CHANGES
    for text in shown:
        left -= length(text)
        if left < 0 and texts:
            break
        texts.append(cut(text, LONGEST_CHANGES))
    more = len(changes) - len(texts)
    return "\n\n".join(texts) + (f"\n\n{small(f'and {more} more')}" if more else "")


def _remarks(preview: Preview) -> str:
    """Return what is doubtful about it, the most important first; empty if nothing is."""
    found = preview.found
    lines = [*map(_doubtful, found.doubts), *map(_faulty, found.warnings)]
    if found.ambiguous:
        names = ", ".join(escape_line(one, LONGEST_NAME) for one in found.ambiguous[:MOST_REMARKS])
        lines.insert(0, f"Each of these could be several earlier ones, and counts as new: {names}")
    if not lines:
        return ""
    told = fitting(_items(lines[:MOST_REMARKS]), LONGEST_REMARKS)
    more = len(lines) - MOST_REMARKS
    rest = f"\n{small(f'and {more} more')}" if more > 0 else ""
    return f"⚠️ **Please have a look at what is doubtful:**\n{told}{rest}"


def _items(lines: Iterable[str]) -> list[str]:
    return [f"- {cut(line, LONGEST_REMARK)}" for line in lines]


def _doubtful(doubt: Doubt) -> str:
    times = "" if doubt.count == 1 else f" ({doubt.count} times)"
    lead = "Here" if doubt.count == 1 else "For example"
    example = f" {lead}: {escape_line(doubt.example, LONGEST_NAME)}" if doubt.example else ""
    made = escape_sentence(in_words_of_here(doubt.made))
    return f"{escape_sentence(in_words_of_here(doubt.what))}{times} {made}{example}"


def _faulty(fault: Fault) -> str:
    line = "" if fault.line is None else f"Line {fault.line}: "
    return f"{line}{escape_sentence(f'{fault.what} {fault.fix}')}"
