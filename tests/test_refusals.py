"""What stood in the way of a post, in words that any language has."""

from types import SimpleNamespace

import discord
import pytest

from bot.delivery.model import Cause, State
from bot.refusals import is_final, outcome_of_post, words
from bot.translation import in_words
from tests.translation.fake import speaking_loudly


def answered(status, text="", error=discord.HTTPException):
    return error(SimpleNamespace(status=status, reason="No"), {"code": 0, "message": text})


@pytest.mark.parametrize(
    ("error", "english", "elsewhere"),
    [
        (
            answered(403, "Missing Access", discord.Forbidden),
            "Marquee may not post in this channel (Missing Access)",
            "MARQUEE MAY NOT POST IN THIS CHANNEL (Missing Access)",
        ),
        (answered(500), "Discord answered 500", "DISCORD ANSWERED 500"),
        (
            answered(400, "Too long"),
            "Discord answered 400 Too long",
            "DISCORD ANSWERED 400 Too long",
        ),
        (
            discord.RateLimited(1.2),
            "Discord asked to wait 1 second",
            "DISCORD ASKED TO WAIT 1 SECOND",
        ),
        (
            discord.RateLimited(90),
            "Discord asked to wait 90 seconds",
            "DISCORD ASKED TO WAIT 90 SECONDS",
        ),
        (
            OSError(),
            "Discord could not be reached (OSError)",
            "DISCORD COULD NOT BE REACHED (OSError)",
        ),
    ],
)
def test_what_stood_in_the_way_is_english_until_somebody_reads_it(
    error, english, elsewhere, monkeypatch
):
    assert words(error) == english
    with speaking_loudly(monkeypatch):
        assert in_words(words(error)) == elsewhere


@pytest.mark.parametrize(
    ("error", "final"),
    [
        (answered(400), True),
        (answered(404, error=discord.NotFound), True),
        (answered(401), False),
        (answered(429), False),
        (answered(500), False),
        (discord.RateLimited(1), False),
        (OSError(), False),
    ],
)
def test_what_discord_refuses_is_final_unless_time_or_a_new_token_helps(error, final):
    assert is_final(error) is final


def test_a_person_is_not_told_of_channels():
    outcome = outcome_of_post(answered(403, "No", discord.Forbidden), is_direct=True)

    assert (outcome.state, outcome.cause) == (State.DROPPED, Cause.FORBIDDEN)
    assert outcome.reason == "Discord lets Marquee write them no direct message (No)"
