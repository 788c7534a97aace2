"""Sessions are saved and taken back, wherever a button for it stands."""

from gettext import NullTranslations

import discord
from simcord.components import walk_components

from bot.translation import Language, catalog
from bot.ui.agenda_orders import (
    SaveOrder,
    TakeBackOrder,
)
from tests.cogs.office import RIVERS, SEAS, press, saved
from tests.stories.people import buttons, read
from tests.ui.conference import TWO_DAYS


async def test_a_session_is_saved_from_a_talk_and_taken_back(office, stage, people):
    attendee, _ = people
    talk = await attendee.slash(stage.general, "talk", title="rivers", share=True)

    first = await attendee.click(talk.response, label="Save")
    kept = office.mine(attendee)
    second = await attendee.click(talk.response, label="Save")

    assert first.ephemeral
    assert "Saved: Rivers" in read(first)
    assert kept == [("water-22", RIVERS)]
    assert "Taken back: Rivers" in read(second)
    assert office.mine(attendee) == []
    assert not talk.response.ephemeral


async def test_the_saved_card_takes_it_back_and_saves_it_again_in_place(office, stage, people):
    attendee, _ = people
    card = await saved(stage, attendee)

    back = await attendee.click(card.response, label="Take back")
    without = office.mine(attendee)
    again = await attendee.click(card.response, label="Save again")

    assert (back.response.id, again.response.id) == (card.response.id, card.response.id)
    assert without == []
    assert office.mine(attendee) == [("water-22", RIVERS)]


async def test_what_clashes_is_told_and_what_is_kept_only_the_first_time(stage, people):
    attendee, _ = people

    first = read(await saved(stage, attendee, "rivers"))
    second = read(await saved(stage, attendee, "lakes"))

    assert "/agenda forget-me" in first
    assert "At the same time" not in first
    assert "⚠️ **At the same time you saved:**\n- **Rivers**" in second
    assert "/agenda forget-me" not in second


async def test_the_first_save_has_a_channel_opened_for_reminders(office, stage, people):
    attendee, _ = people

    await saved(stage, attendee)

    assert office.agendas.of(attendee.id).channel == stage.alone.dm_channel.id


async def test_a_session_is_chosen_from_a_picker(office, stage, people):
    attendee, _ = people
    found = await attendee.slash(stage.general, "search", words="ada")
    pickers = [
        part["custom_id"]
        for part in walk_components(found.response.components)
        if part.get("custom_id", "").startswith("m1:a-pick:")
    ]

    answer = await attendee.select(found.response, [SEAS], custom_id=pickers[0])

    assert "Saved: Seas" in read(answer)
    assert answer.response.id != found.response.id
    assert office.mine(attendee) == [("water-22", SEAS)]


async def test_a_press_that_two_processes_get_counts_once(office, stage, people):
    attendee, _ = people
    office.claims.takes_none = True

    answer = await saved(stage, attendee)

    assert not answer.acknowledged
    assert office.mine(attendee) == []


async def test_what_another_process_saved_a_moment_ago_is_taken_back(office, stage, people):
    attendee, _ = people
    await saved(stage, attendee)
    (one,) = office.agendas.of(attendee.id).saved
    await office.agendas.drop(attendee.id, one.program, [one.session])
    await office.store.save(attendee.id, one)

    answer = await saved(stage, attendee)

    assert "Taken back: Rivers" in read(answer)
    assert office.mine(attendee) == []


async def test_a_button_whose_session_is_gone_says_so(office, stage, people):
    attendee, _ = people
    order = SaveOrder(program="water-22", session="gone")

    answer = await press(stage, attendee, order)

    assert "no longer on the program here" in read(answer)
    assert office.mine(attendee) == []


async def test_what_is_gone_can_still_be_taken_back(office, stage, people):
    attendee, _ = people
    card = await saved(stage, attendee)
    office.change(TWO_DAYS, sessions=TWO_DAYS.sessions[1:])

    answer = await attendee.click(card.response, label="Take back")
    again = await attendee.click(card.response, label="Save again")

    assert "Taken back: Rivers" in read(answer)
    assert "no longer on the program here" in read(again)


async def test_a_store_that_fails_is_apologised_for(office, stage, people, monkeypatch):
    attendee, _ = people

    async def fails(*_):
        raise RuntimeError("on purpose")

    monkeypatch.setattr(office.store, "save", fails)

    assert "reference" in read(await saved(stage, attendee))


async def test_it_works_in_direct_messages_by_the_program_of_the_last_guild(office, stage, people):
    attendee, _ = people
    await office.choose(stage.guild_id, program="plus-22")
    before = read(await stage.alone.slash("now"))
    card = await saved(stage, attendee, "magic")

    after = read(await stage.alone.slash("agenda show"))
    talk = await stage.alone.slash("talk", title="magic")
    back = await stage.alone.click(talk.response, label="Save")

    assert "WaterConf" in before
    assert "Saved: Architectures" in read(card)
    assert "**Architectures**" in after
    assert "Taken back: Architectures" in read(back)
    assert back.ephemeral


async def test_closed_messages_are_told_once_and_opened_by_a_try(office, stage, people):
    attendee, _ = people
    await saved(stage, attendee)
    await office.agendas.close(attendee.id, office.clock.now())

    told = await saved(stage, attendee, "lakes")
    seen = read(told)
    later = read(await saved(stage, attendee, "seas"))
    tried = read(await attendee.click(told.response, label="Try again"))

    assert "Discord does not let me write to you" in seen
    assert "Discord does not let me write to you" not in later
    assert "No reminder: your DMs are closed to me." in later
    assert "Done: I can write to you." in tried
    assert office.agendas.of(attendee.id).closed_at is None
    assert "This is where your reminders come" in stage.alone.dm_channel.history()[-1].content


async def test_with_closed_messages_the_guilds_own_way_is_told(office, stage, people):
    attendee, _ = people
    await saved(stage, attendee)
    await office.choose(
        stage.guild_id, reminder_channel=stage.announcements.id, personal_fallback=True
    )
    await office.agendas.close(attendee.id, office.clock.now())

    assert f"Until then I mention you in <#{stage.announcements.id}>" in read(
        await saved(stage, attendee, "seas")
    )


async def test_in_a_guild_that_has_no_marquee_of_its_own_it_is_saved_in_none(
    office, stage, people, monkeypatch
):
    attendee, organizer = people
    monkeypatch.setattr(discord.Interaction, "is_user_integration", lambda _: True)

    await saved(stage, attendee)
    asked = await attendee.slash(stage.general, "agenda compare", person=organizer)

    (one,) = office.agendas.of(attendee.id).saved
    assert (one.guild_id, office.agendas.of(attendee.id).last_guild) == (None, None)
    assert "Ask them here" not in buttons(asked)


async def test_a_saved_session_follows_the_guild_it_was_saved_in(office, stage, people):
    attendee, _ = people

    await saved(stage, attendee)

    (one,) = office.agendas.of(attendee.id).saved
    assert one.guild_id == stage.guild_id


async def test_drop_on_one_reminder_after_another_never_saves_it_again(office, stage, people):
    attendee, _ = people
    await saved(stage, attendee)
    order = TakeBackOrder(program="water-22", session=RIVERS)

    answers = [await press(stage, attendee, order) for _ in range(2)]

    assert ["Taken back: Rivers" in read(one) for one in answers] == [True, True]
    assert [one.ephemeral for one in answers] == [True, True]
    assert office.mine(attendee) == []


async def test_what_is_sent_to_a_person_is_in_the_language_in_which_they_save(
    office, stage, people, monkeypatch
):
    attendee, _ = people
    await saved(stage, attendee)
    at_first = office.agendas.of(attendee.id).language
    monkeypatch.setattr(Language, "of_discord", staticmethod(lambda _locale: Language.FRENCH))
    monkeypatch.setattr(catalog, "translations", lambda _language: NullTranslations())

    await press(stage, attendee, SaveOrder(program="water-22", session=SEAS))

    assert at_first is Language.ENGLISH
    assert office.agendas.of(attendee.id).language is Language.FRENCH
