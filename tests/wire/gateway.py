"""Gateway v10 (events/gateway.mdx): one websocket a shard, from HELLO to the close code."""

import asyncio
import json
import time
import traceback
from typing import Any

from aiohttp import WSMsgType, web

from tests.wire.connection import Closed, Connection
from tests.wire.hub import Hub
from tests.wire.record import Record
from tests.wire.settings import Settings
from tests.wire.snowflakes import shard_of
from tests.wire.welcome import welcome
from tests.wire.world import World

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, MEMBERS = 1, 2, 3, 4, 6, 8
RECONNECT, INVALID, HELLO, ACK = 7, 9, 10, 11
VERSION = "10"
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
KNOWN_INTENTS = (1 << 17) - 1 | 0b11 << 20 | 0b11 << 24
MAX_GUILDS = 2_500  # on one shard
MAX_FRAME = 4_096

UNKNOWN_ERROR, UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED = 4000, 4001, 4002, 4003
AUTHENTICATION_FAILED, ALREADY_AUTHENTICATED, INVALID_SEQ = 4004, 4005, 4007
TIMED_OUT, INVALID_SHARD, SHARDING_REQUIRED, INVALID_VERSION = 4009, 4010, 4011, 4012
INVALID_INTENTS, DISALLOWED_INTENTS = 4013, 4014
# A client that leaves with one of these ends its session.
ENDS_SESSION = {1000, 1001}


class GatewayDoor:
    """Takes connections in and speaks with each until it ends."""

    def __init__(self, settings: Settings, world: World, hub: Hub, record: Record) -> None:
        self._settings = settings
        self._world = world
        self._hub = hub
        self._record = record
        self._identified: dict[int, float] = {}
        self.identifies = 0
        self.connections: list[Connection] = []

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """Speak with one client."""
        asked = dict(request.query)
        compress = asked.get("compress")
        if asked.get("encoding") != "json" or compress not in {None, "zlib-stream"}:
            self._record.add_problem("gateway", "unknown encoding or compression", asked)
            return web.Response(status=501)
        socket = web.WebSocketResponse(timeout=0.5, max_msg_size=1 << 20)
        await socket.prepare(request)
        assert request.transport is not None
        connection = Connection(socket, request.transport, compress=compress is not None)
        self.connections.append(connection)
        writer = asyncio.create_task(connection.write())
        self._note("connect", connection, compress)
        try:
            await self._converse(connection, asked.get("v"))
        except Closed as end:
            self._note("close", connection, end.code)
            await connection.close(end.code, str(end))
        except Exception:  # noqa: BLE001 - whatever this program does wrong, a test must hear of it
            self._record.add_problem("gateway", "this Discord failed", traceback.format_exc())
            await connection.close(UNKNOWN_ERROR, "Unknown error")
        finally:
            writer.cancel()
            self.connections.remove(connection)
            self._leave(connection)
        return socket

    async def _converse(self, connection: Connection, version: str | None) -> None:
        if version != VERSION:
            raise Closed(INVALID_VERSION, "Invalid API version")
        interval = self._settings.heartbeat
        connection.say(HELLO, {"heartbeat_interval": int(interval * 1000)})
        while True:
            try:
                message = await connection.socket.receive(timeout=interval * 1.5)
            except TimeoutError:
                raise Closed(TIMED_OUT, "Session timed out") from None
            if message.type not in {WSMsgType.TEXT, WSMsgType.BINARY}:
                return
            connection.count()
            self._hear(connection, _decoded(message.data))

    def _hear(self, connection: Connection, frame: dict[str, Any]) -> None:
        opcode: Any = frame.get("op")
        data: Any = frame.get("d")
        if opcode in {IDENTIFY, RESUME} and not isinstance(data, dict):
            raise Closed(DECODE_ERROR, "Not an object")
        if opcode == HEARTBEAT:
            self._note("heartbeat", connection, data)
            if not connection.silent:
                connection.say(ACK, None)
        elif opcode == IDENTIFY:
            self._identify(connection, data)
        elif opcode == RESUME:
            self._resume(connection, data)
        elif connection.session is None:
            raise Closed(NOT_AUTHENTICATED, "Not authenticated")
        elif opcode not in {PRESENCE, VOICE, MEMBERS}:
            raise Closed(UNKNOWN_OPCODE, "Unknown opcode")
        else:
            self._record.add_problem("gateway", f"opcode {opcode} is not implemented", data)

    def _identify(self, connection: Connection, data: dict[str, Any]) -> None:
        if connection.session is not None:
            raise Closed(ALREADY_AUTHENTICATED, "Already authenticated")
        shard, shard_count = data.get("shard") or (0, 1)
        self._check(data, shard, shard_count)
        if not self._admit(shard):
            self._note("invalid", connection, "identified too soon")
            connection.say(INVALID, False)
            return
        session = self._hub.open(shard, shard_count, data["intents"])
        connection.session, session.send = session, connection.put
        self._note("identify", connection, {"intents": data["intents"], "shards": shard_count})
        welcome(self._world, session, self._settings.port)

    def _check(self, data: dict[str, Any], shard: int, shard_count: int) -> None:
        intents = data.get("intents")
        if data.get("token") != self._settings.token:
            raise Closed(AUTHENTICATION_FAILED, "Authentication failed")
        if not 0 <= shard < shard_count:
            raise Closed(INVALID_SHARD, "Invalid shard")
        if not isinstance(intents, int) or intents & ~KNOWN_INTENTS:
            raise Closed(INVALID_INTENTS, "Invalid intents")
        if intents & PRIVILEGED & ~self._settings.privileged:
            raise Closed(DISALLOWED_INTENTS, "Disallowed intents")
        mine = sum(shard_of(guild, shard_count) == shard for guild in self._world.guilds)
        if mine > MAX_GUILDS:
            raise Closed(SHARDING_REQUIRED, "Sharding required")

    def _admit(self, shard: int) -> bool:
        """Count an IDENTIFY; False if it came too soon after another of the same bucket."""
        self.identifies += 1
        if self.identifies > self._settings.identify_limit:
            self._record.add_problem("gateway", "more IDENTIFY than a day allows: token reset")
            raise Closed(AUTHENTICATION_FAILED, "The token was reset")
        bucket, now = shard % self._settings.max_concurrency, time.monotonic()
        before = self._identified.get(bucket)
        if before is not None and now - before < self._settings.identify_seconds:
            return False
        self._identified[bucket] = now
        return True

    def _resume(self, connection: Connection, data: dict[str, Any]) -> None:
        if data.get("token") != self._settings.token:
            raise Closed(AUTHENTICATION_FAILED, "Authentication failed")
        self._hub.expire(self._settings.resume_seconds)
        session = self._hub.sessions.get(data.get("session_id") or "")
        if session is None:
            self._note("invalid", connection, "no such session")
            connection.say(INVALID, False)
            return
        if not isinstance(data.get("seq"), int) or data["seq"] > session.number:
            raise Closed(INVALID_SEQ, "Invalid seq")
        for other in self.connections:
            if other.session is session:
                other.session = None
        connection.session, session.send, session.left = session, connection.put, None
        self._note("resume", connection, data["seq"])
        session.replay(data["seq"])

    def _leave(self, connection: Connection) -> None:
        session, code = connection.session, connection.dropped
        if code is None:
            code = connection.socket.close_code
        self._note("left", connection, code)
        self._hub.expire(self._settings.resume_seconds)
        if session is None:
            return
        session.send, session.left = None, time.monotonic()
        if code in ENDS_SESSION and connection.dropped is None:
            self._hub.end(session)

    def _note(self, what: str, connection: Connection, detail: Any) -> None:
        session = connection.session
        shard = None if session is None else session.shard
        session_id = None if session is None else session.id
        self._record.add_gateway(what, shard, session_id, detail)


def _decoded(data: str | bytes) -> dict[str, Any]:
    if len(data) > MAX_FRAME:
        raise Closed(DECODE_ERROR, "Payload too large")
    try:
        frame = json.loads(data)
    except ValueError:
        raise Closed(DECODE_ERROR, "Not JSON") from None
    if not isinstance(frame, dict):
        raise Closed(DECODE_ERROR, "Not an object")
    return frame
