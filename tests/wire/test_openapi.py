import os

import pytest

from tests.wire.limits import MESSAGES
from tests.wire.openapi import Description
from tests.wire.rest import ROUTES

PATH = os.environ.get("MARQUEE_OPENAPI", "")


@pytest.fixture(scope="module")
def description():
    if not PATH:
        pytest.skip("MARQUEE_OPENAPI names no description of Discord's API")
    return Description.load(PATH)


def test_without_a_path_there_is_no_description():
    assert Description.load("") is None


def test_every_route_is_one_of_discords(description):
    strange = [one for one in ROUTES if not description.knows(one.method, one.template)]

    assert strange == []


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"content": "hi", "nonce": "x" * 26}, ("nonce",)),
        ({"contents": "hi"}, ()),
        ({"embeds": [{"title": "x" * 257}]}, ("embeds", 0, "title")),
        ({"embeds": [{"fields": [{"name": "a", "vale": "b"}]}]}, ("embeds", 0, "fields", 0)),
        (
            {"components": [{"type": 1, "components": [{"type": 2, "style": 9}]}]},
            ("components", 0, "components", 0, "style"),
        ),
    ],
)
def test_a_wrong_body_is_found_in_its_place(description, body, where):
    found = description.body_breaches("POST", MESSAGES, body)

    assert [breach.where for breach in found][:1] == [where]


@pytest.mark.parametrize(
    "body",
    [
        {"content": "hi", "nonce": "1", "enforce_nonce": True, "tts": False},
        {"embeds": [{"title": "a", "type": "rich", "flags": 0}], "message_reference": None},
        {"sticker_ids": [123, "456"]},
    ],
)
def test_a_right_body_passes(description, body):
    assert description.body_breaches("POST", MESSAGES, body) == []


def test_an_answer_with_a_number_for_an_id_is_wrong(description):
    found = description.answer_breaches("GET", "/gateway", 200, {"url": 5})

    assert [breach.where for breach in found] == [("url",)]


def test_a_missing_body_is_wrong_where_one_is_needed(description):
    assert len(description.body_breaches("POST", MESSAGES, None)) == 1
    assert len(description.body_breaches("GET", "/gateway", {})) == 1
