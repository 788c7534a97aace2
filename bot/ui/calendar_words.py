"""What is said beside a calendar file, and where there is nothing to put into one."""

from bot.translation import said
from bot.ui.text import LONGEST_TITLE, bold, counted

GONE = said("None of that takes place here any more, so there is nothing for a calendar.")
EMPTY = said(
    "Your agenda is empty, so there is nothing for a calendar. "
    "Press {button} under a talk, or pick sessions from `/schedule`.",
    button=said("Save"),
)


def handed_over(number: int, name: str) -> str:
    """Return what is said with a file called `name` that holds so many sessions."""
    return counted(
        "📅 {name}: {count} session. Open the file with your calendar. "
        "If something changes, a newer file puts it right there.",
        "📅 {name}: {count} sessions. Open the file with your calendar. "
        "If something changes, a newer file puts it right there.",
        number,
        name=bold(name, LONGEST_TITLE),
    )
