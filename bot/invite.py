"""The links that add Marquee to a server or to a person, asking for the least that it needs."""

import base64
import binascii
import re
from urllib.parse import urlencode

from bot.letterbox import MORE, NEEDED

AUTHORIZE = "https://discord.com/oauth2/authorize"
# Discord's integration types.
TO_SERVER, TO_PERSON = 0, 1

_TOKEN = re.compile(r"(?P<id>[\w-]{18,30})\.[\w-]{6,}\.[\w-]{20,}", re.ASCII)


def server_link(application_id: int, *, with_extras: bool = False) -> str:
    """Return the link with which an organizer adds Marquee to a server.

    It asks for what posting needs, or `with_extras` for what some servers want besides, too.
    """
    return _link(
        client_id=application_id,
        integration_type=TO_SERVER,
        permissions=(NEEDED | MORE if with_extras else NEEDED).value,
        scope="bot applications.commands",
    )


def personal_link(application_id: int) -> str:
    """Return the link with which anyone adds the commands for themselves, wherever they are."""
    return _link(
        client_id=application_id, integration_type=TO_PERSON, scope="applications.commands"
    )


def application_id(token: str) -> int | None:
    """Return the id of the application that a bot's token belongs to; None if it is no token.

    A token's first part is its bot's id in base64, and a bot has its application's id (all but
    a few made before 2016, which `marquee invite --application-id` serves).
    """
    match = _TOKEN.fullmatch(token)
    if match is None:
        return None
    encoded = match["id"]
    try:
        digits = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    return int(digits) if digits.isascii() and digits.isdecimal() else None


def _link(**asked: object) -> str:
    return f"{AUTHORIZE}?{urlencode(asked)}"
