import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.model import Cause, State
from bot.delivery.overview import Overview
from bot.guilds.model import Choices, Lead
from bot.program.timetable import Timetable
from bot.translation import Language, speaking
from bot.ui.deliveries_card import Outlook, deliveries_card, resumed_card
from bot.ui.orders import ListOrder
from tests.factories import a_program, a_session, a_talk
from tests.programs_strategy import programs
from tests.ui.discord_rules import check_view
from tests.ui.reading import read
from tests.ui.records import CHANNEL, GUILD, MINUTE, NOW, a_delivery, a_record, deliveries, records

TITLES = ("Rivers", "Lakes", "Seas", "Ponds", "Streams")
PROGRAM = a_program(
    *(a_session(id=title.lower(), talks=(title.lower() + "-talk",)) for title in TITLES),
    talks=tuple(a_talk(title, id=title.lower() + "-talk") for title in TITLES),
)
CHOICES = Choices(guild_id=GUILD, reminder_channel=CHANNEL, leads=(Lead(before=10 * MINUTE),))
MENTION = re.compile(r"<#\d+>")


def an_outlook(coming=(), lately=(), *, choices=CHOICES, timetable=Timetable(PROGRAM)):  # noqa: B008
    overview = Overview(coming=tuple(coming), lately=tuple(lately))
    return Outlook(choices=choices, overview=overview, timetable=timetable)


def seen(outlook, page=1):
    return read(deliveries_card(outlook, ListOrder(page=page), NOW))


def at(instant, style):
    return f"<t:{int(instant.timestamp())}:{style}>"


def test_the_card_tells_what_is_coming_and_what_was_posted():
    coming = a_delivery("rivers", "lakes", "seas", "ponds", "streams")
    posted = a_record("ponds", settled_at=NOW - MINUTE, message_id=7)

    assert seen(an_outlook([coming], [posted])) == (
        "-# 📬 For organizers\n"
        "## What I post here\n"
        "\n"
        f"▶️ **Posting.** Reminders go to <#{CHANNEL}>.\n"
        "---\n"
        "### Next\n"
        "**Rivers**, **Lakes**, **Seas** and 2 more\n"
        f"-# {at(coming.due, 'f')} ({at(coming.due, 'R')})\n"
        "### Lately\n"
        "✅ **Ponds**\n"
        f"-# posted {at(NOW - MINUTE, 'f')}\n"
        "---\n"
        "{Open one | Rivers and 4 more | Ponds}\n"
        "[Pause posting] [Refresh] [Log]"
    )


def test_what_could_not_be_posted_stands_first_with_its_reason_and_what_to_do():
    failed = a_record("rivers", state=State.DROPPED, cause=Cause.FORBIDDEN, reason="no access")
    text = seen(an_outlook([a_delivery("lakes")], [failed]))

    before, _, after = text.partition("### Next")
    assert "### Needs a look\n⚠️ **Rivers**\nNot posted: I may not post in" in before
    assert "Give me View Channel, Send Messages, Embed Links and Read Message History" in before
    assert "Rivers" not in after.replace("| Rivers", "")


def test_while_posting_is_paused_the_card_says_since_when_and_what_that_means():
    choices = replace(CHOICES, paused_at=NOW - 60 * MINUTE)
    text = seen(an_outlook([a_delivery("lakes")], choices=choices))

    assert f"⏸️ **Paused** since {at(NOW - 60 * MINUTE, 'f')}" in text
    assert "Nothing is posted in this server until somebody presses **Resume posting**." in text
    assert "### Next, if posting is resumed by then\n**Lakes**" in text
    assert "[Resume posting] [Refresh]" in text


def test_a_server_that_chose_no_channel_is_told_so():
    text = seen(an_outlook(choices=Choices(guild_id=GUILD)))

    assert "No reminders are posted here: no channel is chosen for them." in text
    assert "Nothing is coming, and nothing was posted yet." in text


@pytest.mark.parametrize(
    ("record", "heading"),
    [
        (a_record("rivers", state=State.FAILED, reason="x"), "### Needs a look"),
        (a_record("rivers", state=State.EXPIRED, cause=Cause.LATE), "### Needs a look"),
        (a_record("rivers", state=State.UNSURE, cause=Cause.UNREADABLE), "### Needs a look"),
        (a_record("rivers", state=State.DROPPED, cause=Cause.PAUSED), "### Needs a look"),
        (
            a_record("rivers", state=State.DROPPED, cause=Cause.PAUSED, start=NOW),
            "### Lately",
        ),
        (
            a_record("rivers", state=State.EXPIRED, cause=Cause.LATE, start=NOW - 1500 * MINUTE),
            "### Lately",
        ),
        (a_record("rivers", state=State.DROPPED, cause=Cause.BY_HAND), "### Lately"),
        (a_record("rivers", state=State.WITHDRAWN), "### Lately"),
        (a_record("rivers", state=State.CLAIMED), "### Lately"),
    ],
    ids=lambda one: one if isinstance(one, str) else f"{one.state} {one.cause}",
)
def test_only_what_somebody_can_still_do_something_about_needs_a_look(record, heading):
    assert heading in seen(an_outlook(lately=[record])).splitlines()


def test_a_channel_is_named_where_it_is_not_the_usual_one():
    text = seen(an_outlook([replace(a_delivery("rivers"), place=7)], [a_record("lakes")]))

    assert [line for line in text.splitlines() if line.endswith(" · <#7>")] != []
    assert text.count(f"<#{CHANNEL}>") == 1


def test_a_session_that_left_the_program_is_called_by_its_id():
    assert "**puddles**" in seen(an_outlook([a_delivery("puddles")]))
    assert "**rivers**" in seen(an_outlook([a_delivery("rivers")], timetable=None))


def test_a_long_list_has_pages_and_each_picker_opens_what_its_page_shows():
    lately = [
        a_record(title.lower(), start=NOW - minute * MINUTE)
        for minute in range(60, 85, 5)
        for title in TITLES
    ]
    outlook = an_outlook(lately=lately)

    pages = [seen(outlook, page) for page in (1, 2)]

    assert "-# Page 1 of 2\n" in pages[0]
    assert "[Next page]" in pages[0]
    assert "[Previous page]" in pages[1]
    assert [page.count("✅") for page in pages] == [page.count("|") for page in pages]
    assert sum(page.count("✅") for page in pages) == len(lately)
    assert seen(outlook, 99) == pages[-1]


def test_after_a_pause_what_fell_due_is_shown_and_can_be_posted_until_its_start():
    since = NOW - 60 * MINUTE
    held = {"state": State.DROPPED, "cause": Cause.PAUSED}
    lately = [
        a_record("rivers", **held),
        a_record("lakes", start=NOW - 10 * MINUTE, **held),
        a_record("seas", start=NOW - 90 * MINUTE, **held),
        a_record("ponds"),
    ]

    text = read(resumed_card(an_outlook(lately=lately), since, NOW))

    assert text == (
        "-# 📬 For organizers\n"
        "## Posting again\n"
        "\n"
        f"▶️ It was paused since {at(since, 'f')}.\n"
        "\n"
        "Meanwhile two posts fell due and were not posted. What has not started yet can be posted "
        "now:\n"
        "---\n"
        "**Rivers**\n"
        f"-# was due {at(lately[0].delivery.due, 'f')}\n"
        "\n"
        "**Lakes** (has started)\n"
        f"-# was due {at(lately[1].delivery.due, 'f')}\n"
        "---\n"
        "[Post Rivers] [All deliveries]"
    )


def test_after_a_pause_in_which_nothing_fell_due_that_is_said():
    text = read(resumed_card(an_outlook(), NOW - MINUTE, NOW))

    assert "Nothing fell due meanwhile: nothing was missed." in text


def test_resuming_what_was_not_paused_shows_the_list():
    text = read(resumed_card(an_outlook(), None, NOW))

    assert "▶️ Posting was not paused." in text
    assert "[Pause posting]" in text


@pytest.mark.slow
@settings(max_examples=25)
@given(st.data(), programs(most_talks=6, most_sessions=6), st.sampled_from(Language))
def test_any_deliveries_give_messages_that_discord_takes(data, program, language):
    is_paused, is_loaded = data.draw(st.booleans()), data.draw(st.booleans())
    sessions = [session.id for session in program.sessions]
    outlook = an_outlook(
        data.draw(st.lists(deliveries(sessions), max_size=8)),
        data.draw(st.lists(records(sessions), max_size=25)),
        choices=replace(CHOICES, paused_at=NOW if is_paused else None),
        timetable=Timetable(program) if is_loaded else None,
    )
    with speaking(language):
        views = [
            *(deliveries_card(outlook, ListOrder(page=page), NOW) for page in (1, 2, 3, 99)),
            deliveries_card(outlook, ListOrder(), NOW, done="Done. " * 20),
            resumed_card(outlook, NOW - 9 * 24 * 60 * MINUTE, NOW),
            resumed_card(outlook, None, NOW),
        ]

    for view in views:
        check_view(view, may_mention=MENTION.findall(str(view.to_components())))


@pytest.mark.parametrize("language", Language)
def test_as_much_as_there_can_be_gives_messages_that_discord_takes(language):
    wide = "Wide **words** @everyone 𝕬 👩‍👩‍👧 " * 9
    program = a_program(
        *(a_session(id=f"s-{number}", talks=(f"t-{number}",)) for number in range(12)),
        talks=tuple(a_talk(f"{number} {wide}", id=f"t-{number}") for number in range(12)),
    )
    ids = [session.id for session in program.sessions]
    trouble = {"state": State.DROPPED, "cause": Cause.PAUSED, "reason": wide * 9}
    outlook = an_outlook(
        [a_delivery(*ids, start=NOW + (30 + more) * MINUTE) for more in range(10)],
        [
            a_record(*ids, start=NOW + (5 + more) * MINUTE, **{**trouble, "cause": cause})
            for more, cause in enumerate([Cause.PAUSED] * 15 + [Cause.REFUSED] * 10)
        ],
        choices=replace(CHOICES, paused_at=NOW),
        timetable=Timetable(program),
    )

    with speaking(language):
        for page in range(1, 40):
            view = deliveries_card(outlook, ListOrder(page=page), NOW, done="Done. " * 20)
            check_view(view, may_mention=(f"<#{CHANNEL}>",))
        check_view(resumed_card(outlook, NOW - 99 * MINUTE, NOW), may_mention=(f"<#{CHANNEL}>",))
