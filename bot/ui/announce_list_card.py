"""A server's announcements for its organizers: what waits, what was posted lately, what was not."""

from collections.abc import Iterator, Sequence

from discord import ButtonStyle, SelectOption
from discord.ui import LayoutView, Select

from bot.announcements.written.standing import Phase, Standing
from bot.program.timetable import Timetable
from bot.translation import N_, _
from bot.ui import limits
from bot.ui.announce_card import announce_button
from bot.ui.announce_orders import ListOrder, opener_id
from bot.ui.announce_words import MARKS, REFRESH, named, plain_title, state, when
from bot.ui.card import Card, layout, page_line
from bot.ui.controls import AskButton, Picker
from bot.ui.delivery_controls import KIND
from bot.ui.listing import Entry, fill, page_at
from bot.ui.text import dotted, plain, small, stamp

# Two screens of a phone. So short that no more entries fit than a picker has options.
PAGE = 900

LOOK, COMING, DRAFTS, LATELY, BACK = (
    N_("### Needs a look"),
    N_("### Waiting"),
    N_("### Drafts, kept for a day"),
    N_("### Posted lately"),
    N_("### Taken back"),
)
GROUPS = {
    Phase.HELD: LOOK,
    Phase.ENDED: LOOK,
    Phase.POSTING: COMING,
    Phase.WAITING: COMING,
    Phase.DRAFT: DRAFTS,
    Phase.POSTED: LATELY,
    Phase.CANCELLED: BACK,
    Phase.DELETED: BACK,
}
ORDER = (LOOK, COMING, DRAFTS, LATELY, BACK)

NOTHING = N_("Nothing was written yet: `/announce new` begins one.")


def announcements_card(
    standings: Sequence[Standing],
    timetable: Timetable | None,
    asked: ListOrder,
    *,
    is_paused: bool = False,
) -> LayoutView:
    """Return a page of a server's announcements; `standings` are the newest first."""
    shown = _in_order(standings)
    filled = fill((_entry(one, timetable) for one in shown), PAGE)
    page, number = page_at(filled, asked.page)
    first = sum(earlier.entries for earlier in filled[: number - 1])
    card = Card(
        kind=_(KIND),
        title=_("Announcements"),
        head=(_("⏸️ Posting is paused: nothing is posted until somebody resumes it."),)
        if is_paused
        else (),
        body=page.text or _(NOTHING),
        foot=page_line(number, len(filled)),
        pickers=_pickers(shown[first : first + page.entries], number),
        buttons=(
            [announce_button(_(REFRESH), ListOrder(page=number))],
            _turning(number, len(filled)),
        ),
    )
    return layout(card)


def _in_order(standings: Sequence[Standing]) -> list[Standing]:
    """Return what is listed by group; of what waits, the soonest first."""
    written = [one for one in standings if one.announcement.words.title or one.record]
    coming = [one for one in written if GROUPS[one.phase] == COMING]
    coming.sort(key=lambda one: (one.due is None, one.due and one.due.timestamp()))
    others = [one for one in written if GROUPS[one.phase] != COMING]
    return sorted([*coming, *others], key=lambda one: ORDER.index(GROUPS[one.phase]))


def _entry(standing: Standing, timetable: Timetable | None) -> Entry:
    lines = "\n".join(_lines(standing, timetable))
    return Entry(text=lines, headings=(_(GROUPS[standing.phase]),), apart=True)


def _lines(standing: Standing, timetable: Timetable | None) -> Iterator[str]:
    one, record = standing.announcement, standing.record
    yield f"{MARKS[standing.phase]} {named(one)}"
    at = when(standing, timetable)
    if record is not None and standing.phase in (Phase.POSTED, Phase.DELETED):
        at = stamp(record.settled_at or record.claimed_at, "f")
    yield small(dotted(f"<#{one.channel}>", at))


def _pickers(listed: Sequence[Standing], page: int) -> list[Picker]:
    if not listed:
        return []
    options = [
        SelectOption(
            label=plain_title(one.announcement, limits.OPTION_LABEL),
            value=one.announcement.id,
            description=plain(state(one.phase), limits.OPTION_DESCRIPTION),
        )
        for one in listed[: limits.PICKER_OPTIONS]
    ]
    return [
        Select(
            custom_id=opener_id(page),
            placeholder=plain(_("Open one"), limits.PICKER_PLACEHOLDER),
            options=options,
        )
    ]


def _turning(number: int, of: int) -> list[AskButton]:
    before = announce_button(_("Previous page"), ListOrder(page=number - 1))
    after = announce_button(_("Next page"), ListOrder(page=number + 1), ButtonStyle.primary)
    return [*([before] if number > 1 else []), *([after] if number < of else [])]
