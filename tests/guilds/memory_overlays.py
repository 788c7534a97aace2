"""An OverlayStore in memory; it keeps the OverlayStore's contract."""

from bot.guilds.overlays import GuildOverlay
from bot.program.overlay import Overlay


class MemoryOverlayStore:
    def __init__(self):
        self.overlays = {}
        self.to_tell = []

    async def all(self):
        return tuple(
            GuildOverlay(guild_id=guild_id, program=program, overlay=overlay)
            for (guild_id, program), overlay in sorted(
                self.overlays.items(), key=lambda one: one[0]
            )
            if overlay.overrides
        )

    async def put(self, guild_id, program, override, to_tell=None):
        self.to_tell.append(to_tell)
        self._change(guild_id, program, lambda overlay: overlay.having(override))

    async def take(self, guild_id, program, session, to_tell=None):
        self.to_tell.append(to_tell)
        self._change(guild_id, program, lambda overlay: overlay.without(session))

    async def forget(self, guild_id):
        self.overlays = {key: one for key, one in self.overlays.items() if key[0] != guild_id}

    def _change(self, guild_id, program, change):
        key = guild_id, program
        self.overlays[key] = change(self.overlays.get(key, Overlay()))
