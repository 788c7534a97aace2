"""What people do with the bot, and what they see of its answers."""

import asyncio
from contextlib import suppress

from tests.wire.arrivals import Arrivals, Impossible
from tests.wire.control.action import Body, Server, action


@action
async def interact(server: Server, body: Body) -> Body:
    """Let a person do something, and wait up to `wait` seconds for the first answer."""
    interaction = Arrivals(server.state).send(body)
    wait = body.get("wait") or 0
    if wait:
        with suppress(TimeoutError):
            await asyncio.wait_for(interaction.answered.wait(), wait)
    return interaction.told()


@action
async def interaction(server: Server, body: Body) -> Body:
    """Return what became of an interaction; with `settled`, when its answer no longer loads."""
    found = server.state.interactions.get(body["id"])
    if found is None:
        raise Impossible("no such interaction")
    deadline = asyncio.get_running_loop().time() + (body.get("wait") or 0)
    while found.loading or found.answer is None:
        found.changed.clear()
        left = deadline - asyncio.get_running_loop().time()
        try:
            await asyncio.wait_for(found.changed.wait(), max(left, 0))
        except TimeoutError:
            break
    return found.told()


@action
def commands(server: Server, body: Body) -> list[Body]:
    """Return the registered commands: all guilds', or one guild's."""
    return server.state.world.commands.get(body.get("guild_id"), [])
