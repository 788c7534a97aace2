from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.proposal import CancelWish, MoveWish, RestoreWish
from bot.ui.orders import DELIVERY_PICKER_ID, ORDER_ID
from bot.ui.questions import BUTTON_ID, PICKER_ID
from bot.ui.session_orders import SESSION_ORDER_ID, LeaveOrder, SessionOrder, session_order_of

DISCORDS_LIMIT = 100
NINE = datetime(2022, 11, 30, 17, 0, tzinfo=UTC)

ids = st.from_regex(r"[a-z0-9][a-z0-9-]{0,31}", fullmatch=True)
prints = st.from_regex(r"[0-9a-f]{8}", fullmatch=True)
starts = st.integers(946_684_800, 253_402_300_799).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
wishes = st.one_of(
    st.builds(MoveWish, session=ids, start=st.none() | starts, room=st.none() | ids),
    st.builds(CancelWish, session=ids),
    st.builds(RestoreWish, session=ids),
)
orders = st.builds(SessionOrder, wish=wishes, print=prints) | st.just(LeaveOrder())


@given(orders)
def test_an_order_is_read_back_from_its_button(order):
    assert session_order_of(SESSION_ORDER_ID.fullmatch(order.custom_id())) == order


@given(orders)
def test_an_orders_id_never_passes_discords_limit_and_is_nothing_elses(order):
    custom_id = order.custom_id()

    assert len(custom_id) <= DISCORDS_LIMIT
    others = (BUTTON_ID, PICKER_ID, ORDER_ID, DELIVERY_PICKER_ID)
    assert [one for one in others if one.fullmatch(custom_id)] == []


def test_ids_stay_as_they_are_since_old_messages_hold_them():
    move = MoveWish(session="rivers", start=NINE, room="hall-2")

    assert [
        SessionOrder(wish=move, print="0123abcd").custom_id(),
        SessionOrder(wish=MoveWish(session="rivers"), print="0123abcd").custom_id(),
        SessionOrder(wish=CancelWish(session="rivers"), print="0123abcd").custom_id(),
        SessionOrder(wish=RestoreWish(session="rivers"), print="0123abcd").custom_id(),
        LeaveOrder().custom_id(),
    ] == [
        "m1:o-move:rivers:rm6780:hall-2:0123abcd",
        "m1:o-move:rivers:::0123abcd",
        "m1:o-cancel:rivers:0123abcd",
        "m1:o-restore:rivers:0123abcd",
        "m1:o-leave:",
    ]


@pytest.mark.parametrize(
    "forged",
    [
        "m1:o-leave:1",
        "m1:o-cancel:",
        "m1:o-cancel:rivers",
        "m1:o-cancel:rivers:hall:0123abcd",
        "m1:o-cancel:rivers:0123abcdef",
        "m1:o-cancel:-rivers:0123abcd",
        f"m1:o-restore:{'x' * 33}:0123abcd",
        "m1:o-move:rivers:0123abcd",
        "m1:o-move:rivers::-:0123abcd",
        "m1:o-move:rivers:zzzzzzzzzzzzzz::0123abcd",
        "m1:o-move:rivers:1-2::0123abcd",
        "m1:o-move:rivers:::0123abcd:0123abcd",
    ],
)
def test_a_forged_id_is_refused(forged):
    with pytest.raises(ValueError, match=r".*"):
        session_order_of(SESSION_ORDER_ID.fullmatch(forged))
