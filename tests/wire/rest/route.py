"""What a REST route is: a method, a template as in Discord's description, and who answers it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.wire.state import State


@dataclass(slots=True, kw_only=True)
class Call:
    """One request being answered: its ids, query, body (None: it has none) and files."""

    state: "State"
    ids: dict[str, str]
    query: dict[str, str]
    body: Any = None
    files: list[dict[str, Any]] = field(default_factory=list)

    def limit(self, default: int, most: int) -> int:
        """Return the query's `limit`, kept within 1 and `most`."""
        return min(max(int(self.query.get("limit", default)), 1), most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A status and a body; None is no body."""

    status: int = 200
    body: Any = None


Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One route; `open` ones carry their right in the path and fall under no bot's limits."""

    method: str
    template: str
    handler: Handler
    open: bool = False

    def major(self, ids: dict[str, str]) -> str:
        """Return the id of the resource that has a limit of its own (topics/rate-limits.mdx)."""
        return ids.get("channel_id") or ids.get("guild_id") or ids.get("webhook_id") or ""


ROUTES: list[Route] = []


def route(method: str, template: str, *, open: bool = False) -> Callable[[Handler], Handler]:  # noqa: A002 - the word for it
    """Let the decorated function answer a route. A template's `{…}` are ids of digits."""

    def keep(handler: Handler) -> Handler:
        ROUTES.append(Route(method=method, template=template, handler=handler, open=open))
        return handler

    return keep
