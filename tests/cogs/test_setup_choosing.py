from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import discord
import pytest

from bot.cogs.setup_choosing import Chooser, newcomers_language
from bot.cogs.setup_showing import page_of
from bot.guilds.choosing import with_fields
from bot.guilds.model import Choices, Lead, Route, RouteKind
from bot.translation import Language
from bot.ui.setup_orders import Pick, SetupPage, Switch, TextPicker, Turn

NOW = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
TEN = timedelta(minutes=10)
NOTHING = Choices(guild_id=1)
GERMAN = SimpleNamespace(guild_locale=discord.Locale.german)
LANGUAGE = TextPicker(pick=Pick.LANGUAGE)


def with_events(choices):
    return with_fields(choices, has_events=True)


@pytest.fixture
def chooser():
    return Chooser(None, [TEN])


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        (discord.Locale.german, Language.GERMAN),
        (discord.Locale.latin_american_spanish, Language.SPANISH),
        (discord.Locale.swedish, Language.ENGLISH),
        (None, None),
    ],
)
def test_the_first_choice_takes_the_servers_own_language(locale, language):
    change = newcomers_language(with_events, SimpleNamespace(guild_locale=locale))

    assert change(NOTHING) == replace(NOTHING, has_events=True, language=language)


@pytest.mark.parametrize(
    "before",
    [
        replace(NOTHING, language=Language.FRENCH),
        replace(NOTHING, chosen_at=NOW),
        replace(NOTHING, has_events=True),
    ],
)
def test_a_language_that_was_chosen_and_later_choices_stay_as_they_are(before):
    after = newcomers_language(with_events, GERMAN)(before)

    assert after == replace(before, has_events=True)


def test_a_language_that_is_picked_first_is_not_the_servers(chooser):
    change = newcomers_language(chooser.change(LANGUAGE, ["ja"], NOW), GERMAN)

    assert change(NOTHING) == replace(NOTHING, language=Language.JAPANESE)


@pytest.mark.parametrize("values", [["tlh"], []])
def test_a_language_that_is_not_offered_is_refused(chooser, values):
    with pytest.raises((ValueError, IndexError)):
        chooser.change(LANGUAGE, values, NOW)


def test_what_gets_a_channel_made_is_reminded_there_from_now_on(chooser):
    change = chooser.made(RouteKind.TRACK, "web", 7, NOW)

    chosen = change(NOTHING)

    assert chosen.routes == (Route(kind=RouteKind.TRACK, id="web", channel=7, since=NOW),)
    assert chosen.leads == (Lead(before=TEN, since=NOW),)


def test_what_got_a_channel_meanwhile_keeps_it(chooser):
    routed = replace(
        NOTHING,
        leads=(Lead(before=TEN),),
        routes=(Route(kind=RouteKind.TRACK, id="web", channel=5),),
    )

    assert chooser.made(RouteKind.TRACK, "web", 7, NOW)(routed) == routed


@pytest.mark.parametrize("switch", Switch)
def test_each_switch_changes_one_choice_and_has_a_page(chooser, switch):
    on, off = (chooser.change(Turn(switch=switch, on=is_on), (), NOW) for is_on in (True, False))

    assert on(NOTHING) != NOTHING
    assert off(on(NOTHING)) == NOTHING
    assert page_of(Turn(switch=switch, on=True)) in SetupPage
