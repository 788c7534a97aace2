"""The JSON of Discord's things as its API answers them: people, guilds, embeds, components."""

import mimetypes
from collections.abc import Iterator
from itertools import count
from typing import Any

Body = dict[str, Any]

BUTTON, SECTION, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 2, 9, 11, 12, 13, 14, 17
SELECTS = range(3, 9)
STRING_SELECT = 3


def user(user_id: str, name: str, *, bot: bool = False) -> Body:
    """Return a user object."""
    return {
        "id": user_id,
        "username": name,
        "global_name": None if bot else name.title(),
        "avatar": None,
        "discriminator": "0000" if bot else "0",
        "public_flags": 0,
        "flags": 0,
        "bot": bot,
        "primary_guild": None,
    }


def member(person: Body, roles: list[str], joined: str) -> Body:
    """Return a guild member object."""
    return {
        "user": person,
        "roles": roles,
        "joined_at": joined,
        "nick": None,
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "premium_since": None,
        "pending": False,
        "mute": False,
        "deaf": False,
        "flags": 0,
    }


def role(role_id: str, name: str, permissions: int, position: int) -> Body:
    """Return a role object."""
    return {
        "id": role_id,
        "name": name,
        "permissions": str(permissions),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": position > 0,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def guild(guild_id: str, name: str, owner_id: str, roles: list[Body]) -> Body:
    """Return a guild object as REST has it."""
    nothing = (
        "icon description home_header splash discovery_splash banner application_id afk_channel_id"
        " system_channel_id widget_channel_id vanity_url_code rules_channel_id"
        " safety_alerts_channel_id public_updates_channel_id incidents_data max_presences"
    )
    zero = (
        "system_channel_flags verification_level default_message_notifications mfa_level"
        " explicit_content_filter premium_tier premium_subscription_count nsfw_level"
    )
    return {
        "id": guild_id,
        "name": name,
        "owner_id": owner_id,
        "roles": roles,
        "region": "deprecated",
        "features": [],
        "afk_timeout": 300,
        "widget_enabled": False,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "preferred_locale": "en-US",
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "emojis": [],
        "stickers": [],
        **dict.fromkeys(nothing.split()),
        **dict.fromkeys(zero.split(), 0),
    }


def application(application_id: str, bot: Body, owner: Body) -> Body:
    """Return the bot's own application."""
    return {
        "id": application_id,
        "name": bot["username"],
        "icon": None,
        "description": "",
        "type": None,
        "bot": bot,
        "owner": owner,
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "approximate_guild_count": 0,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
    }


def embed(asked: Body) -> Body:
    """Return an embed as it comes back."""
    shown = {key: value for key, value in asked.items() if value is not None}
    if "fields" in shown:
        shown["fields"] = [{"inline": False, **one} for one in shown["fields"]]
    return {**shown, "type": "rich"}


def attachment(attachment_id: str, file: Body, base: str) -> Body:
    """Return an attachment for an uploaded `file` (filename, size, description)."""
    url = f"{base}/attachments/{attachment_id}/{file['filename']}"
    shown = {
        "id": attachment_id,
        "filename": file["filename"],
        "size": file["size"],
        "url": url,
        "proxy_url": url,
        "content_type": mimetypes.guess_type(file["filename"])[0] or "application/octet-stream",
    }
    return shown | ({"description": file["description"]} if file.get("description") else {})


def components(asked: list[Body]) -> list[Body]:
    """Return components as they come back: numbered, and with all that is left out by default."""
    taken = {one["id"] for one in _flat(asked) if one.get("id")}
    numbers = (number for number in count(1) if number not in taken)
    return [_component(one, numbers) for one in asked]


def _component(asked: Body, numbers: Iterator[int]) -> Body:
    shown = {key: value for key, value in asked.items() if value is not None}
    shown["id"] = shown.get("id") or next(numbers)
    kind = shown["type"]
    if kind in SELECTS:
        shown = {"min_values": 1, "max_values": 1, **shown}
        shown.pop("required", None)
    elif kind == CONTAINER:
        shown = {"accent_color": None, "spoiler": False, **shown}
    elif kind == SEPARATOR:
        shown = {"spacing": 1, "divider": True, **shown}
    elif kind == THUMBNAIL:
        shown = {"description": None, "spoiler": False, **shown, "media": _media(shown["media"])}
    elif kind == GALLERY:
        shown["items"] = [
            {"description": None, "spoiler": False, **one, "media": _media(one["media"])}
            for one in shown["items"]
        ]
    elif kind == FILE:
        shown = {"name": None, "size": None, "spoiler": False, **shown}
        shown["file"] = _media(shown["file"])
    if "components" in shown:
        shown["components"] = [_component(one, numbers) for one in shown["components"]]
    if "accessory" in shown:
        shown["accessory"] = _component(shown["accessory"], numbers)
    return shown


def _media(asked: Body) -> Body:
    return {"id": "0", "url": asked["url"], "proxy_url": asked["url"]}


def _flat(asked: list[Body]) -> Iterator[Body]:
    for one in asked:
        yield one
        yield from _flat(one.get("components") or [])
        yield from _flat([one["accessory"]] if one.get("accessory") else [])
