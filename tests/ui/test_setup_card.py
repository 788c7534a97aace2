from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.guilds.model import Choices, Lead
from bot.ui.setup_card import NOTHING_LOADED, Panel, setup_card
from bot.ui.setup_orders import SetupPage
from tests.factories import a_program
from tests.programs_strategy import texts
from tests.ui.discord_rules import TEXT, units, walk
from tests.ui.reading import read

PROGRAM = a_program()
TEN = Lead(before=timedelta(minutes=10), since=datetime(2022, 11, 1, tzinfo=UTC))
SET_UP = Choices(
    guild_id=1,
    reminder_channel=10,
    leads=(TEN,),
    change_channel=11,
    announcement_channel=12,
    digest_at=time(8, 30),
    organizer_channel=13,
    log_channel=14,
    mention_role=15,
)


def panel(choices=SET_UP, **fields):
    return Panel(**{"choices": choices, "program": PROGRAM, "programs": (PROGRAM,), **fields})


def test_the_overview_says_what_is_posted_where():
    assert read(setup_card(panel(), SetupPage.START)) == (
        "-# 🛠️ For organizers\n"
        "## What I do in this server\n"
        "**📖 Program** Conf 2022\n"
        "**🔔 Reminders** <#10>, 10 minutes before, mentioning <@&15>\n"
        "**✏️ Changes** <#11>\n"
        "**📅 The day** <#12>, at 08:30\n"
        "**🧰 Organizers** <#13>\n"
        "**📜 Log** <#14>\n"
        "**💬 Answers** only the asker sees, until they share it\n"
        "---\n"
        "[Channels] [Reminders] [Program]"
    )


def test_what_a_choice_lacks_is_said_with_the_way_out():
    lacking = panel(obstacles={10: "Marquee lacks Send Messages in #news of Conf: allow it."})

    for page in (SetupPage.START, SetupPage.CHANNELS):
        parts = walk(setup_card(lacking, page).to_components())
        said = "\n".join(part["content"] for part in parts if part["type"] == TEXT)
        assert "⚠️ Marquee lacks Send Messages in #news of Conf: allow it." in said


def test_a_guild_that_set_nothing_is_told_where_to_begin():
    said = read(setup_card(panel(Choices(guild_id=1), program=None), SetupPage.START))

    assert NOTHING_LOADED in said
    assert "Choose a channel for reminders first" in said


def test_what_was_done_stands_on_top():
    assert "✅ Done" in read(setup_card(panel(), SetupPage.START, done="✅ Done"))


@given(
    st.sampled_from([page for page in SetupPage if page is not SetupPage.PLACES]),
    st.dictionaries(st.sampled_from([10, 11, 12, 13, 14]), texts()),
    texts(),
)
def test_any_panel_fits_discords_limits(page, obstacles, name):
    program = a_program(name=name or "x")
    view = setup_card(panel(program=program, programs=(program,) * 30, obstacles=obstacles), page)

    parts = list(walk(view.to_components()))
    assert len(parts) <= 40
    assert sum(units(part["content"]) for part in parts if part["type"] == TEXT) <= 4_000
    for part in parts:
        assert len(part.get("options", ())) <= 25
        assert units(part.get("placeholder", "")) <= 150
        for option in part.get("options", ()):
            assert 1 <= units(option["label"]) <= 100
