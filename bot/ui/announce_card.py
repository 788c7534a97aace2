"""One announcement for organizers: where, when and whom it pings, and what can be done with it."""

from collections.abc import Iterator, Sequence
from typing import cast
from zoneinfo import ZoneInfo

import discord
from discord import ButtonStyle, ChannelType, SelectDefaultValue, SelectDefaultValueType
from discord.ui import Button, ChannelSelect, LayoutView, RoleSelect

from bot.announcements.written.decisions import RENEWABLE
from bot.announcements.written.model import Written
from bot.announcements.written.plan import mark_of
from bot.announcements.written.standing import OPEN, Phase, Standing, is_at_once
from bot.announcements.written.words import faults_of
from bot.program.start_time import start_label
from bot.program.timetable import Timetable
from bot.translation import N_, Language, _, in_words, speaking
from bot.ui.announce_orders import (
    AnnounceOrder,
    CancelOrder,
    ChannelPicker,
    DeleteOrder,
    ListOrder,
    LookOrder,
    MendOrder,
    OpenOrder,
    PostOrder,
    RemoveOrder,
    RenewOrder,
    RolePicker,
    TimeOrder,
    WriteOrder,
)
from bot.ui.announce_post import announce_post
from bot.ui.announce_words import MARKS, REFRESH, fate, named, when
from bot.ui.card import Card, layout
from bot.ui.controls import READABLE_LABEL, AskButton, Picker
from bot.ui.delivery_controls import KIND
from bot.ui.limits import PICKER_PLACEHOLDER, cut
from bot.ui.post import Post, classic_view
from bot.ui.text import escape, escape_line, plain, small, title

LONGEST_EXCERPT = 500
LONGEST_FAULT = 400

# Where messages can be posted.
CHANNELS = [
    ChannelType.text,
    ChannelType.news,
    ChannelType.public_thread,
    ChannelType.private_thread,
    ChannelType.news_thread,
    ChannelType.voice,
    ChannelType.stage_voice,
]

DISCARD, EDIT_WORDS, CHANGE_TIME = N_("Discard it"), N_("Edit words"), N_("Change time")


def announce_button(
    label: str, order: AnnounceOrder, style: ButtonStyle = ButtonStyle.secondary
) -> AskButton:
    """Return a button that orders something about announcements."""
    return Button(label=plain(label, READABLE_LABEL), custom_id=order.custom_id(), style=style)


def announcement_card(
    standing: Standing,
    timetable: Timetable | None,
    *,
    faults: Sequence[str] = (),
    done: str = "",
    is_unshown: bool = False,
) -> LayoutView:
    """Return all about one announcement; `done` says in Markdown what was just done.

    `faults` are what stands in the way of posting it beside its own, as sentences. Of what is
    posted, `is_unshown` tells that the post does not show its words as they are by now.
    """
    one = standing.announcement
    is_open = standing.phase in OPEN
    called = one.words.title or _("New announcement")
    card = Card(
        kind=_(KIND),
        title=f"{MARKS[standing.phase]} {title(called)}",
        head=tuple(text for text in (done, fate(standing)) if text),
        body="\n".join(_facts(standing, timetable, faults)),
        pickers=_pickers(standing) if is_open else (),
        buttons=(_first(standing, is_unshown=is_unshown), _others(standing)),
    )
    return layout(card)


def delete_card(standing: Standing) -> LayoutView:
    """Return the question whether what was posted is to be deleted."""
    key = standing.announcement.id
    card = Card(
        kind=_(KIND),
        title=_("Delete this post?"),
        head=(named(standing.announcement), fate(standing)),
        foot=(_("It disappears for everyone, and can't be brought back."),),
        buttons=(
            [
                announce_button(_("Delete it"), RemoveOrder(id=key), ButtonStyle.danger),
                announce_button(_("Leave it"), OpenOrder(id=key)),
            ],
        ),
    )
    return layout(card)


def preview_post(standing: Standing, language: Language) -> Post:
    """Return an announcement exactly as it is posted, where that is said in a `language`."""
    one = standing.announcement
    with speaking(language):
        return announce_post(Written(announcement=one, mark=mark_of(one)))


def preview_controls(
    standing: Standing, timetable: Timetable | None, channel: str | None = None
) -> discord.ui.View:
    """Return what stands under a preview: of a draft, the button that confirms it.

    That says where it is posted by the channel's name, since a button shows no mentions.
    """
    one = standing.announcement
    back = announce_button(_("Change it"), OpenOrder(id=one.id))
    buttons = [back]
    if standing.phase is Phase.DRAFT:
        order = PostOrder(id=one.id, revision=one.revision)
        label = _confirm(standing, timetable, channel)
        buttons = [
            announce_button(label, order, ButtonStyle.success),
            back,
            announce_button(_(DISCARD), CancelOrder(id=one.id)),
        ]
    view = classic_view([], buttons)
    assert view is not None
    return view


def _confirm(standing: Standing, timetable: Timetable | None, channel: str | None) -> str:
    """Return what the button says that has it posted: when, and in which channel if it is known."""
    if is_at_once(standing.announcement):
        told = _("Post it now in #{channel}") if channel else _("Post it now")
        return told.format(channel=channel)
    if standing.due is None or timetable is None:
        told = _("Post it at its time in #{channel}") if channel else _("Post it at its time")
        return told.format(channel=channel)
    time = start_label(standing.due.astimezone(ZoneInfo(timetable.program.zone)))
    told = _("Post it {time} in #{channel}") if channel else _("Post it {time}")
    return told.format(time=time, channel=channel)


def _facts(standing: Standing, timetable: Timetable | None, faults: Sequence[str]) -> Iterator[str]:
    one = standing.announcement
    yield _("**Where:** {channel}").format(channel=f"<#{one.channel}>")
    if standing.phase not in (Phase.POSTED, Phase.DELETED):
        yield _("**When:** {time}").format(time=when(standing, timetable))
    yield (
        _("**Pings:** nobody")
        if one.role is None
        else _("**Pings:** {role}").format(role=f"<@&{one.role}>")
    )
    if one.words.picture:
        yield _("**Picture:** {link}").format(link=escape_line(one.words.picture, 200))
    yield ""
    yield cut(escape(one.words.text), LONGEST_EXCERPT) or small(_("No text yet"))
    if standing.phase in OPEN:
        own = faults_of(one.words)
        for fault in (*own, *faults):
            yield f"\n⚠️ {cut(escape(in_words(fault)), LONGEST_FAULT)}"


def _first(standing: Standing, *, is_unshown: bool) -> list[AskButton]:
    """Return the buttons that most will press."""
    one = standing.announcement
    match standing.phase:
        case Phase.DRAFT:
            return [
                announce_button(_("Preview and post"), LookOrder(id=one.id), ButtonStyle.primary),
                announce_button(_(EDIT_WORDS), WriteOrder(id=one.id)),
                announce_button(_(CHANGE_TIME), TimeOrder(id=one.id)),
                announce_button(_(DISCARD), CancelOrder(id=one.id)),
            ]
        case Phase.WAITING | Phase.HELD:
            return [
                announce_button(_("Preview"), LookOrder(id=one.id)),
                announce_button(_(EDIT_WORDS), WriteOrder(id=one.id)),
                announce_button(_(CHANGE_TIME), TimeOrder(id=one.id)),
                announce_button(_("Cancel it"), CancelOrder(id=one.id), ButtonStyle.danger),
            ]
        case Phase.POSTED:
            again = announce_button(_("Try again"), MendOrder(id=one.id), ButtonStyle.primary)
            return [
                *([again] if is_unshown else []),
                announce_button(_(EDIT_WORDS), WriteOrder(id=one.id)),
                announce_button(_("Delete post"), DeleteOrder(id=one.id), ButtonStyle.danger),
            ]
        case Phase.POSTING:
            return [announce_button(_(EDIT_WORDS), WriteOrder(id=one.id))]
    return []


def _others(standing: Standing) -> list[AskButton]:
    key = standing.announcement.id
    anew = [announce_button(_("Write it anew"), RenewOrder(id=key))]
    return [
        *(anew if standing.phase in RENEWABLE else []),
        announce_button(_(REFRESH), OpenOrder(id=key)),
        announce_button(_("All announcements"), ListOrder()),
    ]


def _pickers(standing: Standing) -> list[Picker]:
    one = standing.announcement
    channel = SelectDefaultValue(id=one.channel, type=SelectDefaultValueType.channel)
    role = SelectDefaultValue(id=one.role or 0, type=SelectDefaultValueType.role)
    where: ChannelSelect[LayoutView] = ChannelSelect(
        custom_id=ChannelPicker(id=one.id).custom_id(),
        placeholder=plain(_("Where it is posted"), PICKER_PLACEHOLDER),
        channel_types=CHANNELS,
        default_values=[channel],
    )
    whom: RoleSelect[LayoutView] = RoleSelect(
        custom_id=RolePicker(id=one.id).custom_id(),
        placeholder=plain(_("Whom it pings: nobody"), PICKER_PLACEHOLDER),
        min_values=0,
        default_values=[] if one.role is None else [role],
    )
    # They stand in a row like any picker, though discord.py knows them as other classes.
    return [cast(Picker, where), cast(Picker, whom)]
