"""A program that organizers attach for their own server: as it would be, and as it became."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from discord import ButtonStyle
from discord.ui import LayoutView

from bot.errors import Fault
from bot.program.diff import Change
from bot.program.importers import Doubt
from bot.program.model import Program
from bot.sources.attached import Attached
from bot.sources.attaching import Confirmed, Preview
from bot.sources.overview import counts_of
from bot.translation import N_, Said, _, in_words, ngettext, pgettext, said, together
from bot.ui.card import Card, layout
from bot.ui.change_words import change_text, summary
from bot.ui.delivery_controls import order_button
from bot.ui.limits import cut, length
from bot.ui.orders import AttachOrder, ChangesOrder, DetachOrder, LeaveOrder, StatusOrder
from bot.ui.program_status_card import KIND, counts_line, days_line, origin_line
from bot.ui.text import (
    LONGEST_NAME,
    and_more,
    escape_line,
    escape_sentence,
    fitting,
    relative,
    small,
    title,
)

LONGEST_REMARK = 240
# A screen of a phone each.
LONGEST_REMARKS, LONGEST_CHANGES = 1_000, 1_000
MOST_REMARKS, MOST_CHANGES = 5, 6

ONLY_HERE = N_("Only this server sees it. Nothing is changed until you confirm.")
KEPT_FRESH = N_("I look there every few minutes, and take over what changes.")
REPLACED = N_(
    "⚠️ It is **another conference** than the one that is attached by now, which goes: what people "
    "saved of that is no longer reminded of."
)
SAME = N_("It is exactly what stands here already.")
ONLY_TEXTS = N_(
    "It is a **newer version** of what is attached. No session is different: what differs is in "
    "texts, people or rooms."
)
DETACHING = N_(
    "What is attached goes, with all its versions, and nobody is reminded any more of what they "
    "saved of it. Attach the same program again, and that is back."
)
NO_LONGER_WANTED = N_("Nothing was changed, and what you handed in is gone.")
ATTACHED = N_("✅ **Attached:** this server follows it from now on, and only this one sees it.")
DOUBTFUL = N_("⚠️ **Please have a look at what is doubtful:**")

# What an import says in the words of the command line, as it is said here.
_HERE = {
    N_("Name it with --zone, as in --zone Europe/Berlin."): said(
        "Give its zone: zone:Europe/Berlin."
    ),
    N_("Name a place, as in --zone Europe/Berlin."): said(
        "Name a place, as in zone:Europe/Berlin."
    ),
    N_("Name it with --name."): said("Its source is where to name it."),
}
_OPTION = "--zone"


def in_words_of_here(text: str) -> str:
    """Return what an import says for whoever types slash commands, in the language spoken now."""
    return in_words(_of_here(text)).replace(_OPTION, pgettext("option", "zone"))


def _of_here(text: str) -> str:
    if not isinstance(text, Said):
        return text
    if text.message in _HERE:
        return _HERE[text.message]
    values = {
        name: _of_here(value) if isinstance(value, str) else value
        for name, value in text.values.items()
    }
    return text.having(values)


def preview_card(preview: Preview) -> LayoutView:
    """Return what was handed in as it would stand, with what confirms it."""
    program = preview.found.program
    head = (_(ONLY_HERE), _what_becomes(preview), _remarks(preview))
    card = Card(
        kind=_(KIND),
        title=title(program.name),
        head=tuple(text for text in head if text),
        body="\n".join(_facts(program, preview)),
        foot=(_(KEPT_FRESH),) if preview.source.is_live else (),
        buttons=(
            [
                order_button(_("Attach it"), AttachOrder(digest=preview.key), ButtonStyle.success),
                order_button(_("Cancel"), LeaveOrder(digest=preview.key)),
            ],
        ),
    )
    return layout(card)


def attached_card(confirmed: Confirmed) -> LayoutView:
    """Return that it stands, and what it changed."""
    program = confirmed.program
    done = _(ATTACHED)
    if not confirmed.is_new:
        done = _("✅ **Done.** Its sessions: {summary}.").format(summary=summary(confirmed.changes))
    card = Card(
        kind=_(KIND),
        title=title(program.name),
        head=(done,),
        body=f"{counts_line(counts_of(program))}\n{origin_line(confirmed.source.origin)}",
        foot=(_(KEPT_FRESH),) if confirmed.source.is_live else (),
        buttons=(
            [
                order_button(_("Status"), StatusOrder()),
                order_button(_("Last changes"), ChangesOrder()),
            ],
        ),
    )
    return layout(card)


def dropped_card() -> LayoutView:
    """Return that what was handed in is not wanted."""
    status = order_button(_("Status"), StatusOrder())
    card = Card(
        kind=_(KIND), title=_("Not attached"), body=_(NO_LONGER_WANTED), buttons=([status],)
    )
    return layout(card)


def detach_card(attached: Attached, name: str, before: str | None) -> LayoutView:
    """Return what it means to detach a program; `before` is what the server follows then."""
    order = DetachOrder(digest=program_mark(attached.program))
    since = _("**Attached** {when}").format(when=relative(attached.at))
    card = Card(
        kind=_(KIND),
        title=_("Detach {program}?").format(program=escape_line(name, LONGEST_NAME)),
        head=(f"{_followed(before)}\n{_(DETACHING)}",),
        body=f"{origin_line(attached.source.origin)}\n{since}",
        buttons=(
            [
                order_button(_("Detach it"), order, ButtonStyle.danger),
                order_button(_("Keep it"), StatusOrder()),
            ],
        ),
    )
    return layout(card)


def detached_card(name: str, before: str | None) -> LayoutView:
    """Return that a program is detached, and what the server follows now, None if nothing."""
    gone = _("✅ {program} is detached.").format(program=escape_line(name, LONGEST_NAME))
    status = order_button(_("Status"), StatusOrder())
    body = f"{gone} {_followed(before)}"
    return layout(Card(kind=_(KIND), title=_("Detached"), body=body, buttons=([status],)))


def _followed(before: str | None) -> str:
    if before is None:
        return _("This server follows **no program until whoever runs Marquee loads one**.")
    name = escape_line(before, LONGEST_NAME)
    return _("This server follows **{program}** again.").format(program=name)


def program_mark(program: str) -> str:
    """Return the 24 hex digits by which a button knows an attached program."""
    return hashlib.sha256(program.encode()).hexdigest()[:24]


def _facts(program: Program, preview: Preview) -> Iterator[str]:
    yield days_line(program, program.zone)
    yield counts_line(counts_of(program))
    yield origin_line(preview.source.origin)
    changes = preview.found.changes
    if changes:
        yield _("### What changes")
        yield _changes(changes)


def _what_becomes(preview: Preview) -> str:
    """Return what it does to what is attached by now."""
    found = preview.found
    if preview.attached is None:
        return ""
    if found.replaces:
        return _(REPLACED)
    if preview.is_same:
        return _(SAME)
    if not found.changes:
        return _(ONLY_TEXTS)
    sentence = _("It is a **newer version** of what is attached: {summary}.")
    return sentence.format(summary=summary(found.changes))


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
    return "\n\n".join(texts) + (f"\n\n{small(and_more(more))}" if more else "")


def _remarks(preview: Preview) -> str:
    """Return what is doubtful about it, the most important first; empty if nothing is."""
    found = preview.found
    lines = [*map(_doubtful, found.doubts), *map(_faulty, found.warnings)]
    if found.ambiguous:
        names = ", ".join(escape_line(one, LONGEST_NAME) for one in found.ambiguous[:MOST_REMARKS])
        several = _("Each of these could be several earlier ones, and counts as new: {names}")
        lines.insert(0, several.format(names=names))
    if not lines:
        return ""
    told = fitting(_items(lines[:MOST_REMARKS]), LONGEST_REMARKS)
    more = len(lines) - MOST_REMARKS
    rest = f"\n{small(and_more(more))}" if more > 0 else ""
    return f"{_(DOUBTFUL)}\n{told}{rest}"


def _items(lines: Iterable[str]) -> list[str]:
    return [f"- {cut(line, LONGEST_REMARK)}" for line in lines]


def _doubtful(doubt: Doubt) -> str:
    what, made = (escape_sentence(in_words_of_here(one)) for one in (doubt.what, doubt.made))
    if doubt.count > 1:
        # Translators: what is doubtful in a program, a sentence, and how often it is so.
        often = ngettext("{doubt} ({count} time)", "{doubt} ({count} times)", doubt.count)
        what = often.format(doubt=what, count=doubt.count)
    if not doubt.example:
        return f"{what} {made}"
    lead = _("Here: {example}") if doubt.count == 1 else _("For example: {example}")
    example = escape_line(in_words(doubt.example), LONGEST_NAME)
    return f"{what} {made} {lead.format(example=example)}"


def _faulty(fault: Fault) -> str:
    told = escape_sentence(in_words(together(fault.what, fault.fix)))
    if fault.line is None:
        return told
    return _("Line {line}: {fault}").format(line=fault.line, fault=told)
