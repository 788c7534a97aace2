from dataclasses import replace
from datetime import timedelta

from bot.program.diff import diff
from bot.ui.orders import ChangesOrder, ReviewOrder
from bot.ui.program_changes_card import changes_card, review_card
from tests.factories import a_program_with_talks
from tests.ui.reading import read
from tests.ui.standings import MINUTE, NOW, a_refused, a_status, kept

PROGRAM = a_program_with_talks("Rivers", "Lakes", "Seas")
RIVERS, LAKES, SEAS = PROGRAM.sessions
SMALLER = replace(PROGRAM, sessions=(SEAS,))
GONE = diff(PROGRAM, SMALLER)
STATUS = a_status(PROGRAM)


def at(instant, style):
    return f"<t:{int(instant.timestamp())}:{style}>"


def test_changes_stand_under_the_time_at_which_they_came():
    later = kept(GONE[0], later="c", at=NOW)
    earlier = kept(GONE[1], later="b", at=NOW - MINUTE)

    text = read(changes_card(STATUS, [*later, *earlier], ChangesOrder()))

    assert text == (
        "-# 📋 For organizers\n"
        "## What changed in Conf 2022\n"
        "---\n"
        f"### {at(NOW, 'f')}\n"
        "❌ **Rivers**\n"
        "Cancelled\n"
        f"{at(RIVERS.start, 'F')} · Hall 1\n"
        f"### {at(NOW - MINUTE, 'f')}\n"
        "❌ **Lakes**\n"
        "Cancelled\n"
        f"{at(LAKES.start, 'F')} · Hall 1\n"
        "---\n"
        "[Status]"
    )


def test_a_program_that_never_changed_is_told_so():
    text = read(changes_card(STATUS, (), ChangesOrder(), done="Looked."))

    assert "Nothing has changed since I know this program." in text
    assert text.splitlines()[3] == "Looked."


def test_a_refused_version_is_shown_with_what_it_would_change_and_what_takes_it_on():
    refused = a_refused(SMALLER, *GONE)
    status = replace(STATUS, refused=refused, trouble="It has 2 sessions less.")

    view = review_card(status, refused, ReviewOrder())

    text = read(view)
    assert text.splitlines()[:8] == [
        "-# 📋 For organizers",
        "## Not taken over yet",
        "",
        f"⚠️ A version of Conf 2022 came {at(NOW - 5 * MINUTE, 'R')}.",
        "**Its sessions** two cancelled",
        "**On it** 3 talks · 1 session · 1 room",
        "**In use now** 3 talks · 3 sessions · 1 room",
        "**Why it waits** It has 2 sessions less.",
    ]
    assert "❌ **Rivers**\nCancelled" in text
    assert text.endswith("[Take it on] [Status]")
    assert f"m1:p-accept:{refused.digest[:24]}" in str(view.to_components())


def test_a_refused_version_whose_sessions_are_the_same_says_so():
    text = read(review_card(STATUS, a_refused(PROGRAM), ReviewOrder()))

    assert "**Its sessions** no session is different" in text
    assert "What differs is in texts, people or rooms that no session tells of." in text


def test_many_changes_go_over_pages_and_the_button_stands_on_each():
    program = a_program_with_talks(*(f"Talk {number}" for number in range(60)))
    moved = replace(
        program,
        sessions=tuple(
            replace(one, start=one.start + timedelta(days=1), end=None) for one in program.sessions
        ),
    )
    changes = diff(program, moved)

    texts = [
        read(review_card(STATUS, a_refused(moved, *changes), ReviewOrder(page=page)))
        for page in (1, 2, 999)
    ]

    assert [text.splitlines()[-1] for text in texts] == [
        "[Take it on] [Status] [Next page]",
        "[Take it on] [Status] [Previous page] [Next page]",
        "[Take it on] [Status] [Previous page]",
    ]
    assert all("of " in text and "-# Page " in text for text in texts)
