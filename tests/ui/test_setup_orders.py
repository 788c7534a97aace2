import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guilds.model import RouteKind
from bot.ui.orders import ORDER_ID
from bot.ui.questions import BUTTON_ID, PICKER_ID
from bot.ui.setup_orders import (
    SETUP_ID,
    ChannelPicker,
    MakeChannels,
    OpenPage,
    OpenPlaces,
    Pick,
    Role,
    RolePicker,
    RoutePicker,
    SendTest,
    SetupPage,
    Switch,
    TextPicker,
    TryPlace,
    Turn,
    place_of,
    place_value,
    setup_order_of,
)

ids = st.from_regex(r"[a-z0-9-]{1,32}", fullmatch=True)
orders = st.one_of(
    st.builds(
        OpenPage,
        page=st.sampled_from(SetupPage),
        mark=st.from_regex(r"[0-9a-f]{24}", fullmatch=True) | st.just(""),
    ),
    st.builds(OpenPlaces, number=st.integers(0, 9999)),
    st.builds(TryPlace, kind=st.sampled_from(RouteKind), id=ids),
    st.builds(SendTest, role=st.sampled_from(Role)),
    st.builds(Turn, switch=st.sampled_from(Switch), on=st.booleans()),
    st.builds(ChannelPicker, role=st.sampled_from(Role)),
    st.builds(RoutePicker, kind=st.sampled_from(RouteKind), id=ids),
    st.builds(
        MakeChannels,
        kind=st.sampled_from(RouteKind),
        print=st.from_regex(r"[0-9a-f]{8}", fullmatch=True),
    ),
    st.just(RolePicker()),
    st.builds(TextPicker, pick=st.sampled_from(Pick)),
)


@given(orders)
def test_an_order_is_read_back_from_its_id(order):
    assert setup_order_of(SETUP_ID.fullmatch(order.custom_id)) == order


@given(orders)
def test_an_id_never_passes_discords_limit_and_is_nobody_elses(order):
    custom_id = order.custom_id

    assert len(custom_id) <= 100
    assert [one.fullmatch(custom_id) for one in (BUTTON_ID, PICKER_ID, ORDER_ID)] == [None] * 3


@pytest.mark.parametrize(
    "forged",
    [
        "m1:u-page:attic",
        "m1:u-page:start:xyz",
        "m1:u-turn:public:2",
        "m1:u-chan:",
        "m1:u-route:track:",
        "m1:u-route:cellar:a",
        "m1:u-role:1",
        "m1:u-places:",
        "m1:u-places:12345",
        "m1:u-try:room:",
        "m1:u-make:track",
        "m1:u-make:track:0123",
        "m1:u-make:cellar:01234567",
        "m1:u-role:",
        "m1:u-page",
        "m1:u-turn:public:1:1",
    ],
)
def test_a_forged_id_is_refused(forged):
    with pytest.raises(ValueError, match=r".*"):
        setup_order_of(SETUP_ID.fullmatch(forged))


@pytest.mark.parametrize("forged", ["m1:u-dance:1", "m1:u-pages:start", "m1:u-Role", "m1:u-role\n"])
def test_what_is_no_id_of_an_order_is_not_taken_for_one(forged):
    assert SETUP_ID.fullmatch(forged) is None


@given(st.sampled_from(RouteKind), ids)
def test_a_place_is_read_back_from_its_option(kind, one):
    assert place_of(place_value(kind, one)) == RoutePicker(kind=kind, id=one)


def test_ids_stay_as_they_are_since_old_messages_hold_them():
    mark = "0123456789abcdef01234567"

    assert [
        OpenPage().custom_id,
        OpenPage(page=SetupPage.CHANNELS, mark=mark).custom_id,
        OpenPlaces(number=2).custom_id,
        SendTest(role=Role.LOG).custom_id,
        TryPlace(kind=RouteKind.ROOM, id="hall-1").custom_id,
        Turn(switch=Switch.PUBLIC_ANSWERS, on=False).custom_id,
        ChannelPicker(role=Role.REMINDERS).custom_id,
        RoutePicker(kind=RouteKind.TRACK, id="web").custom_id,
        MakeChannels(kind=RouteKind.TRACK, print="01234567").custom_id,
        RolePicker().custom_id,
        TextPicker(pick=Pick.LEADS).custom_id,
    ] == [
        "m1:u-page:start",
        f"m1:u-page:channels:{mark}",
        "m1:u-places:2",
        "m1:u-test:log",
        "m1:u-try:room:hall-1",
        "m1:u-turn:public:0",
        "m1:u-chan:reminders",
        "m1:u-route:track:web",
        "m1:u-make:track:01234567",
        "m1:u-role",
        "m1:u-pick:leads",
    ]


def test_the_words_in_ids_stay_as_they_are_too():
    kinds = (SetupPage, Role, Switch, Pick, RouteKind)

    assert {kind.__name__: " ".join(kind) for kind in kinds} == {
        "SetupPage": "start channels reminders places program making",
        "Role": "reminders changes news backstage log board",
        "Switch": "public fallback events streams boards",
        "Pick": "program leads digest place language",
        "RouteKind": "track room",
    }
