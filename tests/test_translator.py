"""What Discord is told of the slash commands holds its limits in every language."""

from importlib import import_module
from inspect import getmembers, isclass, signature

import pytest
from discord import Locale
from discord.ext import commands

from bot.client import MarqueeClient
from bot.translation import Language
from bot.translator import CommandTranslator
from tests.house import modules
from tests.wire import rules

# Discord's documentation, "Application Command Structure".
NAME, DESCRIPTION = 32, 100


async def nothing(*_):
    pass


def every_cog():
    """One of each kind of cog, with nothing behind it"""
    for module in modules():
        if module.part == "cogs":
            for _, kind in getmembers(import_module(module.name), isclass):
                if issubclass(kind, commands.Cog) and kind.__module__ == module.name:
                    yield kind(*[None] * len(signature(kind).parameters))


@pytest.fixture
async def told():
    """All commands, as Discord is told of them"""
    client = MarqueeClient(None, ready_to_post=nothing)
    tree = client.tree
    await tree.set_translator(CommandTranslator())
    for cog in every_cog():
        await client.add_cog(cog)
    return [await one.get_translated_payload(tree, tree.translator) for one in tree.get_commands()]


def walk(parts):
    """The commands, and all groups, subcommands, options and choices within them"""
    for part in parts:
        yield part
        yield from walk([*part.get("options", ()), *part.get("choices", ())])


def in_every_language(part, key):
    return [part[key], *(part.get(f"{key}_localizations") or {}).values()] if key in part else []


async def test_every_name_and_description_is_as_long_as_discord_takes(told):
    names = [name for part in walk(told) for name in in_every_language(part, "name")]
    descriptions = [text for part in walk(told) for text in in_every_language(part, "description")]

    assert [name for name in names if not 1 <= len(name) <= NAME] == []
    assert [text for text in descriptions if not 1 <= len(text) <= DESCRIPTION] == []


async def test_all_of_them_are_commands_that_discord_takes(told):
    assert list(rules.commands(told)) == []


@pytest.mark.parametrize("language", [one for one in Language if one is not Language.ENGLISH])
async def test_what_stands_beside_each_other_is_told_apart_in_every_language(told, language):
    locales = [one.value for one in Locale if Language.of_discord(one.value) is language]
    beside = [told, *(part["options"] for part in walk(told) if "options" in part)]

    for locale in locales:
        for parts in beside:
            named = [part.get("name_localizations", {}).get(locale, part["name"]) for part in parts]
            assert len(set(named)) == len(named)


async def test_whoever_speaks_none_of_the_languages_is_told_in_english(told):
    assert {locale for part in walk(told) for locale in part.get("name_localizations", {})} == {
        one.value for one in Locale if Language.of_discord(one.value) is not Language.ENGLISH
    }
