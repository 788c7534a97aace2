"""What people read of anything that is shown, and whether Discord takes it."""

import re

from discord.app_commands import Choice
from discord.ui import LayoutView, Modal, View

from bot.mirrors.native import Native
from bot.ui.post import Post
from tests.ui.discord_rules import (
    check_choice,
    check_event,
    check_form,
    check_post,
    check_rows,
    check_text,
    check_view,
)

MENTION = re.compile(r"<(?:@&?|#)\d+>")
# What of a component or an embed people read; the value of a field is what stands in it.
READ = {"content", "title", "label", "placeholder", "description", "text"}
FIELD = 4


def texts(thing):
    """All that people read of it."""
    match thing:
        case str():
            yield thing
        case Choice():
            yield thing.name
        case Post():
            yield thing.content
            yield from _texts([embed.to_dict() for embed in thing.embeds])
            yield from () if thing.view is None else texts(thing.view)
        case Native():
            yield from (thing.name, thing.description, thing.location)
        case Modal():
            yield from _texts(thing.to_dict())
        case _:
            yield from _texts(thing.to_components())


def _texts(parts):
    if isinstance(parts, list):
        for part in parts:
            yield from _texts(part)
        return
    for name, value in parts.items():
        if isinstance(value, dict | list):
            yield from _texts([one for one in _listed(value) if isinstance(one, dict)])
        elif value and (name in READ or (name == "value" and parts.get("type") == FIELD)):
            yield value


def _listed(value):
    return value if isinstance(value, list) else [value]


def check(thing):
    """Assert that Discord takes it, whatever users, channels and roles it mentions."""
    mentioned = [found for text in texts(thing) for found in MENTION.findall(text)]
    match thing:
        case str():
            check_text(thing)
        case Choice():
            check_choice(thing)
        case Post():
            check_post(thing, may_mention=mentioned)
        case Native():
            check_event(thing)
        case Modal():
            check_form(thing)
        case LayoutView():
            check_view(thing, may_mention=mentioned)
        case View():
            check_rows(thing)
