import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcements.written.model import Stranded, Words, Written
from bot.announcements.written.plan import mark_of
from bot.announcements.written.words import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    faults_of,
    words_of,
)
from bot.ui.announce_post import announce_post
from tests.announcements.written.announcements import an_announcement
from tests.ui.discord_rules import units

MARK = "0123456789abcdef01234567"
LETTERS = st.text(
    st.sampled_from("a *_`~|>#@<\\[]()\n🎤é\u200d:/.e") | st.characters(), max_size=90
)


def posted(**fields):
    return announce_post(Written(announcement=an_announcement(**fields), mark=MARK))


def test_it_shows_the_title_and_the_text_as_it_was_written():
    post = posted(words=Words(title="Lunch *now*", text="In the **foyer**\n# Soup <@1>"))

    assert post.content == r"**Lunch \*now\***"
    assert [embed.to_dict() for embed in post.embeds] == [
        {
            "type": "rich",
            "flags": 0,
            "description": "In the **foyer**\n# Soup <@1>",
            "url": f"https://discord.com/channels/1/10#{MARK}",
            "color": 0xF5A524,
        }
    ]
    assert (post.view, post.mentions, post.roles) == (None, (), ())


def test_only_the_role_that_was_picked_is_pinged():
    post = posted(role=7, words=Words(title="@everyone <@&8>", text="@here <@9>"))

    assert post.content.startswith("<@&7> **")
    assert post.content.count("<@&") - post.content.count(r"\<@&") == 1
    assert "@everyone" not in post.content
    assert (post.roles, post.mentions) == ((7,), ())


def test_a_picture_is_shown_in_it():
    post = posted(words=Words(title="A", text="B", picture="https://example.org/a.png?b"))

    assert post.embeds[0].image.url == "https://example.org/a.png?b"


def test_other_words_make_another_digest_and_the_same_ones_the_same():
    one = an_announcement()
    same, other = (
        announce_post(Written(announcement=an_announcement(id=one.id, **fields), mark=MARK))
        for fields in ({}, {"words": Words(title="Lunch", text="Elsewhere")})
    )

    assert announce_post(Written(announcement=one, mark=MARK)).digest == same.digest
    assert same.digest != other.digest


def test_organizers_are_told_what_waits_in_vain_and_what_to_do():
    post = announce_post(Stranded(announcement=an_announcement(), mark=MARK))

    assert post.content == ("Not posted: **Lunch** waits for a session that does not take place.")
    assert "give it another time, or cancel it" in post.embeds[0].description
    assert MARK in post.embeds[0].url
    assert [item.label for item in post.view.children] == ["Open it"]


@pytest.mark.parametrize("letter", ["*", "a", "🎤", "\\", "@"])
def test_the_longest_words_fit(letter):
    title = letter * (LONGEST_TITLE // units(letter))
    text = letter * (LONGEST_TEXT // units(letter))

    post = posted(words=Words(title=title, text=text), role=2**63 - 1)

    assert units(post.content) <= 2_000
    assert post.embeds[0].description == text


@given(LETTERS, LETTERS, LETTERS.map(lambda text: f"https://example.org/{text}") | LETTERS)
def test_what_has_no_faults_is_what_discord_takes(title, text, picture):
    words = words_of(title, text, picture)
    if faults_of(words):
        return

    one = an_announcement(words=words, role=7)
    post = announce_post(Written(announcement=one, mark=mark_of(one)))

    (embed,) = post.embeds
    assert 1 <= units(post.content.strip()) <= units(post.content) <= 2_000
    assert 1 <= units(embed.description.strip()) <= 4_096
    assert embed.description == words.text
    assert units(embed.description) + units(post.content) <= 6_000
    assert (embed.image.url is None) == (words.picture is None)
    if words.picture is not None:
        assert units(embed.image.url) <= 2_048
        assert embed.image.url.startswith("http")
    f"{post.content}{embed.to_dict()}".encode()
