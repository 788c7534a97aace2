"""Draws any draft: odd texts, dangling keys, impossible times, twice the same, nothing at all."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from bot.program.importers.draft import (
    Draft,
    DraftLink,
    DraftSession,
    DraftSpeaker,
    DraftTalk,
    DraftTrack,
)

KEYS = st.sampled_from(["a", "b", "c", "7", "a|b", "x" * 100, "ключ", " "])
MARKUP = st.sampled_from(
    [
        "<p>Hi</p>",
        "**bold**",
        "- a\n- b",
        "&amp;",
        "<script>x</script>",
        "[a](https://b.c)",
        "\x00\r",
    ]
)
TEXTS = st.text(max_size=30) | MARKUP
MAYBE = st.none() | TEXTS
NAMES = st.sampled_from(["Hall 1", "Hall 2", "", "  ", "<b>Hall</b>"]) | TEXTS
ADDRESSES = st.sampled_from(
    [
        "https://example.org",
        "example.org/a",
        "javascript:alert(1)",
        "https://",
        "//x.org",
        "http://[",
        "",
    ]
)
LINKS = st.lists(st.builds(DraftLink, url=ADDRESSES | TEXTS, title=MAYBE), max_size=3).map(tuple)
OFFSETS = st.sampled_from(
    [UTC, timezone(timedelta(hours=5, minutes=30)), timezone(-timedelta(hours=8))]
)
STARTS = st.one_of(
    st.none(),
    st.datetimes(datetime(2024, 3, 30), datetime(2024, 4, 2)),  # noqa: DTZ001 - wall times
    st.datetimes(datetime(2024, 10, 26), datetime(2024, 10, 28), timezones=OFFSETS),  # noqa: DTZ001
    st.datetimes(timezones=st.none() | OFFSETS),
)
LENGTHS = st.none() | st.timedeltas(-timedelta(hours=1), timedelta(days=2))

SPEAKERS = st.builds(
    DraftSpeaker,
    key=KEYS,
    name=TEXTS,
    role=MAYBE,
    company=MAYBE,
    bio=MAYBE,
    links=LINKS,
    picture=st.none() | ADDRESSES,
)
TALKS = st.builds(
    DraftTalk,
    key=KEYS,
    title=TEXTS,
    subtitle=MAYBE,
    abstract=MAYBE,
    speakers=st.lists(KEYS, max_size=3).map(tuple),
    language=MAYBE,
    level=MAYBE,
    links=LINKS,
)
SESSIONS = st.builds(
    DraftSession,
    key=KEYS,
    start=STARTS,
    end=STARTS,
    length=LENGTHS,
    title=MAYBE,
    room=st.none() | NAMES,
    track=st.none() | NAMES,
    talks=st.lists(KEYS, max_size=3).map(tuple),
    stream=st.none() | ADDRESSES,
)
DRAFTS = st.builds(
    Draft,
    name=MAYBE,
    acronym=MAYBE,
    zone=st.sampled_from([None, "Europe/Berlin", "UTC", "US / Pacific", "America/Los_Angeles"]),
    link=st.none() | ADDRESSES,
    rooms=st.lists(NAMES, max_size=3).map(tuple),
    tracks=st.lists(st.builds(DraftTrack, name=NAMES, description=MAYBE), max_size=3).map(tuple),
    speakers=st.lists(SPEAKERS, max_size=5).map(tuple),
    talks=st.lists(TALKS, max_size=5).map(tuple),
    sessions=st.lists(SESSIONS, max_size=6).map(tuple),
)
