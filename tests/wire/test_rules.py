from datetime import UTC, datetime, timedelta

import pytest

from tests.wire import rules
from tests.wire.refusal import Breach

V2 = 1 << 15
NOW = datetime(2022, 11, 30, 9, 0, tzinfo=UTC)


def _button(custom_id="a", **changes):
    return {"type": 2, "style": 1, "custom_id": custom_id, **changes}


def _row(*components):
    return {"type": 1, "components": list(components)}


def _link(**changes):
    return {"type": 2, "style": 5, "label": "a", **changes}


def _select(*values, **changes):
    options = [{"label": "a", "value": value} for value in values]
    return {"type": 3, "custom_id": "s", "options": options, **changes}


def _text(content="a"):
    return {"type": 10, "content": content}


FINE = [
    ({"content": "x" * 2000}, 0),
    ({"embeds": [{"description": "x" * 3000}, {"description": "x" * 3000}]}, 0),
    ({"components": [_row(_button(), _link(url="https://example.org/"))]}, 0),
    ({"components": [_row(_select("a", "b", max_values=2))]}, 0),
    ({"components": [_text("x" * 4000)]}, V2),
    ({"content": "<@1>", "allowed_mentions": {"parse": ["roles"], "users": ["1"]}}, 0),
]

WRONG = [
    ({"content": "x" * 2001}, 0, ("content",)),
    ({"embeds": [{"description": "x" * 3001}, {"title": "x" * 3000}]}, 0, ("embeds",)),
    (
        {"embeds": [{"fields": [{"name": "a", "value": " "}]}]},
        0,
        ("embeds", 0, "fields", 0, "value"),
    ),
    ({"components": [_row(_button())] * 6}, 0, ("components",)),
    (
        {"components": [_row(_button(), _button())]},
        0,
        ("components", 0, "components", 1, "custom_id"),
    ),
    ({"components": [_row(_link())]}, 0, ("components", 0, "components", 0, "url")),
    ({"components": [_row(_button(None))]}, 0, ("components", 0, "components", 0, "custom_id")),
    ({"components": [_row(_select("a", "a"))]}, 0, ("components", 0, "components", 0, "options")),
    (
        {"components": [_row(_select("a", max_values=2))]},
        0,
        ("components", 0, "components", 0, "max_values"),
    ),
    ({"components": [_text()]}, 0, ("components", 0, "type")),
    ({"content": "a", "components": [_text()]}, V2, ("content",)),
    ({"embeds": [{"title": "a"}], "components": [_text()]}, V2, ("embeds",)),
    ({"components": [_text()] * 41}, V2, ("components",)),
    ({"components": [_text("x" * 2001)] * 2}, V2, ("components",)),
    ({"allowed_mentions": {"parse": ["users"], "users": ["1"]}}, 0, ("allowed_mentions",)),
]


@pytest.mark.parametrize(("body", "flags"), FINE)
def test_a_message_within_the_limits_passes(body, flags):
    assert list(rules.message(body, flags=flags)) == []


@pytest.mark.parametrize(("body", "flags", "where"), WRONG)
def test_a_message_beyond_a_limit_is_found_in_its_place(body, flags, where):
    assert where in [breach.where for breach in rules.message(body, flags=flags)]


def _command(name="talk", description="a talk", **changes):
    return {"name": name, "description": description, **changes}


def _option(name, **changes):
    return {"type": 3, "name": name, "description": "an option", **changes}


@pytest.mark.parametrize(
    ("commands", "where"),
    [
        ([_command("Talk")], (0, "name")),
        ([_command("my talk")], (0, "name")),
        ([_command(description="")], (0, "description")),
        ([_command(), _command()], ()),
        ([_command(f"talk-{number}") for number in range(101)], ()),
        ([_command(name_localizations={"xx": "a"})], (0, "name_localizations", "xx")),
        (
            [_command(options=[_option("a"), _option("b", required=True)])],
            (0, "options", 1),
        ),
        ([_command(options=[_option("a"), _option("a")])], (0, "options")),
        (
            [_command(options=[_option("a", autocomplete=True, choices=[{"value": 1}])])],
            (0, "options", 0),
        ),
        (
            [_command(options=[_option(f"o{one}", description="x" * 400) for one in range(20)])],
            (0,),
        ),
    ],
)
def test_a_command_beyond_a_limit_is_found_in_its_place(commands, where):
    assert where in [breach.where for breach in rules.commands(commands)]


def test_commands_within_the_limits_pass():
    options = [_option("title", required=True, autocomplete=True), _option("day")]
    localized = {"name_localizations": {"de": "vortrag"}}

    found = list(rules.commands([_command(options=options, **localized), _command("föredrag")]))

    assert found == []


def test_a_modal_has_at_most_five_parts():
    modal = {"components": [_row({"type": 4, "custom_id": str(one)}) for one in range(6)]}

    assert [breach.where for breach in rules.modal(modal)] == [("data", "components")]


def _event(**changes):
    return {
        "entity_type": 3,
        "scheduled_start_time": (NOW + timedelta(hours=1)).isoformat(),
        "scheduled_end_time": (NOW + timedelta(hours=2)).isoformat(),
        "entity_metadata": {"location": "Hall 1"},
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"scheduled_start_time": "2022-11-30T08:00:00+00:00"}, ("scheduled_start_time",)),
        ({"scheduled_end_time": None}, ("scheduled_end_time",)),
        ({"scheduled_end_time": "2022-11-30T09:30:00+00:00"}, ("scheduled_end_time",)),
        ({"entity_metadata": None}, ("entity_metadata", "location")),
        ({"channel_id": "1"}, ("channel_id",)),
    ],
)
def test_an_event_that_makes_no_sense_is_found_in_its_place(changes, where):
    event = _event(**changes)

    assert [breach.where for breach in rules.scheduled_event(event, event, NOW)] == [where]


def test_an_event_that_began_may_still_be_edited():
    event = _event(scheduled_start_time="2022-11-30T08:00:00+00:00")

    assert list(rules.scheduled_event(event, {"name": "new"}, NOW)) == []


def test_a_topic_has_at_most_1024_characters():
    assert [breach.where for breach in rules.channel({"topic": "x" * 1025})] == [("topic",)]
    assert list(rules.channel({"topic": "x" * 1024})) == []


def test_a_breach_says_where_and_what():
    assert str(Breach(where=("embeds", 0, "title"), what="Too long")) == "embeds.0.title: Too long"
