from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.model import Cause
from bot.letterbox import NEEDED, WORDS
from bot.mirrors.model import MirrorKind
from bot.organizers.model import Missed, Telling, Unposted, Unread, Unshown
from bot.organizers.plan import LONGEST_WORDS, MOST_NAMED, UNTOLD
from bot.translation import Language, said, speaking
from bot.ui.telling_post import ENDS, TITLES, TO_DO, telling_post
from tests.factories import NINE
from tests.programs_strategy import texts
from tests.translation.fake import speaking_loudly
from tests.ui.conference import stamp
from tests.ui.discord_rules import check_post, units
from tests.ui.reading import read_post

MARK = "0123456789abcdef01234567"
START = NINE.astimezone(UTC)
MINUTES = timedelta(minutes=1)
PLACE = 2**64 - 1
NOTIFICATION = 100

RIVERS = Missed(session="rivers", start=START, title="Rivers")
LAKES = Missed(session="lakes", start=START + 30 * MINUTES, title="Lakes_and *ponds*")
FORBIDDEN = Unposted(
    cause=Cause.FORBIDDEN,
    place=123,
    words="Marquee may not post in this channel (Missing Access)",
    posts=2,
    first=START - 10 * MINUTES,
    last=START + 20 * MINUTES,
    sessions=(RIVERS, LAKES),
)
PROGRAM = Unread(program="water-22", at=START, words="Line 3: **no** such room.\nLine 7: too long.")
BOARD = Unshown(
    kind="board",
    cause=Cause.FORBIDDEN,
    place=123,
    words="Marquee lacks Embed Links in #board of Guild: allow it.",
    at=START,
)
EVENTS = replace(
    BOARD,
    kind="event",
    place=None,
    words="Sessions can't stand among the server's events: allow Marquee Create Events.",
)
ONCE = "This is told once a day for each channel and cause, whatever follows."


def post(about):
    return telling_post(Telling(about=about, mark=MARK))


def test_a_missing_permission_is_told_with_sessions_reason_and_what_to_do():
    assert read_post(post(FORBIDDEN)) == (
        "Not posted in <#123>: **Rivers** and 1 more. No permission.\n"
        "| Marquee may not post there\n"
        f"<#123> · two posts, due {stamp('f', minutes=-10)} – {stamp('f', minutes=20)}\n"
        "\n"
        f"- **Rivers** · {stamp('f')}\n"
        f"- **Lakes\\_and \\*ponds\\*** · {stamp('f', minutes=30)}\n"
        "\n"
        "**Why:** Marquee may not post in this channel (Missing Access)\n"
        "**What to do:** Give Marquee View Channel, Send Messages, Embed Links and Read Message "
        "History in <#123>. Then press **Try again** under `/deliveries` for what has not started "
        "yet.\n"
        f"| {ONCE} /deliveries shows all.\n"
        "[Deliveries]"
    )


def test_a_channel_that_is_gone_is_told_by_its_id_since_it_has_no_name():
    told = read_post(post(replace(FORBIDDEN, cause=Cause.GONE, posts=1, last=FORBIDDEN.first)))

    first, _, where, *_ = told.splitlines()
    assert first == "Not posted in <#123>: **Rivers** and 1 more. The channel is gone."
    assert where == f"<#123> · id `123` · one post, due {stamp('f', minutes=-10)}"


def test_what_is_unsure_is_not_said_to_be_missing():
    assert post(replace(FORBIDDEN, cause=Cause.UNREADABLE)).content == (
        "Perhaps not posted in <#123>: **Rivers** and 1 more. Please look."
    )


def test_one_session_stands_alone_and_hundreds_are_counted():
    alone = replace(FORBIDDEN, cause=Cause.LATE, sessions=(RIVERS,))
    many = replace(FORBIDDEN, cause=Cause.REFUSED, sessions=(RIVERS, LAKES), more=298)

    assert post(alone).content == "Not posted in <#123>: **Rivers**. It was too late."
    assert post(many).content == "Not posted in <#123>: **Rivers** and 299 more. Discord refused."
    assert "and 298 more" in post(many).embeds[0].description


def test_a_session_that_left_the_program_is_told_by_its_start():
    gone = replace(FORBIDDEN, sessions=(replace(RIVERS, title=None),))

    assert post(gone).content == "Not posted in <#123>: two posts. No permission."
    assert (
        f"- a session that has left the program · {stamp('f')}" in post(gone).embeds[0].description
    )


def test_a_program_with_a_fault_is_told_with_its_lines_and_what_to_do():
    assert read_post(post(PROGRAM)) == (
        "The program **water-22** has a fault; the version before stays in use.\n"
        "| The program water-22 could not be taken over\n"
        f"Read {stamp('f')}\n"
        "\n"
        "Line 3: \\*\\*no\\*\\* such room.\n"
        "Line 7: too long.\n"
        "\n"
        "**What to do:** put it right where the program comes from. It is taken over as soon as "
        "it is; all answers and posts come from the version before until then.\n"
        "| This is told once a day for each fault.\n"
        "[Deliveries]"
    )


def test_a_program_that_was_never_good_is_not_said_to_be_in_use():
    told = post(replace(PROGRAM, stands=False))

    assert told.content == "The program **water-22** has a fault; nothing is posted from it."
    assert "there are no answers and no posts from it" in told.embeds[0].description


def test_a_board_that_can_not_be_shown_is_told_with_reason_and_what_to_do():
    assert read_post(post(BOARD)) == (
        "The live board can't be shown in <#123>. No permission.\n"
        "| Marquee may not post there\n"
        f"<#123> · {stamp('f')}\n"
        "\n"
        "**Why:** Marquee lacks Embed Links in #board of Guild: allow it.\n"
        "**What to do:** Give Marquee View Channel, Send Messages, Embed Links and Read Message "
        "History in <#123>, or choose another channel with `/setup`. The board is shown within "
        "minutes.\n"
        "| This is told once a day at most. /setup shows what is still so.\n"
        "[Deliveries]"
    )


@pytest.mark.parametrize(
    ("about", "first", "title", "to_do"),
    [
        (
            replace(BOARD, cause=Cause.GONE),
            "The live board can't be shown in <#123>. The channel is gone.",
            "There is no such channel",
            "Choose another channel with `/setup`. The board is posted there at once.",
        ),
        (
            replace(BOARD, cause=Cause.REFUSED),
            "The live board can't be shown in <#123>. Discord refused.",
            "Discord does not take it",
            "Show this to whoever runs Marquee. It is tried again by itself.",
        ),
        (
            replace(BOARD, cause=Cause.REFUSED, stands=True),
            "The live board in <#123> is not pinned. See below.",
            "It is not among the pins",
            "Put that right, and it is pinned within minutes.",
        ),
        (
            EVENTS,
            "Sessions can't stand among the server's events. No permission.",
            "Sessions are not among the server's events",
            (
                "Allow it in the server's settings, or turn these events off with `/setup`. They "
                "come within minutes."
            ),
        ),
    ],
)
def test_whatever_is_not_shown_has_its_own_way_out(about, first, title, to_do):
    told = post(about)

    (embed,) = told.embeds
    assert (told.content, embed.title) == (first, title)
    assert embed.description.endswith(f"\n**What to do:** {to_do}")


def test_a_channel_in_the_reason_can_be_pressed():
    told = post(replace(BOARD, words=f"The board of <#{PLACE}> is *gone*"))

    assert f"**Why:** The board of <#{PLACE}> is \\*gone\\*\n" in told.embeds[0].description


@pytest.mark.parametrize("about", [FORBIDDEN, PROGRAM, BOARD, EVENTS])
def test_the_button_to_the_deliveries_carries_the_mark(about):
    (button,) = post(about).view.children

    assert button.custom_id == f"m1:d-list:1:{MARK}"


async def test_the_button_is_not_kept_by_the_library():
    assert post(FORBIDDEN).view.is_finished()


def test_every_permission_that_posting_needs_is_asked_for():
    # What else there is to be allowed is for threads, boards and events.
    needed = [WORDS[name] for name in WORDS if getattr(NEEDED, name)]
    told = post(FORBIDDEN).embeds[0].description
    assert [name for name in needed if name not in told] == []


@pytest.mark.parametrize("words", [ENDS, TITLES, TO_DO])
def test_every_cause_that_is_told_has_its_words(words):
    assert set(words) == set(Cause) - UNTOLD


def test_the_reason_is_told_in_the_language_of_the_server(monkeypatch):
    obstacle = said("{what} ({answer})", what=said("may not post"), answer="Missing Access")

    with speaking_loudly(monkeypatch):
        told = post(replace(FORBIDDEN, words=obstacle))

    assert told.content == "NOT POSTED IN <#123>: **Rivers** AND 1 MORE. NO PERMISSION."
    assert "**WHY:** MAY NOT POST (Missing Access)\n" in told.embeds[0].description
    assert "PRESS **TRY AGAIN** UNDER" in told.embeds[0].description


def test_where_the_language_needs_the_first_line_for_itself_posts_are_counted(monkeypatch):
    lengthy = dict.fromkeys(ENDS, "Marquee darf in diesem Kanal leider gar nichts posten.")
    monkeypatch.setattr("bot.ui.telling_post.ENDS", lengthy)

    told = post(FORBIDDEN).content

    assert told == f"Not posted in <#123>: two posts. {lengthy[Cause.FORBIDDEN]}"
    assert units(told) <= NOTIFICATION


starts = st.integers(-9_999, 9_999).map(lambda after: START + after * MINUTES)
missed = st.builds(
    Missed, session=st.just("one"), start=starts, title=st.none() | texts(400) | st.text()
)
unposted = st.builds(
    Unposted,
    cause=st.sampled_from(Cause),
    place=st.sampled_from([123, PLACE]),
    words=texts(LONGEST_WORDS) | st.text(max_size=LONGEST_WORDS),
    posts=st.sampled_from([1, 12, 13, 100_000]),
    first=starts,
    last=starts,
    sessions=st.lists(missed, max_size=MOST_NAMED).map(tuple),
    more=st.sampled_from([0, 1, 100_000]),
)
unread = st.builds(
    Unread,
    program=texts() | st.just("a-program-2022x"),
    at=starts,
    words=texts(LONGEST_WORDS) | st.text(max_size=LONGEST_WORDS),
    stands=st.booleans(),
)

unshown = st.builds(
    Unshown,
    kind=st.sampled_from(MirrorKind),
    cause=st.sampled_from(Cause),
    place=st.sampled_from([123, PLACE]),
    words=texts(LONGEST_WORDS) | st.text(max_size=LONGEST_WORDS),
    at=starts,
    stands=st.booleans(),
)


@given(unposted | unread | unshown, st.sampled_from(Language))
def test_anything_is_told_in_a_message_that_discord_takes(about, language):
    with speaking(language):
        told = post(about)

    check_post(told, may_mention=("<#123>", f"<#{PLACE}>"))
    assert units(told.content) <= NOTIFICATION


@pytest.mark.parametrize(
    "text", ["𝕬", "👩‍👩‍👧", "*", "# - ", "@everyone", "https://example.org/_", "\n"]
)
def test_endless_texts_are_told_in_a_message_that_discord_takes(text):
    endless = (text * LONGEST_WORDS)[:LONGEST_WORDS]
    sessions = tuple(replace(RIVERS, title=endless) for _ in range(MOST_NAMED))

    for about in (
        replace(FORBIDDEN, words=endless, sessions=sessions, more=5, place=PLACE),
        replace(PROGRAM, words=endless),
        replace(BOARD, words=endless, place=PLACE),
    ):
        check_post(post(about), may_mention=("<#123>", f"<#{PLACE}>"))
