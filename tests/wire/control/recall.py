"""What happened: messages, requests, the gateway, problems."""

from tests.wire.control.action import Body, Server, action
from tests.wire.world import Channel, Message

KINDS = {"requests", "gateway", "problems"}


@action
def count_posted(server: Server, body: Body) -> int:
    """Return how many messages there are in one channel or all, the deleted ones too."""
    channels = server.state.world.channels
    if body.get("channel_id"):
        return len(channels[body["channel_id"]].messages)
    return sum(len(channel.messages) for channel in channels.values())


@action
def posted(server: Server, body: Body) -> list[Body]:
    """Return the messages of one channel, one guild or all, the deleted ones too."""
    world = server.state.world
    chosen = [
        channel
        for channel in world.channels.values()
        if body.get("channel_id") in {None, channel.id}
        and body.get("guild_id") in {None, channel.guild_id}
    ]
    after = int(body.get("after") or 0)
    found = [
        _posted(channel, message)
        for channel in chosen
        for message in channel.messages.values()
        if int(message.body["id"]) > after
    ]
    return sorted(found, key=lambda one: int(one["id"]))


def _posted(channel: Channel, message: Message) -> Body:
    return {
        "id": message.body["id"],
        "channel_id": channel.id,
        "guild_id": channel.guild_id,
        "author_id": message.body["author"]["id"],
        "nonce": message.nonce,
        "wall": message.wall,
        "monotonic": message.monotonic,
        "deleted": message.deleted,
        "repeats": message.repeats,
        "body": message.body,
    }


@action
def record(server: Server, body: Body) -> list[Body]:
    """Return what was kept of a kind: requests, gateway or problems."""
    if body["kind"] not in KINDS:
        raise ValueError(f"kinds are {', '.join(sorted(KINDS))}")
    return server.state.record.told(body["kind"], body.get("since") or 0)


@action
def rates(server: Server, _body: Body) -> Body:
    """Return how many requests there were, and how many in the busiest second."""
    return server.state.record.rates()


@action
def forget(server: Server, _body: Body) -> None:
    """Drop the record, so that a long run stays lean; messages stay."""
    server.state.record.forget()
