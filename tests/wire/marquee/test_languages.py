"""Everybody hears their own language, and all together the one that their organizers chose."""

import asyncio

import pytest

from bot.translation import Language, _, pgettext, speaking
from tests.wire.marquee.event import BRIDGES, RIVERS, an_event
from tests.wire.marquee.seen import button, read

REPLY, EPHEMERAL = 4, 64
LOCALES = {
    Language.ENGLISH: ("en-US", "en-GB"),
    Language.GERMAN: ("de",),
    Language.SPANISH: ("es-ES", "es-419"),
    Language.FRENCH: ("fr",),
    Language.PORTUGUESE: ("pt-BR",),
    Language.JAPANESE: ("ja",),
}
OTHERS = [language for language in Language if language is not Language.ENGLISH]

pytestmark = pytest.mark.trouble


@pytest.fixture
def event():
    return an_event(Rivers=2, Bridges=3_600)


@pytest.fixture
async def marquee(loopback, home, event):
    async with home.running(event) as marquee:
        await loopback.witness.until_connected()
        yield marquee


def said_in(language, text, context=None):
    with speaking(language):
        return _(text) if context is None else pgettext(context, text)


@pytest.mark.parametrize("language", Language)
async def test_a_person_is_answered_in_the_language_of_their_discord(
    loopback, marquee, place, language
):
    share = said_in(language, "Share")

    for locale in LOCALES[language]:
        answer = await loopback.people.slash(place, "talk", {"title": "bridges"}, locale=locale)
        assert button(answer.message, share)
        missed = await loopback.people.slash(place, "talk", {"title": "xxxxx"}, locale=locale)
        told = said_in(language, "No talk on the program matches “{words}”.")
        assert told.format(words="xxxxx") in read(missed.message)


async def test_whoevers_language_marquee_does_not_speak_is_answered_in_english(
    loopback, marquee, place
):
    answer = await loopback.people.slash(place, "talk", {"title": "bridges"}, locale="it")

    assert button(answer.message, "Share")


async def test_two_people_are_answered_at_once_each_in_their_own(loopback, marquee, place):

    locales = [locale for several in LOCALES.values() for locale in several] * 4
    answers = await asyncio.gather(
        *(loopback.people.slash(place, "now", locale=locale) for locale in locales)
    )

    for locale, answer in zip(locales, answers, strict=True):
        assert button(answer.message, said_in(Language.of_discord(locale), "Schedule"))


async def test_what_all_can_see_is_in_the_guilds_language_and_what_follows_in_ones_own(
    loopback, home, guild, place, event
):
    home.serve({guild.id: place}, language=Language.GERMAN)
    async with home.running(event):
        await loopback.witness.until_connected()
        asked = await loopback.people.slash(place, "talk", {"title": "bridges"}, locale="ja")
        share = button(asked.message, said_in(Language.JAPANESE, "Share"))
        shared = await loopback.people.press(place, asked.message["id"], share, locale="ja")
        speakers = button(shared.message, said_in(Language.GERMAN, "Save"))
        own = await loopback.people.press(place, shared.message["id"], speakers, locale="ja")

    assert (shared.message["flags"] & EPHEMERAL, own.message["flags"] & EPHEMERAL) == (0, EPHEMERAL)
    saved = said_in(Language.JAPANESE, "Saved: {title}")
    assert saved.format(title=BRIDGES) in read(own.message)


@pytest.mark.parametrize("language", OTHERS)
async def test_a_reminder_is_posted_in_the_guilds_language(loopback, home, guild, place, language):
    event = an_event(Rivers=1, Bridges=1)
    home.serve({guild.id: place}, language=language)

    async with home.running(event):
        [posted] = await loopback.witness.until_posted(1)

    placeholder = posted.body["components"][0]["components"][0]["placeholder"]
    assert placeholder == said_in(language, "Open a talk…")
    assert RIVERS in posted.body["content"]


async def test_a_person_is_written_to_in_the_language_in_which_they_saved(
    loopback, home, guild, place
):
    event = an_event(Rivers=4)
    home.serve({guild.id: place}, language=Language.GERMAN)
    [one] = await loopback.stage.create_users(1)
    channel = await loopback.stage.open_dm(one)
    async with home.running(event):
        await loopback.witness.until_connected()
        who = {"user_id": one, "locale": "fr"}
        card = await loopback.people.slash(place, "talk", {"title": RIVERS}, **who)
        save = button(card.message, said_in(Language.FRENCH, "Save"))
        await loopback.people.press(place, card.message["id"], save, **who)
        posted = await loopback.witness.until_posted(2)

    direct = next(one for one in posted if one.channel_id == channel)
    parts = [part for row in direct.body["components"] for part in row["components"]]
    assert said_in(Language.FRENCH, "My agenda") in [part.get("label") for part in parts]


@pytest.mark.parametrize("language", OTHERS)
async def test_commands_have_their_names_in_every_language(loopback, marquee, language):
    registered = {one["name"]: one for one in await loopback.witness.commands()}

    talk = registered["talk"]
    for locale in LOCALES[language]:
        assert talk["name_localizations"][locale] == said_in(language, "talk", "command")
        assert talk["description_localizations"][locale] == said_in(language, talk["description"])
        title = next(one for one in talk["options"] if one["name"] == "title")
        assert title["name_localizations"][locale] == said_in(language, "title", "option")
