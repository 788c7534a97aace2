"""What the bot can do here: its commands, and where reminders are posted."""

from collections.abc import Iterable

from discord.ui import LayoutView

from bot.guilds.model import Choices
from bot.guilds.routing import reminder_places
from bot.program.model import Program
from bot.translation import N_, _, pgettext
from bot.ui.card import Card, layout
from bot.ui.controls import SHARE, ways_on
from bot.ui.save_controls import SAVE
from bot.ui.text import DOT, LONGEST_NAME, enumeration, escape_line
from bot.ui.wish_choices import span

# Each with what it tells or does, as it stands behind the command's name.
COMMANDS = (
    ("talk", N_("what it is about, who gives it, when")),
    ("speaker", N_("who they are, what they talk about")),
    ("track", N_("its hosts, sessions and talks")),
    ("schedule", N_("the timetable by day, track or room")),
    ("now", N_("what is on")),
    ("next", N_("what starts next")),
    ("search", N_("any word of all of it")),
    ("agenda", N_("what you saved, with your own reminders; as a calendar file")),
)
ORGANIZERS_COMMANDS = (
    ("setup", N_("where I post, what and when")),
    ("announce", N_("write to everyone, now or later")),
    ("program", N_("where it comes from, what changed, what was refused; look now")),
    ("session", N_("delay, move, cancel or restore one, on this server only")),
    ("deliveries", N_("what I post, what was not posted and why; pause, resume")),
)
# What the catalogs have commands' names under.
COMMAND = "command"
LONGEST_LEADS = 200


def help_card(
    program: Program, choices: Choices | None, *, for_organizer: bool = False
) -> LayoutView:
    """Return the help for one place; `choices` are the guild's, None outside of any."""
    name = escape_line(program.name, LONGEST_NAME)
    parts = [_listed(COMMANDS), _hints(choices), reminders_line(choices)]
    if for_organizer:
        heading = _("For organizers:")
        parts.append(f"{heading}\n{_listed(ORGANIZERS_COMMANDS)}")
    card = Card(
        kind="👋 Marquee",
        title=_("Ask me about {program}").format(program=name),
        body="\n\n".join(parts),
        buttons=(ways_on(program.id),),
    )
    return layout(card)


def _listed(commands: Iterable[tuple[str, str]]) -> str:
    return "\n".join(
        f"**/{pgettext(COMMAND, command)}**{DOT}{_(does)}" for command, does in commands
    )


def _hints(choices: Choices | None) -> str:
    is_public = choices is not None and choices.public_answers
    who_sees = (
        _("Everyone here sees the answers.")
        if is_public
        else _("Only you see the answers, until you press **{button}**.").format(button=_(SHARE))
    )
    return _(
        "Half a word is enough, and typos are fine. {who_sees} "
        "**{save}** keeps a session in your agenda, and I remind you by direct message before it "
        "starts. All times are in your own time zone."
    ).format(who_sees=who_sees, save=_(SAVE))


def reminders_line(choices: Choices | None) -> str:
    """Return where and when reminders are posted; `choices` as for the card."""
    if choices is None or not reminder_places(choices):
        return _("No reminders are posted here.")
    spans = [span(before) for before in sorted({lead.before for lead in choices.leads})]
    before = enumeration(spans, LONGEST_LEADS)
    if choices.reminder_channel is None:
        # Translators: {spans} is "1 hour and 10 minutes".
        text = _("I post reminders {spans} before a start, in the channels of tracks and rooms.")
    elif choices.routes:
        text = _(
            "I post a reminder in {channel}, or in the channel of its track or room, {spans} "
            "before each start."
        )
    else:
        text = _("I post a reminder in {channel} {spans} before each start.")
    return text.format(channel=f"<#{choices.reminder_channel}>", spans=before)
