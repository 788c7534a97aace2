from dataclasses import replace

from bot.organizers.actions import Action


class MemoryActions:
    """An ActionStore that forgets when the test ends."""

    def __init__(self):
        self._actions = []
        self._last = 0

    async def add(self, guild_id, user_id, what, at):
        self._last += 1
        self._actions.append(
            Action(id=self._last, guild_id=guild_id, user_id=user_id, at=at, what=what)
        )

    async def recent(self, guild_id, limit):
        own = [one for one in self._actions if one.guild_id == guild_id]
        return tuple(own[::-1][:limit])

    async def since(self, at):
        return tuple(one for one in self._actions if one.at >= at)

    async def forget_before(self, guild_id, before):
        return self._keep(lambda one: one.guild_id != guild_id or one.at >= before)

    async def forget(self, guild_id):
        self._keep(lambda one: one.guild_id != guild_id)

    async def forget_user(self, user_id):
        theirs = sum(one.user_id == user_id for one in self._actions)
        self._actions = [
            replace(one, user_id=None) if one.user_id == user_id else one for one in self._actions
        ]
        return theirs

    def _keep(self, fits):
        before = len(self._actions)
        self._actions = [one for one in self._actions if fits(one)]
        return before - len(self._actions)
