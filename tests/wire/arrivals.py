"""Makes what people do into INTERACTION_CREATE (interactions/receiving-and-responding.mdx)."""

import time
from collections.abc import Iterator
from typing import Any

from tests.wire import permissions
from tests.wire.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction
from tests.wire.state import State
from tests.wire.world import BOT_ID, OWNER_ID, Channel

Body = dict[str, Any]

SUBCOMMAND, GROUP = 1, 2
ROW, LABEL = 1, 18
UPLOAD_LIMIT = 10 * 1024 * 1024
GUILD_CONTEXT, DM_CONTEXT = 0, 1


class Impossible(Exception):  # noqa: N818 - what a person could not do in Discord either
    """A person can't do that: no such command, button or value."""


class Arrivals:
    """What people do, made into interactions and told to the bot."""

    def __init__(self, state: State) -> None:
        self._state = state

    def send(self, asked: Body) -> Interaction:
        """Tell the bot of what a person does.

        `asked` has `do` (slash, autocomplete, press, submit), `channel_id`, `user_id`, and what
        each of them needs.

        Raises:
            Impossible: a person could not do that.
            Refusal: no such channel or person.
        """
        world = self._state.world
        channel = world.channel(asked["channel_id"])
        person = world.user(asked.get("user_id") or OWNER_ID)
        kind, data, more = _MAKERS[asked["do"]](self, channel, asked)
        interaction = Interaction(
            id=world.ids.next(),
            kind=kind,
            channel=channel,
            user=person,
            wall=time.time(),
            monotonic=time.monotonic(),
            **more,
        )
        if not self._state.hub.listeners(channel.guild_id):
            raise Impossible("no session listens: the bot is offline")
        self._state.interactions.add(interaction)
        told = self._told(interaction, data, asked.get("locale") or "en-US")
        self._state.hub.tell("INTERACTION_CREATE", told, channel.guild_id)
        return interaction

    def _told(self, interaction: Interaction, data: Body, locale: str) -> Body:
        world, channel = self._state.world, interaction.channel
        told = {
            "id": interaction.id,
            "application_id": BOT_ID,
            "type": interaction.kind,
            "data": data,
            "token": interaction.token,
            "version": 1,
            "channel_id": channel.id,
            "channel": channel.body,
            "locale": locale,
            "app_permissions": str(world.held(channel)),
            "entitlements": [],
            "attachment_size_limit": UPLOAD_LIMIT,
        }
        if interaction.origin is not None:
            told["message"] = interaction.origin.body
        if channel.guild_id is None:
            owners = {"1": interaction.user["id"]}
            return told | {
                "user": interaction.user,
                "context": DM_CONTEXT,
                "authorizing_integration_owners": owners,
            }
        guild = world.guild(channel.guild_id)
        member = world.member(guild, interaction.user["id"])
        held = permissions.in_guild(guild.roles, guild.id, member["roles"])
        if interaction.user["id"] == OWNER_ID:
            held = permissions.ALL
        return told | {
            "guild_id": guild.id,
            "guild": {"id": guild.id, "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "member": {**member, "permissions": str(held)},
            "context": GUILD_CONTEXT,
            "authorizing_integration_owners": {"0": guild.id},
        }

    def _slash(self, channel: Channel, asked: Body) -> tuple[int, Body, Body]:
        focused = asked.get("focused") if asked["do"] == "autocomplete" else None
        command, path = self._command(channel, asked["name"])
        values = dict(asked.get("options") or {})
        options = [_value(option, values, focused) for option in _given(path[-1], values)]
        if values:
            raise Impossible(f"/{asked['name']} has no option {', '.join(values)}")
        for part in reversed(path[1:]):
            options = [{"name": part["name"], "type": part["type"], "options": options}]
        data = {
            "id": command["id"],
            "name": command["name"],
            "type": command["type"],
            "options": options,
        }
        if "guild_id" in command and channel.guild_id:
            data["guild_id"] = channel.guild_id
        return AUTOCOMPLETE if focused else COMMAND, data, {"command": command}

    def _command(self, channel: Channel, words: str) -> tuple[Body, list[Body]]:
        """Return the command that the words name, and the way down to its subcommand."""
        first, *rest = words.split()
        registered = self._state.world.commands
        known = [*registered.get(channel.guild_id, []), *registered.get(None, [])]
        command = next((one for one in known if one["name"] == first), None)
        if command is None:
            raise Impossible(f"/{first} is not registered")
        path = [command]
        for word in rest:
            inner = path[-1].get("options", [])
            found = next((one for one in inner if one["name"] == word), None)
            if found is None or found["type"] not in {SUBCOMMAND, GROUP}:
                raise Impossible(f"/{words} is not registered")
            path.append(found)
        return command, path

    def _press(self, channel: Channel, asked: Body) -> tuple[int, Body, Body]:
        message_id, custom_id = asked["message_id"], asked["custom_id"]
        owner = self._state.interactions.owner_of(message_id)
        message = owner.messages[message_id] if owner else channel.message(message_id)
        found = [one for one in _all(message.body["components"]) if one.get("custom_id")]
        pressed = next((one for one in found if one["custom_id"] == custom_id), None)
        if pressed is None or pressed.get("disabled"):
            there = ", ".join(one["custom_id"] for one in found)
            raise Impossible(f"nothing to press with {custom_id!r}; there is {there}")
        data = {"custom_id": custom_id, "component_type": pressed["type"], "id": pressed["id"]}
        values = asked.get("values")
        if values is not None:
            offered = {option["value"] for option in pressed.get("options", ())}
            if "options" in pressed and not set(values) <= offered:
                raise Impossible(f"{custom_id!r} offers {sorted(offered)}, not {values}")
            data["values"] = values
        return COMPONENT, data, {"origin": message}

    def _submit(self, _channel: Channel, asked: Body) -> tuple[int, Body, Body]:
        shown = self._state.interactions.get(asked["interaction_id"])
        if shown is None or not shown.data or "title" not in shown.data:
            raise Impossible("no modal is open there")
        values = asked["values"]
        components = [_filled(one, values) for one in shown.data["components"]]
        data = {"custom_id": shown.data["custom_id"], "components": components}
        return MODAL, data, {"origin": shown.origin}


_MAKERS = {
    "slash": Arrivals._slash,
    "autocomplete": Arrivals._slash,
    "press": Arrivals._press,
    "submit": Arrivals._submit,
}


def _given(command: Body, values: Body) -> list[Body]:
    """Return the options that were filled in.

    Raises:
        Impossible: a required one was not.
    """
    options: list[Body] = command.get("options", [])
    if any(one["type"] in {SUBCOMMAND, GROUP} for one in options):
        raise Impossible(f"/{command['name']} has subcommands: name one")
    for one in options:
        if one.get("required") and one["name"] not in values:
            raise Impossible(f"/{command['name']} needs {one['name']}")
    return [one for one in options if one["name"] in values]


def _value(option: Body, values: Body, focused: str | None) -> Body:
    value = values.pop(option["name"])
    choices = [one["value"] for one in option.get("choices", ())]
    if choices and value not in choices:
        raise Impossible(f"{option['name']} is one of {choices}")
    filled = {"name": option["name"], "type": option["type"], "value": value}
    return filled | ({"focused": True} if option["name"] == focused else {})


def _filled(one: Body, values: Body) -> Body:
    """Return a modal's component as it comes back, with what the person typed."""
    if one["type"] == ROW:
        return {"type": ROW, "components": [_filled(inner, values) for inner in one["components"]]}
    if one["type"] == LABEL:
        return {"type": LABEL, "component": _filled(one["component"], values)}
    if "custom_id" not in one:
        return {"type": one["type"]}
    value = values.get(one["custom_id"], one.get("value", ""))
    key = "values" if isinstance(value, list) else "value"
    return {"type": one["type"], "custom_id": one["custom_id"], key: value}


def _all(components: list[Body]) -> Iterator[Body]:
    for one in components:
        yield one
        yield from _all(one.get("components", []))
        yield from _all([one["accessory"]] if "accessory" in one else [])
