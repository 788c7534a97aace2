import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.agenda_orders import AGENDA_ORDER_ID
from bot.ui.announce_orders import (
    ANNOUNCE_FORM_ID,
    ANNOUNCE_OPENER_ID,
    ANNOUNCE_ORDER_ID,
    ANNOUNCE_PICKER_ID,
    CancelOrder,
    ChannelPicker,
    DeleteOrder,
    ListOrder,
    LookOrder,
    MendOrder,
    OpenOrder,
    PostOrder,
    RemoveOrder,
    RenewOrder,
    RolePicker,
    TimeForm,
    TimeOrder,
    WordsForm,
    WriteOrder,
    announce_form_of,
    announce_order_of,
    announce_picker_of,
    opened,
    opener_id,
)
from bot.ui.orders import DELIVERY_PICKER_ID, ORDER_ID
from bot.ui.questions import BUTTON_ID, PICKER_ID
from bot.ui.session_orders import SESSION_ORDER_ID

DISCORDS_LIMIT = 100
KEY = "0123456789abcdef"
SIMPLE = (
    OpenOrder,
    WriteOrder,
    TimeOrder,
    LookOrder,
    CancelOrder,
    RenewOrder,
    MendOrder,
    DeleteOrder,
    RemoveOrder,
)
OWN = (ANNOUNCE_ORDER_ID, ANNOUNCE_PICKER_ID, ANNOUNCE_FORM_ID, ANNOUNCE_OPENER_ID)
OTHERS = (
    BUTTON_ID,
    PICKER_ID,
    ORDER_ID,
    DELIVERY_PICKER_ID,
    SESSION_ORDER_ID,
    AGENDA_ORDER_ID,
)

keys = st.from_regex(r"[0-9a-f]{16}", fullmatch=True)
orders = st.one_of(
    *(st.builds(kind, id=keys) for kind in SIMPLE),
    st.builds(PostOrder, id=keys, revision=st.integers(1, 10**9)),
    st.builds(ListOrder, page=st.integers(1, 1295)),
)
pickers = st.one_of(*(st.builds(kind, id=keys) for kind in (ChannelPicker, RolePicker)))
forms = st.one_of(*(st.builds(kind, id=keys) for kind in (WordsForm, TimeForm)))


@given(orders)
def test_an_order_is_read_back_from_its_button(order):
    assert announce_order_of(ANNOUNCE_ORDER_ID.fullmatch(order.custom_id())) == order


@given(pickers)
def test_a_picker_is_read_back_from_its_id(picker):
    assert announce_picker_of(ANNOUNCE_PICKER_ID.fullmatch(picker.custom_id())) == picker


@given(forms)
def test_a_form_is_read_back_from_its_id(form):
    assert announce_form_of(ANNOUNCE_FORM_ID.fullmatch(form.custom_id())) == form


@given(
    (orders | pickers | forms).map(lambda one: one.custom_id()) | st.integers(1, 99).map(opener_id)
)
def test_an_id_never_passes_discords_limit_and_is_nothing_elses(custom_id):
    assert len(custom_id) <= DISCORDS_LIMIT
    assert [one for one in OTHERS if one.fullmatch(custom_id)] == []
    assert len([one for one in OWN if one.fullmatch(custom_id)]) == 1


def test_ids_stay_as_they_are_since_old_messages_hold_them():
    every = [kind(id=KEY) for kind in (*SIMPLE, ChannelPicker, RolePicker, WordsForm, TimeForm)]
    every += [PostOrder(id=KEY, revision=37), ListOrder(page=37)]

    assert [one.custom_id().replace(KEY, "") for one in every] == [
        "m1:n-open:",
        "m1:n-write:",
        "m1:n-time:",
        "m1:n-look:",
        "m1:n-cancel:",
        "m1:n-renew:",
        "m1:n-mend:",
        "m1:n-delete:",
        "m1:n-remove:",
        "m1:n-channel:",
        "m1:n-role:",
        "m1:n-words:",
        "m1:n-when:",
        "m1:n-post::11",
        "m1:n-list:11",
    ]
    assert opener_id(37) == "m1:n-pick:11"


@pytest.mark.parametrize(
    "forged",
    [
        "m1:n-open:",
        "m1:n-open:xyz",
        f"m1:n-open:{KEY}0",
        f"m1:n-open:{KEY}:1",
        f"m1:n-post:{KEY}",
        f"m1:n-post:{KEY}:",
        f"m1:n-post:{KEY}:1:1",
        f"m1:n-post:{KEY}:zzzzzzz",
        "m1:n-list:1:1",
    ],
)
def test_a_forged_id_is_refused(forged):
    with pytest.raises(ValueError, match=r".*"):
        announce_order_of(ANNOUNCE_ORDER_ID.fullmatch(forged))


@pytest.mark.parametrize("value", ["", KEY[1:], f"{KEY}0", "ABCDEF0123456789", "../../../../etc/"])
def test_a_forged_option_is_refused(value):
    with pytest.raises(ValueError, match=r".*"):
        opened(value)
