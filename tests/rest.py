"""A Discord of one channel behind discord.py's own HTTP code: what is said, stored and answered.

Only the aiohttp session is replaced, so discord.py itself builds the requests and the errors.
"""

import asyncio
import json
from contextlib import asynccontextmanager

import aiohttp
import discord

BOT = {"id": "77", "username": "marquee", "discriminator": "0", "avatar": None, "bot": True}
PERSON = {"id": "88", "username": "ann", "discriminator": "0", "avatar": None}


class Answer:
    """One HTTP answer of Discord."""

    def __init__(self, status, body, headers=None):
        self.status = status
        self.reason = "said Discord"
        self.headers = {"content-type": "application/json", **(headers or {})}
        self._body = body

    async def text(self, encoding):
        return json.dumps(self._body)


def refusal(status, code=0, message="no", **headers):
    return Answer(status, {"code": code, "message": message}, headers)


class Channel:
    """A channel and the way to it: it keeps messages and answers by `faults` as long as it has any.

    A fault is an Answer, an exception, or a number of seconds to be silent for.
    """

    def __init__(self, clock):
        self._clock = clock
        self.messages = []
        self.requests = []
        self.faults = []

    @asynccontextmanager
    async def request(self, method, url, *, params=None, data=None, **_):
        body = json.loads(data) if data else None
        path = url.rpartition("/v10")[2]
        self.requests.append((method, path, params or body))
        fault = self.faults.pop(0) if self.faults else None
        if isinstance(fault, Exception):
            raise fault
        if isinstance(fault, int | float):
            await asyncio.sleep(fault)
        yield fault if isinstance(fault, Answer) else self._answer(method, path, params, body)

    async def close(self):
        pass

    def _answer(self, method, path, params, body):
        if "/members/" in path:
            return Answer(200, {"user": PERSON, "roles": []})
        if method == "GET":
            return Answer(200, self._history(int(params["limit"]), int(params.get("after", 0))))
        if method == "PATCH":
            number = path.rpartition("/")[2]
            (message,) = (one for one in self.messages if one["id"] == number)
            shown = {key: body[key] for key in ("content", "embeds", "components")}
            message.update(shown, edited_timestamp=self._clock.now().isoformat())
            return Answer(200, message)
        return Answer(200, self.add(BOT, **body))

    def _history(self, limit, after):
        """As Discord gives it: the oldest after `after`, or else the latest; latest first."""
        later = [one for one in self.messages if int(one["id"]) > after]
        return (later[:limit] if after else later[-limit:])[::-1]

    def add(self, author=PERSON, *, at=None, content="", embeds=(), components=(), **_):
        """Have a message posted, by a person if nobody else is named."""
        moment = at or self._clock.now()
        number = discord.utils.time_snowflake(moment) + len(self.messages)
        message = {
            "id": str(number),
            "channel_id": "10",
            "author": author,
            "content": content,
            "timestamp": moment.isoformat(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": list(embeds),
            "components": list(components),
            "pinned": False,
            "type": 0,
        }
        self.messages.append(message)
        return message


@asynccontextmanager
async def a_client(channel):
    """A client that is logged in and knows nothing but `channel`."""
    client = discord.Client(intents=discord.Intents.none())
    async with client:
        client.http._HTTPClient__session = channel
        client.http._global_over = asyncio.Event()
        client.http._global_over.set()
        state = client._connection
        state.user = discord.ClientUser(state=state, data=BOT)
        yield client


GLOBAL_LIMIT = Answer(
    429,
    {"message": "You are being rate limited.", "retry_after": 600.0, "global": True},
    {"Via": "1.1 google", "X-RateLimit-Global": "true"},
)
CUT = aiohttp.ServerDisconnectedError()
