"""What every REST request goes through: right, limits, faults, checks, work, record, answer."""

import asyncio
import json
import time
import traceback
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from tests.wire.faults import Fault
from tests.wire.limits import CHANNEL, Verdict
from tests.wire.refusal import Breach, Refusal, WrongRequest, hold
from tests.wire.rest.route import Answer, Call, Route
from tests.wire.state import State

PREFIX = "/api/v10"
# Without it discord.py takes a 429 for a ban (http.py, HTTPClient.request).
VIA = {"Via": "1.1 google"}


@dataclass(slots=True)
class Passage:
    """One request on its way through."""

    route: Route
    request: web.Request
    call: Call
    wall: float = field(default_factory=time.time)
    monotonic: float = field(default_factory=time.monotonic)
    headers: dict[str, str] = field(default_factory=dict)
    effect: bool = False

    @property
    def path(self) -> str:
        """The path as asked, without the API's prefix."""
        return self.request.path.removeprefix(PREFIX)


async def pass_through(state: State, route: Route, request: web.Request) -> web.StreamResponse:
    """Answer one request."""
    call = Call(state=state, ids=dict(request.match_info), query=dict(request.query))
    passage = Passage(route, request, call)
    fault: Fault | None = None
    try:
        await _read(passage)
        _authorize(passage)
        _limit(passage)
        fault = state.faults.take(route.method, passage.path)
        await _pause(state.settings.latency + (fault.delay if fault else 0.0))
        answer = _fake(fault, passage) if fault and fault.prevents else _work(passage)
        if fault and not fault.prevents:
            await _pause(fault.hold)
            answer = _fake(fault, passage) if fault.spoils else answer
    except Refusal as refusal:
        answer = Answer(status=refusal.status, body=refusal.body)
        if isinstance(refusal, WrongRequest):
            state.record.add_problem(f"{route.method} {passage.path}", str(refusal), refusal.body)
    cut = fault is not None and fault.cut
    _keep(passage, answer, cut=cut)
    if cut and request.transport is not None:
        request.transport.abort()
    body = b"" if answer.body is None else json.dumps(answer.body).encode()
    # discord.py parses the body only if the type is exactly this, so not `json_response`.
    kind = {} if answer.body is None else {"Content-Type": "application/json"}
    return web.Response(status=answer.status or 500, body=body, headers={**kind, **passage.headers})


async def _pause(seconds: float) -> None:
    if seconds > 0:
        await asyncio.sleep(seconds)


async def _read(passage: Passage) -> None:
    request, call = passage.request, passage.call
    if request.content_type.startswith("multipart/"):
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            content = await part.read()
            if part.name == "payload_json":
                call.body = _parsed(content)
            else:
                file = {"filename": part.filename or "file", "size": len(content)}
                call.files.append({**file, "content": bytes(content)})
    elif request.can_read_body:
        content = await request.read()
        call.body = _parsed(content) if content else None


def _parsed(content: bytes | bytearray) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        raise WrongRequest(400, 50109, "The request body contains invalid JSON.") from None


def _authorize(passage: Passage) -> None:
    settings = passage.call.state.settings
    given = passage.request.headers.get("Authorization")
    if not passage.route.open and given != f"Bot {settings.token}":
        raise Refusal(401, 0, "401: Unauthorized")


def _limit(passage: Passage) -> None:
    """Count the request, and refuse it if there were too many."""
    route, call = passage.route, passage.call
    if route.open:
        return
    renames = (route.method, route.template) == ("PATCH", CHANNEL) and bool(
        isinstance(call.body, dict) and {"name", "topic"} & call.body.keys()
    )
    verdict = call.state.limits.check(
        route.method, route.template, route.major(call.ids), renames=renames
    )
    passage.headers |= verdict.headers
    if verdict.retry_after is not None:
        raise _limited(passage, verdict)


def _limited(passage: Passage, verdict: Verdict, code: int | None = None) -> Refusal:
    assert verdict.retry_after is not None
    resource = "The resource is" if verdict.scope == "shared" else "You are"
    passage.headers |= {
        **verdict.headers,
        **VIA,
        "Retry-After": str(int(verdict.retry_after) + 1),
        "X-RateLimit-Scope": verdict.scope,
    }
    body = {"retry_after": verdict.retry_after, "global": verdict.scope == "global"}
    refusal = Refusal(429, code or 0, f"{resource} being rate limited.", **body)
    if not code:
        del refusal.body["code"]
    return refusal


def _fake(fault: Fault, passage: Passage) -> Answer:
    """Return the answer that a fault puts in the place of the true one."""
    if fault.cut:
        return Answer(status=0)
    status = fault.status or 500
    if status == 429:
        headers = {"X-RateLimit-Global": "true"} if fault.scope == "global" else {}
        verdict = Verdict(headers, fault.retry_after, fault.scope)
        refusal = _limited(passage, verdict, fault.code)
        if not fault.via:
            del passage.headers["Via"]
        return Answer(status=status, body=refusal.body)
    message = fault.message or f"{status}: Fault on demand"
    return Answer(status=status, body={"message": message, "code": fault.code})


def _work(passage: Passage) -> Answer:
    """Check the request, let its route do the work, and check what that answers."""
    route, call = passage.route, passage.call
    description = call.state.description
    if description is not None:
        unknown = description.unknown_queries(route.method, route.template, call.query)
        hold(Breach(where=(name,), what="Unknown query parameter") for name in unknown)
        hold(description.body_breaches(route.method, route.template, call.body))
    try:
        answer = route.handler(call)
        passage.effect = True
    except Refusal as refusal:
        if isinstance(refusal, WrongRequest):
            raise
        answer = Answer(status=refusal.status, body=refusal.body)
    except Exception:  # noqa: BLE001 - whatever this program does wrong, a test must hear of it
        where = f"{route.method} {passage.path}"
        call.state.record.add_problem(where, "this Discord failed", traceback.format_exc())
        return Answer(status=500, body={"message": "500: Internal Server Error", "code": 0})
    if description is not None:
        for breach in description.answer_breaches(
            route.method, route.template, answer.status, answer.body
        ):
            where = f"{route.method} {passage.path}"
            call.state.record.add_problem(where, f"own answer: {breach}", answer.body)
    return answer


def _keep(passage: Passage, answer: Answer, *, cut: bool) -> None:
    body = answer.body if isinstance(answer.body, dict) else {}
    passage.call.state.record.add_request(
        wall=passage.wall,
        monotonic=passage.monotonic,
        seconds=time.monotonic() - passage.monotonic,
        method=passage.route.method,
        route=passage.route.template,
        path=passage.path,
        query=passage.call.query,
        body=passage.call.body,
        status=0 if cut else answer.status,
        code=body.get("code", 0) if answer.status >= 400 else 0,
        answer_id=body.get("id"),
        effect=passage.effect,
        counted=not passage.route.open,
    )
