from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.model import Cause, Delivery, Kind, State
from bot.mirrors.model import MirrorKind
from bot.organizers.model import Missed, Unposted, Unread, Unshown
from bot.organizers.plan import LONGEST_WORDS, TOLD_FOR, tellings
from bot.organizers.subject import read, write
from tests.delivery.deliveries import DUE, MINUTE, SECOND, START, an_item
from tests.organizers.troubles import (
    ORGANIZERS,
    SETTLED,
    AProgramTrouble,
    a_trouble,
    an_unshown,
    choosing,
)

NOW = SETTLED + 3 * SECOND
DAY = 24 * 60 * MINUTE


def told(*troubles, choices=None, now=NOW, program=None, mirrors=()):
    return tellings(troubles, choices or choosing(), now, program, mirrors)


def keys(*mirrors, **asked):
    return [telling.key for telling in told(mirrors=mirrors, **asked)]


def abouts(*troubles, **asked):
    return [read(telling.subject) for telling in told(*troubles, **asked)]


def test_a_trouble_is_told_in_the_organizer_channel_for_a_day():
    about = Unposted(
        cause=Cause.FORBIDDEN,
        place=10,
        words="Missing Access",
        posts=1,
        first=DUE,
        last=DUE,
        sessions=(Missed(session="keynote", start=START),),
    )

    assert told(a_trouble("keynote")) == (
        Delivery(
            key="telling:1:10:forbidden:20221130",
            guild_id=1,
            place=ORGANIZERS,
            kind=Kind.TELLING,
            due=SETTLED,
            expires=SETTLED + DAY,
            subject=write(about),
        ),
    )


def test_without_a_trouble_nothing_is_told():
    assert told() == ()


def test_hundreds_of_troubles_of_one_cause_are_told_in_one_message():
    troubles = [
        a_trouble(
            f"session-{number:03}",
            at=SETTLED + number * SECOND,
            due=DUE + number * MINUTE,
            items=(an_item(f"session-{number:03}", start=START + number * MINUTE),),
            reason=f"reason {number}",
        )
        for number in range(300)
    ]

    assert abouts(*reversed(troubles), now=NOW + DAY / 2) == [
        Unposted(
            cause=Cause.FORBIDDEN,
            place=10,
            words="reason 0",
            posts=300,
            first=DUE,
            last=DUE + 299 * MINUTE,
            sessions=tuple(
                Missed(session=f"session-{number:03}", start=START + number * MINUTE)
                for number in range(10)
            ),
            more=290,
        )
    ]


def test_a_session_that_was_missed_at_two_leads_is_named_once():
    early = a_trouble(items=(an_item(lead=30 * MINUTE),), due=START - 30 * MINUTE)
    late = a_trouble(items=(an_item(lead=10 * MINUTE),))

    (about,) = abouts(early, late)

    assert (about.posts, about.sessions, about.more) == (
        2,
        (Missed(session="keynote", start=START),),
        0,
    )
    assert (about.first, about.last) == (START - 30 * MINUTE, DUE)


def test_what_follows_on_the_same_day_does_not_change_the_key():
    first, later = a_trouble("keynote"), a_trouble("panel", at=SETTLED + 5 * 60 * MINUTE)

    (before,), (after,) = told(first), told(first, later, now=NOW + 6 * 60 * MINUTE)

    assert before.key == after.key


@pytest.mark.parametrize(
    "other",
    [{"place": 11}, {"cause": Cause.GONE}, {"cause": Cause.LATE}, {"at": SETTLED + DAY / 2}],
)
def test_another_channel_cause_or_day_is_told_for_itself(other):
    keys = [one.key for one in told(a_trouble(), a_trouble(**other), now=NOW + DAY / 2)]

    assert len(set(keys)) == 2


def test_tellings_come_in_due_order():
    troubles = [a_trouble(place=place, at=SETTLED + place * SECOND) for place in (13, 11, 12)]

    assert [one.due for one in told(*troubles, now=NOW + MINUTE)] == [
        SETTLED + place * SECOND for place in (11, 12, 13)
    ]


@pytest.mark.parametrize("cause", [Cause.PAUSED, Cause.BY_HAND, Cause.CLOSED])
def test_what_organizers_did_themselves_is_not_told(cause):
    assert told(a_trouble(cause=cause)) == ()


def test_a_tellings_own_trouble_is_not_told():
    assert told(a_trouble(kind=Kind.TELLING, items=())) == ()


@pytest.mark.parametrize("choices", [choosing(organizer_channel=None), choosing(paused_at=DUE)])
def test_without_an_organizer_channel_or_while_paused_nothing_is_told(choices):
    assert told(a_trouble(), choices=choices, program=AProgramTrouble()) == ()


@pytest.mark.parametrize(
    ("cause", "posts"),
    [
        (Cause.FORBIDDEN, 0),
        (Cause.GONE, 0),
        (Cause.REFUSED, 1),
        (Cause.LATE, 1),
        (Cause.UNREADABLE, 1),
    ],
)
def test_a_channel_that_can_not_be_posted_to_is_not_told_of_itself(cause, posts):
    assert len(told(a_trouble(cause=cause, place=ORGANIZERS))) == posts


def test_what_was_settled_a_day_ago_is_not_told():
    assert told(a_trouble(), now=SETTLED + TOLD_FOR) == ()
    assert len(told(a_trouble(), now=SETTLED + TOLD_FOR - SECOND)) == 1


def test_a_clock_that_was_set_back_keeps_nothing_from_being_told():
    assert len(told(a_trouble(), now=SETTLED - 60 * MINUTE)) == 1


@pytest.mark.parametrize(
    ("state", "cause"),
    [
        (State.DROPPED, Cause.REFUSED),
        (State.EXPIRED, Cause.LATE),
        (State.UNSURE, Cause.UNREADABLE),
    ],
)
def test_what_a_version_without_causes_left_is_told_by_its_state(state, cause):
    (about,) = abouts(replace(a_trouble(), state=state, cause=None))

    assert about.cause is cause


@pytest.mark.parametrize("state", [State.CLAIMED, State.SENT, State.FAILED, State.WITHDRAWN])
def test_what_is_under_way_was_posted_or_was_withdrawn_is_no_trouble(state):
    assert told(replace(a_trouble(), state=state)) == ()


def test_a_programs_trouble_is_told_with_its_words():
    trouble = AProgramTrouble()

    (telling,) = told(program=trouble)

    assert telling.key == "telling:1:program:conf-22:0123456789abcdef01234567:20221130"
    assert (telling.place, telling.due, telling.expires) == (ORGANIZERS, SETTLED, SETTLED + DAY)
    assert read(telling.subject) == Unread(program="conf-22", at=SETTLED, words=trouble.words)


def test_another_fault_of_a_program_is_told_for_itself():
    faults = [AProgramTrouble(), AProgramTrouble(digest="f" * 64)]

    assert len({told(program=fault)[0].key for fault in faults}) == 2


def test_a_programs_trouble_of_yesterday_is_not_told():
    assert told(program=AProgramTrouble(), now=SETTLED + TOLD_FOR) == ()


def test_endless_words_are_kept_up_to_a_limit():
    endless = "word " * 10_000

    posts, program = abouts(a_trouble(reason=endless), program=AProgramTrouble(words=endless))

    assert (len(posts.words), len(program.words)) == (LONGEST_WORDS, LONGEST_WORDS)


@st.composite
def any_troubles(draw):
    return [
        a_trouble(
            *draw(st.sets(st.sampled_from("abc"), min_size=1)),
            cause=draw(st.sampled_from(Cause)),
            place=draw(st.sampled_from([10, 11, ORGANIZERS])),
            kind=draw(st.sampled_from(Kind)),
            at=SETTLED + draw(st.integers(-40 * 60, 40 * 60)) * MINUTE,
        )
        for _ in range(draw(st.integers(0, 30)))
    ]


@given(any_troubles(), st.integers(-40 * 60, 40 * 60))
def test_any_troubles_give_one_telling_for_each_cause_place_and_day(troubles, minutes):
    now = SETTLED + minutes * MINUTE

    found = told(*troubles, now=now)

    told_of = [
        (about.place, about.cause, telling.due.date())
        for telling in found
        for about in [read(telling.subject)]
    ]
    assert max(Counter(told_of).values(), default=1) == 1
    assert len({telling.key for telling in found}) == len(found)
    expected = {
        (one.delivery.place, one.cause, one.settled_at.date())
        for one in troubles
        if one.delivery.kind is not Kind.TELLING
        and one.cause not in (Cause.PAUSED, Cause.BY_HAND, Cause.CLOSED)
        and one.settled_at > now - DAY
        and not (one.delivery.place == ORGANIZERS and one.cause in (Cause.FORBIDDEN, Cause.GONE))
    }
    assert set(told_of) == expected
    assert all(one.kind is Kind.TELLING and one.items == () for one in found)
    assert all(now < one.expires and len(one.key) <= 200 for one in found)
    assert [one.due for one in found] == sorted(one.due for one in found)


@pytest.mark.slow
@given(any_troubles(), st.randoms())
def test_the_same_troubles_in_any_order_give_the_same_tellings(troubles, random):
    shuffled = random.sample(troubles, len(troubles))

    assert told(*shuffled) == told(*troubles)


def test_of_what_was_for_one_person_alone_nobody_else_is_told():
    assert told(a_trouble("rivers", user_id=7)) == ()


def test_a_board_that_can_not_be_shown_is_told_with_its_channel_and_the_cause():
    about = Unshown(
        kind="board",
        cause=Cause.FORBIDDEN,
        place=11,
        words="Marquee lacks Embed Links: allow it.",
        at=SETTLED,
    )

    assert told(mirrors=[an_unshown()]) == (
        Delivery(
            key="telling:1:11:forbidden:20221130",
            guild_id=1,
            place=ORGANIZERS,
            kind=Kind.TELLING,
            due=SETTLED,
            expires=SETTLED + DAY,
            subject=write(about),
        ),
    )


def test_as_long_as_it_can_not_be_shown_it_is_told_once_a_day():
    moments = [SETTLED + 60 * hours * MINUTE for hours in (0, 12, 23, 24, 47, 48)]

    assert [keys(an_unshown(), now=now) for now in moments] == [
        ["telling:1:11:forbidden:20221130"],
        ["telling:1:11:forbidden:20221130"],
        ["telling:1:11:forbidden:20221130"],
        ["telling:1:11:forbidden:20221201"],
        ["telling:1:11:forbidden:20221201"],
        ["telling:1:11:forbidden:20221202"],
    ]


def test_a_clock_that_was_set_back_changes_nothing_of_that():
    assert keys(an_unshown(), now=SETTLED - MINUTE) == ["telling:1:11:forbidden:20221130"]


def test_that_a_board_is_not_pinned_is_told_on_one_day_only():
    unpinned = an_unshown(stands=True)

    assert keys(unpinned) == ["telling:1:11:unpinned:20221130"]
    assert keys(unpinned, now=SETTLED + DAY) == []


def test_events_are_told_by_their_cause_since_they_have_no_channel():
    assert keys(an_unshown(kind=MirrorKind.EVENT, place=None)) == [
        "telling:1:event:forbidden:20221130"
    ]


def test_each_channel_is_told_apart():
    assert len(keys(an_unshown(), an_unshown(place=12))) == 2


def test_what_posts_and_a_board_meet_in_one_channel_is_told_once():
    (telling,) = told(a_trouble(place=11), mirrors=[an_unshown(), an_unshown()])

    assert isinstance(read(telling.subject), Unposted)


def test_in_the_channel_that_is_closed_itself_no_board_is_told():
    closed = an_unshown(place=ORGANIZERS, cause=Cause.GONE)

    assert keys(closed) == []
    assert len(keys(replace(closed, cause=Cause.REFUSED))) == 1


def test_a_board_is_told_once_organizers_chose_where_and_go_on():
    unshown, later = an_unshown(), SETTLED + DAY - MINUTE

    assert keys(unshown, choices=choosing(organizer_channel=None), now=later) == []
    assert keys(unshown, choices=choosing(paused_at=SETTLED), now=later) == []
    assert len(keys(unshown, now=later)) == 1
