"""Discord's own OpenAPI description, made strict: what it holds about bodies and answers."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator, Registry, ValidationError

from tests.wire.refusal import Breach

HOME = "urn:discord"
BODIES = "urn:discord:bodies"

BOOLEAN = {"type": ["boolean", "null"]}
# What Discord takes though its description does not say so.
ADDITIONS = {
    # interactions/application-commands.mdx, Application Command Structure
    "ApplicationCommandUpdateRequest": {"nsfw": BOOLEAN},
    "ApplicationCommandCreateRequest": {"nsfw": BOOLEAN},
    # resources/message.mdx, Embed Structure
    "RichEmbed": {"flags": {"type": ["integer", "null"]}},
    # discord.py 2.7.1 sends it with everything (http.py, handle_message_parameters)
    "MessageEditRequestPartial": {"tts": BOOLEAN},
    "BaseCreateMessageCreateRequest": {"tts": BOOLEAN},
    "IncomingWebhookUpdateRequestPartial": {"tts": BOOLEAN},
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": {"tts": BOOLEAN},
    # discord.py 2.7.1 sends it (channel.py, ForumChannel.create_thread)
    "CreateForumThreadRequest": {"type": {"type": "integer"}},
    # resources/channel.mdx, Start Thread in Forum or Media Channel: a nested message key
    "CreatedThreadResponse": {"message": {"$ref": "#/components/schemas/MessageResponse"}},
}
# discord.py 2.7.1 sends it (http.py, start_thread_in_forum).
QUERIES = {("POST", "/channels/{channel_id}/threads"): {"use_nested_fields"}}
# Schemas that others add to by allOf; they can't be closed.
OPEN = {"Error"}
# discord.py sends ids as numbers, and Discord takes them; it never answers so.
LENIENT_SNOWFLAKE = {
    "type": ["string", "integer"],
    "minimum": 0,
    "pattern": "^(0|[1-9][0-9]*)$",
}
COMPOSED = {"oneOf", "anyOf", "allOf"}


class Description:
    """The description of one build of Discord's API."""

    def __init__(self, text: str) -> None:
        document = json.loads(text)
        answers, bodies = _components(document), _components(json.loads(text))
        bodies["schemas"]["SnowflakeType"] = LENIENT_SNOWFLAKE
        self._registry = Registry(
            [(HOME, {"components": answers}), (BODIES, {"components": bodies})]
        )
        self._paths = document["paths"]
        self._validators: dict[tuple[str, str, str], Draft202012Validator | None] = {}

    @classmethod
    def load(cls, path: str) -> "Description | None":
        """Read the description; None where no path is set.

        Raises:
            OSError: there is no such file.
        """
        if not path:
            return None
        return cls(Path(path).read_text(encoding="utf-8"))

    def knows(self, method: str, template: str) -> bool:
        """Whether Discord has such a route; ids' names don't matter."""
        return method.lower() in self._paths.get(template, {})

    def body_breaches(self, method: str, template: str, body: Any) -> list[Breach]:
        """Return everything that is wrong in a request's body (None: it has none)."""
        described = self._operation(method, template).get("requestBody")
        if body is None:
            required = described is not None and described.get("required", False)
            return [Breach(where=(), what="This body is required")] if required else []
        if described is None:
            return [Breach(where=(), what="This route takes no body")]
        validator = self._validator(method, template, "body")
        return (
            [] if validator is None else [_breach(error) for error in validator.iter_errors(body)]
        )

    def answer_breaches(self, method: str, template: str, status: int, body: Any) -> list[Breach]:
        """Return everything that is wrong in an answer of this program's own."""
        described = self._operation(method, template)["responses"]
        if str(status) not in described and status < 400:
            return [Breach(where=(), what=f"{status} is none of {sorted(described)}")]
        validator = self._validator(method, template, str(status))
        if validator is None or body is None:
            return []
        return [_breach(error) for error in validator.iter_errors(body)]

    def unknown_queries(self, method: str, template: str, query: dict[str, str]) -> list[str]:
        """Return the query's keys that the route does not have."""
        path = self._paths[template]
        parameters = path.get("parameters", []) + path[method.lower()].get("parameters", [])
        known = {one["name"] for one in parameters if one["in"] == "query"}
        return sorted(set(query) - known - QUERIES.get((method, template), set()))

    def _operation(self, method: str, template: str) -> dict[str, Any]:
        operation: dict[str, Any] = self._paths[template][method.lower()]
        return operation

    def _validator(self, method: str, template: str, which: str) -> Draft202012Validator | None:
        key = (method, template, which)
        if key not in self._validators:
            operation = self._operation(method, template)
            is_body = which == "body"
            part = operation["requestBody"] if is_body else operation["responses"].get(which, {})
            content = part.get("content", {}).get("application/json")
            self._validators[key] = content and self._compiled(
                content["schema"], BODIES if is_body else HOME
            )
        return self._validators[key]

    def _compiled(self, schema: dict[str, Any], base: str) -> Draft202012Validator:
        placed = _placed({"schema": schema}, base)["schema"]
        return Draft202012Validator(placed, registry=self._registry, validate_formats=True)


def _components(document: dict[str, Any]) -> dict[str, Any]:
    schemas = document["components"]["schemas"]
    for name, properties in ADDITIONS.items():
        schemas[name]["properties"] |= properties
    _close(schemas)
    return {"schemas": schemas}


def _close(part: Any, *, closable: bool = True) -> None:
    """Forbid, in place, all properties that a schema does not name."""
    if isinstance(part, list):
        for one in part:
            _close(one)
        return
    if not isinstance(part, dict):
        return
    if closable and isinstance(part.get("properties"), dict) and "additionalProperties" not in part:
        part["unevaluatedProperties" if part.keys() & COMPOSED else "additionalProperties"] = False
    for name, inner in part.items():
        if name == "allOf":
            for one in inner:
                _close(one, closable=False)
        else:
            _close(inner, closable=name not in OPEN)


def _placed(part: Any, base: str) -> Any:
    """Return a schema whose references lead into the components that stand at `base`."""
    if isinstance(part, list):
        return [_placed(one, base) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        name: base + inner if name == "$ref" else _placed(inner, base)
        for name, inner in part.items()
    }


def _breach(error: ValidationError) -> Breach:
    deepest = next(_deepest(error), None)
    what = str(deepest.message if deepest else error.message)
    where = deepest.instance_path if deepest else error.instance_path
    return Breach(where=tuple(where), what=what[:500])


def _deepest(error: ValidationError) -> Iterator[ValidationError]:
    """Yield, of the branches of a oneOf or anyOf, the complaint that goes deepest.

    A branch of another `type` is another thing, and what it says about this one is of no use.
    """
    branches = getattr(error.kind, "context", None) or []
    alike = [branch for branch in branches if not any(_is_of_type(inner) for inner in branch)]
    flat = [inner for branch in alike or branches for inner in branch]
    if flat:
        best = max(flat, key=lambda inner: len(inner.instance_path))
        yield next(_deepest(best), best)


def _is_of_type(error: ValidationError) -> bool:
    return error.instance_path[len(error.instance_path) - 1 :] == ["type"]
