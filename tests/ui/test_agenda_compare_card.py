import pytest

from bot.agenda.comparison import Comparison, compare
from bot.ui.agenda_compare_card import (
    Pair,
    agreed_card,
    compare_card,
    invitation,
    stopped_card,
)
from tests.ui.agendas import (
    LAKES,
    LUNCH,
    MINE,
    RIVERS,
    SEAS,
    THEIRS,
    WATER,
    attendee,
    saved,
    timetables,
)
from tests.ui.conference import TWO_DAYS, stamp
from tests.ui.discord_rules import check_post
from tests.ui.reading import read


def test_two_agendas_are_told_by_who_saved_what_and_by_time():
    mine = attendee(saved(SEAS), saved(RIVERS), saved(LAKES))
    theirs = attendee(saved(LUNCH), saved(LAKES), user_id=THEIRS)
    found = compare(mine, theirs, "water-22", timetables(WATER))

    assert (
        read(compare_card(Pair(program=TWO_DAYS, user_id=THEIRS, comparison=found)))
        == f"""\
-# 👥 Two agendas · WaterConf
## You and <@8>
---
### Both of you
{stamp("f")} **Lakes** · Loft
### Only you
{stamp("f")} **Rivers** · Hall
{stamp("f", hours=24)} **Seas** · Hall
### Only <@8>
{stamp("f", hours=1)} **Lunch**
---
{{Open a talk… | Lakes | Rivers | Seas}}
[My agenda] [Refresh] [Stop comparing]"""
    )


def test_two_empty_agendas_are_told_as_such():
    card = read(compare_card(Pair(program=TWO_DAYS, user_id=THEIRS, comparison=Comparison())))

    assert "Neither of you saved anything yet that takes place." in card


@pytest.mark.parametrize(("can_invite", "ways"), [(True, 3), (False, 2)])
def test_who_agreed_is_told_what_the_other_is_to_do(can_invite, ways):
    card = read(agreed_card(THEIRS, MINE, can_invite=can_invite))

    assert "They type **/agenda compare** and choose <@7>." in card
    assert ("[Ask them here]" in card) == can_invite
    assert card.splitlines()[-1].count("[") == ways


def test_an_invitation_may_ping_only_whom_it_asks():
    post = invitation(THEIRS, MINE)

    check_post(post, may_mention=("<@7>", "<@8>"))
    assert post.content.startswith("<@8>, <@7> would like to compare agendas with you")
    assert post.mentions == (THEIRS,)


def test_who_stopped_is_told_that_nothing_is_seen_any_more():
    assert "<@8> sees nothing of your agenda" in read(stopped_card(THEIRS))
