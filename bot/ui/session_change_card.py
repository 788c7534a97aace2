"""What organizers change of a session: first as it would be, with what follows, then as done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from discord import ButtonStyle
from discord.ui import Button, LayoutView

from bot.delivery.model import Record
from bot.guilds.model import Choices
from bot.guilds.routing import routing_of
from bot.program.model import Session
from bot.program.proposal import (
    CancelWish,
    MoveWish,
    Proposal,
    RestoreWish,
    Wish,
    print_of,
    wish_of,
)
from bot.program.timetable import Timetable
from bot.ui.card import Card, layout
from bot.ui.controls import AskButton
from bot.ui.delivery_controls import KIND
from bot.ui.session_list import room_of
from bot.ui.session_orders import LeaveOrder, SessionOrder
from bot.ui.text import (
    DASH,
    LONGEST_NAME,
    LONGEST_TITLE,
    bold,
    counted,
    dotted,
    place,
    relative,
    stamp,
    times,
)

MOST_CLASHES = 3
# Later than this is another time rather than a delay.
LONGEST_DELAY = timedelta(hours=6)
MINUTE = timedelta(minutes=1)

NO_ROOM = "no room"
HOLDS = (
    "On this server only, until the program itself says the same or `/session restore` takes it "
    "back."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A wish about a session with all that the card tells of it.

    `timetable` is the source's, `choices` are the guild's, and `posted` are the reminders that
    stand and tell of the session.
    """

    wish: Wish
    proposal: Proposal
    timetable: Timetable
    choices: Choices
    posted: tuple[Record, ...] = ()


def preview_card(preview: Preview, now: datetime) -> LayoutView:
    """Return what would be changed, with the buttons that do it and that leave it."""
    proposal = preview.proposal
    mark = print_of(preview.timetable.program, proposal.source, proposal.previous)
    order = SessionOrder(wish=preview.wish, print=mark)
    act = _act(preview)
    style = ButtonStyle.danger if isinstance(preview.wish, CancelWish) else ButtonStyle.primary
    card = Card(
        kind=KIND,
        title=act.question,
        head=(_named(proposal),),
        body=_body(_Tense(before="Now", after="Then"), preview, now),
        foot=("Nothing is changed yet.",),
        buttons=([_button(act.button, order, style), _button("Leave it as it is", LeaveOrder())],),
    )
    return layout(card)


def done_card(preview: Preview, now: datetime) -> LayoutView:
    """Return what was changed, with the button that takes it back."""
    proposal = preview.proposal
    mark = print_of(preview.timetable.program, proposal.source, proposal.override)
    undo = SessionOrder(wish=wish_of(proposal.previous, proposal.source.id), print=mark)
    card = Card(
        kind=KIND,
        title=f"✅ {_act(preview).done}",
        head=(_named(proposal),),
        body=_body(_Tense(before="Was", after="Now"), preview, now),
        foot=() if proposal.override is None else (HOLDS,),
        buttons=([_button("Undo", undo)],),
    )
    return layout(card)


def left_card() -> LayoutView:
    """Return that nothing was changed."""
    return layout(Card(kind=KIND, title="Left as it was", head=("Nothing was changed.",)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """What a change is called before and after, and on its button."""

    question: str
    button: str
    done: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tense:
    """What the two sides of a change are called, before it is made or after."""

    before: str
    after: str


def _act(preview: Preview) -> _Act:
    match preview.wish:
        case CancelWish():
            return _Act(question="Cancel this session?", button="Cancel it", done="Cancelled")
        case RestoreWish():
            return _Act(
                question="Follow the program again?", button="Restore it", done="As in the program"
            )
        case MoveWish():
            by = _delay(preview.proposal)
            if by is None:
                return _Act(question="Move this session?", button="Move it", done="Moved")
            span = counted(by, "minute")
            return _Act(question=f"Delay by {span}?", button="Delay it", done=f"Delayed by {span}")


def _named(proposal: Proposal) -> str:
    return bold(proposal.title, LONGEST_TITLE)


def _delay(proposal: Proposal) -> int | None:
    """Return by how many minutes it starts later; None if that is not what is changed."""
    before, after = proposal.before, proposal.after
    if before is None or after is None or before.room != after.room:
        return None
    by = after.start.astimezone(UTC) - before.start.astimezone(UTC)
    return by // MINUTE if timedelta() < by <= LONGEST_DELAY else None


def _body(tense: _Tense, preview: Preview, now: datetime) -> str:
    facts = "\n".join(_facts(tense, preview))
    return "\n\n".join([facts, *_consequences(preview, now)])


def _facts(tense: _Tense, preview: Preview) -> Iterator[str]:
    before, after, timetable = preview.proposal.before, preview.proposal.after, preview.timetable
    if before is None or after is None:
        yield f"**{tense.before}:** {_where_and_when(before, timetable)}"
        yield f"**{tense.after}:** {_where_and_when(after, timetable)}"
        return
    if before.start != after.start:
        yield f"**{tense.before}:** {times(before)}"
        yield f"**{tense.after}:** {dotted(times(after), relative(after.start))}"
    else:
        yield f"**Time:** {times(after)}"
    room = place(room_of(after, timetable))
    if before.room != after.room:
        old = place(room_of(before, timetable)) or NO_ROOM
        yield f"**Room:** {old} → {room or NO_ROOM}"
    elif room:
        yield f"**Room:** {room}"


def _where_and_when(session: Session | None, timetable: Timetable) -> str:
    if session is None:
        return "cancelled"
    return dotted(times(session), place(room_of(session, timetable)))


def _consequences(preview: Preview, now: datetime) -> Iterator[str]:
    yield from _clashes(preview)
    for record in preview.posted:
        where = f"<#{record.delivery.place}>"
        when = relative(record.settled_at or record.claimed_at)
        yield f"✏️ The {_link(record)} in {where}, posted {when}, is corrected within seconds."
    if preview.choices.paused_at is not None:
        yield "⏸️ Posting is paused here: nothing new is posted about it until you resume."
        return
    yield from _announced(preview, now)
    yield from _reminded(preview, now)


def _clashes(preview: Preview) -> Iterator[str]:
    clashes, timetable = preview.proposal.clashes, preview.timetable
    room = place(room_of(clashes[0], timetable)) if clashes else None
    for other in clashes[:MOST_CLASHES]:
        ends = stamp(timetable.end_of(other) if other.end is None else other.end, "t")
        span = f"{stamp(other.start, 't')} {DASH} {ends}"
        name = bold(timetable.title_of(other), LONGEST_NAME)
        yield f"⚠️ {name} is in {room} at the same time, {span}."
    more = len(clashes) - MOST_CLASHES
    if more > 0:
        yield f"⚠️ And {more} more in that room at that time."


def _link(record: Record) -> str:
    delivery = record.delivery
    path = f"{delivery.guild_id}/{delivery.place}/{record.message_id}"
    return f"[reminder](https://discord.com/channels/{path})"


def _announced(preview: Preview, now: datetime) -> Iterator[str]:
    """Yield where the change is told; it is not once it is about what has started."""
    channel = preview.choices.change_channel
    known = [one.start for one in (preview.proposal.before, preview.proposal.after) if one]
    if channel is not None and max(known).timestamp() > now.timestamp():
        yield f"📣 The change is told in <#{channel}> at once."


def _reminded(preview: Preview, now: datetime) -> Iterator[str]:
    """Yield when it is reminded of next, if that changes."""
    before, after, choices = preview.proposal.before, preview.proposal.after, preview.choices
    if after is None or after.is_break or (before is not None and before.start == after.start):
        return
    start = after.start.astimezone(UTC)
    channel = routing_of(choices).place_of(after)
    if channel is None or start <= now:
        return
    told = {item.start for record in preview.posted for item in record.delivery.items}
    dues = sorted(start - lead.before for lead in choices.leads)
    coming = [due for due in dues if due > now]
    where = f"<#{channel}>"
    if start not in told and len(coming) < len(dues):
        yield f"🔔 A new reminder is posted in {where} at once."
    elif coming:
        yield f"🔔 The next reminder is posted in {where} {relative(coming[0])}."


def _button(
    label: str, order: SessionOrder | LeaveOrder, style: ButtonStyle = ButtonStyle.secondary
) -> AskButton:
    return Button(label=label, custom_id=order.custom_id(), style=style)
