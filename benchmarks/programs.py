"""Makes big programs for the benchmarks, the same ones for the same seed.

Titles are put together from the words that conferences use (words.toml), the common ones often and
the others seldom, so that many titles share words and beginnings. A third names a project and some
have a word that few others have. Projects, companies and surnames are put together from syllables.
Nobody in it exists.
"""

import random
import tomllib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.program.model import Program, Room, Session, Speaker, Talk, Track

ZONE = "Europe/Berlin"
FIRST_DAY = date(2026, 6, 1)
DAYS = 5
SLOTS_A_DAY = 15
SLOT = timedelta(minutes=40)
TRACKS = 40

WORDS = {
    name: tuple(words.split())
    for name, words in tomllib.loads(
        Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    ).items()
}

FORMS = (
    "{Doing} {adjective} {noun} with {topic}",
    "{topic}: {Adjective} {noun} for {fields}",
    "From {noun} to {noun2}: {Doing} {topic} at {company}",
    "How {company} {topic} Changed Our {Noun}",
    "The {Adjective} Guide to {topic} {Noun}",
    "Why Your {Noun} Need {topic}",
    "{project}: {Adjective} {Noun} in {topic}",
    "{project}, One Year On: {Doing} {noun} for {fields}",
    "Introduction to {project}",
    "{Noun} and {Noun2} in {topic}",
    "Lessons from {doing} {noun} for {fields}",
    "What {Fields} Teach Us About {adjective} {noun}",
    "{Doing} {Noun} Without {Noun2}",
    "Workshop: {Doing} {noun} with {project}",
    "{topic} {Noun} Considered Harmful",
    "{Doing} {topic}'s {Noun}: An {project} Story",
    "{project} & {topic}: {Doing} {adjective} {noun}, the {adjective2} Way",
    "You've Been {Doing} {Noun} Wrong",
    "State of {project} {Noun}",
    "The {Rare} and the {Rare2}",
    "{topic}, a {rare} for {fields}",
    "Beyond the {Rare}: {Doing} {noun} with {project}",
    "A {Rare} in the {Noun}: {Adjective} {topic}",
    "Of {Rare} and {Rare2}: {Doing} {topic} at {company}",
    "{Rare}-Driven {Noun}",
    "My {rare} speaks {topic}",
)
PROSE = ("nouns", "nouns", "doings", "adjectives", "topics")
ROLES = (
    "Software Engineer",
    "Principal Engineer",
    "Developer Advocate",
    "Engineering Manager",
    "Researcher",
    "Site Reliability Engineer",
    "Maintainer",
    "CTO",
    "Student",
)


def big_program(*, talks: int = 3_000, speakers: int = 2_000, seed: int = 2022) -> Program:
    """Return a program of that size over five days, talks side by side in as many rooms as needed.

    The same arguments give the same program.
    """
    chance = random.Random(seed)
    companies = [_project(chance) + chance.choice([" Labs", "", " GmbH"]) for _ in range(600)]
    people = tuple(_speaker(number, chance, companies) for number in range(speakers))
    given = tuple(_talk(number, chance, companies, people) for number in range(talks))
    tracks = tuple(_track(number, chance, people) for number in range(TRACKS))
    rooms = tuple(
        Room(id=f"room-{number}", name=f"Room {number + 1}")
        for number in range(-(-talks // (DAYS * SLOTS_A_DAY)))
    )
    return Program(
        id="big-conf-2026",
        name="Big Conf 2026",
        zone=ZONE,
        first_day=FIRST_DAY,
        last_day=FIRST_DAY + timedelta(days=DAYS - 1),
        tracks=tracks,
        rooms=rooms,
        speakers=people,
        talks=given,
        sessions=tuple(_sessions(given, rooms, tracks)),
    )


def _sessions(
    talks: Sequence[Talk], rooms: Sequence[Room], tracks: Sequence[Track]
) -> list[Session]:
    morning = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 9, tzinfo=ZoneInfo(ZONE))
    sessions = []
    for number, talk in enumerate(talks):
        slot, room = divmod(number, len(rooms))
        day, slot_of_day = divmod(slot, SLOTS_A_DAY)
        start = morning + timedelta(days=day) + slot_of_day * SLOT
        sessions.append(
            Session(
                id=f"session-{number}",
                start=start,
                end=start + timedelta(minutes=30),
                room=rooms[room].id,
                track=tracks[room % len(tracks)].id,
                talks=(talk.id,),
            )
        )
    return sessions


def _talk(
    number: int, chance: random.Random, companies: Sequence[str], people: Sequence[Speaker]
) -> Talk:
    words = {
        "topic": _seldom(chance, WORDS["topics"]),
        "noun": _seldom(chance, WORDS["nouns"]),
        "noun2": _seldom(chance, WORDS["nouns"]),
        "doing": _seldom(chance, WORDS["doings"]),
        "adjective": _seldom(chance, WORDS["adjectives"]),
        "adjective2": _seldom(chance, WORDS["adjectives"]),
        "fields": _seldom(chance, WORDS["fields"]),
        "company": chance.choice(companies),
        "project": _project(chance),
        "rare": chance.choice(WORDS["rare"]),
        "rare2": chance.choice(WORDS["rare"]),
    }
    words |= {name.title(): word.title() for name, word in words.items()}
    speakers = chance.sample(people, k=chance.choice((1, 1, 1, 2, 3)))
    return Talk(
        id=f"talk-{number}",
        title=chance.choice(FORMS).format(**words),
        abstract=_prose(chance, chance.randint(40, 160)),
        speakers=tuple(speaker.id for speaker in speakers),
    )


def _track(number: int, chance: random.Random, people: Sequence[Speaker]) -> Track:
    name = f"{_seldom(chance, WORDS['adjectives'])} {_seldom(chance, WORDS['nouns'])}"
    return Track(
        id=f"track-{number}",
        name=name.title(),
        description=_prose(chance, 60),
        hosts=(chance.choice(people).id,),
    )


def _speaker(number: int, chance: random.Random, companies: Sequence[str]) -> Speaker:
    surname = chance.choice(WORDS["name_starts"]) + chance.choice(WORDS["name_ends"])
    return Speaker(
        id=f"speaker-{number}",
        name=f"{chance.choice(WORDS['first_names'])} {surname}",
        role=chance.choice(ROLES),
        company=chance.choice(companies),
        bio=_prose(chance, chance.randint(20, 60)),
    )


def _project(chance: random.Random) -> str:
    middle = "".join(chance.choices(WORDS["project_middles"], k=chance.choice((0, 1, 1, 2))))
    return chance.choice(WORDS["project_starts"]) + middle + chance.choice(WORDS["project_ends"])


def _prose(chance: random.Random, words: int) -> str:
    """Return so many words: every other one a small one, one in twenty a rare one or a name."""
    chosen = []
    for place in range(words):
        if place % 2:
            chosen.append(chance.choice(WORDS["small_words"]))
        elif place % 20:
            chosen.append(_seldom(chance, WORDS[chance.choice(PROSE)]))
        else:
            chosen.append(chance.choice((chance.choice(WORDS["rare"]), _project(chance))))
    return " ".join(chosen).capitalize() + "."


def _seldom(chance: random.Random, words: tuple[str, ...]) -> str:
    """Return one of the words, the first ones often and the last ones seldom (Zipf's law)."""
    return chance.choices(words, cum_weights=_weights(len(words)))[0]


@cache
def _weights(words: int) -> list[float]:
    return list(accumulate(1 / (place + 8) for place in range(words)))
