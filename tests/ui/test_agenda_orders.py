import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.agenda_orders import (
    AGENDA_ORDER_ID,
    LEADS_PICKER,
    QUIET_PICKER,
    SESSION_PICKER_ID,
    WISH_PICKER_ID,
    AgreeOrder,
    AskToClearOrder,
    AskToForgetOrder,
    ClearOrder,
    CompareOrder,
    DirectOrder,
    DropOrder,
    DropPicker,
    ExportOrder,
    ForgetOrder,
    HideOrder,
    InviteOrder,
    SaveAgainOrder,
    SaveOrder,
    SavePicker,
    SettingsOrder,
    ShowOrder,
    TakeBackOrder,
    TryOrder,
    agenda_order_of,
    session_picked,
)
from bot.ui.orders import DELIVERY_PICKER_ID, ORDER_ID
from bot.ui.questions import BUTTON_ID, PICKER_ID
from bot.ui.session_orders import SESSION_ORDER_ID

DISCORDS_LIMIT = 100
OTHERS = (BUTTON_ID, PICKER_ID, ORDER_ID, DELIVERY_PICKER_ID, SESSION_ORDER_ID)
AN_ID = "x" * 32

programs = st.from_regex(r"[a-z0-9-]{1,16}", fullmatch=True)
sessions = st.from_regex(r"[a-z0-9-]{1,32}", fullmatch=True)
users = st.integers(0, 2**64 - 1)
orders = st.one_of(
    *(
        st.builds(kind, program=programs, session=sessions)
        for kind in (SaveOrder, TakeBackOrder, SaveAgainOrder, DropOrder)
    ),
    st.builds(ShowOrder, program=programs, page=st.integers(1, 36**2 - 1)),
    *(st.builds(kind, program=programs) for kind in (ExportOrder, AskToClearOrder, ClearOrder)),
    *(st.builds(kind, user_id=users) for kind in (CompareOrder, InviteOrder, HideOrder)),
    st.builds(AgreeOrder, user_id=users, asked=users),
    st.builds(DirectOrder, on=st.booleans()),
    st.sampled_from([SettingsOrder(), TryOrder(), AskToForgetOrder(), ForgetOrder()]),
)


@given(orders)
def test_an_order_is_read_back_from_its_button(order):
    assert agenda_order_of(AGENDA_ORDER_ID.fullmatch(order.custom_id())) == order


@given(orders)
def test_an_orders_id_never_passes_discords_limit_and_is_of_no_other_kind(order):
    custom_id = order.custom_id()

    assert len(custom_id) <= DISCORDS_LIMIT
    assert [other.fullmatch(custom_id) for other in OTHERS] == [None] * len(OTHERS)


def test_ids_stay_as_they_are_since_old_messages_hold_them():
    assert [
        SaveOrder(program="conf", session="s-1").custom_id(),
        TakeBackOrder(program="conf", session="s-1").custom_id(),
        SaveAgainOrder(program="conf", session="s-1").custom_id(),
        DropOrder(program="conf", session="s-1").custom_id(),
        ShowOrder(program="conf", page=40).custom_id(),
        ExportOrder(program="conf").custom_id(),
        AskToClearOrder(program="conf").custom_id(),
        ClearOrder(program="conf").custom_id(),
        SettingsOrder().custom_id(),
        DirectOrder(on=True).custom_id(),
        DirectOrder(on=False).custom_id(),
        TryOrder().custom_id(),
        AskToForgetOrder().custom_id(),
        ForgetOrder().custom_id(),
        CompareOrder(user_id=7).custom_id(),
        InviteOrder(user_id=7).custom_id(),
        AgreeOrder(user_id=7, asked=8).custom_id(),
        HideOrder(user_id=7).custom_id(),
        SavePicker(program="conf", mark="slot").custom_id,
        DropPicker(program="conf").custom_id,
        LEADS_PICKER,
        QUIET_PICKER,
    ] == [
        "m1:a-save:conf:s-1",
        "m1:a-back:conf:s-1",
        "m1:a-again:conf:s-1",
        "m1:a-drop:conf:s-1",
        "m1:a-show:conf:14",
        "m1:a-ics:conf",
        "m1:a-clear:conf",
        "m1:a-empty:conf",
        "m1:a-set",
        "m1:a-dm:1",
        "m1:a-dm:0",
        "m1:a-try",
        "m1:a-forget",
        "m1:a-gone",
        "m1:a-with:7",
        "m1:a-ask:7",
        "m1:a-agree:7:8",
        "m1:a-hide:7",
        "m1:a-pick:conf:slot",
        "m1:a-outs:conf:",
        "m1:a-leads",
        "m1:a-quiet",
    ]


@pytest.mark.parametrize(
    "forged",
    [
        "m1:a-save:conf",
        "m1:a-save:conf:s-1:7",
        f"m1:a-drop:conf:{AN_ID}x",
        "m1:a-show:conf",
        "m1:a-show:conf:-",
        "m1:a-show::1",
        "m1:a-ics",
        "m1:a-empty:",
        "m1:a-set:7",
        "m1:a-set:",
        "m1:a-dm:2",
        "m1:a-dm",
        "m1:a-try:1",
        "m1:a-gone:7",
        "m1:a-with:ada",
        "m1:a-with:",
        "m1:a-hide:123456789012345678901",
        "m1:a-agree:7",
        "m1:a-agree:7:x",
    ],
)
def test_a_forged_id_is_refused(forged):
    with pytest.raises(ValueError, match=r".*"):
        agenda_order_of(AGENDA_ORDER_ID.fullmatch(forged))


@pytest.mark.parametrize(
    "forged", ["m1:a-save:Conf:s-1", "m1:a-who:7", "m1:a-gone\n", "m2:a-set", "m1:a-with:7 "]
)
def test_what_is_no_id_of_an_order_is_not_taken_for_one(forged):
    assert AGENDA_ORDER_ID.fullmatch(forged) is None


def test_an_option_saves_or_takes_out_its_session():
    save = SESSION_PICKER_ID.fullmatch(SavePicker(program="conf", mark="slot-2").custom_id)
    drop = SESSION_PICKER_ID.fullmatch(DropPicker(program="conf").custom_id)

    assert session_picked(save, AN_ID) == SaveOrder(program="conf", session=AN_ID)
    assert session_picked(drop, "s-1") == DropOrder(program="conf", session="s-1")


@pytest.mark.parametrize("forged", ["", "S 1", AN_ID + "x", "talk:x"])
def test_a_forged_option_is_refused(forged):
    picker = SESSION_PICKER_ID.fullmatch("m1:a-pick:conf:")

    with pytest.raises(ValueError, match=r".*"):
        session_picked(picker, forged)


def test_the_pickers_of_the_settings_are_told_apart():
    assert WISH_PICKER_ID.fullmatch(LEADS_PICKER)["what"] == "leads"
    assert WISH_PICKER_ID.fullmatch(QUIET_PICKER)["what"] == "quiet"
