"""What follows the first answer to an interaction: more messages, and edits of it."""

from tests.wire.composing import EPHEMERAL
from tests.wire.interactions import Interaction
from tests.wire.refusal import Refusal, unknown
from tests.wire.rest.callbacks import keep
from tests.wire.rest.route import Answer, Call, route
from tests.wire.world import BOT_ID, Message

HOOK = "/webhooks/{webhook_id}/{webhook_token}"
ORIGINAL = f"{HOOK}/messages/@original"
MESSAGE = f"{HOOK}/messages/{{message_id}}"


@route("POST", HOOK, open=True)
def follow_up(call: Call) -> Answer:
    """Post a follow-up; the first one takes the place of a deferred answer."""
    interaction = _interaction(call)
    if interaction.loading:
        return _edit(call, interaction)
    body = call.state.composer.new(
        interaction.channel, call.body, call.files, webhook_id=BOT_ID, application_id=BOT_ID
    )
    message = keep(call, interaction, body)
    interaction.changed.set()
    return Answer(body=message.body)


@route("GET", ORIGINAL, open=True)
@route("GET", MESSAGE, open=True)
def get_answer(call: Call) -> Answer:
    """Return an answer."""
    return Answer(body=_message(call, _interaction(call)).body)


@route("PATCH", ORIGINAL, open=True)
@route("PATCH", MESSAGE, open=True)
def edit_answer(call: Call) -> Answer:
    """Edit an answer."""
    return _edit(call, _interaction(call))


@route("DELETE", ORIGINAL, open=True)
@route("DELETE", MESSAGE, open=True)
def delete_answer(call: Call) -> Answer:
    """Delete an answer."""
    interaction = _interaction(call)
    message = _message(call, interaction)
    if message.body["flags"] & EPHEMERAL:
        message.deleted = True
    else:
        call.state.world.remove(interaction.channel, message)
    interaction.changed.set()
    return Answer(status=204)


def _edit(call: Call, interaction: Interaction) -> Answer:
    message = _message(call, interaction)
    state, channel = call.state, interaction.channel
    asked = call.body or {}
    message.body = state.composer.edited(channel, message.body, asked, call.files)
    if message.body["id"] == interaction.original:
        interaction.loading = False
    if not message.body["flags"] & EPHEMERAL:
        heard = state.world.heard(channel, message.body)
        state.hub.tell("MESSAGE_UPDATE", heard, channel.guild_id)
    interaction.changed.set()
    return Answer(body=message.body)


def _interaction(call: Call) -> Interaction:
    if call.ids["webhook_id"] != BOT_ID:
        raise unknown("Webhook")
    return call.state.interactions.to_follow_up(call.ids["webhook_token"])


def _message(call: Call, interaction: Interaction) -> Message:
    message_id = call.ids.get("message_id") or interaction.original
    message = interaction.messages.get(message_id or "")
    if message is None or message.deleted:
        raise unknown("Message")
    if message.body["author"]["id"] != BOT_ID:
        raise Refusal(403, 50005, "Cannot edit a message authored by another user")
    return message
