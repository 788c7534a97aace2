"""The `[[program]]` and `[[guild]]` tables of config.toml, key by key."""

from bot.config import setting
from bot.config.setting import Setting, WrongValueError
from bot.program.ids import ITEM_ID
from bot.translation import Language

PROGRAM = "program"
PROGRAM_SETTINGS = {
    one.key: one
    for one in (
        Setting(
            section=PROGRAM,
            key="id",
            help="What Marquee calls it: up to 16 small letters, digits and hyphens.",
            read=setting.program_id,
            example="conf-2026",
            required=True,
        ),
        Setting(
            section=PROGRAM,
            key="source",
            help="The web address where it is published, in any form that `marquee import` takes.",
            read=setting.web_address,
            example="https://example.org/schedule.xml",
        ),
        Setting(
            section=PROGRAM,
            key="file",
            help="Instead of source: a file or folder here. It starts at this file's folder.",
            read=setting.path,
            example="schedule.xml",
        ),
        Setting(
            section=PROGRAM,
            key="every",
            help="After how many minutes it is looked at again; 5 if nothing is said.",
            read=setting.minutes,
            example=5,
        ),
        Setting(
            section=PROGRAM,
            key="zone",
            help="Where the conference is, if the source doesn't say or is wrong.",
            read=setting.zone,
            example="Europe/Berlin",
        ),
        Setting(
            section=PROGRAM,
            key="name",
            help="What it is called, if not as in the source.",
            read=setting.text,
            example="Conf 2026",
        ),
        Setting(
            section=PROGRAM,
            key="allow_private",
            help="Whether an address inside your own network may be asked.",
            read=setting.yes_or_no,
            example=False,
        ),
    )
}

GUILD = "guild"
# The fields that a [[guild]] table takes from [defaults] where it doesn't say.
GUILD_DEFAULTS = ("leads", "public_answers")
GUILD_SETTINGS = {
    one.key: one
    for one in (
        Setting(
            section=GUILD,
            key="id",
            help="The server's id.",
            read=setting.discord_id,
            example=123456789012345678,
            required=True,
        ),
        Setting(
            section=GUILD,
            key="program",
            help="Its program, if it is not the default one.",
            read=setting.program_id,
            example="qcon-plus-2022",
        ),
        Setting(
            section=GUILD,
            key="reminder_channel",
            help="Where reminders are posted; nowhere without it.",
            read=setting.discord_id,
            example=234567890123456789,
        ),
        Setting(
            section=GUILD,
            key="change_channel",
            help="Where it is told what changes in the program; nowhere without it.",
            read=setting.discord_id,
            example=234567890123456789,
        ),
        Setting(
            section=GUILD,
            key="organizer_channel",
            help="Where organizers are told what could not be posted; only in the log without it.",
            read=setting.discord_id,
            example=345678901234567890,
        ),
        Setting(
            section=GUILD,
            key="log_channel",
            help="Where it is told what organizers do; nowhere without it.",
            read=setting.discord_id,
            example=345678901234567890,
        ),
        Setting(
            section=GUILD,
            key="announcement_channel",
            help="Where the day's program is posted, at digest_at.",
            read=setting.discord_id,
            example=234567890123456789,
        ),
        Setting(
            section=GUILD,
            key="digest_at",
            help="When, on each day of the program and in its zone; never without it.",
            read=setting.time_of_day,
            example="08:00",
        ),
        Setting(
            section=GUILD,
            key="board_channel",
            help="Where the live board is pinned: what is on now and up next.",
            read=setting.discord_id,
            example=456789012345678901,
        ),
        Setting(
            section=GUILD,
            key="room_boards",
            help="Whether each channel of a room, below, has a live board of that room.",
            read=setting.yes_or_no,
            example=False,
        ),
        Setting(
            section=GUILD,
            key="native_events",
            help="Whether talks stand among the server's own events.",
            read=setting.yes_or_no,
            example=False,
        ),
        Setting(
            section=GUILD,
            key="language",
            help=f"The language of what all can read: {', '.join(Language)}; English without it.",
            read=setting.language,
            example="en",
        ),
        Setting(
            section=GUILD,
            key="leads",
            help="As above; for this server.",
            read=setting.leads,
            example=[60, 10],
        ),
        Setting(
            section=GUILD,
            key="public_answers",
            help="As above; for this server.",
            read=setting.yes_or_no,
            example=True,
        ),
        Setting(
            section=GUILD,
            key="personal_fallback",
            help="Whether people whose DMs are closed are reminded in the reminder channel, "
            "with a mention.",
            read=setting.yes_or_no,
            example=False,
        ),
        Setting(
            section=GUILD,
            key="mention_role",
            help="The role that reminders mention; nobody without it.",
            read=setting.discord_id,
            example=567890123456789012,
        ),
        Setting(
            section=GUILD,
            key="streams_at_start",
            help="Whether it is shown only from a session's start on where to watch it.",
            read=setting.yes_or_no,
            example=False,
        ),
        Setting(
            section=GUILD,
            key="tracks",
            help="Tracks with a channel of their own, by their ids in the program.",
            read=setting.discord_id,
            example={"architectures": 678901234567890123},
            by_id=True,
        ),
        Setting(
            section=GUILD,
            key="rooms",
            help="Rooms with a channel of their own; of a session's two, its track's comes first.",
            read=setting.discord_id,
            example={"main-hall": 789012345678901234},
            by_id=True,
        ),
    )
}


def is_out_of_place(one: Setting, key: str, value: object) -> bool:
    """Tell a key of the server's from an id of the same name, in a table that is `by_id`."""
    if key not in GUILD_SETTINGS:
        return False
    if not ITEM_ID.fullmatch(key):
        return True
    try:
        one.read(value)
    except WrongValueError:
        return True
    return False
