"""The application's slash commands, for all or for one guild."""

from typing import Any

from tests.wire import rules
from tests.wire.refusal import Refusal, hold
from tests.wire.rest.route import Answer, Call, route
from tests.wire.world import BOT_ID

GLOBAL = "/applications/{application_id}/commands"
OF_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"
LOCALIZED = ("name_localizations", "description_localizations")


@route("GET", GLOBAL)
@route("GET", OF_GUILD)
def list_commands(call: Call) -> Answer:
    """Return the commands, their translations only if asked for."""
    found = call.state.world.commands.get(_scope(call), [])
    if call.query.get("with_localizations") in {"1", "true"}:
        return Answer(body=found)
    shown = [{key: one[key] for key in one if key not in LOCALIZED} for one in found]
    return Answer(body=shown)


@route("PUT", GLOBAL)
@route("PUT", OF_GUILD)
def set_commands(call: Call) -> Answer:
    """Put a whole set in the place of the one before; a command keeps its id by its name."""
    world, scope = call.state.world, _scope(call)
    hold(rules.commands(call.body))
    before = {(one["type"], one["name"]): one["id"] for one in world.commands.get(scope, [])}
    made = []
    for asked in call.body:
        shown = {key: value for key, value in asked.items() if value is not None}
        kind = shown.get("type", rules.CHAT_INPUT)
        permissions = shown.get("default_member_permissions")
        if "options" in shown:
            shown["options"] = [_option(one) for one in shown["options"]]
        made.append(
            {
                "nsfw": False,
                "description": "",
                **shown,
                "id": before.get((kind, asked["name"])) or world.ids.next(),
                "application_id": BOT_ID,
                "type": kind,
                "version": world.ids.next(),
                "default_member_permissions": None if permissions is None else str(permissions),
                **({"guild_id": scope} if scope else {}),
            }
        )
    world.commands[scope] = made
    return Answer(body=made)


def _scope(call: Call) -> str | None:
    """Return the guild's id, None for the commands that all guilds have."""
    if call.ids["application_id"] != BOT_ID:
        raise Refusal(403, 20012, "You are not authorized to perform this action")
    guild_id = call.ids.get("guild_id")
    return call.state.world.guild(guild_id).id if guild_id else None


def _option(asked: dict[str, Any]) -> dict[str, Any]:
    shown = {key: value for key, value in asked.items() if value is not None}
    if "options" in shown:
        shown["options"] = [_option(one) for one in shown["options"]]
    return shown
