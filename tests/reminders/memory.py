"""What Reminders asks for, in memory."""

from bot.guilds.model import Choices, Lead
from bot.program.timetable import Timetable
from tests.delivery.deliveries import MINUTE

CHANNEL = 10


def choosing(*minutes, since=None, **fields):
    """The choices of guild 1: reminders so many minutes before, in channel 10."""
    more = {} if since is None else {"since": since}
    leads = tuple(Lead(before=before * MINUTE, **more) for before in minutes)
    return Choices(**{"guild_id": 1, "reminder_channel": CHANNEL, "leads": leads, **fields})


class FixedGuilds:
    """Guilds whose choices a test sets."""

    def __init__(self, *choices):
        self.choices = choices

    def for_guild(self, guild_id):
        known = {one.guild_id: one for one in self.choices}
        return known.get(guild_id) or Choices(guild_id=guild_id)

    def all(self):
        return self.choices

    async def know(self, guild_id):
        if guild_id not in {one.guild_id for one in self.choices}:
            self.choices = (*self.choices, Choices(guild_id=guild_id))


class OneProgram:
    """Timetables that are the same for every guild, or none."""

    def __init__(self, program=None):
        self.put(program)

    def put(self, program):
        self._timetable = None if program is None else Timetable(program)

    def timetable_for(self, choices):
        return self._timetable
