"""Holds a message against Discord's rules, with its own copy of every number."""

import json
import re

from bot.ui.agenda_orders import (
    AGENDA_ORDER_ID,
    SESSION_PICKER_ID,
    WISH_PICKER_ID,
    DropPicker,
    SavePicker,
    agenda_order_of,
    session_picked,
)
from bot.ui.announce_orders import (
    ANNOUNCE_FORM_ID,
    ANNOUNCE_OPENER_ID,
    ANNOUNCE_ORDER_ID,
    ANNOUNCE_PICKER_ID,
    announce_form_of,
    announce_order_of,
    announce_picker_of,
    opened,
    opener_id,
)
from bot.ui.calendar_orders import CALENDAR_ID, calendar_order_of
from bot.ui.orders import DELIVERY_PICKER_ID, ORDER_ID, DeliveryPicker, order_of, picked
from bot.ui.questions import BUTTON_ID, PICKER_ID, page_value, picker_of, question_of
from bot.ui.session_orders import SESSION_ORDER_ID, session_order_of
from bot.ui.setup_orders import SETUP_ID, setup_order_of

TEXT, SECTION, THUMBNAIL, SEPARATOR, CONTAINER = 10, 9, 11, 14, 17
ROW, BUTTON, PICKER = 1, 2, 3
FIELD, ROLES, CHANNELS, LABEL = 4, 6, 8, 18
PICKERS = (PICKER, ROLES, CHANNELS)
LINK_STYLE = 5

_ESCAPED_OR_CODE = re.compile(r"\\[^\w\s]|`[^`\n]+`", re.ASCII)
_MENTION = re.compile(r"<@|<#|</|<a?:\w|<id:|@everyone|@here|<t:(?!-?\d+:[tTdDfFR]>)")


def check_view(view, *, may_mention=()):
    """Assert that a Components V2 answer is one that Discord takes."""
    components = view.to_components()
    parts = list(walk(components))
    texts = [part["content"] for part in parts if part["type"] == TEXT]

    assert len(parts) <= 40
    assert [part["type"] for part in components] == [CONTAINER]
    assert sum(map(units, texts)) <= 4_000
    for text in texts:
        _check_text(text, 4_000, may_mention)
    _check_parts(parts)
    json.dumps(components, ensure_ascii=False).encode()


def check_post(post, *, may_mention=()):
    """Assert that a classic message is one that Discord takes."""
    _check_text(post.content, 2_000, may_mention)
    assert len(post.embeds) <= 10
    total = sum(_check_embed(embed.to_dict(), may_mention) for embed in post.embeds)
    assert total <= 6_000
    urls = [embed.url for embed in post.embeds if embed.url]
    assert len(set(urls)) == len(urls)
    components = [] if post.view is None else post.view.to_components()
    _check_rows(components)
    json.dumps([post.content, components], ensure_ascii=False).encode()


def check_rows(view):
    """Assert that what stands under a classic message is what Discord takes."""
    _check_rows(view.to_components())


def check_form(form):
    """Assert that a form is one that Discord takes."""
    shown = form.to_dict()
    labels = shown["components"]
    _check_label(shown["title"], 45)
    assert (
        announce_form_of(ANNOUNCE_FORM_ID.fullmatch(shown["custom_id"])).custom_id()
        == (shown["custom_id"])
    )
    assert 1 <= len(labels) <= 5
    for label in labels:
        assert label["type"] == LABEL
        _check_label(label["label"], 45)
        if label.get("description") is not None:
            _check_label(label["description"], 100)
        _check_field(label["component"])


def check_event(event):
    """Assert that a scheduled event of a guild is one that Discord takes."""
    _check_label(event.name, 100)
    _check_label(event.location, 100)
    _check_label(event.description, 1_000)
    assert event.start < event.end


def check_choice(choice):
    """Assert that a choice of autocomplete is one that Discord takes."""
    _check_label(choice.name, 100)
    assert 1 <= units(choice.value) <= 100


def check_text(text):
    """Assert that Discord takes a text as a message's."""
    _check_text(text, 2_000)


def walk(components):
    """Every component, the nested ones and accessories too."""
    for part in components:
        yield part
        yield from walk(part.get("components", ()))
        yield from walk([part["accessory"]] if "accessory" in part else ())


def units(text):
    """How long a text is in UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def _check_rows(components):
    assert len(components) <= 5
    assert {part["type"] for part in components} <= {ROW}
    _check_parts(list(walk(components)))


def _check_embed(embed, may_mention):
    title, description = embed.get("title", ""), embed.get("description", "")
    footer = embed.get("footer", {}).get("text", "")
    if "title" in embed:
        _check_text(title, 256)
    _check_text(description, 4_096, may_mention)
    assert units(footer) <= 2_048
    assert set(embed) <= {
        "type", "title", "description", "url", "color", "footer", "image", "flags"
    }  # fmt: skip
    for address in (embed.get("url"), embed.get("image", {}).get("url")):
        if address is not None:
            _check_url(address, 2_048)
    return units(title) + units(description) + units(footer)


def _check_parts(parts):
    ids = [part["custom_id"] for part in parts if "custom_id" in part]
    assert len(set(ids)) == len(ids)
    for part in parts:
        _CHECKS[part["type"]](part)


def _check_text(text, most, may_mention=()):
    assert 1 <= units(text.strip()) <= units(text) <= most
    for allowed in may_mention:
        text = text.replace(allowed, "")
    assert _MENTION.findall(_ESCAPED_OR_CODE.sub("", text)) == []


def _check_label(label, most):
    assert label.strip()
    assert units(label) <= most


def _check_url(url, most):
    assert re.fullmatch(r"https?://[!-~]+", url)
    assert units(url) <= most


def _check_row(row):
    kinds = [part["type"] for part in row["components"]]
    assert kinds in [[kind] for kind in PICKERS] or (set(kinds) == {BUTTON} and len(kinds) <= 5)


def _check_button(button):
    _check_label(button["label"], 80)
    if button["style"] == LINK_STYLE:
        assert "custom_id" not in button
        _check_url(button["url"], 512)
        return
    custom_id = button["custom_id"]
    assert units(custom_id) <= 100
    assert _read_back(custom_id) == custom_id


def _read_back(custom_id):
    """The id that a button's order or question gives itself, read from the button's id."""
    if asked := BUTTON_ID.fullmatch(custom_id):
        return question_of(asked).custom_id(share=bool(asked["share"]))
    for template, read in (
        (AGENDA_ORDER_ID, agenda_order_of),
        (CALENDAR_ID, calendar_order_of),
        (SESSION_ORDER_ID, session_order_of),
        (ANNOUNCE_ORDER_ID, announce_order_of),
        (ANNOUNCE_PICKER_ID, announce_picker_of),
    ):
        if ordered := template.fullmatch(custom_id):
            return read(ordered).custom_id()
    if chosen := SETUP_ID.fullmatch(custom_id):
        return setup_order_of(chosen).custom_id
    return order_of(ORDER_ID.fullmatch(custom_id)).custom_id()


def _check_picker_of_discords(picker):
    """One whose options are Discord's own: channels, or roles"""
    chosen = picker.get("default_values", ())

    assert units(picker["custom_id"]) <= 100
    assert _read_back(picker["custom_id"]) == picker["custom_id"]
    assert len(chosen) <= picker.get("max_values", 1)
    _check_label(picker["placeholder"], 150)


def _check_field(field):
    assert field["type"] == FIELD
    assert units(field.get("placeholder") or "") <= 100
    assert units(field.get("value") or "") <= field["max_length"] <= 4_000


def _check_picker(picker):
    custom_id, options = picker["custom_id"], picker["options"]
    values = [option["value"] for option in options]
    opens, meant_id = _opens(custom_id)

    assert units(custom_id) <= 100
    assert meant_id == custom_id
    assert 1 <= len(options) <= 25
    assert len(set(values)) == len(values)
    assert sum(option.get("default", False) for option in options) <= picker.get("max_values", 1)
    assert picker.get("max_values", 1) <= len(options)
    assert units(picker.get("placeholder") or "") <= 150
    for option in options:
        _check_label(option["label"], 100)
        assert 1 <= units(option["value"]) <= 100
        if option.get("description") is not None:
            _check_label(option["description"], 100)
        opened = opens(option["value"]).custom_id()
        assert 1 <= units(opened) <= 100


def _opens(custom_id):
    """What a picker makes of its options' values, and the id that it gives itself."""
    asked = PICKER_ID.fullmatch(custom_id)
    if wished := SESSION_PICKER_ID.fullmatch(custom_id):
        return _session_picker(wished)
    if WISH_PICKER_ID.fullmatch(custom_id):
        return _Wish, custom_id
    if listed := ANNOUNCE_OPENER_ID.fullmatch(custom_id):
        return opened, opener_id(page_value(listed["page"]))
    if chosen := SETUP_ID.fullmatch(custom_id):
        return _Wish, setup_order_of(chosen).custom_id
    if asked is None:
        page = page_value(DELIVERY_PICKER_ID.fullmatch(custom_id)["page"])
        return picked, DeliveryPicker(page=page).custom_id
    meant = picker_of(asked)
    return meant.question, meant.custom_id


def _session_picker(found):
    program = found["program"]
    picker = (
        SavePicker(program=program, mark=found["mark"])
        if found["verb"] == "a-pick"
        else DropPicker(program=program)
    )
    return lambda value: session_picked(found, value), picker.custom_id


class _Wish:
    """An option of a picker of settings, whose value is read with its picker."""

    def __init__(self, value):
        self._value = value

    def custom_id(self):
        return self._value


def _check_section(section):
    assert 1 <= len(section["components"]) <= 3
    assert section["accessory"]["type"] in (BUTTON, THUMBNAIL)


def _check_thumbnail(thumbnail):
    _check_url(thumbnail["media"]["url"], 2_048)
    if thumbnail.get("description") is not None:
        _check_label(thumbnail["description"], 256)


def _check_nothing(_):
    """Text is checked with its siblings; separators and containers hold nothing to check."""


_CHECKS = {
    ROW: _check_row,
    BUTTON: _check_button,
    PICKER: _check_picker,
    ROLES: _check_picker_of_discords,
    CHANNELS: _check_picker_of_discords,
    SECTION: _check_section,
    THUMBNAIL: _check_thumbnail,
    TEXT: _check_nothing,
    SEPARATOR: _check_nothing,
    CONTAINER: _check_nothing,
}
