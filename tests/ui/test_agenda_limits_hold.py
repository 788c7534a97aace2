"""Whatever was saved, and in whatever language, the cards about agendas hold Discord's limits."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.translation import Language, speaking
from tests.factories import NINE, a_program, a_room, a_session, a_talk
from tests.programs_strategy import programs, texts
from tests.ui.agendas import MENTIONED, every_agenda_card, every_other_card
from tests.ui.discord_rules import check_view

MANY = 60
LANGUAGES = st.sampled_from(Language)


def check(program, words):
    for view in every_agenda_card(program, words):
        check_view(view, may_mention=MENTIONED)


@settings(max_examples=8)
@given(programs(most_talks=8, most_sessions=10), texts(300), LANGUAGES)
def test_any_agenda_gives_cards_that_discord_takes(program, words, language):
    with speaking(language):
        check(program, words)


@pytest.mark.slow
@settings(max_examples=100)
@given(programs(), texts(300), LANGUAGES)
def test_any_big_agenda_gives_cards_that_discord_takes(program, words, language):
    with speaking(language):
        check(program, words)


@pytest.mark.slow
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("text", ["𝕬", "*", "x", "@everyone <@1> "])
def test_a_vast_agenda_gives_cards_that_discord_takes(text, language):
    name = (text * 200)[:400].strip()
    room, talks = a_room(name), tuple(a_talk(name) for _ in range(40))
    every = tuple(talk.id for talk in talks)
    together = (
        a_session(NINE + timedelta(minutes=one % 3), minutes=90, room=room.id, talks=every[one:])
        for one in range(MANY)
    )
    short = (a_session(NINE + timedelta(days=2, minutes=one), title=text) for one in range(MANY))
    program = a_program(*together, *short, name=name, rooms=(room,), talks=talks)

    with speaking(language):
        check(program, name)


@pytest.mark.parametrize("language", Language)
def test_what_depends_on_no_program_is_taken_by_discord(language):
    with speaking(language):
        for view in every_other_card():
            check_view(view, may_mention=MENTIONED)
