"""The panel's first page: what Marquee does in a server, and what that lacks."""

from collections.abc import Iterator
from typing import Any

from discord.ui import Item, Separator, TextDisplay

from bot.guilds.model import Choices, RouteKind
from bot.translation import N_, _, in_words
from bot.ui.limits import LAYOUT_TEXT, length
from bot.ui.log_post import escape_but_mentions
from bot.ui.setup_controls import LONGEST_OBSTACLE, obstacle_line
from bot.ui.setup_orders import Role, SetupPage
from bot.ui.setup_pages import BUTTONS
from bot.ui.setup_panel import PURPOSES, Panel, channel_of
from bot.ui.setup_places import places_in, places_line
from bot.ui.text import LONGEST_NAME, LONGEST_NAMES, enumeration, escape_line, fitting, small
from bot.ui.wish_choices import spans

LONGEST_TROUBLES = 2_000
# What the card's heading and what was just done take at most.
LONGEST_HEAD = 700

FIRST_STEP = N_("👉 Choose a channel for reminders first: press **{button}**.")
NOTHING_LOADED = N_("⚠️ Its program is not loaded, so nothing is answered or posted here.")


def overview_page(panel: Panel) -> Iterator[Item[Any]]:
    """Yield the page."""
    choices = panel.choices
    told = "\n".join(_lines(panel))
    yield TextDisplay(told)
    lacks = [] if panel.program is not None else [_(NOTHING_LOADED)]
    if choices.reminder_channel is None and not choices.routes:
        lacks.append(_(FIRST_STEP).format(button=_(BUTTONS[SetupPage.CHANNELS])))
    lacks += [f"⚠️ {one}" for one in _troubles(panel)]
    if lacks:
        yield Separator()
        left = LAYOUT_TEXT - LONGEST_HEAD - length(told)
        yield TextDisplay(fitting(lacks, min(LONGEST_TROUBLES, left)))


def _lines(panel: Panel) -> Iterator[str]:
    choices = panel.choices
    followed = panel.program
    named = _("not loaded") if followed is None else escape_line(followed.name, LONGEST_NAME)
    yield _line("📖", _("Program"), named)
    for role, purpose in PURPOSES.items():
        where = _where(role, choices)
        more = f"\n{small(_(purpose.what))}" if channel_of(choices, role) is None else ""
        yield f"**{purpose.called}** {where}{more}"
    if choices.has_room_boards:
        yield _line("📌", _("Boards of rooms"), _room_boards(choices))
    if own := places_line(choices, followed):
        yield _line("🧭", _("Tracks and rooms"), own)
    yield _line("🌐", _("Language"), choices.spoken.own_name)
    if choices.public_answers:
        yield _line("💬", _("Answers"), _("everyone sees"))
    else:
        yield _line("💬", _("Answers"), _("only the asker sees, until they share it"))


def _line(sign: str, name: str, how: str) -> str:
    return f"**{sign} {name}** {how}"


def _where(role: Role, choices: Choices) -> str:
    """Return where something is posted, with what else is to be known of that."""
    channel = channel_of(choices, role)
    # Translators: stands where a channel is named, for none; also before ", 10 minutes before".
    where = _("nowhere yet") if channel is None else f"<#{channel}>"
    if role is Role.REMINDERS and choices.leads:
        befores = spans(lead.before for lead in choices.leads)
        if choices.mention_role is None:
            # Translators: a channel, and how long before a start: "1 hour and 5 minutes".
            return _("{channel}, {befores} before").format(channel=where, befores=befores)
        return _("{channel}, {befores} before, mentioning {role}").format(
            channel=where, befores=befores, role=f"<@&{choices.mention_role}>"
        )
    if role is Role.ANNOUNCEMENTS and choices.digest_at is not None:
        return _("{channel}, at {time}").format(channel=where, time=f"{choices.digest_at:%H:%M}")
    if role is Role.ANNOUNCEMENTS and channel is not None:
        return _("{channel}, but no hour is chosen").format(channel=where)
    return where


def _room_boards(choices: Choices) -> str:
    if any(route.kind is RouteKind.ROOM for route in choices.routes):
        # Translators: follows "Boards of rooms".
        return _("in the rooms' own channels")
    # Translators: follows "Boards of rooms".
    return _("nowhere yet, as no room has a channel of its own")


def _troubles(panel: Panel) -> Iterator[str]:
    """Yield in Markdown what is in the way; of a channel with all that it is for."""
    uses: dict[int | None, list[str]] = {}
    for role, purpose in PURPOSES.items():
        uses.setdefault(channel_of(panel.choices, role), []).append(purpose.called)
    for place in places_in(panel.choices, panel.program):
        uses.setdefault(place.channel, []).append(place.called)
    for channel, names in uses.items():
        if channel is not None and channel in panel.obstacles:
            obstacle = obstacle_line(panel.obstacles[channel])
            # Translators: what channels are for, as "🔔 Reminders", and what is in the way of it.
            yield _("{uses}: {obstacle}").format(
                uses=enumeration(names, LONGEST_NAMES), obstacle=obstacle
            )
    if panel.role_trouble is not None:
        yield obstacle_line(panel.role_trouble)
    for trouble in panel.troubles:
        # They mention channels, and may tell Discord's own words and the names of channels.
        yield escape_but_mentions(in_words(trouble), LONGEST_OBSTACLE)
