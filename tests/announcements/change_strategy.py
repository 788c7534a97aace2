"""Draws any Changes that two versions of a program can have."""

from datetime import timedelta

from hypothesis import strategies as st

from bot.program.diff import Facts, change_of
from tests.announcements.changes import NOON
from tests.programs_strategy import texts

LONG = 400


def some_texts():
    """Text as people write it, some of it long"""
    return st.one_of(
        texts(),
        st.text(alphabet="*_|[]()~`<>@#: ä🎤W", min_size=1, max_size=40),
        st.builds(
            lambda letter, times: letter * times, st.sampled_from("aW*_ä🎤@"), st.integers(1, LONG)
        ),
    )


@st.composite
def any_facts(draw):
    start = NOON + timedelta(minutes=draw(st.integers(0, 5_000)))
    length = draw(st.none() | st.integers(0, 5_000))
    return Facts(
        title=draw(some_texts()),
        start=start,
        end=None if length is None else start + timedelta(minutes=length),
        room=draw(st.none() | some_texts()),
        track=draw(st.none() | some_texts()),
        speakers=tuple(draw(st.lists(some_texts(), max_size=14))),
        stream=draw(st.none() | st.just("https://example.org/" + "a" * draw(st.integers(1, 300)))),
        is_break=draw(st.booleans()),
    )


@st.composite
def a_changed(draw, session):
    before = draw(st.none() | any_facts())
    after = draw(any_facts() if before is None else st.none() | any_facts())
    was_cancelled = before is not None and after is not None and draw(st.booleans())
    return change_of(session, before, after, {session} if was_cancelled else ())


@st.composite
def some_changes(draw, most=6):
    """At least one change, each of another session"""
    many = draw(st.integers(1, most))
    drawn = [draw(a_changed(f"no-{number}")) for number in range(many)]
    changes = [change for change in drawn if change is not None]
    return changes or [change_of("no-0", None, draw(any_facts()))]
