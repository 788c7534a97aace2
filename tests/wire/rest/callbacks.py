"""The first answer to an interaction (interactions/receiving-and-responding.mdx)."""

import time
from typing import Any

from tests.wire import interactions as kinds
from tests.wire import rules
from tests.wire.composing import EPHEMERAL
from tests.wire.interactions import Interaction
from tests.wire.refusal import Breach, hold
from tests.wire.rest.route import Answer, Call, route
from tests.wire.world import Message

Body = dict[str, Any]

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
APPLICATION_COMMAND = 2


@route("POST", CALLBACK, open=True)
def answer_interaction(call: Call) -> Answer:
    """Take the first answer; what it is decides what is done with it."""
    interactions = call.state.interactions
    interaction = interactions.to_answer(call.ids["interaction_id"], call.ids["interaction_token"])
    kind, data = call.body["type"], call.body.get("data") or {}
    if kind not in kinds.MAY[interaction.kind]:
        what = f"Type {kind} does not answer an interaction of type {interaction.kind}"
        hold([Breach(where=("type",), what=what)])
    message = _take(call, interaction, kind, data)
    interaction.answer, interaction.data = kind, data
    interaction.seconds = time.monotonic() - interaction.monotonic
    interaction.answered.set()
    interaction.changed.set()
    if call.query.get("with_response") not in {"1", "true"}:
        return Answer(status=204)
    return Answer(body=_response(interaction, kind, message))


def _take(call: Call, interaction: Interaction, kind: int, data: Body) -> Message | None:
    """Do what the answer says; return the message that it made or changed."""
    world, composer = call.state.world, call.state.composer
    channel, more = interaction.channel, _more(interaction)
    if kind == kinds.REPLY:
        return keep(call, interaction, composer.new(channel, data, call.files, **more))
    if kind == kinds.DEFER:
        interaction.loading = True
        return keep(call, interaction, composer.loading(channel, data.get("flags") or 0, **more))
    if kind == kinds.SHOW_MODAL:
        hold(rules.modal(data))
        return None
    origin = interaction.origin
    if kind in {kinds.UPDATE, kinds.DEFER_UPDATE}:
        if origin is None:
            hold([Breach(where=("type",), what="There is no message to update")])
        assert origin is not None
        interaction.original = origin.body["id"]
        interaction.messages[origin.body["id"]] = origin
    if kind == kinds.UPDATE and origin is not None:
        origin.body = composer.edited(channel, origin.body, data, call.files)
        if not origin.body["flags"] & EPHEMERAL:
            world.hub.tell("MESSAGE_UPDATE", world.heard(channel, origin.body), channel.guild_id)
        return origin
    return None


def keep(call: Call, interaction: Interaction, body: Body) -> Message:
    """Let an answer stand: for one person, or in the channel."""
    world = call.state.world
    if body["flags"] & EPHEMERAL:
        message = Message(body=body, nonce=None, wall=time.time(), monotonic=time.monotonic())
    else:
        message = world.put(interaction.channel, body)
    interaction.messages[body["id"]] = message
    interaction.original = interaction.original or body["id"]
    return message


def _more(interaction: Interaction) -> Body:
    """Return what a message says of the interaction that it answers."""
    if interaction.kind != kinds.COMMAND:
        return {}
    metadata = {
        "id": interaction.id,
        "type": APPLICATION_COMMAND,
        "user": interaction.user,
        "authorizing_integration_owners": {},
    }
    return {"type": 20, "interaction_metadata": metadata}


def _response(interaction: Interaction, kind: int, message: Message | None) -> Body:
    told: Body = {
        "id": interaction.id,
        "type": interaction.kind,
        "channel_id": interaction.channel.id,
    }
    if interaction.channel.guild_id:
        told["guild_id"] = interaction.channel.guild_id
    if message is None:
        return {"interaction": told}
    told["response_message_id"] = message.body["id"]
    told["response_message_loading"] = kind == kinds.DEFER
    told["response_message_ephemeral"] = bool(message.body["flags"] & EPHEMERAL)
    shown = kinds.UPDATE if kind == kinds.UPDATE else kinds.REPLY
    return {"interaction": told, "resource": {"type": shown, "message": message.body}}
