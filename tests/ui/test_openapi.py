"""Every kind of message against Discord's own description of its API, where that is at hand.

MARQUEE_OPENAPI is the path of Discord's published openapi.json (discord/discord-api-spec).
"""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bot.delivery.model import Cause, State
from bot.delivery.overview import Overview
from bot.errors import MarqueeError
from bot.guilds.model import Choices
from bot.organizers.actions import Logged
from bot.organizers.welcome import Welcome
from bot.program.lookup import Lookup
from bot.ui.deliveries_card import Outlook, deliveries_card, resumed_card
from bot.ui.delivery_card import delivery_card
from bot.ui.log_post import log_post
from bot.ui.notice import apology, told
from bot.ui.orders import ListOrder
from bot.ui.setup_card import setup_card
from bot.ui.setup_orders import SetupPage
from bot.ui.welcome_post import welcome_post
from tests.ui.agendas import every_agenda_card, every_other_card
from tests.ui.conference import ONE_TRACK, TWO_DAYS
from tests.ui.every_message import every_card, every_post, moments
from tests.ui.program_cards import cards
from tests.ui.records import NOW, a_delivery, a_record
from tests.ui.test_announce_post import MARK, posted
from tests.ui.test_board_post import post_at
from tests.ui.test_digest_post import posts
from tests.ui.test_setup_card import panel as a_panel

COMPONENTS_V2 = 1 << 15


@pytest.fixture(scope="module")
def message():
    """Checks the body of a request that creates a message."""
    path = os.environ.get("MARQUEE_OPENAPI")
    if not path:
        pytest.skip("NOT CHECKED against Discord's API description: MARQUEE_OPENAPI is not set")
    description = json.loads(Path(path).read_text(encoding="utf-8"))
    # discord.py sends ids as numbers, which Discord takes though its description does not say so.
    snowflake = description["components"]["schemas"]["SnowflakeType"]
    snowflake["type"] = ["string", "integer"]
    root = {"$ref": "#/components/schemas/MessageCreateRequest", **description}
    return Draft202012Validator(root)


@pytest.mark.slow
@pytest.mark.parametrize("program", [ONE_TRACK, TWO_DAYS], ids=lambda program: program.id)
def test_every_answer_is_as_discord_describes_it(message, program):
    answers = [*every_card(program), *every_card(program, shared_by=7), apology("k3f9")]
    for view in [*answers, told(MarqueeError("No."))]:
        message.validate({"flags": COMPONENTS_V2, "components": view.to_components()})


@pytest.mark.parametrize("program", [ONE_TRACK, TWO_DAYS], ids=lambda program: program.id)
def test_every_post_is_as_discord_describes_it(message, program):
    for post in every_post(program):
        body = {
            "content": post.content,
            "embeds": [embed.to_dict() for embed in post.embeds],
            "components": [] if post.view is None else post.view.to_components(),
            "allowed_mentions": {"parse": [], "users": list(post.mentions)},
        }
        message.validate(body)


def test_every_card_for_organizers_is_as_discord_describes_it(message):
    held = a_record("rivers", state=State.DROPPED, cause=Cause.PAUSED)
    posted = a_record("lakes", message_id=7)
    overview = Overview(coming=(a_delivery("seas"),), lately=(held, posted))
    choices = Choices(guild_id=1, reminder_channel=2, paused_at=NOW)
    outlook = Outlook(choices=choices, overview=overview, timetable=None)
    views = [
        deliveries_card(outlook, ListOrder(), NOW),
        resumed_card(outlook, NOW - timedelta(hours=1), NOW),
        *(delivery_card(one, choices, None, NOW) for one in (held, posted, *overview.coming)),
    ]

    for view in views:
        message.validate({"flags": COMPONENTS_V2, "components": view.to_components()})


def test_every_card_about_the_program_is_as_discord_describes_it(message):
    for view in cards(ONE_TRACK, TWO_DAYS, "words"):
        message.validate({"flags": COMPONENTS_V2, "components": view.to_components()})


def test_a_wrong_message_is_told_from_a_right_one(message):
    button = {"type": 2, "style": 2, "label": "x" * 81, "custom_id": "m1:now:conf"}
    row = {"type": 1, "components": [button]}

    assert not message.is_valid({"flags": COMPONENTS_V2, "components": [row]})


def test_every_page_of_the_panel_is_as_discord_describes_it(message):
    for page in SetupPage:
        view = setup_card(a_panel(), page)
        message.validate({"flags": COMPONENTS_V2, "components": view.to_components()})


@pytest.mark.slow
@pytest.mark.parametrize("words", ["", "a *_`~|>#@<[]() 🎤"])
def test_every_card_of_an_agenda_is_as_discord_describes_it(message, words):
    for view in [*every_agenda_card(TWO_DAYS, words), *every_other_card()]:
        message.validate({"flags": COMPONENTS_V2, "components": view.to_components()})


@pytest.mark.parametrize("program", [ONE_TRACK, TWO_DAYS], ids=lambda program: program.id)
def test_the_day_the_board_and_announcements_are_as_discord_describes_them(message, program):
    logged = Logged(user_id=7, at=NOW, what="moved “Rivers”", mark=MARK)
    boards = [post_at(moment, program) for moment in moments(Lookup(program))]
    others = [posted(role=7), log_post(logged), welcome_post(Welcome(mark=MARK))]
    for post in [*posts(program), *boards, *others]:
        body = {
            "content": post.content,
            "embeds": [embed.to_dict() for embed in post.embeds],
            "components": [] if post.view is None else post.view.to_components(),
            "allowed_mentions": {"parse": [], "roles": list(post.roles)},
        }
        message.validate(body)
