"""The gateway's connections: looked at, and disturbed."""

from collections.abc import Awaitable, Callable

from tests.wire.connection import Connection
from tests.wire.control.action import Body, Server, action
from tests.wire.gateway import INVALID, RECONNECT
from tests.wire.state import State


@action
async def disturb_gateway(server: Server, body: Body) -> int:
    """Do something to the connections of a shard (None: all); returns to how many.

    `how`: close (with `code`), abort, reconnect (op 7), invalidate (op 9, `resumable`), silence
    (no heartbeat is acknowledged any more).
    """
    hit = [
        connection
        for connection in server.state.door.connections
        if connection.session is not None and body.get("shard") in {None, connection.session.shard}
    ]
    for connection in hit:
        await _DISTURBANCES[body["how"]](server.state, connection, body)
    return len(hit)


async def _close(_state: State, connection: Connection, body: Body) -> None:
    await connection.close(body.get("code", 4000))


async def _abort(_state: State, connection: Connection, _body: Body) -> None:
    connection.abort()


async def _reconnect(_state: State, connection: Connection, _body: Body) -> None:
    connection.say(RECONNECT, None)


async def _invalidate(state: State, connection: Connection, body: Body) -> None:
    resumable = bool(body.get("resumable"))
    if not resumable and connection.session is not None:
        state.hub.end(connection.session)
    connection.say(INVALID, resumable)


async def _silence(_state: State, connection: Connection, _body: Body) -> None:
    connection.silent = True


_DISTURBANCES: dict[str, Callable[[State, Connection, Body], Awaitable[None]]] = {
    "close": _close,
    "abort": _abort,
    "reconnect": _reconnect,
    "invalidate": _invalidate,
    "silence": _silence,
}


@action
def sessions(server: Server, _body: Body) -> list[Body]:
    """Return the sessions and whether each is connected."""
    return [
        {
            "id": one.id,
            "shard": one.shard,
            "shard_count": one.shard_count,
            "connected": one.send is not None,
        }
        for one in server.state.hub.sessions.values()
    ]
