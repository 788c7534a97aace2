"""Makes a message out of what was asked for, and changes one that stands."""

from collections.abc import Callable
from typing import Any

from tests.wire import mentions, permissions, rules, shapes
from tests.wire.refusal import Refusal, hold
from tests.wire.snowflakes import made_at, stamp
from tests.wire.world import Channel, World

Body = dict[str, Any]

SUPPRESS_EMBEDS, EPHEMERAL, LOADING, SILENT, V2 = 1 << 2, 1 << 6, 1 << 7, 1 << 12, 1 << 15
CREATABLE = SUPPRESS_EMBEDS | EPHEMERAL | SILENT | V2
CROSSPOSTED = 1 << 0
REPLY = 19
SHOWN = ("content", "embeds", "components", "attachments", "poll", "sticker_ids")


class Composer:
    """Writes the bot's messages; `base` is where attachments are found."""

    def __init__(self, world: World, base: Callable[[], str]) -> None:
        self._world = world
        self._base = base

    def new(self, channel: Channel, asked: Body, files: list[Body], **more: Any) -> Body:
        """Return a new message of the bot's; it stands nowhere yet.

        Raises:
            Refusal: it is empty, or may not be posted there as it is.
        """
        flags = (asked.get("flags") or 0) & CREATABLE
        hold(rules.message(asked, flags=flags))
        allowed = self._stripped(channel, asked)
        if not files and not any(allowed.get(key) for key in SHOWN):
            raise _empty(asked)
        message_id = self._world.ids.next()
        body = {
            "id": message_id,
            "channel_id": channel.id,
            "type": 0,
            "author": self._world.bot,
            "timestamp": stamp(made_at(message_id)),
            "edited_timestamp": None,
            "flags": flags,
            "pinned": False,
            "tts": bool(asked.get("tts")),
            "attachments": [],
            **self._content(channel, allowed),
            **self._reference(channel, asked),
            **more,
        }
        body["attachments"] = self._attached([], asked, files)
        return body

    def loading(self, channel: Channel, flags: int, **more: Any) -> Body:
        """Return the message that a deferred answer shows."""
        asked = {"content": "…", "flags": flags & EPHEMERAL}
        body = self.new(channel, asked, [], **more)
        return {**body, "content": "", "flags": body["flags"] | LOADING}

    def edited(self, channel: Channel, before: Body, asked: Body, files: list[Body]) -> Body:
        """Return a message as it is after an edit.

        Raises:
            Refusal: nothing would be left of it, or it breaks a rule.
        """
        flags = before["flags"] & ~LOADING
        if asked.get("flags") is not None:
            flags = flags & ~(SUPPRESS_EMBEDS | V2) | asked["flags"] & (SUPPRESS_EMBEDS | V2)
            flags |= before["flags"] & V2
        allowed = self._stripped(channel, asked)
        after = {key: allowed[key] if key in allowed else before.get(key) for key in SHOWN}
        hold(rules.message({**asked, **after}, flags=flags))
        attached = self._attached(before["attachments"], asked, files)
        if not attached and not any(after.get(key) for key in SHOWN):
            raise _empty(asked)
        shown = self._content(channel, {**after, "allowed_mentions": asked.get("allowed_mentions")})
        return {
            **before,
            **shown,
            "flags": flags,
            "attachments": attached,
            "edited_timestamp": stamp(),
        }

    def _stripped(self, channel: Channel, asked: Body) -> Body:
        """Return what is left where the bot may not embed: no embeds (discord-api-docs#2601)."""
        may_embed = self._world.held(channel) & permissions.BITS["embed_links"]
        return asked if may_embed or not asked.get("embeds") else {**asked, "embeds": []}

    def _content(self, channel: Channel, asked: Body) -> Body:
        held = self._world.held(channel)
        may_everyone = bool(held & permissions.BITS["mention_everyone"])
        users, roles, everyone = mentions.pinged(asked, may_everyone=may_everyone)
        known = self._world.users
        return {
            "content": asked.get("content") or "",
            "embeds": [shapes.embed(one) for one in asked.get("embeds") or ()],
            "components": shapes.components(asked.get("components") or []),
            "mentions": [known[one] for one in users if one in known],
            "mention_roles": roles,
            "mention_everyone": everyone,
        }

    def _reference(self, channel: Channel, asked: Body) -> Body:
        reference = asked.get("message_reference")
        if not reference:
            return {}
        answered = channel.message(str(reference["message_id"])).body
        return {
            "type": REPLY,
            "message_reference": {
                "type": 0,
                "channel_id": channel.id,
                "message_id": answered["id"],
                **({"guild_id": channel.guild_id} if channel.guild_id else {}),
            },
        }

    def _attached(self, before: list[Body], asked: Body, files: list[Body]) -> list[Body]:
        """Return the attachments: those kept, and the new files."""
        listed = asked.get("attachments")
        described = {str(one["id"]): one for one in listed or ()}
        kept = [one for one in before if listed is None or one["id"] in described]
        made = []
        for number, file in enumerate(files):
            attachment_id = self._world.ids.next()
            self._world.files[attachment_id] = file["content"]
            one = {**described.get(str(number), {}), **file}
            made.append(shapes.attachment(attachment_id, one, self._base()))
        return kept + made


def _empty(asked: Body) -> Refusal:
    """Return Discord's answer to a message with nothing in it.

    Embeds alone, without the right to embed, are refused as not permitted.
    """
    if asked.get("embeds"):
        return Refusal(403, 50013, "Missing Permissions")
    return Refusal(400, 50006, "Cannot send an empty message")
