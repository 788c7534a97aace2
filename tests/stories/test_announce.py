"""Organizers write announcements, look at them, have them posted, change them, take them back."""

from datetime import timedelta

import discord
import pytest
from simcord.components import walk_components

from bot.config import Settings
from bot.errors import NotAnOrganizerError
from bot.rehearsal.play import rehearse
from bot.storage.announcements import SqlAnnouncements
from bot.ui.orders import LogOrder
from tests.factories import NINE, a_program, a_room, a_session, a_talk
from tests.stories.people import BUTTON, read

pytestmark = pytest.mark.slow

MINUTES = timedelta(minutes=1)
SWEEPS = timedelta(seconds=30)
HALL = a_room("Hall 1", id="one")
RIVERS = a_talk("Rivers")
SESSION = a_session(NINE, id="rivers-1", minutes=30, talks=(RIVERS.id,), room=HALL.id)
PROGRAM = a_program(SESSION, talks=(RIVERS,), rooms=(HALL,))
START = int(NINE.timestamp())

WORDS = {"title": "Lunch is *ready*", "text": "Come to the **foyer**, @everyone <@&1>\n- soup"}
POSTED = r"**Lunch is \*ready\***"
UNKNOWN = "0123456789abcdef"


@pytest.fixture
async def rehearsal():
    """Twenty minutes before the only session, in a server that is told of nothing by itself."""
    async with rehearse(PROGRAM, Settings(leads=())) as it:
        yield it


@pytest.fixture
def organizer(stage):
    return stage.organizer


async def written(organizer, stage, when=None, **words):
    """A draft's card: after the command and the form"""
    typed = {} if when is None else {"when": when}
    form = await organizer.slash(stage.general, "announce new", **typed)
    return await organizer.submit_modal(form, {**WORDS, **words})


async def confirmed(organizer, card, label="Post it"):
    """What stands after the preview was seen and confirmed"""
    preview = await organizer.click(card.response, label="Preview and post")
    (confirm,) = (one for one in labels(preview) if one.startswith(label))
    return await organizer.click(preview.response, label=confirm)


def labels(answer):
    parts = walk_components(answer.response.components)
    return [part["label"] for part in parts if part.get("type") == BUTTON]


async def to(organizer, card, channel):
    return await organizer.select(card.response, [channel], custom_id=picker(card, "channel"))


def picker(card, what):
    ids = [part.get("custom_id", "") for part in walk_components(card.response.components)]
    (found,) = (one for one in ids if one.startswith(f"m1:n-{what}:"))
    return found


def posts(channel):
    return [
        (message.content, *(embed.description for embed in message.embeds))
        for message in channel.history()
        if not message.flags.ephemeral
    ]


async def opened(organizer, stage, label=None):
    """The card of the one announcement that is listed"""
    listed = await organizer.slash(stage.general, "announce list")
    parts = walk_components(listed.response.components)
    (one,) = (part for part in parts if part.get("custom_id", "").startswith("m1:n-pick:"))
    (value,) = (option["value"] for option in one["options"])
    return await organizer.select(listed.response, [value], custom_id=one["custom_id"])


async def test_an_announcement_is_written_seen_exactly_and_posted_at_once(
    organizer, rehearsal, stage
):
    card = await written(organizer, stage)
    card = await to(organizer, card, stage.announcements)
    preview = await organizer.click(card.response, label="Preview and post")
    before = posts(stage.announcements)
    done = await organizer.click(preview.response, label="Post it now in #announcements")
    await rehearsal.move(SWEEPS)

    assert preview.ephemeral
    assert f"**Where:** <#{stage.announcements.id}>" in read(card)
    assert "as soon as you confirm it" in read(card)
    assert before == []
    assert "✅ Confirmed." in read(done)
    (message,) = stage.announcements.history()
    seen = preview.response
    assert message.content == seen.content == POSTED
    assert [one.to_dict() for one in message.embeds] == [one.to_dict() for one in seen.embeds]
    assert [one.description for one in message.embeds] == [WORDS["text"]]
    assert message.components == []


async def test_it_is_posted_at_its_time_and_once_after_a_crash(organizer, rehearsal, stage):
    card = await written(organizer, stage, when="in 5 minutes")
    await confirmed(organizer, card, "Post it Wed 30 Nov, 08:45")
    await rehearsal.move(4 * MINUTES)
    early = posts(stage.general)

    await rehearsal.restart(after=5 * MINUTES)
    await rehearsal.move(10 * MINUTES)
    await rehearsal.restart(after=MINUTES)
    await rehearsal.move(10 * MINUTES)

    assert early == []
    assert posts(stage.general) == [(POSTED, WORDS["text"])]


async def test_a_cancelled_one_is_not_posted_even_after_a_crash(organizer, rehearsal, stage):
    card = await written(organizer, stage, when="in 5 minutes")
    done = await confirmed(organizer, card)
    cancelled = await organizer.click(done.response, label="Cancel it")

    await rehearsal.restart(after=6 * MINUTES)
    await rehearsal.move(10 * MINUTES)

    assert "it will not be posted" in read(cancelled)
    assert posts(stage.general) == []


async def test_before_a_session_it_follows_that_when_it_moves(organizer, rehearsal, stage):
    choices = await organizer.autocomplete(
        stage.general, "announce new", "when", "15 min before riv"
    )
    card = await written(organizer, stage, when=choices[0]["value"])
    await confirmed(organizer, card)
    moved = await organizer.slash(stage.general, "session delay", session=SESSION.id, minutes=30)
    await organizer.click(moved.response, label="Delay it")
    await rehearsal.move(6 * MINUTES)
    early = posts(stage.general)
    await rehearsal.move(30 * MINUTES)

    assert [one["name"] for one in choices] == ["15 minutes before Rivers · Wed 30 Nov, 09:00"]
    assert f"15 minutes before **Rivers** · <t:{START - 900}:F>" in read(card)
    assert early == []
    assert posts(stage.general) == [(POSTED, WORDS["text"])]
    (message,) = (one for one in stage.general.history() if not one.flags.ephemeral)
    assert message.created_at.timestamp() == START + 15 * 60


async def test_if_its_session_is_cancelled_it_is_held_and_organizers_are_told(
    organizer, rehearsal, stage
):
    card = await written(organizer, stage, when="5 minutes before rivers")
    await confirmed(organizer, card)
    gone = await organizer.slash(stage.general, "session cancel", session=SESSION.id)
    await organizer.click(gone.response, label="Cancel it")
    await rehearsal.move(30 * MINUTES)
    held = await opened(organizer, stage)

    told = [one for one in posts(stage.backstage) if "waits for a session" in one[0]]
    assert len(told) == 1
    assert POSTED in told[0][0]
    assert "It is held" in read(held)
    assert posts(stage.general) == []


async def test_what_was_posted_is_edited_days_later_and_deleted(organizer, rehearsal, stage):
    await confirmed(organizer, await written(organizer, stage))
    await rehearsal.move(SWEEPS)
    await rehearsal.move(timedelta(days=3))

    card = await opened(organizer, stage)
    before = read(card)
    form = await organizer.click(card.response, label="Edit words")
    edited = await organizer.submit_modal(form, {**WORDS, "text": "It is over."})
    said, shown = read(edited), posts(stage.general)
    asked = await organizer.click(edited.response, label="Delete post")
    still = posts(stage.general)
    deleted = await organizer.click(asked.response, label="Delete it")

    assert "[Posted](https://discord.com/channels/" in before
    assert (edited.deferred, deleted.deferred) == (True, True)
    assert "Saved, and the post shows it." in said
    assert shown == still == [(POSTED, "It is over.")]
    assert "🗑️ Deleted." in read(deleted)
    assert posts(stage.general) == []


async def test_nothing_is_posted_while_paused_and_within_the_hour_after_it_is(
    organizer, rehearsal, stage
):
    await confirmed(organizer, await written(organizer, stage, when="in 5 minutes"))
    deliveries = await organizer.slash(stage.general, "deliveries")
    await organizer.click(deliveries.response, label="Pause posting")
    await rehearsal.move(20 * MINUTES)
    meanwhile = posts(stage.general)
    deliveries = await organizer.slash(stage.general, "deliveries")
    await organizer.click(deliveries.response, label="Resume posting")
    await rehearsal.move(SWEEPS)

    assert meanwhile == []
    assert posts(stage.general) == [(POSTED, WORDS["text"])]


async def test_after_an_hour_without_marquee_it_is_held_and_can_be_written_anew(
    organizer, rehearsal, stage
):
    await confirmed(organizer, await written(organizer, stage, when="in 5 minutes"))
    await rehearsal.restart(after=70 * MINUTES)
    await rehearsal.move(MINUTES)
    card = await opened(organizer, stage)
    said, missed = read(card), posts(stage.general)
    anew = await organizer.click(card.response, label="Write it anew")
    await confirmed(organizer, anew, "Post it now")
    await rehearsal.move(SWEEPS)

    assert missed == []
    assert "It was not posted: its last moment was over" in said
    assert posts(stage.general) == [(POSTED, WORDS["text"])]


async def test_words_that_discord_would_refuse_stay_in_the_draft_and_are_not_posted(
    organizer, stage
):
    card = await written(organizer, stage, picture="my picture.png")
    said = read(card)
    asked = await organizer.click(card.response, label="Preview and post")
    form = await organizer.click(card.response, label="Edit words")
    mended = await organizer.submit_modal(form, {**WORDS, "picture": "https://example.org/a.png"})

    assert "The picture is no web address" in said
    assert "The picture is no web address" in read(asked)
    assert "The picture is no web address" not in read(mended)
    preview = await organizer.click(mended.response, label="Preview and post")
    assert preview.response.embeds[0].image.url == "https://example.org/a.png"


async def test_refused_words_of_what_waits_are_given_back(organizer, stage):
    done = await confirmed(organizer, await written(organizer, stage, when="in 5 minutes"))
    form = await organizer.click(done.response, label="Edit words")

    refused = await organizer.submit_modal(form, {**WORDS, "text": "New", "picture": "no link"})

    (given_back,) = refused.followups
    assert "Nothing was changed" in given_back.content
    assert await files(given_back) == ["Lunch is *ready*\n\nNew\n\nno link"]
    assert given_back.ephemeral


async def files(message):
    return [(await one.read()).decode() for one in message.attachments]


async def test_whatever_goes_wrong_what_was_written_is_given_back(organizer, stage, monkeypatch):
    async def broken(*_):
        raise OSError

    new = await organizer.slash(stage.general, "announce new")
    card = await written(organizer, stage)
    again = await organizer.click(card.response, label="Edit words")
    monkeypatch.setattr(SqlAnnouncements, "change", broken)

    answers = [
        await organizer.submit_modal(form, {**WORDS, "picture": "https://c.org"})
        for form in (new, again)
    ]

    for answer in answers:
        *_, apology, rescued = (answer.response, *answer.followups)
        said = [part.get("content", "") for part in walk_components(apology.components)]
        assert "this reference:" in "\n".join(said)
        assert "in the file" in rescued.content
        assert await files(rescued) == [f"{WORDS['title']}\n\n{WORDS['text']}\n\nhttps://c.org"]
        assert (apology.ephemeral, rescued.ephemeral) == (True, True)


async def test_who_organizes_no_more_gets_back_what_they_wrote(organizer, stage, monkeypatch):
    def refused(*_):
        raise NotAnOrganizerError

    form = await organizer.slash(stage.general, "announce new")
    monkeypatch.setattr("bot.cogs.announce_writing.organized", refused)

    answer = await organizer.submit_modal(form, WORDS)

    (rescued,) = answer.followups
    assert "That is for organizers" in read(answer)
    assert await files(rescued) == [f"{WORDS['title']}\n\n{WORDS['text']}"]


async def test_its_time_long_past_before_its_session_it_is_posted_at_once():
    async with rehearse(PROGRAM, Settings(leads=()), opens=NINE - 90 * MINUTES) as it:
        card = await written(it.stage.organizer, it.stage, when="3 hours before rivers")
        await confirmed(it.stage.organizer, card)
        await it.move(SWEEPS)

        assert posts(it.stage.general) == [(POSTED, WORDS["text"])]


async def test_what_was_changed_since_the_preview_is_not_posted(organizer, rehearsal, stage):
    card = await written(organizer, stage)
    preview = await organizer.click(card.response, label="Preview and post")
    await to(organizer, card, stage.announcements)

    late = await organizer.click(preview.response, label="Post it now in #general")
    await rehearsal.move(SWEEPS)

    assert "It was changed since you saw it" in read(late)
    assert posts(stage.general) == posts(stage.announcements) == []


async def pinging(organizer, card, role):
    return await organizer.select(card.response, [role], custom_id=picker(card, "role"))


async def test_a_role_that_anyone_may_mention_is_pinged_and_nothing_else(
    organizer, rehearsal, stage
):
    role = organizer.guild.create_role("Crew", mentionable=True)
    card = await pinging(organizer, await written(organizer, stage), role)
    await confirmed(organizer, card)
    await rehearsal.move(SWEEPS)

    (message,) = (one for one in stage.general.history() if not one.flags.ephemeral)
    assert message.content == f"<@&{role.id}> {POSTED}"
    assert [one.id for one in message.role_mentions] == [role.id]
    assert not message.mention_everyone
    allowed = stage.env.backend.get_message(stage.general.id, message.id).allowed_mentions
    assert (allowed.roles, allowed.users, allowed.everyone) == ({role.id}, set(), False)


async def test_a_role_that_the_organizer_may_not_mention_is_refused(organizer, rehearsal, stage):
    guild = organizer.guild
    role = guild.create_role("Everybody here")
    card = await pinging(organizer, await written(organizer, stage), role)
    seen = read(card)
    done = await confirmed(organizer, card)
    await rehearsal.move(SWEEPS)

    assert "You may not mention @Everybody here in \\#general" in seen
    assert "You may not mention @Everybody here in \\#general" in read(done)
    assert posts(stage.general) == []


async def test_everyone_can_not_be_pinged(organizer, rehearsal, stage):
    card = await written(organizer, stage)
    card = await pinging(organizer, card, organizer.guild.default_role)
    done = await confirmed(organizer, card)
    await rehearsal.move(SWEEPS)

    assert "It can't ping everyone" in read(done)
    assert posts(stage.general) == []


async def test_what_marquee_lacks_in_a_channel_is_said_before_and_refused(
    organizer, rehearsal, stage
):
    guild = organizer.guild
    silent = discord.PermissionOverwrite(send_messages=False)
    quiet = guild.create_text_channel("quiet", overwrites={guild.roles["Marquee"]: silent})
    card = await to(organizer, await written(organizer, stage), quiet)
    seen = read(card)
    done = await confirmed(organizer, card)
    await rehearsal.move(SWEEPS)

    assert "lacks Send Messages, Embed Links in \\#quiet" in seen
    assert "lacks Send Messages, Embed Links in \\#quiet" in read(done)
    assert posts(quiet) == []


async def test_in_an_announcement_channel_it_is_published(organizer, rehearsal, stage):
    news = organizer.guild.create_news_channel("news")
    card = await to(organizer, await written(organizer, stage), news)
    await confirmed(organizer, card)
    await rehearsal.move(2 * SWEEPS)

    (message,) = news.history()
    # The stage marks it with the flag that Discord gives the copies.
    assert message.flags.is_crossposted


async def test_an_attendee_can_neither_order_nor_press(attendee, organizer, stage):
    card = await written(organizer, stage, when="in 5 minutes")
    done = await confirmed(organizer, card)
    key = picker(done, "channel").rpartition(":")[2]
    shared = await attendee.slash(stage.general, "now", share=True)

    said = [
        read(await forged(attendee, shared.response, custom_id))
        for custom_id in (
            f"m1:n-cancel:{key}",
            f"m1:n-post:{key}:1",
            f"m1:n-remove:{key}",
            f"m1:n-open:{key}",
            "m1:n-list:1",
        )
    ]

    assert not any("announce" in one for one in attendee.available_commands(stage.general))
    assert all("needs the permission Manage Server" in one for one in said)


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (f"open:{UNKNOWN}", "no such announcement here"),
        (f"write:{UNKNOWN}", "no such announcement here"),
        (f"cancel:{UNKNOWN}", "no such announcement here"),
        (f"post:{UNKNOWN}:1", "no such announcement here"),
        (f"remove:{UNKNOWN}", "no such announcement here"),
        (f"mend:{UNKNOWN}", "no such announcement here"),
        (f"post:{UNKNOWN}", "from another version of me"),
        ("open:xyz", "from another version of me"),
    ],
)
async def test_a_forged_button_is_answered_in_words(organizer, stage, rest, said):
    shared = await organizer.slash(stage.general, "now", share=True)

    answer = await forged(organizer, shared.response, f"m1:n-{rest}")

    assert said in read(answer)


async def test_another_servers_announcement_can_not_be_reached(organizer, rehearsal, stage):
    other = stage.env.create_guild("Another one")
    channel = other.create_text_channel("general")
    chief = other.create_role("Chiefs", permissions=discord.Permissions(manage_guild=True))
    stranger = other.add_member(stage.env.create_user("stranger"), roles=[chief])
    done = await confirmed(organizer, await written(organizer, stage, when="in 5 minutes"))
    key = picker(done, "channel").rpartition(":")[2]
    shared = await stranger.slash(channel, "now", share=True)

    said = [
        read(await forged(stranger, shared.response, f"m1:n-{rest}"))
        for rest in (f"open:{key}", f"cancel:{key}", f"write:{key}", f"renew:{key}")
    ]
    await rehearsal.move(6 * MINUTES)

    assert all("no such announcement here" in one for one in said)
    assert posts(stage.general) == [(POSTED, WORDS["text"])]


async def test_a_form_that_was_opened_before_a_restart_is_still_taken(organizer, rehearsal, stage):
    form = await organizer.slash(stage.general, "announce new")
    await rehearsal.restart(after=MINUTES)

    card = await organizer.submit_modal(form, WORDS)

    assert r"## 📝 Lunch is \*ready\*" in read(card)


async def test_organizers_see_what_waits_and_what_was_posted(organizer, rehearsal, stage):
    empty = await organizer.slash(stage.general, "announce list")
    await confirmed(organizer, await written(organizer, stage, title="First"))
    await rehearsal.move(SWEEPS)
    await confirmed(organizer, await written(organizer, stage, "in 9 minutes", title="Second"))
    await written(organizer, stage, title="Third")
    listed = read(await organizer.slash(stage.general, "announce list"))
    log = await organizer.slash(stage.general, "deliveries")
    log = await organizer.click(log.response, custom_id=LogOrder().custom_id())

    assert "Nothing was written yet" in read(empty)
    headings = [line for line in listed.splitlines() if line.startswith("### ")]
    assert headings == ["### Waiting", "### Drafts, kept for a day", "### Posted lately"]
    assert "confirmed the announcement “Second”" in read(log)


async def forged(person, message, custom_id):
    """The answer to a press of a button that somebody gave another custom id"""
    stored = person._message(message)
    parts = walk_components(stored.components)
    button = next(part for part in parts if part["type"] == BUTTON and "custom_id" in part)
    button["custom_id"] = custom_id
    return await person.click(message, custom_id=custom_id)
