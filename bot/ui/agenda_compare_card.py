"""Two people's agendas side by side, for those who both agreed; and how one asks the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from discord import ButtonStyle
from discord.ui import LayoutView, View

from bot.agenda.clashes import Placed
from bot.agenda.comparison import Comparison
from bot.program.model import Program
from bot.translation import N_, _, in_words
from bot.ui.agenda_controls import agenda_button, show_button
from bot.ui.agenda_orders import AgreeOrder, CompareOrder, HideOrder, InviteOrder
from bot.ui.card import Card, layout
from bot.ui.controls import pickers
from bot.ui.openings import talk_openings
from bot.ui.post import Post
from bot.ui.session_list import room_of
from bot.ui.text import LONGEST_NAME, bold, dotted, escape_line, fitting, place, stamp

KIND = N_("👥 Two agendas")
# The other person's mention takes the place of `{other}`, the asker's that of `{asker}`.
AGREED = N_(
    "Once {other} agrees too, you both see what both of you saved, and what only one of you did. "
    "Until then neither of you sees anything of the other."
)
WHAT_TO_DO = N_("They type **/agenda compare** and choose {asker}.")
OR_ASK = N_("Or I ask them here, for all to see.")
STOPPED = N_(
    "{other} sees nothing of your agenda, and you see nothing of theirs, until you agree again."
)
COMPARE = N_("Compare")
INVITATION = N_(
    "{other}, {asker} would like to compare agendas with you: what both of you saved, and what "
    "only one of you did. If you press **{button}**, you both can see that, and nobody else. "
    "If you do nothing, nothing is shown."
)
TITLE = 120
LONGEST_PART = 1_050
NONE_SAVED = N_("Neither of you saved anything yet that takes place.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Whose agendas of which program are compared: the reader's own and another person's."""

    program: Program
    user_id: int
    comparison: Comparison


def compare_card(pair: Pair) -> LayoutView:
    """Return what both saved, and what only one of them did."""
    found = pair.comparison
    parts = (
        (_("Both of you"), found.both),
        (_("Only you"), found.only_mine),
        (_("Only {person}").format(person=_mention(pair.user_id)), found.only_theirs),
    )
    blocks = [_part(heading, ones) for heading, ones in parts if ones]
    openings = [
        opening
        for __, ones in parts
        for one in ones
        for opening in talk_openings(one.timetable.talks_of(one.session), one.timetable)
    ]
    card = Card(
        kind=dotted(_(KIND), escape_line(pair.program.name, LONGEST_NAME)),
        title=_("You and {person}").format(person=_mention(pair.user_id)),
        body="\n".join(blocks) or _(NONE_SAVED),
        pickers=pickers(pair.program.id, "two", _("Open a talk…"), openings),
        buttons=(
            [
                show_button(pair.program.id),
                agenda_button(_("Refresh"), CompareOrder(user_id=pair.user_id)),
                agenda_button(_("Stop comparing"), HideOrder(user_id=pair.user_id)),
            ],
        ),
    )
    return layout(card)


def agreed_card(user_id: int, asker_id: int, *, can_invite: bool, done: str = "") -> LayoutView:
    """Return that the asker agreed, and what the other is to do.

    It says the same whatever the other did or saved. `can_invite` is where they can be asked.
    """
    what_to_do = _(WHAT_TO_DO).format(asker=_mention(asker_id))
    invite = [
        agenda_button(_("Ask them here"), InviteOrder(user_id=user_id), ButtonStyle.primary),
    ]
    card = Card(
        kind=_(KIND),
        title=_("You agreed to compare"),
        head=(
            done,
            _(AGREED).format(other=_mention(user_id)),
            " ".join((what_to_do, _(OR_ASK))) if can_invite else what_to_do,
        ),
        buttons=(
            [
                *(invite if can_invite else []),
                agenda_button(_("Look again"), CompareOrder(user_id=user_id)),
                agenda_button(_("Take that back"), HideOrder(user_id=user_id)),
            ],
        ),
    )
    return layout(card)


def stopped_card(user_id: int) -> LayoutView:
    """Return that the reader's agenda is compared no more with this user's."""
    card = Card(
        kind=_(KIND),
        title=_("No longer compared"),
        head=(_(STOPPED).format(other=_mention(user_id)),),
    )
    return layout(card)


def invitation(user_id: int, asker_id: int) -> Post:
    """Return the message that asks a user, in public, to compare agendas with the asker."""
    view = View(timeout=None)
    view.add_item(
        agenda_button(_(COMPARE), AgreeOrder(user_id=asker_id, asked=user_id), ButtonStyle.primary)
    )
    view.stop()
    return Post(
        content=_(INVITATION).format(
            other=_mention(user_id), asker=_mention(asker_id), button=_(COMPARE)
        ),
        view=view,
        mentions=(user_id,),
    )


def _part(heading: str, ones: Sequence[Placed]) -> str:
    return f"### {heading}\n{fitting(list(_lines(ones)), LONGEST_PART)}"


def _lines(ones: Sequence[Placed]) -> Iterator[str]:
    for one in ones:
        where = place(room_of(one.session, one.timetable))
        yield dotted(f"{stamp(one.start, 'f')} {bold(in_words(one.title), TITLE)}", where)


def _mention(user_id: int) -> str:
    return f"<@{user_id}>"
