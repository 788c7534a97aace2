"""Speaks Discord's REST and gateway bare, for what discord.py would never do."""

import json
from typing import Any, NamedTuple, Self

import aiohttp

from tests.wire.settings import Settings

TOKEN = Settings().token


class Told(NamedTuple):
    """An answer."""

    status: int
    body: Any
    headers: Any


class Raw:
    """A client without manners."""

    def __init__(self, address: str, token: str = TOKEN) -> None:
        self._address = address
        self._token = token

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(headers={"Authorization": f"Bot {self._token}"})
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._session.close()

    async def ask(self, method: str, path: str, body: Any = None) -> Told:
        """Send a request and return what came back."""
        more = {} if body is None else {"json": body}
        url = f"{self._address}/api/v10{path}"
        async with self._session.request(method, url, **more) as answer:
            text = await answer.text()
            return Told(answer.status, json.loads(text) if text else None, answer.headers)

    async def post(self, channel_id: int, **body: Any) -> Told:
        """Create a message."""
        return await self.ask("POST", f"/channels/{channel_id}/messages", body)

    async def dial(self, query: str = "v=10&encoding=json") -> "RawGateway":
        """Connect to the gateway."""
        return RawGateway(await self._session.ws_connect(f"{self._address}/gateway?{query}"))


class RawGateway:
    """A gateway connection without compression."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def send(self, opcode: int, data: Any) -> None:
        """Send a frame."""
        await self.socket.send_json({"op": opcode, "d": data})

    async def identify(self, **more: Any) -> None:
        """Send IDENTIFY, for guilds only."""
        await self.send(2, {"token": TOKEN, "intents": 1, "properties": {}, **more})

    async def hear(self) -> dict[str, Any]:
        """Return the next frame."""
        return dict(await self.socket.receive_json())

    async def hear_event(self, name: str) -> dict[str, Any]:
        """Return the next event of a name, and pass over what comes before."""
        while True:
            frame = await self.hear()
            if frame["t"] == name:
                return frame

    async def hear_close(self) -> int | None:
        """Return the code that the other side closes with."""
        async for _ in self.socket:
            pass
        return self.socket.close_code
