"""Draws any valid program: odd letters, long texts, many talks, no talks, parallel rooms."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.program.model import Link, Program, Room, Session, Speaker, Talk, Track

ZONES = ("America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "UTC")

# What a person could paste: any letter, Discord's markup, mentions, very long words.
_ODD = st.sampled_from(
    ["@everyone", "<@1>", "**", "```", "||", "# ", "> ", "[a](b)", "🎤", "_" * 40]
)
_LETTERS = st.characters(exclude_categories=("Cs", "Cc"))


@cache
def texts(longest=60):
    """One line with something visible in it, trimmed."""
    words = st.one_of(_ODD, st.text(_LETTERS, min_size=1, max_size=longest))
    line = st.lists(words, min_size=1, max_size=4).map(lambda parts: " ".join(parts)[:longest])
    return line.map(lambda text: " ".join(text.split())).filter(bool)


@cache
def long_texts():
    """Nothing, a line, or many paragraphs (up to 12,000 characters)."""
    repeated = st.builds(
        lambda line, times: ("\n\n".join([line] * times))[:12_000].strip(),
        texts(200),
        st.integers(1, 80),
    )
    return st.one_of(st.none(), texts(), repeated)


@cache
def links():
    return st.lists(
        st.builds(Link, title=texts(), url=st.just("https://example.org/a")), max_size=8
    ).map(tuple)


def _some_of(ids, most):
    if not ids:
        return st.just(())
    return st.lists(st.sampled_from(ids), unique=True, max_size=most).map(tuple)


def _one_of(ids):
    return st.sampled_from([None, *ids])


@st.composite
def programs(draw, most_talks=40, most_sessions=40):
    zone = draw(st.sampled_from(ZONES))
    speakers = tuple(
        Speaker(
            id=f"speaker-{number:0>24}",
            name=draw(texts(300)),
            role=draw(st.none() | texts(300)),
            company=draw(st.none() | texts(300)),
            bio=draw(long_texts()),
            links=draw(links()),
            picture=draw(st.none() | st.just("https://example.org/p.png")),
            key=draw(st.none() | texts()),
        )
        for number in range(draw(st.integers(0, 8)))
    )
    speaker_ids = [speaker.id for speaker in speakers]
    rooms = tuple(
        Room(id=f"room-{number:0>27}", name=draw(texts(300)))
        for number in range(draw(st.integers(0, 30)))
    )
    tracks = tuple(
        Track(
            id=f"track-{number:0>26}",
            name=draw(texts(300)),
            description=draw(long_texts()),
            hosts=draw(_some_of(speaker_ids, 8)),
        )
        for number in range(draw(st.integers(0, 4)))
    )
    talks = tuple(
        Talk(
            id=f"talk-{number:0>27}",
            title=draw(texts(400)),
            abstract=draw(long_texts()),
            speakers=draw(_some_of(speaker_ids, 8)),
            language=draw(st.sampled_from([None, "en", "pt-BR"])),
            level=draw(st.none() | texts()),
            links=draw(links()),
            key=draw(st.none() | texts()),
        )
        for number in range(draw(st.integers(0, most_talks)))
    )
    talk_ids = [talk.id for talk in talks]
    epoch = draw(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001 - made aware below
    epoch = epoch.replace(second=0, microsecond=0, tzinfo=UTC)
    sessions = []
    for number in range(draw(st.integers(0, most_sessions))):
        start = epoch + timedelta(minutes=5 * draw(st.integers(0, 12 * 24 * 3)))
        length = draw(st.sampled_from([None, 5, 45, 600]))
        end = None if length is None else start + timedelta(minutes=length)
        sessions.append(
            Session(
                id=f"session-{number:0>24}",
                start=start.astimezone(ZoneInfo(zone)),
                end=None if end is None else end.astimezone(ZoneInfo(zone)),
                title=draw(st.none() | texts(300)),
                room=draw(_one_of([room.id for room in rooms])),
                track=draw(_one_of([track.id for track in tracks])),
                talks=draw(_some_of(talk_ids, 40)),
                stream=draw(st.none() | st.just("https://example.org/live")),
                key=draw(st.none() | texts()),
            )
        )
    first = epoch.astimezone(ZoneInfo(zone)).date()
    return Program(
        id="a-program-2022x",
        name=draw(texts(200)),
        zone=zone,
        first_day=first,
        last_day=first + timedelta(days=4),
        link=draw(st.none() | st.just("https://example.org/")),
        tracks=tracks,
        rooms=rooms,
        speakers=speakers,
        talks=talks,
        sessions=tuple(sessions),
    )
