"""What is said beside a calendar file, and where there is nothing to put into one."""

from bot.ui.text import LONGEST_TITLE, bold, counted

GONE = "None of that takes place here any more, so there is nothing for a calendar."
EMPTY = (
    "Your agenda is empty, so there is nothing for a calendar. "
    "Press Save under a talk, or pick sessions from `/schedule`."
)


def handed_over(number: int, name: str) -> str:
    """Return what is said with a file called `name` that holds so many sessions."""
    return (
        f"📅 {bold(name, LONGEST_TITLE)}: {counted(number, 'session')}. Open the file with your "
        "calendar. If something changes, a newer file puts it right there."
    )
