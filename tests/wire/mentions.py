"""Whom a message pings (resources/message.mdx, Allowed Mentions Object)."""

import re
from collections.abc import Iterator
from typing import Any

USER = re.compile(r"<@!?(\d+)>")
ROLE = re.compile(r"<@&(\d+)>")
EVERYONE = re.compile(r"@(everyone|here)\b")
TEXT_DISPLAY = 10


def pinged(body: dict[str, Any], *, may_everyone: bool) -> tuple[list[str], list[str], bool]:
    """Return the ids of the users and roles that a message pings, and whether it pings everyone.

    Without `allowed_mentions` all that stands in the text is pinged; embeds never ping.
    """
    text = "\n".join(_texts(body))
    allowed = body.get("allowed_mentions")
    parse = {"users", "roles", "everyone"} if allowed is None else set(allowed.get("parse") or ())
    users = _chosen(USER.findall(text), "users", parse, allowed)
    roles = _chosen(ROLE.findall(text), "roles", parse, allowed)
    everyone = "everyone" in parse and may_everyone and bool(EVERYONE.search(text))
    return users, roles, everyone


def _chosen(
    found: list[str], kind: str, parse: set[str], allowed: dict[str, Any] | None
) -> list[str]:
    unique = list(dict.fromkeys(found))
    if kind in parse:
        return unique
    listed = {str(one) for one in (allowed or {}).get(kind) or ()}
    return [one for one in unique if one in listed]


def _texts(part: dict[str, Any]) -> Iterator[str]:
    """Yield the content and all text displays of a message."""
    content = part.get("content")
    if content:
        yield content
    for one in part.get("components") or ():
        if one.get("type") == TEXT_DISPLAY or "components" in one:
            yield from _texts(one)
