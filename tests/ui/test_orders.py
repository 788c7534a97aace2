import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.orders import (
    DELIVERY_PICKER_ID,
    ORDER_ID,
    AcceptOrder,
    AttachOrder,
    ChangesOrder,
    DeliveryPicker,
    DetachOrder,
    DropOrder,
    LeaveOrder,
    ListOrder,
    LogOrder,
    OneOrder,
    PauseOrder,
    ReloadOrder,
    ResumeOrder,
    RetryOrder,
    ReviewOrder,
    StatusOrder,
    order_of,
    picked,
)
from bot.ui.questions import BUTTON_ID, PICKER_ID

DISCORDS_LIMIT = 100
MARK = "0123456789abcdef01234567"

pages = st.integers(1, 36**2 - 1)
digests = st.from_regex(r"[0-9a-f]{24}", fullmatch=True)
orders = st.one_of(
    st.builds(ListOrder, page=pages, mark=digests | st.just("")),
    st.builds(LogOrder, page=pages, mark=digests | st.just("")),
    *(st.builds(kind, digest=digests) for kind in (OneOrder, RetryOrder, DropOrder, AcceptOrder)),
    *(st.builds(kind, digest=digests) for kind in (AttachOrder, LeaveOrder, DetachOrder)),
    *(st.builds(kind, page=pages) for kind in (StatusOrder, ChangesOrder, ReviewOrder)),
    st.sampled_from([PauseOrder(), ResumeOrder(), ReloadOrder()]),
)


@given(orders)
def test_an_order_is_read_back_from_its_button(order):
    assert order_of(ORDER_ID.fullmatch(order.custom_id())) == order


@given(orders)
def test_an_orders_id_never_passes_discords_limit_and_is_no_questions(order):
    custom_id = order.custom_id()

    assert len(custom_id) <= DISCORDS_LIMIT
    assert (BUTTON_ID.fullmatch(custom_id), PICKER_ID.fullmatch(custom_id)) == (None, None)


def test_ids_stay_as_they_are_since_old_messages_hold_them():
    assert [
        ListOrder().custom_id(),
        ListOrder(page=40, mark=MARK).custom_id(),
        LogOrder(page=2).custom_id(),
        LogOrder(page=2, mark=MARK).custom_id(),
        OneOrder(digest=MARK).custom_id(),
        RetryOrder(digest=MARK).custom_id(),
        DropOrder(digest=MARK).custom_id(),
        PauseOrder().custom_id(),
        ResumeOrder().custom_id(),
        DeliveryPicker(page=2).custom_id,
        StatusOrder().custom_id(),
        ReloadOrder().custom_id(),
        ChangesOrder(page=36).custom_id(),
        ReviewOrder(page=2).custom_id(),
        AcceptOrder(digest=MARK).custom_id(),
        AttachOrder(digest=MARK).custom_id(),
        LeaveOrder(digest=MARK).custom_id(),
        DetachOrder(digest=MARK).custom_id(),
    ] == [
        "m1:d-list:1",
        f"m1:d-list:14:{MARK}",
        "m1:d-log:2",
        f"m1:d-log:2:{MARK}",
        f"m1:d-one:{MARK}",
        f"m1:d-retry:{MARK}",
        f"m1:d-drop:{MARK}",
        "m1:d-pause:",
        "m1:d-resume:",
        "m1:d-pick:2",
        "m1:p-status:1",
        "m1:p-reload:",
        "m1:p-changes:10",
        "m1:p-review:2",
        f"m1:p-accept:{MARK}",
        f"m1:p-attach:{MARK}",
        f"m1:p-leave:{MARK}",
        f"m1:p-detach:{MARK}",
    ]


@pytest.mark.parametrize(
    "forged",
    [
        "m1:d-retry:",
        "m1:d-retry:0123",
        f"m1:d-drop:{MARK}0",
        f"m1:d-one:{MARK[:-1]}z",
        "m1:d-list:1:0123",
        "m1:p-accept:",
        f"m1:p-accept:{MARK}0",
        "m1:p-changes:1:2",
    ],
)
def test_a_forged_id_is_refused(forged):
    with pytest.raises(ValueError, match=r".*"):
        order_of(ORDER_ID.fullmatch(forged))


@pytest.mark.parametrize("forged", ["m1:d-pause:1", "m1:d-pause", "m1:p-reload:1", "m1:d-who:1"])
def test_what_is_no_id_of_an_order_is_not_taken_for_one(forged):
    assert ORDER_ID.fullmatch(forged) is None


def test_an_option_opens_its_delivery_and_a_forged_one_none():
    assert DELIVERY_PICKER_ID.fullmatch(DeliveryPicker(page=1).custom_id)
    assert picked(MARK) == OneOrder(digest=MARK)
    with pytest.raises(ValueError, match="talk:x"):
        picked("talk:x")
