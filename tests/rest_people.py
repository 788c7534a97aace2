"""A Discord of people behind discord.py's own HTTP code: their DMs are opened, and written to."""

from tests.rest import Answer, Channel, refusal

OPENING = "/users/@me/channels"
TOO_FAST = refusal(403, 40003, "You are opening direct messages too fast")
CLOSED = refusal(403, 50007, "Cannot send messages to this user")


def channel_of(user_id):
    """The channel of the DM with a person"""
    return 1_000 + user_id


class People(Channel):
    """Answers openings by `refused` (a list) as long as it has any; the rest as a Channel does."""

    def __init__(self, clock):
        super().__init__(clock)
        self.refused = []

    def _answer(self, method, path, params, body):
        if path != OPENING:
            return super()._answer(method, path, params, body)
        if self.refused:
            return self.refused.pop(0)
        user_id = int(body["recipient_id"])
        person = {"id": str(user_id), "username": "ann", "discriminator": "0", "avatar": None}
        opened = {"id": str(channel_of(user_id)), "type": 1, "recipients": [person]}
        return Answer(200, opened)

    @property
    def openings(self):
        """The people whose DMs were asked for, in order"""
        return [int(body["recipient_id"]) for _, path, body in self.requests if path == OPENING]


class Book:
    """Remembers channels, as the agendas do"""

    def __init__(self, **channels):
        self.channels = dict(channels)
        self.closed = []
        self.breaks = False

    def channel_of(self, user_id):
        return self.channels.get(user_id)

    async def open(self, user_id, channel):
        if self.breaks:
            raise RuntimeError("disk full")
        self.channels[user_id] = channel

    async def close(self, user_id):
        if self.breaks:
            raise RuntimeError(f"disk full, at {user_id}")
        self.closed.append(user_id)
