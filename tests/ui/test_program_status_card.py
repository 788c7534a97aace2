from dataclasses import replace
from datetime import date

from bot.guilds.model import Choices
from bot.program.diff import diff
from bot.program.overlay import AtSource, Cancelled, Moved, Overlay, at_source
from bot.translation import said
from bot.ui.orders import StatusOrder
from bot.ui.program_status_card import status_card
from tests.factories import a_program_with_talks
from tests.translation.fake import speaking_loudly
from tests.ui.reading import read
from tests.ui.standings import CHANNEL, CHOICES, MINUTE, NOW, a_refused, a_standing

PROGRAM = a_program_with_talks("Rivers", "Lakes", "Seas")
RIVERS, LAKES, SEAS = PROGRAM.sessions
SMALLER = replace(PROGRAM, sessions=(SEAS,))


def seen(standing, page=1, done=""):
    return read(status_card(standing, StatusOrder(page=page), done=done))


def at(instant, style):
    return f"<t:{int(instant.timestamp())}:{style}>"


def test_the_card_of_a_sound_program_says_so_and_what_it_is():
    assert seen(a_standing(PROGRAM)) == (
        "-# 📋 For organizers\n"
        "## Conf 2022\n"
        "\n"
        "✅ **All is well.**\n"
        "---\n"
        "**Days** Tuesday 29 November – Friday 9 December 2022 · America/Los\\_Angeles\n"
        "**On it** 3 talks · 3 sessions · 1 room\n"
        f"**Reminders** I post a reminder in <#{CHANNEL}> 10 minutes before each start.\n"
        "**From** conf-22.yaml\n"
        f"**In use since** {at(NOW - 60 * MINUTE, 'f')} · version `0123456789ab`\n"
        f"**Looked at** {at(NOW - MINUTE, 'R')} · next {at(NOW + MINUTE, 'R')}\n"
        "---\n"
        "[Look now] [Last changes] [Refresh]"
    )


def test_what_is_not_known_is_left_out():
    unknown = dict.fromkeys(("origin", "digest", "accepted_at", "last_look", "next_look"))

    text = seen(a_standing(replace(PROGRAM, last_day=PROGRAM.first_day), **unknown))

    assert "**Days** Tuesday 29 November 2022 ·" in text
    assert [word for word in ("From", "In use", "Looked at", "None") if word in text] == []


def test_a_refused_version_stands_first_with_why_and_a_way_to_look_at_it():
    refused = a_refused(SMALLER, *diff(PROGRAM, SMALLER))
    text = seen(a_standing(PROGRAM, refused=refused, trouble="2 of 3 sessions are gone."))

    came = at(NOW - 5 * MINUTE, "R")
    assert text.splitlines()[3:6] == [
        f"⚠️ **A newer version was not taken over.** It came {came}. Its sessions: two cancelled.",
        "",
        "2 of 3 sessions are gone.",
    ]
    assert "Meanwhile the version before stays in use." in text
    assert text.endswith("[What it would change] [Look now] [Last changes] [Refresh]")
    assert "All is well" not in text


def test_a_version_that_can_not_be_read_is_told_in_its_own_words_as_they_are():
    text = seen(a_standing(PROGRAM, trouble="conf.yaml:3: **no** @everyone\nGive it an end."))

    assert "⚠️ **Something is wrong with its source.**\nconf.yaml\\:3: \\*\\*no\\*\\* @" in text
    assert "@everyone" not in text
    assert "What it would change" not in text


def test_what_organizers_changed_stands_below_and_what_differs_is_asked_about_above():
    overlay = Overlay(
        overrides=(
            Moved(session=RIVERS.id, source=at_source(RIVERS), at=NOW, start=NOW + 10 * MINUTE),
            Cancelled(session=LAKES.id, source=AtSource(start=NOW), at=NOW),
        )
    )
    text = seen(a_standing(PROGRAM, overlay=overlay))

    head, below = text.split("### Changed by organizers here\n")
    assert "⚠️ **The program changed one session that you changed here.**" in head
    assert below.index("**Lakes**\nHere: cancelled") < below.index("**Rivers**\nHere: <t:")


def test_a_server_without_a_channel_and_a_paused_one_are_told_so():
    unset = seen(a_standing(PROGRAM, choices=Choices(guild_id=1)))
    paused = seen(a_standing(PROGRAM, choices=replace(CHOICES, paused_at=NOW)))

    assert "**Reminders** No reminders are posted here." in unset
    assert f"**Reminders** ⏸️ Paused since {at(NOW, 'f')}: see `/deliveries`." in paused


def test_many_changes_of_organizers_go_over_several_pages():
    program = a_program_with_talks(*(f"Talk {number}" for number in range(12)))
    overlay = Overlay(
        overrides=tuple(
            Cancelled(session=one.id, source=at_source(one), at=NOW) for one in program.sessions
        )
    )

    texts = [seen(a_standing(program, overlay=overlay), page) for page in (1, 2)]

    assert "[Next page]" in texts[0]
    assert "[Previous page]" in texts[1]
    assert "### Changed by organizers here" in texts[1]


def test_what_was_just_done_stands_first():
    assert seen(a_standing(PROGRAM), done="Looked.").splitlines()[3] == "Looked."


def test_a_program_of_two_years_and_without_anything_still_reads():
    bare = replace(
        PROGRAM, sessions=(), talks=(), rooms=(), first_day=date(2022, 12, 31),
        last_day=date(2023, 1, 1),
    )  # fmt: skip

    text = seen(a_standing(bare))

    assert "**Days** Saturday 31 December – Sunday 1 January 2023" in text
    assert "**On it** nothing yet" in text


def test_in_another_language_all_of_it_is_in_that(monkeypatch):
    trouble = said("The file {file} is empty.", file="c")
    origin = said("{origin}, attached by organizers here", origin="c")
    refused = a_refused(SMALLER, *diff(PROGRAM, SMALLER))

    with speaking_loudly(monkeypatch):
        text = seen(a_standing(PROGRAM, refused=refused, trouble=trouble, origin=origin))

    assert "2 CANCELLED." in text
    assert "THE FILE c IS EMPTY." in text
    assert "**FROM** c, ATTACHED BY ORGANIZERS HERE" in text
    assert "**ON IT** 3 TALKS · 3 SESSIONS · 1 ROOM" in text
    assert "[WHAT IT WOULD CHANGE] [LOOK NOW] [LAST CHANGES] [REFRESH]" in text
