from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.announcements.model import Part
from bot.announcements.parts import MOST_CHANGES, parts_of
from bot.program.diff import change_of
from bot.program.timetable import Timetable
from bot.translation import Language, speaking
from bot.ui.change_post import change_post
from tests.announcements.change_strategy import some_changes
from tests.announcements.changes import HOUR, NOON, a_change, a_move, some_facts
from tests.factories import a_program, a_program_with_talks, a_session, a_talk
from tests.translation.fake import speaking_loudly
from tests.ui.discord_rules import check_post, units

NOTIFICATION = 100
MARK = "0123456789abcdef01234567"
AT = int(NOON.timestamp())
OLD, NEW = f"<t:{AT}:F>", f"<t:{AT + 3600}:F>"
EMPTY = a_program()


def a_part(*changes, program=EMPTY, **fields):
    return Part(
        **{
            "timetable": Timetable(program),
            "guild_id": 5,
            "place": 6,
            "changes": changes,
            "mark": MARK,
            **fields,
        }
    )


def text(post):
    return "\n".join(embed.description for embed in post.embeds)


RIVERS = some_facts(title="Rivers", room="Hall 1", speakers=("Ada", "Bo"))


@pytest.mark.parametrize(
    ("change", "content"),
    [
        (a_change(RIVERS, None), f"Cancelled: **Rivers**, {OLD}"),
        (a_change(None, RIVERS), f"New: **Rivers**, {OLD}"),
        (a_change(RIVERS, replace(RIVERS, start=NOON + HOUR)), f"**Rivers** moved to {NEW}"),
        (a_change(RIVERS, replace(RIVERS, room="Loft")), f"**Rivers** is in Loft, {OLD}"),
        (a_change(RIVERS, replace(RIVERS, room=None)), f"**Rivers** has no room yet, {OLD}"),
        (
            a_change(RIVERS, RIVERS, was_cancelled=True),
            f"**Rivers** takes place after all, {OLD}",
        ),
        (a_change(RIVERS, replace(RIVERS, title="Seas")), f"New title: **Seas**, {OLD}"),
        (a_change(RIVERS, replace(RIVERS, speakers=())), f"Other speakers: **Rivers**, {OLD}"),
        (a_change(RIVERS, replace(RIVERS, track="Water")), f"Changed: **Rivers**, {OLD}"),
    ],
)
def test_the_first_line_tells_it(change, content):
    assert change_post(a_part(change)).content == content


def test_the_first_line_of_several_says_how_many_and_tells_the_first():
    post = change_post(a_part(a_move(session="a"), a_change(None, RIVERS, "b")))

    assert post.content == f"**Two changes:** **Rivers** moved to {NEW} …"


def test_changes_stand_under_what_happened_and_those_of_breaks_come_last():
    lunch = a_move(session="lunch", title="Lunch", is_break=True)
    both = replace(RIVERS, start=NOON + HOUR, room="Loft")

    post = change_post(a_part(lunch, a_change(RIVERS, both), a_change(RIVERS, None, "gone")))

    assert text(post) == "\n".join(
        [
            "__**Cancelled**__",
            "❌ **Rivers**",
            "Cancelled",
            f"{OLD} · Hall 1 · Ada and Bo",
            "__**Other times**__",
            "🕒 **Rivers**",
            f"Time: {OLD} → {NEW}",
            "Room: Hall 1 → Loft",
            "Ada and Bo",
            "__**Breaks and streams**__",
            "🕒 **Lunch**",
            f"Time: {OLD} → {NEW}",
        ]
    )


def test_its_picker_opens_the_talks_and_carries_the_mark():
    program = a_program_with_talks("Rivers", "Lakes")
    session = program.sessions[1]
    change = change_of(session.id, None, some_facts(title="Lakes"))

    row, saves = change_post(a_part(change, program=program)).view.to_components()

    (picker,) = row["components"]
    assert MARK in picker["custom_id"]
    assert [option["label"] for option in picker["options"]] == ["Lakes"]
    (save,) = saves["components"]
    assert (save["label"], save["custom_id"]) == ("Save", f"m1:a-save:conf-22:{session.id}")


def test_several_that_changed_are_saved_by_a_picker_which_leaves_out_what_is_cancelled():
    program = a_program_with_talks("Rivers", "Lakes")
    one, other = program.sessions
    changes = (
        change_of(one.id, None, some_facts(title="Rivers")),
        change_of(other.id, None, some_facts(title="Lakes")),
        a_change(RIVERS, None, "gone"),
    )

    rows = change_post(a_part(*changes, program=program)).view.to_components()

    (picker,) = rows[-1]["components"]
    assert picker["custom_id"] == f"m1:a-pick:conf-22:{MARK}"
    assert {option["label"] for option in picker["options"]} == {"Rivers", "Lakes"}


def test_where_the_talk_is_gone_others_can_be_opened():
    program = replace(a_program(a_session()), talks=(a_talk("Rivers"),))

    (row,) = change_post(a_part(a_change(RIVERS, None), program=program)).view.to_components()

    assert [option["label"] for option in row["components"][0]["options"]] == ["Rivers"]


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://example.org/a#b", f"https://example.org/a#{MARK}"),
        (None, f"https://discord.com/channels/5/6#{MARK}"),
        ("no address", f"https://discord.com/channels/5/6#{MARK}"),
    ],
)
def test_without_a_talk_the_address_carries_the_mark(link, url):
    post = change_post(a_part(a_move(), program=a_program(link=link)))

    assert (post.view, post.embeds[0].url) == (None, url)


def test_one_of_several_messages_says_which_it_is():
    post = change_post(a_part(a_move(), number=2, of=4))

    assert post.embeds[-1].footer.text == "Conf 2022 · message 2 of 4"


def test_in_another_language_the_first_line_is_a_sentence_of_it(monkeypatch):
    part = a_part(a_move(session="a"), a_change(None, RIVERS, "b"), number=1, of=2)

    with speaking_loudly(monkeypatch):
        post = change_post(part)

    assert post.content == f"**2 CHANGES:** **Rivers** MOVED TO {NEW} …"
    assert post.embeds[0].title == "CHANGES OF THE PROGRAM"
    assert text(post).startswith("__**OTHER TIMES**__")
    assert post.embeds[0].footer.text == "Conf 2022 · MESSAGE 1 OF 2"


LONG = some_facts(title="Mountains " * 9, room="Auditorium " * 9)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (LONG, None),
        (None, LONG),
        (LONG, replace(LONG, start=NOON + HOUR)),
        (replace(LONG, room="Loft"), LONG),
        (LONG, replace(LONG, room=None)),
        (LONG, LONG),
        (replace(LONG, title="Seas"), LONG),
        (LONG, replace(LONG, speakers=("Ada",))),
        (LONG, replace(LONG, track="Water")),
    ],
)
def test_the_first_line_has_room_for_a_title_in_every_language(before, after, language):
    changes = [
        a_change(before, after, f"no-{number}", was_cancelled=before is after)
        for number in range(MOST_CHANGES)
    ]

    with speaking(language):
        content = change_post(a_part(*changes)).content

    assert units(content) <= NOTIFICATION
    assert "**Mountains" in content


@settings(max_examples=40)
@given(some_changes(), st.sampled_from(Language))
def test_any_changes_are_told_whole_in_messages_that_discord_takes(changes, language):
    parts = parts_of(changes)

    with speaking(language):
        posts = [change_post(a_part(*part, of=len(parts))) for part in parts]

    for post in posts:
        check_post(post)
        assert units(post.content) <= NOTIFICATION
    marks = sum(line[:1] in MARKS for post in posts for line in text(post).split("\n"))
    assert marks >= len(changes)


MARKS = set("🆕❌✅🕒📍✏👤⏱🔀🎥")
