from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.organizers.actions import Action, Logged
from bot.translation import Language, said, speaking
from bot.ui.log_card import NOTHING, log_card
from bot.ui.log_post import log_post
from bot.ui.orders import LogOrder
from tests.factories import NINE
from tests.programs_strategy import texts
from tests.translation.fake import speaking_loudly
from tests.ui.conference import stamp
from tests.ui.discord_rules import check_post, check_view
from tests.ui.reading import read

MARK = "0123456789abcdef01234567"
SOMEBODY = 4711


def _action(number, what="paused all posting", user_id=SOMEBODY):
    at = NINE + timedelta(minutes=number)
    return Action(id=number, guild_id=1, user_id=user_id, at=at, what=what)


def test_the_card_says_who_did_what_and_when():
    lines = read(log_card([_action(2, "moved “Rivers”"), _action(1, user_id=None)], LogOrder()))

    assert f"<@{SOMEBODY}> moved “Rivers”" in lines
    assert "Whoever runs Marquee paused all posting" in lines
    assert f"<t:{int((NINE + timedelta(minutes=2)).timestamp())}:f>" in lines


def test_an_empty_log_says_so():
    assert NOTHING in read(log_card([], LogOrder()))


def test_the_post_tells_it_in_one_line():
    logged = Logged(user_id=SOMEBODY, at=NINE, what="cancelled “Rivers”", mark=MARK)

    post = log_post(logged)

    assert post.content == f"<@{SOMEBODY}> cancelled “Rivers” · {stamp('f')}"
    assert MARK in str(post.view.to_components())


def test_the_post_tells_it_in_the_language_of_the_server(monkeypatch):
    what = said("had this tried again: {post}", post="Rivers")

    with speaking_loudly(monkeypatch):
        post = log_post(Logged(user_id=None, at=NINE, what=what, mark=MARK))

    assert post.content == f"WHOEVER RUNS MARQUEE HAD THIS TRIED AGAIN: Rivers · {stamp('f')}"


def test_channels_and_roles_are_mentioned_and_nothing_else_is():
    channel, role = "<#1047552589824000000>", "<@&1047552589824000001>"
    what = f"chose {channel} and {role} for **<@4711> <#1> @everyone**"

    post = log_post(Logged(user_id=None, at=NINE, what=what, mark=MARK))

    assert f"chose {channel} and {role} for \\*\\*\\<@4711> \\<#1> @\u200beveryone" in post.content
    assert (post.mentions, post.roles) == ((), ())


@given(
    st.lists(st.builds(_action, st.integers(1, 600), texts()), max_size=50),
    st.integers(1, 99),
    st.sampled_from(Language),
)
def test_any_log_fits_discords_limits(actions, page, language):
    with speaking(language):
        card = log_card(actions, LogOrder(page=page))

    check_view(card, may_mention=(f"<@{SOMEBODY}>",))


@given(texts(), st.sampled_from(Language))
def test_any_post_of_it_fits_discords_limits(what, language):
    with speaking(language):
        post = log_post(Logged(user_id=SOMEBODY, at=NINE, what=what, mark=MARK))

    check_post(post, may_mention=(f"<@{SOMEBODY}>",))
