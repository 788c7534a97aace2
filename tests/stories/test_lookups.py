"""A person asks about talks, speakers and tracks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.stories.people import buttons, pickers, read

TALKS = {
    "Azure Cosmos DB: Low Latency and High Availability at Planet Scale": (
        "azure cos", "microsoft", "cosmso", "planet",
    ),
    "Honeycomb: How We Used Serverless to Speed Up Our Servers": (
        "honeyc", "honeycombio", "serverles", "speed",
    ),
    "From Zero to A Hundred Billion: Building Scalable Real Time Event Processing At DoorDash": (
        "from zero", "doordash", "scalabel", "hundred",
    ),
    "Magic Pocket: Dropbox’s Exabyte-Scale Block Storage System": (
        "magic p", "dropbox", "exabtye", "block storage",
    ),
    "DynamoDB: Evolution of a Hyper-Scale Cloud Database Service": (
        "dynamo", "awscloud", "evoluton", "cloud database",
    ),
}  # fmt: skip

PEOPLE = (
    "Mei-Chin Tsai", "Vinod Sridharan", "Jessica Kerr", "Allen Wang",
    "Facundo Agriel", "Akshat Vig", "Randy Shoup",
)  # fmt: skip

WORDS = [(title, words) for title, all_words in TALKS.items() for words in all_words]
NAMES = [(name, part) for name in PEOPLE for part in (name, *name.split())]


@pytest.mark.parametrize(("title", "words"), WORDS)
async def test_a_talk_is_offered_for_half_a_word_a_company_a_typo_or_a_middle_word(
    attendee, stage, title, words
):
    choices = await attendee.autocomplete(stage.general, "talk", "title", words)

    assert choices[0]["name"].startswith(title[:40])


@pytest.mark.parametrize(("title", "words"), WORDS)
async def test_a_talk_is_opened_by_the_same_words_typed_by_hand(attendee, stage, title, words):
    answer = await attendee.slash(stage.general, "talk", title=words)

    assert title in read(answer).replace("\\", "")
    assert answer.ephemeral


@pytest.mark.parametrize(("name", "words"), NAMES)
async def test_a_speaker_is_offered_for_any_of_their_names(attendee, stage, name, words):
    choices = await attendee.autocomplete(stage.general, "speaker", "name", words)

    assert choices[0]["name"].startswith(name)


async def test_a_talk_card_tells_the_abstract_the_people_and_the_track(attendee, stage):
    answer = await attendee.slash(stage.general, "talk", title="cosmos")

    text = read(answer).replace("\\", "")
    for part in (
        "fully-managed, multi-tenant, distributed",
        "Mei-Chin Tsai",
        "Vinod Sridharan",
        "Microsoft",
        "Architectures You've Always Wondered About",
        "<t:1669827600:",
    ):
        assert part in text


async def test_buttons_lead_from_a_talk_to_its_speaker_and_back(attendee, stage):
    talk = await attendee.slash(stage.general, "talk", title="magic pocket")

    speaker = await attendee.click(talk.response, label="Facundo Agriel")
    back = await _press_or_pick(attendee, speaker, "Magic Pocket")

    assert "Software Engineer / Tech Lead" in read(speaker)
    assert "Magic Pocket is used to store" in read(back)
    assert back.response.id == talk.response.id


async def test_buttons_still_work_after_the_bot_was_restarted(attendee, rehearsal, stage):
    talk = await attendee.slash(stage.general, "talk", title="magic pocket")

    await rehearsal.restart()
    speaker = await attendee.click(talk.response, label="Facundo Agriel")

    assert "Dropbox" in read(speaker)


async def test_share_shows_the_answer_to_everyone(attendee, stage):
    talk = await attendee.slash(stage.general, "talk", title="magic pocket")

    shared = await attendee.click(talk.response, label="Share")

    assert (talk.ephemeral, shared.ephemeral) == (True, False)
    assert "Magic Pocket is used to store" in read(shared)
    assert "Share" not in buttons(shared)


async def test_share_as_an_option_answers_everyone_at_once(attendee, stage):
    answer = await attendee.slash(stage.general, "speaker", name="randy", share=True)

    assert not answer.ephemeral
    assert attendee.mention in read(answer)


async def test_a_button_under_a_shared_answer_answers_only_who_pressed_it(stage, attendee):
    shared = await attendee.slash(stage.general, "talk", title="magic pocket", share=True)

    pressed = await stage.organizer.click(shared.response, label="Facundo Agriel")

    assert pressed.ephemeral
    assert pressed.response.id != shared.response.id


async def test_an_unknown_talk_gets_the_three_nearest_as_buttons(attendee, stage):
    answer = await attendee.slash(stage.general, "talk", title="qqqq zzzz")
    said = read(answer)
    near = [label for label in buttons(answer) if any(t.startswith(label[:9]) for t in TALKS)]

    opened = await attendee.click(answer.response, label=near[0])

    assert "qqqq zzzz" in said
    assert len(near) == 3
    assert near[0][:9] in read(opened)


async def test_a_track_card_tells_its_host_and_its_talks(attendee, stage):
    answer = await attendee.slash(stage.general, "track", name="architectures")

    text = read(answer).replace("\\", "")
    for part in ("internet-scale tech giants", "Randy Shoup", "eBay", *TALKS):
        assert part[:60] in text


async def test_the_track_is_offered_by_a_word_of_it(attendee, stage):
    choices = await attendee.autocomplete(stage.general, "track", "name", "wonderd")

    assert [choice["name"][:13] for choice in choices] == ["Architectures"]


async def test_search_finds_talks_and_people_and_opens_what_is_picked(attendee, stage):
    answer = await attendee.slash(stage.general, "search", words="database")

    custom_id, options = next(iter(pickers(answer.response.components).items()))
    label = next(label for label in options if "Dynamo" in label)
    opened = await attendee.select(answer.response, [options[label]], custom_id=custom_id)

    assert "Amazon DynamoDB is a cloud database service" in read(opened)


async def test_an_empty_field_offers_what_is_on_and_next(attendee, rehearsal, stage):
    await rehearsal.move(timedelta(minutes=25))

    choices = await attendee.autocomplete(stage.general, "talk", "title", "")

    assert len(choices) == len(TALKS)


async def test_lookups_work_in_a_direct_message_with_someone_of_no_server(stage):
    visitor = stage.env.create_user("visitor")

    answer = await visitor.slash("talk", title="honeycomb")

    assert "Jessica Kerr" in read(answer)


async def test_what_people_type_mentions_nobody(attendee, stage):
    answer = await attendee.slash(stage.general, "talk", title="@everyone <@1> zzzz")

    assert "@everyone" not in read(answer).replace("@\u200beveryone", "")


async def _press_or_pick(person, answer, beginning):
    for label in buttons(answer):
        if label.startswith(beginning):
            return await person.click(answer.response, label=label)
    for custom_id, options in pickers(answer.response.components).items():
        for label, value in options.items():
            if label.startswith(beginning):
                return await person.select(answer.response, [value], custom_id=custom_id)
    raise AssertionError(f"Nothing to press begins with {beginning}: {buttons(answer)}")


async def test_a_guild_may_choose_that_everyone_sees_the_answers(attendee, rehearsal, stage):
    await rehearsal.restart(table=replace(rehearsal.table(), public_answers=True))

    answer = await attendee.slash(stage.general, "talk", title="magic pocket")
    hint = await attendee.slash(stage.general, "help")

    assert not answer.ephemeral
    assert "Everyone here sees the answers" in read(hint)
