from gettext import NullTranslations

import pytest

from bot.translation import Language, catalog
from tests.stories.people import buttons, pickers, read

WORDS = {
    Language.GERMAN: {
        "Share": "Teilen",
        "🎤 Talk": "🎤 Vortrag",
        "No day on the program matches “{words}”.": "Kein Tag passt zu „{words}“.",
    },
    Language.FRENCH: {"🎤 Talk": "🎤 Exposé", "Shared by {person}": "Partagé par {person}"},
}


class Words(NullTranslations):
    def __init__(self, words):
        super().__init__()
        self._words = words

    def gettext(self, message):
        return self._words.get(message, message)


@pytest.fixture
async def attendee(office, stage, monkeypatch):
    """A German in a server that speaks French"""
    await office.choose(stage.guild_id, language=Language.FRENCH)
    monkeypatch.setattr(catalog, "translations", lambda one: Words(WORDS.get(one, {})))
    monkeypatch.setattr(Language, "of_discord", staticmethod(lambda _locale: Language.GERMAN))
    return stage.attendee


def kind(answer):
    return read(answer).split("\n")[0].partition(" · ")[0]


async def test_a_private_answer_is_in_the_persons_language(stage, attendee):
    answer = await attendee.slash(stage.general, "talk", title="rivers")

    assert (answer.ephemeral, kind(answer)) == (True, "-# 🎤 Vortrag")
    assert "Teilen" in buttons(answer)


async def test_an_answer_that_is_shared_is_in_the_servers_language(stage, attendee):
    at_once = await attendee.slash(stage.general, "talk", title="rivers", share=True)
    private = await attendee.slash(stage.general, "talk", title="rivers")
    by_press = await attendee.click(private.response, label="Teilen")

    assert [one.ephemeral for one in (at_once, by_press)] == [False, False]
    assert [kind(one) for one in (at_once, by_press)] == ["-# 🎤 Exposé", "-# 🎤 Exposé"]
    assert f"Partagé par <@{attendee.id}>" in read(by_press)


async def test_where_answers_are_public_they_are_in_the_servers_language(office, stage, attendee):
    await office.choose(stage.guild_id, public_answers=True)

    answer = await attendee.slash(stage.general, "talk", title="rivers")

    assert (answer.ephemeral, kind(answer)) == (False, "-# 🎤 Exposé")


async def test_what_a_press_on_a_public_answer_shows_one_alone_is_in_their_language(
    stage, attendee
):
    public = await attendee.slash(stage.general, "search", words="water", share=True)
    picker = next(one for one in pickers(public.response.components) if ":open:" in one)

    own = await attendee.select(public.response, ["talk:rivers"], custom_id=picker)

    assert (public.ephemeral, own.ephemeral) == (False, True)
    assert kind(own) == "-# 🎤 Vortrag"


async def test_what_is_not_found_is_told_in_the_persons_language(stage, attendee):
    answer = await attendee.slash(stage.general, "schedule", day="nie", share=True)

    assert (answer.ephemeral, "Kein Tag passt zu „nie“." in read(answer)) == (True, True)


async def test_days_are_offered_as_the_person_calls_them_and_found_in_any_language(stage, attendee):
    async def offered(typed):
        choices = await attendee.autocomplete(stage.general, "schedule", "day", typed)
        return [choice["name"] for choice in choices]

    first, second = "Mi., 30. Nov. 2022", "Do., 1. Dez. 2022"
    assert await offered("") == [first, second]
    assert [await offered(typed) for typed in ("mittw", "Wednesday", "wed 30", "水曜日")] == [
        [first]
    ] * 4
    assert [await offered(typed) for typed in ("2022-12", "tomorrow", "sunday")] == [
        [second], [second], []
    ]  # fmt: skip
