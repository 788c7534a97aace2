"""What the bot can do here: its commands, and where reminders are posted."""

from collections.abc import Iterable

from discord.ui import LayoutView

from bot.guilds.model import Choices
from bot.guilds.routing import reminder_places
from bot.program.model import Program
from bot.ui.card import Card, layout
from bot.ui.controls import ways_on
from bot.ui.text import DOT, LONGEST_NAME, enumeration, escape_line
from bot.ui.wish_choices import span

COMMANDS = (
    ("talk", "what it is about, who gives it, when"),
    ("speaker", "who they are, what they talk about"),
    ("track", "its hosts, sessions and talks"),
    ("schedule", "the timetable by day, track or room"),
    ("now", "what is on"),
    ("next", "what starts next"),
    ("search", "any word of all of it"),
    ("agenda", "what you saved, with your own reminders; as a calendar file"),
)
ORGANIZERS_COMMANDS = (
    ("setup", "where I post, what and when"),
    ("announce", "write to everyone, now or later"),
    ("program", "where it comes from, what changed, what was refused; look now"),
    ("session", "delay, move, cancel or restore one, on this server only"),
    ("deliveries", "what I post, what was not posted and why; pause, resume"),
)
LONGEST_LEADS = 200


def help_card(
    program: Program, choices: Choices | None, *, for_organizer: bool = False
) -> LayoutView:
    """Return the help for one place; `choices` are the guild's, None outside of any."""
    name = escape_line(program.name, LONGEST_NAME)
    parts = [_listed(COMMANDS), _hints(choices), reminders_line(choices)]
    if for_organizer:
        parts.append(f"For organizers:\n{_listed(ORGANIZERS_COMMANDS)}")
    card = Card(
        kind="👋 Marquee",
        title=f"Ask me about {name}",
        body="\n\n".join(parts),
        buttons=(ways_on(program.id),),
    )
    return layout(card)


def _listed(commands: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"**/{command}**{DOT}{does}" for command, does in commands)


def _hints(choices: Choices | None) -> str:
    is_public = choices is not None and choices.public_answers
    who_sees = (
        "Everyone here sees the answers."
        if is_public
        else "Only you see the answers, until you press **Share**."
    )
    return (
        f"Half a word is enough, and typos are fine. {who_sees} "
        "**Save** keeps a session in your agenda, and I remind you by direct message before it "
        "starts. All times are in your own time zone."
    )


def reminders_line(choices: Choices | None) -> str:
    """Return where and when reminders are posted; `choices` as for the card."""
    if choices is None or not reminder_places(choices):
        return "No reminders are posted here."
    spans = [span(before) for before in sorted({lead.before for lead in choices.leads})]
    before = enumeration(spans, LONGEST_LEADS)
    if choices.reminder_channel is None:
        return f"I post reminders {before} before a start, in the channels of tracks and rooms."
    elsewhere = ", or in the channel of its track or room," if choices.routes else ""
    where = f"<#{choices.reminder_channel}>{elsewhere}"
    return f"I post a reminder in {where} {before} before each start."
