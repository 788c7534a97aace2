"""Whatever the program and the language, everything that is shown holds Discord's limits."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NOT_ON_PROGRAM, MarqueeError, NotOnProgramError
from bot.guilds.model import Choices, Lead
from bot.program.model import Link
from bot.program.search import Hit, HitKind
from bot.program.timetable import Timetable
from bot.translation import Language, _, speaking
from bot.ui.choices import choice_name, plain_choice
from bot.ui.help_card import help_card
from bot.ui.notice import apology, not_found, told
from tests.factories import NINE, a_program, a_room, a_session, a_speaker, a_talk, a_track
from tests.programs_strategy import programs, texts
from tests.ui.discord_rules import check_post, check_view, units, walk
from tests.ui.every_message import MARK, every_card, every_post

pytestmark = pytest.mark.slow

SHARER = 123456789012345678
NOTIFICATION = 100
LANGUAGES = st.sampled_from(Language)


def check_everything(program, words, shared_by=None):
    by_whom = _("Shared by {person}").format(person=f"<@{shared_by}>")
    for card in every_card(program, words=("", "a", words), shared_by=shared_by):
        check_view(card, may_mention=() if shared_by is None else (by_whom,))
    for post in every_post(program):
        check_post(post, may_mention=[f"<@{user}>" for user in post.mentions])
        assert units(post.content) <= NOTIFICATION
        if post.silent or post.mentions:
            # What is for one person can be about anything, and is to be found again all the same.
            assert MARK in carried(post)


def carried(post):
    """All in which a posted message's mark is looked for."""
    components = [] if post.view is None else walk(post.view.to_components())
    ids = [part.get("custom_id", "") for part in components]
    return " ".join([*ids, *(embed.url or "" for embed in post.embeds)])


@settings(max_examples=12)
@given(
    programs(most_talks=12, most_sessions=12), texts(), st.sampled_from([None, SHARER]), LANGUAGES
)
def test_any_program_gives_messages_that_discord_takes(program, words, shared_by, language):
    with speaking(language):
        check_everything(program, words, shared_by)


@settings(max_examples=100)
@given(programs(), texts(), st.sampled_from([None, SHARER]), LANGUAGES)
def test_any_big_program_gives_messages_that_discord_takes(program, words, shared_by, language):
    with speaking(language):
        check_everything(program, words, shared_by)


def a_vast_program(text):
    """As much of everything as an organizer could load, all of it written in `text`."""
    name, essay = (text * 100)[:400].strip(), "\n\n".join([(text * 300)[:1500].strip()] * 3)
    link = Link(title=name, url="https://example.org/a")
    speakers = tuple(
        a_speaker(name, role=name, company=name, bio=essay, links=(link,)) for _ in range(26)
    )
    people = tuple(speaker.id for speaker in speakers)
    talks = tuple(
        a_talk(name, abstract=essay, speakers=people, links=(link,), level=name) for _ in range(52)
    )
    all_talks = tuple(talk.id for talk in talks)
    rooms = tuple(a_room(name) for _ in range(30))
    tracks = tuple(a_track(name, description=essay, hosts=people) for _ in range(30))
    parallel = tuple(
        a_session(NINE, minutes=60, room=room.id, track=tracks[0].id, talks=all_talks[:2])
        for room in rooms
    )
    later = tuple(
        a_session(
            NINE + timedelta(days=day), title=name, track=track.id, talks=all_talks[: 52 // day]
        )
        for day, track in enumerate(tracks, start=1)
    )
    return a_program(
        *parallel, *later, name=name, speakers=speakers, talks=talks, rooms=rooms, tracks=tracks
    )


# Each in one language, in turn, and the first in all of them.
VAST = (
    *(("𝕬", language) for language in Language),
    *zip(
        ("Wide words ", "👩‍👩‍👧", "*", "# - ", "@everyone", "https://example.org/_"),
        Language,
        strict=True,
    ),
)


@pytest.mark.parametrize(("text", "language"), VAST)
def test_a_vast_program_gives_messages_that_discord_takes(text, language):
    with speaking(language):
        check_everything(a_vast_program(text), text * 60)


@given(texts(2_000), st.sampled_from(sorted(NOT_ON_PROGRAM)), LANGUAGES)
def test_notices_are_ones_that_discord_takes(words, kind, language):
    hits = tuple(
        Hit(kind=one, id=f"{one}-{number}", title=words, score=1.0)
        for one in HitKind
        for number in range(2)
    )
    choices = Choices(guild_id=1, reminder_channel=2, leads=(Lead(before=timedelta(minutes=1)),))
    program = a_program(name=words)

    with speaking(language):
        check_view(apology(words[:20]))
        check_view(told(MarqueeError(words)))
        check_view(told(MarqueeError(f"`{words}`")))
        check_view(not_found(NotOnProgramError(kind, words), (), program.id))
        check_view(not_found(NotOnProgramError(kind, words), hits, program.id))
        check_view(help_card(program, None))
        check_view(help_card(program, choices, for_organizer=True), may_mention=("<#2>",))


@given(programs(most_talks=6, most_sessions=6), texts(300), LANGUAGES)
@settings(max_examples=25)
def test_names_of_choices_have_one_to_a_hundred_characters(program, text, language):
    timetable = Timetable(program)
    things = {
        HitKind.TALK: [(talk.id, talk.title) for talk in program.talks],
        HitKind.SPEAKER: [(speaker.id, speaker.name) for speaker in program.speakers],
        HitKind.TRACK: [(track.id, track.name) for track in program.tracks],
    }

    shown = [plain_choice(text)]
    with speaking(language):
        for kind, named in things.items():
            for one, title in [*named, ("gone", text)]:
                hit = Hit(kind=kind, id=one, title=title, score=1.0)
                shown.append(choice_name(hit, timetable, NINE))

    assert [name for name in shown if not 1 <= units(name.strip()) <= units(name) <= 100] == []


@pytest.mark.parametrize("language", Language)
def test_help_for_a_hundred_leads_is_one_that_discord_takes(language):
    leads = tuple(Lead(before=timedelta(minutes=one)) for one in range(1, 10_000, 100))
    choices = Choices(guild_id=1, reminder_channel=2, leads=leads)

    with speaking(language):
        card = help_card(a_program(), choices, for_organizer=True)

    check_view(card, may_mention=("<#2>",))


@settings(max_examples=5)
@given(texts(), LANGUAGES)
def test_an_empty_program_gives_messages_that_discord_takes(words, language):
    with speaking(language):
        check_everything(a_program(), words)
