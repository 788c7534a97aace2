"""Discord's ways to say no; codes and texts from topics/opcodes-and-status-codes.mdx."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

UNKNOWN = {
    "Channel": 10003,
    "Guild": 10004,
    "Member": 10007,
    "Message": 10008,
    "User": 10013,
    "Webhook": 10015,
    "interaction": 10062,
    "application command": 10063,
    "Guild Scheduled Event": 10070,
}


class Refusal(Exception):  # noqa: N818 - it is an answer, not a fault of this program
    """An answer other than success, which a correct bot may meet."""

    def __init__(self, status: int, code: int, message: str, **more: Any) -> None:
        self.status = status
        self.code = code
        self.body = {"message": message, "code": code, **more}
        super().__init__(f"{status} {code}: {message}")


class WrongRequest(Refusal):
    """An answer to what no correct bot asks; it is kept as a problem, so that a test fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One thing that is wrong in a request body."""

    where: tuple[str | int, ...]
    what: str
    code: str = "BASE_TYPE_BAD"

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.where)) or 'body'}: {self.what}"


def unknown(thing: str) -> Refusal:
    """Return the 404 for a thing that isn't there (any more)."""
    return Refusal(404, UNKNOWN[thing], f"Unknown {thing}")


def missing_access() -> Refusal:
    """Return the 403 for what the bot can't see."""
    return Refusal(403, 50001, "Missing Access")


def missing_permissions() -> Refusal:
    """Return the 403 for what the bot may not do."""
    return Refusal(403, 50013, "Missing Permissions")


def invalid_form(breaches: Iterable[Breach]) -> WrongRequest:
    """Return the 400 that names everything that is wrong in a body."""
    errors: dict[str, Any] = {}
    for breach in breaches:
        place = errors
        for part in breach.where:
            place = place.setdefault(str(part), {})
        place.setdefault("_errors", []).append({"code": breach.code, "message": breach.what})
    return WrongRequest(400, 50035, "Invalid Form Body", errors=errors)


def hold(breaches: Iterable[Breach]) -> None:
    """Refuse the request if there is any breach.

    Raises:
        WrongRequest: there is one.
    """
    found = tuple(breaches)
    if found:
        raise invalid_form(found)
