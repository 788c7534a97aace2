"""What Discord refuses though its OpenAPI description lets it pass; each rule with its source.

Sources are pages of discord-api-docs, except where another is named.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from tests.wire.refusal import Breach

Body = dict[str, Any]
Where = tuple[str | int, ...]

ROW, BUTTON, SELECT, TEXT = 1, 2, 3, 10
LINK, PREMIUM = 5, 6
CHAT_INPUT = 1
EXTERNAL = 3
V2 = 1 << 15
V2_ONLY = {9, 10, 11, 12, 13, 14, 17}
MAX_TEXT, MAX_EMBEDS_TEXT, MAX_ROWS, MAX_V2 = 2_000, 6_000, 5, 40
MAX_COMMAND, MAX_COMMANDS, MAX_TOPIC = 8_000, 100, 1_024
CATEGORY, MAX_IN_CATEGORY = 4, 50
# reference.mdx, Locales
# fmt: off
LOCALES = frozenset((
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl",
    "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi",
    "th", "zh-CN", "ja", "zh-TW", "ko",
))
# fmt: on


def message(body: Body, *, flags: int) -> Iterator[Breach]:
    """Yield what is wrong with a message, new or as it would be after an edit."""
    for rule in MESSAGE_RULES:
        yield from rule(body)
    yield from _v2(body) if flags & V2 else _legacy(body)


def _content_length(body: Body) -> Iterator[Breach]:
    """resources/message.mdx, Create Message: content up to 2000 characters."""
    if len(body.get("content") or "") > MAX_TEXT:
        yield _long(("content",), MAX_TEXT)


def _embeds_length(body: Body) -> Iterator[Breach]:
    """resources/message.mdx, Embed Limits: 6000 characters over all embeds of a message."""
    if sum(_embed_length(embed) for embed in body.get("embeds") or ()) > MAX_EMBEDS_TEXT:
        yield Breach(
            where=("embeds",),
            what=f"Embed size exceeds maximum size of {MAX_EMBEDS_TEXT}",
            code="MAX_EMBED_SIZE_EXCEEDED",
        )


def _embed_length(embed: Body) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for one in embed.get("fields") or ():
        texts += [one.get("name"), one.get("value")]
    return sum(len(text.strip()) for text in texts if text)


def _empty_fields(body: Body) -> Iterator[Breach]:
    """resources/message.mdx, Embed Field Structure: name and value are required, and trimmed."""
    for number, embed in enumerate(body.get("embeds") or ()):
        for place, one in enumerate(embed.get("fields") or ()):
            for key in ("name", "value"):
                if not (one.get(key) or "").strip():
                    yield _required(("embeds", number, "fields", place, key))


def _allowed_mentions(body: Body) -> Iterator[Breach]:
    """resources/message.mdx, Allowed Mentions Reference: parse and a list exclude each other."""
    allowed = body.get("allowed_mentions") or {}
    for kind in ("users", "roles"):
        if kind in (allowed.get("parse") or ()) and allowed.get(kind):
            yield Breach(
                where=("allowed_mentions",),
                what=f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
                code="MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
            )


def _buttons(body: Body) -> Iterator[Breach]:
    """components/reference.mdx, Button: a link has a url and no custom id, the others reverse."""
    for where, one in _components(body):
        if one.get("type") != BUTTON or one.get("style") == PREMIUM:
            continue
        needs, refuses = ("url", "custom_id") if one["style"] == LINK else ("custom_id", "url")
        if not one.get(needs):
            yield _required((*where, needs))
        if one.get(refuses):
            yield Breach(where=where, what="A custom id and url cannot both be specified")


def _custom_ids(body: Body) -> Iterator[Breach]:
    """components/reference.mdx, Custom ID: unique per message or modal."""
    seen: set[str] = set()
    for where, one in _components(body):
        custom_id = one.get("custom_id")
        if custom_id in seen:
            yield Breach(
                where=(*where, "custom_id"),
                what="Component custom id cannot be duplicated",
                code="COMPONENT_CUSTOM_ID_DUPLICATED",
            )
        seen |= {custom_id} if custom_id else set()


def _selects(body: Body) -> Iterator[Breach]:
    """components/reference.mdx, String Select: values differ, and there are enough of them."""
    for where, one in _components(body):
        options = one.get("options")
        if one.get("type") != SELECT or options is None:
            continue
        for value, times in Counter(option["value"] for option in options).items():
            if times > 1:
                yield Breach(
                    where=(*where, "options"),
                    what=f"The specified option value is already used: {value}",
                    code="SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                )
        if len(options) < (one.get("max_values") or 1):
            yield Breach(where=(*where, "max_values"), what="More than there are options")


MESSAGE_RULES: tuple[Callable[[Body], Iterator[Breach]], ...] = (
    _content_length,
    _embeds_length,
    _empty_fields,
    _allowed_mentions,
    _buttons,
    _custom_ids,
    _selects,
)


def _v2(body: Body) -> Iterator[Breach]:
    """components/reference.mdx: with the V2 flag nothing else is usable, and 40 components.

    4000 characters of text: discord.py, ui/text_display.py.
    """
    for key in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(key):
            yield Breach(
                where=(key,),
                what="The 'IS_COMPONENTS_V2' flag cannot be combined with this field",
                code="MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
            )
    components = list(_components(body))
    if len(components) > MAX_V2:
        yield Breach(where=("components",), what=f"The total number of components is > {MAX_V2}")
    if sum(len(one["content"]) for _, one in components if one.get("type") == TEXT) > 2 * MAX_TEXT:
        yield _long(("components",), 2 * MAX_TEXT)


def _legacy(body: Body) -> Iterator[Breach]:
    """components/reference.mdx: without the V2 flag, up to five rows and nothing but rows."""
    rows = body.get("components") or ()
    if len(rows) > MAX_ROWS:
        yield Breach(where=("components",), what=f"Must be {MAX_ROWS} or fewer in length.")
    for place, one in enumerate(rows):
        if one.get("type") in V2_ONLY:
            yield Breach(
                where=("components", place, "type"),
                what="Needs the 'IS_COMPONENTS_V2' flag",
                code="UNION_TYPE_CHOICES",
            )


def modal(data: Body) -> Iterator[Breach]:
    """interactions/receiving-and-responding.mdx, Modal: between 1 and 5 components."""
    if len(data["components"]) > MAX_ROWS:
        yield Breach(where=("data", "components"), what=f"Must be between 1 and {MAX_ROWS}")
    for breach in _custom_ids(data):
        yield Breach(where=("data", *breach.where), what=breach.what, code=breach.code)


def commands(body: list[Body]) -> Iterator[Breach]:
    """interactions/application-commands.mdx: what a whole set of commands must hold."""
    named = Counter((one.get("type") or CHAT_INPUT, one["name"]) for one in body)
    for (_, name), times in named.items():
        if times > 1:
            yield Breach(where=(), what=f"Application command names must be unique: {name}")
    if sum(kind == CHAT_INPUT for kind, _ in named) > MAX_COMMANDS:
        yield Breach(where=(), what="Maximum number of application commands reached (100).")
    for place, one in enumerate(body):
        if (one.get("type") or CHAT_INPUT) == CHAT_INPUT:
            yield from _option((place,), one)
            if _command_length(one) > MAX_COMMAND:
                yield _long((place,), MAX_COMMAND)


def _names(where: Where, one: Body) -> Iterator[Breach]:
    """Yield what is wrong with what it is called, in any locale."""
    if not _is_name(one["name"]):
        yield Breach(where=(*where, "name"), what="Command name is invalid", code="NAME_INVALID")
    for locale, name in (one.get("name_localizations") or {}).items():
        if not _is_name(name):
            place = (*where, "name_localizations", locale)
            yield Breach(where=place, what="Command name is invalid", code="NAME_INVALID")
    for key in ("name_localizations", "description_localizations"):
        for locale in set(one.get(key) or ()) - LOCALES:
            yield Breach(where=(*where, key, locale), what="Unknown locale")


def _is_name(name: str) -> bool:
    return name == name.lower() and all(letter.isalnum() or letter in "-_'" for letter in name)


def _option(where: Where, one: Body) -> Iterator[Breach]:
    """Yield what is wrong with a command or option: its words, order, choices."""
    yield from _names(where, one)
    if not one.get("description"):
        yield _required((*where, "description"))
    if one.get("autocomplete") and one.get("choices"):
        yield Breach(where=where, what="Autocomplete and choices exclude each other")
    options = one.get("options") or []
    for place, (before, after) in enumerate(pairwise(options)):
        if after.get("required") and not before.get("required"):
            yield Breach(
                where=(*where, "options", place + 1),
                what="Required options must be placed before non-required options",
                code="APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
            )
    if len({option["name"] for option in options}) < len(options):
        yield Breach(where=(*where, "options"), what="Option name already used")
    for place, option in enumerate(options):
        yield from _option((*where, "options", place), option)


def _command_length(one: Body) -> int:
    """Return name, description and values of a command, the longest localization of each."""
    length = len(str(one.get("value", "")))
    for key in ("name", "description"):
        texts = [one.get(key) or "", *(one.get(f"{key}_localizations") or {}).values()]
        length += max(map(len, texts))
    inner = [*(one.get("options") or ()), *(one.get("choices") or ())]
    return length + sum(map(_command_length, inner))


def scheduled_event(after: Body, changed: Body, now: datetime) -> Iterator[Breach]:
    """resources/guild-scheduled-event.mdx, Field Requirements By Entity Type.

    `after` is the event as it would be, `changed` what the request sets.
    """
    start = datetime.fromisoformat(after["scheduled_start_time"])
    end = after.get("scheduled_end_time") and datetime.fromisoformat(after["scheduled_end_time"])
    if "scheduled_start_time" in changed and start <= now - timedelta(seconds=1):
        yield Breach(where=("scheduled_start_time",), what="Cannot schedule event in the past.")
    if end and end <= start:
        yield Breach(where=("scheduled_end_time",), what="Cannot end before it starts.")
    if after["entity_type"] == EXTERNAL:
        if not end:
            yield _required(("scheduled_end_time",))
        if not (after.get("entity_metadata") or {}).get("location"):
            yield _required(("entity_metadata", "location"))
        if after.get("channel_id"):
            yield Breach(where=("channel_id",), what="Must be null for an external event")


def channel(changed: Body) -> Iterator[Breach]:
    """resources/channel.mdx, Modify Channel: a topic has up to 1024 characters."""
    if len(changed.get("topic") or "") > MAX_TOPIC:
        yield _long(("topic",), MAX_TOPIC)


def parent(asked: Body, siblings: list[Body]) -> Iterator[Breach]:
    """resources/channel.mdx, Channel Object: a parent is a category, and holds up to 50 channels.

    `siblings` are the guild's channels.
    """
    if asked.get("parent_id") is None:
        return
    parent_id = str(asked["parent_id"])
    if not any(one["id"] == parent_id and one["type"] == CATEGORY for one in siblings):
        yield Breach(where=("parent_id",), what="Not a category", code="CHANNEL_PARENT_INVALID")
    if sum(one["parent_id"] == parent_id for one in siblings) >= MAX_IN_CATEGORY:
        what = f"Maximum number of channels in category reached ({MAX_IN_CATEGORY})"
        yield Breach(where=("parent_id",), what=what, code="CHANNEL_PARENT_MAX_CHANNELS")


def _components(part: Any, where: Where = ()) -> Iterator[tuple[Where, Body]]:
    """Yield all components in a body, at any depth, with their place."""
    for key in ("components", "accessory", "component"):
        inner = part.get(key)
        many = inner if isinstance(inner, list) else [inner] if inner else []
        for place, one in enumerate(many):
            here = (*where, key, place) if isinstance(inner, list) else (*where, key)
            yield here, one
            yield from _components(one, here)


def _required(where: Where) -> Breach:
    return Breach(where=where, what="This field is required", code="BASE_TYPE_REQUIRED")


def _long(where: Where, limit: int) -> Breach:
    return Breach(
        where=where, what=f"Must be {limit} or fewer in length.", code="BASE_TYPE_MAX_LENGTH"
    )
