from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcements.written.model import AnnouncementState, AtOnce, Words
from bot.announcements.written.plan import delivery_of
from bot.announcements.written.standing import Phase, standing_of
from bot.delivery.life import claimed, settled
from bot.delivery.model import Cause, Outcome, State
from bot.program.timetable import Timetable
from bot.translation import Language, speaking
from bot.ui.announce_card import (
    announcement_card,
    delete_card,
    preview_controls,
    preview_post,
)
from bot.ui.announce_forms import answers_of, time_form, words_form
from bot.ui.announce_list_card import announcements_card
from bot.ui.announce_orders import (
    ANNOUNCE_OPENER_ID,
    ANNOUNCE_ORDER_ID,
    ANNOUNCE_PICKER_ID,
    ListOrder,
    announce_order_of,
)
from bot.ui.announce_words import moment_choice
from tests.announcements.written.announcements import (
    HOUR,
    NOON,
    an_announcement,
    before,
)
from tests.factories import NINE, a_program, a_session
from tests.ui.discord_rules import BUTTON, TEXT, units, walk

RIVERS = a_session(NINE, id="rivers", title="Rivers")
TIMETABLE = Timetable(a_program(RIVERS))
START = int(NINE.timestamp())
OUTCOMES = {
    Phase.POSTED: Outcome(state=State.SENT, message_id=5),
    Phase.POSTING: Outcome(state=State.FAILED, reason="busy"),
    Phase.ENDED: Outcome(state=State.DROPPED, cause=Cause.GONE, reason="there is no such channel"),
}
STATES = {
    Phase.DRAFT: AnnouncementState.DRAFT,
    Phase.CANCELLED: AnnouncementState.CANCELLED,
    Phase.DELETED: AnnouncementState.DELETED,
}


def standing(phase=Phase.WAITING, now=NOON - HOUR, **fields):
    """An announcement that stands in this phase"""
    fields.setdefault("state", STATES.get(phase, AnnouncementState.WAITING))
    one = an_announcement(**fields)
    record = None
    if phase in OUTCOMES:
        record = settled(claimed(delivery_of(one, NOON), NOON), OUTCOMES[phase], NOON)
    elif phase is Phase.HELD:
        one = replace(one, moment=before("gone"))
    found = standing_of(one, record, TIMETABLE, now)
    assert found.phase is phase
    return found


def read(view):
    parts = walk(view.to_components())
    return "\n".join(part["content"] for part in parts if part["type"] == TEXT)


def labels(view):
    return [part["label"] for part in walk(view.to_components()) if part["type"] == BUTTON]


def check(view):
    """Assert that Discord takes a card, and that all in it is answered."""
    parts = list(walk(view.to_components()))
    ids = [part["custom_id"] for part in parts if "custom_id" in part]
    texts = [part["content"] for part in parts if part["type"] == TEXT]
    assert len(parts) <= 40
    assert sum(map(units, texts)) <= 4_000
    assert all(text.strip() for text in texts)
    assert len(set(ids)) == len(ids)
    for part in parts:
        if part["type"] == BUTTON:
            found = ANNOUNCE_ORDER_ID.fullmatch(part["custom_id"])
            assert announce_order_of(found).custom_id() == part["custom_id"]
            assert 1 <= units(part["label"].strip()) <= 80
        elif "custom_id" in part:
            known = (ANNOUNCE_PICKER_ID, ANNOUNCE_OPENER_ID)
            assert any(one.fullmatch(part["custom_id"]) for one in known)
        for option in part.get("options", ()):
            assert 1 <= units(option["label"]) <= 100


@pytest.mark.parametrize(
    ("phase", "said", "offered"),
    [
        (
            Phase.DRAFT,
            "Nothing is posted before you have looked at it",
            ["Preview and post", "Edit words", "Change time", "Discard it"],
        ),
        (
            Phase.WAITING,
            "It waits for its time.",
            ["Preview", "Edit words", "Change time", "Cancel it"],
        ),
        (
            Phase.HELD,
            "It is held: the session that it waits for does not take place.",
            ["Preview", "Edit words", "Change time", "Cancel it"],
        ),
        (Phase.POSTING, "It is being posted.", ["Edit words"]),
        (
            Phase.POSTED,
            f"[Posted](https://discord.com/channels/1/10/5) <t:{int(NOON.timestamp())}:f>.",
            ["Edit words", "Delete post", "Write it anew"],
        ),
        (
            Phase.ENDED,
            "It was not posted: there is no such channel. Write it anew",
            ["Write it anew"],
        ),
        (Phase.CANCELLED, "It was cancelled.", ["Write it anew"]),
        (Phase.DELETED, "It was posted, and deleted since.", ["Write it anew"]),
    ],
)
def test_each_says_how_it_stands_and_offers_what_can_be_done(phase, said, offered):
    view = announcement_card(standing(phase), TIMETABLE)

    check(view)
    assert said in read(view)
    assert labels(view) == [*offered, "Refresh", "All announcements"]


def test_it_says_where_when_and_whom_it_pings():
    view = announcement_card(standing(moment=before("rivers"), role=7), TIMETABLE)

    assert "**Where:** <#10>" in read(view)
    assert f"**When:** 10 minutes before **Rivers** · <t:{START - 600}:F>" in read(view)
    assert "**Pings:** <@&7>" in read(view)


def test_what_stands_in_its_way_is_said_its_own_faults_first():
    draft = standing(Phase.DRAFT, words=Words(title="A"))

    said = read(announcement_card(draft, TIMETABLE, faults=["Marquee lacks Embed Links."]))

    assert said.index("⚠️ It has no text yet") < said.index("⚠️ Marquee lacks Embed Links")


def test_a_post_that_does_not_show_its_words_can_be_tried_again():
    view = announcement_card(standing(Phase.POSTED), TIMETABLE, is_unshown=True)

    check(view)
    assert labels(view)[0] == "Try again"


def test_before_it_is_deleted_somebody_is_asked():
    view = delete_card(standing(Phase.POSTED))

    check(view)
    assert labels(view) == ["Delete it", "Leave it"]


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"moment": AtOnce()}, "Post it now"),
        ({}, "Post it Wed 30 Nov, 04:00"),
        ({"moment": before("rivers")}, "Post it Wed 30 Nov, 08:50"),
    ],
)
def test_under_the_preview_of_a_draft_it_is_confirmed_with_its_time_on_the_button(fields, label):
    draft = standing(Phase.DRAFT, **fields)

    view = preview_controls(draft, TIMETABLE)

    assert [item.label for item in view.children] == [label, "Change it", "Discard it"]
    assert preview_post(draft, Language.GERMAN).content == "**Lunch**"


def test_the_button_that_confirms_says_in_which_channel_it_is_posted():
    draft = standing(Phase.DRAFT, moment=AtOnce())

    labels = [
        preview_controls(draft, TIMETABLE, channel).children[0].label
        for channel in ("news", "a" * 100)
    ]

    assert labels[0] == "Post it now in #news"
    assert (labels[1][:21], len(labels[1])) == ("Post it now in #aaaaa", 45)


def test_under_the_preview_of_what_waits_there_is_nothing_to_confirm():
    view = preview_controls(standing(), TIMETABLE)

    assert [item.label for item in view.children] == ["Change it"]


def test_the_list_has_what_needs_a_look_first_and_of_what_waits_the_soonest():
    standings = [
        standing(Phase.POSTED, words=Words(title="Posted", text="x")),
        standing(Phase.WAITING, at=NOON + HOUR, words=Words(title="Later", text="x")),
        standing(Phase.WAITING, words=Words(title="Sooner", text="x")),
        standing(Phase.HELD, words=Words(title="Held", text="x")),
        standing(Phase.DRAFT, words=Words(title="Draft", text="x")),
        standing(Phase.DRAFT, words=Words()),
        standing(Phase.CANCELLED, words=Words(title="Cancelled", text="x")),
    ]

    view = announcements_card(standings, TIMETABLE, ListOrder(), is_paused=True)

    check(view)
    lines = [
        line
        for line in read(view).splitlines()
        if line.startswith(("###", "⚠", "🕒", "📝", "✅", "🗑"))
    ]
    assert lines == [
        "### Needs a look",
        "⚠️ **Held**",
        "### Waiting",
        "🕒 **Sooner**",
        "🕒 **Later**",
        "### Drafts, kept for a day",
        "📝 **Draft**",
        "### Posted lately",
        "✅ **Posted**",
        "### Taken back",
        "🗑️ **Cancelled**",
    ]
    assert "Posting is paused" in read(view)


def test_an_empty_list_says_how_to_begin():
    view = announcements_card([], None, ListOrder())

    check(view)
    assert "`/announce new` begins one" in read(view)


def test_a_long_list_has_pages():
    standings = [standing() for _ in range(50)]

    views = [announcements_card(standings, TIMETABLE, ListOrder(page=one)) for one in (1, 2, 99)]

    for view in views:
        check(view)
    assert "Next page" in labels(views[0])
    assert labels(views[1])[-2:] == ["Previous page", "Next page"]
    assert "Next page" not in labels(views[2])


async def test_the_form_for_words_shows_them_as_they_are():
    one = an_announcement(words=Words(title="A" * 300, text="B", picture="https://c.org"))

    form = words_form(one).to_dict()

    fields = [part["component"] for part in form["components"]]
    assert form["custom_id"] == f"m1:n-words:{one.id}"
    assert [(part["custom_id"], part.get("value"), part["required"]) for part in fields] == [
        ("title", "A" * 200, True),
        ("text", "B", True),
        ("picture", "https://c.org", False),
    ]
    assert words_form(one).is_finished()


@pytest.mark.parametrize(
    ("moment", "stands"),
    [
        (AtOnce(), "now"),
        (an_announcement().moment, "Wed 30 Nov, 04:00"),
        (before("rivers"), "10 minutes before rivers"),
    ],
)
def test_the_form_for_the_time_shows_it_as_it_can_be_typed(moment, stands):
    form = time_form(an_announcement(moment=moment), TIMETABLE).to_dict()

    assert [part["component"]["value"] for part in form["components"]] == [stands]


def test_what_was_typed_is_read_from_labels_and_from_rows():
    typed = {"type": 4, "custom_id": "title", "value": "A"}

    assert answers_of([{"type": 18, "component": typed}]) == {"title": "A"}
    assert answers_of([{"type": 1, "components": [typed, {"custom_id": "text"}]}]) == {
        "title": "A",
        "text": "",
    }


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        (AtOnce(), "Now, as soon as you confirm it"),
        (an_announcement().moment, "Wed 30 Nov, 04:00"),
        (before("rivers"), "10 minutes before Rivers · Wed 30 Nov, 09:00"),
        (before("gone", 1), "1 minute before gone"),
    ],
)
def test_a_moment_has_a_name_in_autocomplete(moment, name):
    assert moment_choice(moment, TIMETABLE) == name


LETTERS = st.text(st.sampled_from("a *_`~|>#@<\\[]()\n🎤é\u200d:/.") | st.characters(), max_size=40)
LONG = st.integers(1, 4_000).flatmap(
    lambda number: st.sampled_from("*a🎤\\<").map(lambda letter: letter * number)
)


@given(
    st.builds(Words, title=LETTERS | LONG, text=LETTERS | LONG, picture=LETTERS),
    st.lists(LETTERS, max_size=3),
    st.sampled_from(Phase),
    st.sampled_from(Language),
)
def test_whatever_stands_in_it_discord_takes_every_card(words, faults, phase, language):
    one = standing(phase, words=words)

    with speaking(language):
        views = [
            announcement_card(one, TIMETABLE, faults=faults, done="✅ Saved."),
            announcement_card(one, None, faults=faults),
            delete_card(one),
            announcements_card([one] * 3, TIMETABLE, ListOrder()),
        ]

    for view in views[:3]:
        check(view)
    assert sum(map(units, read(views[3]))) <= 4_000
