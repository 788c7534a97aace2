from datetime import timedelta

import pytest

from bot.guilds.model import Choices, Lead
from bot.ui.help_card import help_card
from tests.factories import a_program
from tests.ui.reading import read


def choices(*minutes, channel=42, **fields):
    leads = tuple(Lead(before=timedelta(minutes=one)) for one in minutes)
    return Choices(guild_id=1, reminder_channel=channel, leads=leads, **fields)


def test_help_tells_what_can_be_asked():
    assert read(help_card(a_program(), choices(10))) == (
        "-# 👋 Marquee\n"
        "## Ask me about Conf 2022\n"
        "---\n"
        "**/talk** · what it is about, who gives it, when\n"
        "**/speaker** · who they are, what they talk about\n"
        "**/track** · its hosts, sessions and talks\n"
        "**/schedule** · the timetable by day, track or room\n"
        "**/now** · what is on\n"
        "**/next** · what starts next\n"
        "**/search** · any word of all of it\n"
        "**/agenda** · what you saved, with your own reminders; as a calendar file\n"
        "\n"
        "Half a word is enough, and typos are fine. Only you see the answers, until you press "
        "**Share**. **Save** keeps a session in your agenda, and I remind you by direct message "
        "before it starts. All times are in your own time zone.\n"
        "\n"
        "I post a reminder in <#42> 10 minutes before each start.\n"
        "---\n"
        "[Now] [Next] [Schedule]"
    )


@pytest.mark.parametrize(
    ("here", "sentence"),
    [
        (None, "No reminders are posted here."),
        (choices(), "No reminders are posted here."),
        (choices(10, channel=None), "No reminders are posted here."),
        (choices(1), "I post a reminder in <#42> 1 minute before each start."),
        (
            choices(60, 10, 10),
            "I post a reminder in <#42> 10 minutes and 1 hour before each start.",
        ),
    ],
)
def test_help_tells_where_and_when_reminders_are_posted(here, sentence):
    assert read(help_card(a_program(), here)).splitlines()[-3] == sentence


def test_help_tells_who_sees_the_answers():
    hints = read(help_card(a_program(), choices(public_answers=True))).splitlines()[12]

    assert hints == (
        "Half a word is enough, and typos are fine. Everyone here sees the answers. "
        "**Save** keeps a session in your agenda, and I remind you by direct message before it "
        "starts. All times are in your own time zone."
    )


def test_help_tells_organizers_what_is_for_them():
    before, after = (
        read(help_card(a_program(), choices(10), for_organizer=one)) for one in (False, True)
    )

    assert "/deliveries" not in before
    assert after == before.replace(
        "before each start.\n",
        "before each start.\n\nFor organizers:\n"
        "**/setup** · where I post, what and when\n"
        "**/announce** · write to everyone, now or later\n"
        "**/program** · where it comes from, what changed, what was refused; look now\n"
        "**/session** · delay, move, cancel or restore one, on this server only\n"
        "**/deliveries** · what I post, what was not posted and why; pause, resume\n",
    )
