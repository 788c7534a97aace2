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
from bot.translation import N_, _, ngettext
from bot.ui.card import Card, layout
from bot.ui.controls import READABLE_LABEL, AskButton
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
    plain,
    relative,
    stamp,
    times,
)

MOST_CLASHES = 3
# Later than this is another time rather than a delay.
LONGEST_DELAY = timedelta(hours=6)
MINUTE = timedelta(minutes=1)

NO_ROOM = N_("no room")
HOLDS = N_(
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
    tense = _Tense(before=_("**Now:** {facts}"), after=_("**Then:** {facts}"))
    leave = _button(_("Leave it as it is"), LeaveOrder())
    card = Card(
        kind=_(KIND),
        title=act.question,
        head=(_named(proposal),),
        body=_body(tense, preview, now),
        foot=(_("Nothing is changed yet."),),
        buttons=([_button(act.button, order, style), leave],),
    )
    return layout(card)


def done_card(preview: Preview, now: datetime) -> LayoutView:
    """Return what was changed, with the button that takes it back."""
    proposal = preview.proposal
    mark = print_of(preview.timetable.program, proposal.source, proposal.override)
    undo = SessionOrder(wish=wish_of(proposal.previous, proposal.source.id), print=mark)
    tense = _Tense(before=_("**Was:** {facts}"), after=_("**Now:** {facts}"))
    card = Card(
        kind=_(KIND),
        title=f"✅ {_act(preview).done}",
        head=(_named(proposal),),
        body=_body(tense, preview, now),
        foot=() if proposal.override is None else (_(HOLDS),),
        buttons=([_button(_("Undo"), undo)],),
    )
    return layout(card)


def left_card() -> LayoutView:
    """Return that nothing was changed."""
    told = _("Nothing was changed.")
    return layout(Card(kind=_(KIND), title=_("Left as it was"), head=(told,)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """What a change is called before and after, and on its button."""

    question: str
    button: str
    done: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tense:
    """A line for each side of a change, before it is made or after, with {facts} to stand in it."""

    before: str
    after: str


def _act(preview: Preview) -> _Act:
    match preview.wish:
        case CancelWish():
            return _Act(
                question=_("Cancel this session?"), button=_("Cancel it"), done=_("Cancelled")
            )
        case RestoreWish():
            return _Act(
                question=_("Follow the program again?"),
                button=_("Restore it"),
                done=_("As in the program"),
            )
        case MoveWish():
            by = _delay(preview.proposal)
            if by is None:
                return _Act(question=_("Move this session?"), button=_("Move it"), done=_("Moved"))
            return _Act(
                question=counted("Delay by {count} minute?", "Delay by {count} minutes?", by),
                button=_("Delay it"),
                done=counted("Delayed by {count} minute", "Delayed by {count} minutes", by),
            )


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
        yield tense.before.format(facts=_where_and_when(before, timetable))
        yield tense.after.format(facts=_where_and_when(after, timetable))
        return
    if before.start != after.start:
        yield tense.before.format(facts=times(before))
        yield tense.after.format(facts=dotted(times(after), relative(after.start)))
    else:
        yield _("**Time:** {times}").format(times=times(after))
    room = place(room_of(after, timetable))
    if before.room != after.room:
        old = place(room_of(before, timetable)) or _(NO_ROOM)
        yield _("**Room:** {before} → {after}").format(before=old, after=room or _(NO_ROOM))
    elif room:
        yield _("**Room:** {room}").format(room=room)


def _where_and_when(session: Session | None, timetable: Timetable) -> str:
    if session is None:
        # Translators: a session, in "**Then:** cancelled".
        return _("cancelled")
    return dotted(times(session), place(room_of(session, timetable)))


def _consequences(preview: Preview, now: datetime) -> Iterator[str]:
    yield from _clashes(preview)
    for record in preview.posted:
        yield _corrected(record)
    if preview.choices.paused_at is not None:
        yield _("⏸️ Posting is paused here: nothing new is posted about it until you resume.")
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
        sentence = _("⚠️ {session} is in {room} at the same time, {times}.")
        yield sentence.format(session=name, room=room, times=span)
    more = len(clashes) - MOST_CLASHES
    if more > 0:
        yield ngettext(
            "⚠️ And {count} more in that room at that time.",
            "⚠️ And {count} more in that room at that time.",
            more,
        ).format(count=more)


def _corrected(record: Record) -> str:
    """Return what becomes of a reminder that stands, with the way there."""
    delivery = record.delivery
    path = f"{delivery.guild_id}/{delivery.place}/{record.message_id}"
    return _(
        "✏️ The [reminder]({url}) in {channel}, posted {when}, is corrected within seconds."
    ).format(
        url=f"https://discord.com/channels/{path}",
        channel=f"<#{delivery.place}>",
        when=relative(record.settled_at or record.claimed_at),
    )


def _announced(preview: Preview, now: datetime) -> Iterator[str]:
    """Yield where the change is told; it is not once it is about what has started."""
    channel = preview.choices.change_channel
    known = [one.start for one in (preview.proposal.before, preview.proposal.after) if one]
    if channel is not None and max(known).timestamp() > now.timestamp():
        yield _("📣 The change is told in {channel} at once.").format(channel=f"<#{channel}>")


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
        yield _("🔔 A new reminder is posted in {channel} at once.").format(channel=where)
    elif coming:
        sentence = _("🔔 The next reminder is posted in {channel} {when}.")
        yield sentence.format(channel=where, when=relative(coming[0]))


def _button(
    label: str, order: SessionOrder | LeaveOrder, style: ButtonStyle = ButtonStyle.secondary
) -> AskButton:
    return Button(label=plain(label, READABLE_LABEL), custom_id=order.custom_id(), style=style)
