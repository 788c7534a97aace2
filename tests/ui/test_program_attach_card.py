import ast
import re
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Fault, Severity
from bot.program.diff import diff
from bot.program.importers import Doubt
from bot.sources.attached import Attached, Source
from bot.sources.attaching import Confirmed, Preview
from bot.sources.reading import Read
from bot.translation import Language, said, speaking, together
from bot.ui.program_attach_card import (
    attached_card,
    detach_card,
    detached_card,
    dropped_card,
    in_words_of_here,
    preview_card,
    program_mark,
)
from tests.factories import NINE, a_program_with_talks
from tests.house import modules
from tests.programs_strategy import programs, texts
from tests.translation.fake import speaking_loudly
from tests.ui.discord_rules import check_view
from tests.ui.reading import read as text_of

NOW = NINE.astimezone(UTC)
KEY = "0123456789abcdef01234567"
OURS = a_program_with_talks("Mountains", "Valleys", name="Ours")
LATER = replace(
    OURS,
    sessions=(
        replace(OURS.sessions[0], start=NINE + timedelta(hours=5), end=NINE + timedelta(hours=6)),
        *OURS.sessions[1:],
    ),
)
FILE = Source(origin="ours.yaml")
ATTACHED = Attached(guild_id=1, program="ours", source=FILE, before=None, at=NOW)
DOUBT = Doubt(what="A link is none.", made="It was left out.", count=3, example="htp:/x")
WARNING = Fault(
    file="x.yaml", what="It has no end.", fix="Add one.", line=7, severity=Severity.WARNING
)
# An option of the command line: "--zone".
OPTION = re.compile(r"--[a-z]")


def a_read(program=OURS, **fields):
    return Read(program=program, text="", whole="", digest="d" * 64, **fields)


def a_preview(found=None, attached=None, source=FILE):
    return Preview(key=KEY, source=source, found=found or a_read(), attached=attached)


def test_a_first_program_is_shown_as_it_would_stand():
    text = text_of(preview_card(a_preview()))

    assert "## Ours" in text
    assert "Only this server sees it. Nothing is changed until you confirm." in text
    assert "**On it** 2 talks · 2 sessions · 1 room" in text
    assert "**From** ours.yaml" in text
    assert "doubtful" not in text


def test_what_an_address_gives_is_kept_fresh():
    text = text_of(preview_card(a_preview(source=Source(origin="https://a.org", address="x"))))

    assert "I look there every few minutes" in text


def test_what_is_doubtful_is_told_with_how_often_and_an_example():
    text = text_of(preview_card(a_preview(a_read(doubts=(DOUBT,), warnings=(WARNING,)))))

    assert "- A link is none. (3 times) It was left out. For example: htp" in text
    assert "- Line 7: It has no end. Add one." in text


def test_a_newer_version_tells_what_changes():
    found = a_read(LATER, changes=diff(OURS, LATER), before=2)

    text = text_of(preview_card(a_preview(found, ATTACHED)))

    assert "It is a **newer version** of what is attached: one at another time." in text
    assert "🕒 **Mountains**" in text


def test_what_differs_in_texts_alone_is_told_apart_from_what_is_the_same():
    differing = a_preview(a_read(before=2), ATTACHED)
    same = replace(differing, is_same=True)

    assert "No session is different" in text_of(preview_card(differing))
    assert "It is exactly what stands here already." in text_of(preview_card(same))


def test_another_conference_is_warned_of():
    text = text_of(preview_card(a_preview(a_read(replaces=True), ATTACHED)))

    assert "It is **another conference** than the one that is attached by now" in text


def test_what_was_confirmed_says_what_it_changed():
    first = Confirmed(program=OURS, source=FILE, changes=(), is_new=True)
    later = replace(first, changes=diff(OURS, LATER), is_new=False)

    assert "✅ **Attached:**" in text_of(attached_card(first))
    assert "✅ **Done.** Its sessions: one at another time." in text_of(attached_card(later))


def test_the_command_lines_words_are_said_as_slash_commands_have_it():
    why = said("There is none.")
    fix = said("Name it with --zone, as in --zone Europe/Berlin.")

    assert in_words_of_here(together(why, fix)) == (
        "There is none. Give its zone: zone:Europe/Berlin."
    )
    assert in_words_of_here(said("Did you mean it? If not, change --zone.")) == (
        "Did you mean it? If not, change zone."
    )


def test_in_another_language_what_is_doubtful_is_told_in_that(monkeypatch):
    made = said("Name it with --name.")
    doubt = replace(DOUBT, what=said("A link is none."), made=made)
    warning = replace(WARNING, what=said("It has no end."), fix=said("Add one."))
    found = a_read(doubts=(doubt,), warnings=(warning,))

    with speaking_loudly(monkeypatch):
        text = text_of(preview_card(a_preview(found)))

    assert "- A LINK IS NONE. (3 TIMES) ITS SOURCE IS WHERE TO NAME IT. FOR EXAMPLE: htp" in text
    assert "- LINE 7: IT HAS NO END. ADD ONE." in text


def test_nothing_that_an_import_says_is_in_the_words_of_the_command_line():
    importers = [module for module in modules() if "importers" in module.path.parts]
    written = [
        node.value
        for module in importers
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    told = [text for text in written if OPTION.search(text)]

    assert told
    assert [text for text in told if OPTION.search(in_words_of_here(said(text)))] == []


def test_where_nothing_else_is_loaded_a_detached_program_leaves_none():
    text = text_of(detached_card("Ours", None))

    assert "✅ Ours is detached. This server follows **no program until whoever runs" in text


def test_a_button_knows_a_program_by_24_hex_digits():
    assert len(program_mark("ours")) == 24
    assert program_mark("ours") != program_mark("theirs")


@pytest.mark.slow
@settings(max_examples=25)
@given(
    programs(most_talks=8, most_sessions=12),
    programs(most_talks=8, most_sessions=12),
    texts(),
    st.sampled_from(Language),
)
def test_whatever_is_handed_in_the_cards_hold_discords_limits(earlier, later, words, language):
    with speaking(language):
        every_card(earlier, later, words)


@settings(max_examples=8)
@given(
    st.text(min_size=1, max_size=300).filter(lambda text: text.strip()), st.sampled_from(Language)
)
def test_however_long_its_names_are_the_cards_hold_discords_limits(text, language):
    name = f"Wide **words** @everyone 𝕬 <@1> {text} " * 6
    earlier = a_program_with_talks(*(f"{one} {name}" for one in range(9)), name=name)
    later = a_program_with_talks(*(f"{one} b {name}" for one in range(9)), name=name)

    with speaking(language):
        every_card(earlier, later, name)


def every_card(earlier, later, words):
    changes = diff(earlier, later)
    doubt = Doubt(what=words, made=words, count=2, example=words)
    source = Source(origin=words * 10, address="x")
    found = a_read(
        later,
        changes=changes,
        before=len(earlier.sessions),
        doubts=(doubt,) * 9,
        warnings=(replace(WARNING, what=words),) * 9,
        ambiguous=(words,) * 9,
    )
    attached = replace(ATTACHED, source=source)
    confirmed = Confirmed(program=later, source=source, changes=changes, is_new=False)
    for card in (
        preview_card(a_preview(found, attached, source)),
        preview_card(a_preview(replace(found, replaces=True), attached, source)),
        attached_card(confirmed),
        dropped_card(),
        detach_card(attached, words, words),
        detached_card(words, words),
    ):
        check_view(card)
