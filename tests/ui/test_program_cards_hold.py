"""Whatever the program and its changes, the cards about it hold Discord's limits."""

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.program.diff import ChangeKind, diff
from bot.translation import Language, speaking
from tests.factories import a_program, a_room, a_session, a_speaker, a_talk, a_track
from tests.programs_strategy import programs, texts
from tests.ui.discord_rules import check_view
from tests.ui.program_cards import cards
from tests.ui.standings import NOW

pytestmark = pytest.mark.slow

MENTION = re.compile(r"<#\d+>")
DAY = timedelta(days=1)


def check(earlier, later, words):
    for view in cards(earlier, later, words):
        check_view(view, may_mention=MENTION.findall(str(view.to_components())))


@settings(max_examples=25)
@given(
    programs(most_talks=8, most_sessions=12),
    programs(most_talks=8, most_sessions=12),
    texts(),
    st.sampled_from(Language),
)
def test_any_two_versions_give_cards_that_discord_takes(earlier, later, words, language):
    with speaking(language):
        check(earlier, later, words)


@settings(max_examples=10)
@given(
    st.text(min_size=1, max_size=300).filter(lambda text: text.strip()), st.sampled_from(Language)
)
def test_as_much_as_can_change_gives_cards_that_discord_takes(text, language):
    name = f"Wide **words** @everyone 𝕬 <@1> {text} " * 6
    earlier, later = a_version("a " + name, NOW), a_version("b " + name, NOW + DAY)

    with speaking(language):
        check(earlier, later, name)


def a_version(name, start):
    """Twelve sessions that are all other than those of another name and start"""
    speakers = tuple(a_speaker(name, id=f"p-{number}") for number in range(30))
    number = int(start.timestamp()) % 7
    stream = f"https://example.org/@everyone/{'_a*' * 60}{number}"
    return a_program(
        *(
            a_session(
                start, minutes=30 + number, id=f"s-{one}", talks=("t",), room="r", track="k",
                stream=stream,
            )
            for one in range(12)
        ),
        name=name,
        speakers=speakers,
        talks=(a_talk(name, id="t", speakers=tuple(one.id for one in speakers)),),
        rooms=(a_room(name, id="r"),),
        tracks=(a_track(name, id="k"),),
    )  # fmt: skip


def test_all_of_a_session_can_change_at_once():
    (change, *_) = diff(a_version("a", NOW), a_version("b", NOW + DAY))

    assert set(change.kinds) >= set(ChangeKind) - {
        ChangeKind.ADDED,
        ChangeKind.CANCELLED,
        ChangeKind.REINSTATED,
        ChangeKind.LENGTH,
        ChangeKind.STREAM,
    }
