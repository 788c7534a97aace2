from dataclasses import dataclass

import pytest

from bot.ui.verbs import (
    DIGEST_OR_NONE,
    ITEM,
    PAGE,
    YES_OR_NO,
    Kind,
    Paged,
    Verbs,
    digits,
    text_like,
)

DIGEST = "0123456789abcdef01234567"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bow:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sing(Paged):
    song: str
    loud: bool
    mark: str = ""


VERBS = Verbs[Bow | Sing](
    {
        "x-bow": Kind(Bow),
        "x-sing": Kind(Sing, song=ITEM, loud=YES_OR_NO, page=PAGE, mark=DIGEST_OR_NONE),
    }
)
ORDERS = [
    (Bow(), "m1:x-bow"),
    (Sing(song="aria-1", loud=True), "m1:x-sing:aria-1:1:1"),
    (Sing(song="aria-1", loud=False, page=36, mark=DIGEST), f"m1:x-sing:aria-1:0:10:{DIGEST}"),
]


@pytest.mark.parametrize(("order", "custom_id"), ORDERS)
def test_an_id_holds_each_part_in_the_order_of_the_table_and_is_read_back(order, custom_id):
    assert VERBS.id_of(order) == custom_id
    assert VERBS.order_of(VERBS.pattern.fullmatch(custom_id)) == order


@pytest.mark.parametrize(
    "forged",
    [
        "m1:x-bow:",
        "m1:x-bow:1",
        "m1:x-sing",
        "m1:x-sing:aria-1",
        "m1:x-sing:aria-1:1",
        "m1:x-sing:aria-1:1:",
        "m1:x-sing:aria-1:2:1",
        "m1:x-sing::1:1",
        "m1:x-sing:aria-1:1:1:0123",
        f"m1:x-sing:aria-1:1:1:{DIGEST}:1",
    ],
)
def test_too_few_parts_too_many_or_others_are_refused(forged):
    with pytest.raises(ValueError, match=r".*"):
        VERBS.order_of(VERBS.pattern.fullmatch(forged))


@pytest.mark.parametrize(
    "other", ["m1:x-dance", "m1:x-bows", "m2:x-bow", "m1:x-bow\n", "m1:x-sing:Aria:1:1"]
)
def test_another_id_does_not_match(other):
    assert VERBS.pattern.fullmatch(other) is None


def test_pages_count_from_one_and_others_are_the_same_order():
    sing = Sing(song="aria-1", loud=True)

    assert (sing.page, sing.at(7)) == (1, Sing(song="aria-1", loud=True, page=7))
    assert (PAGE.read("0"), PAGE.read("10"), PAGE.write(36)) == (1, 36, "10")


@pytest.mark.parametrize("text", ["", "7x", "1234", "-1", " 7"])
def test_what_is_no_such_number_is_refused(text):
    assert digits(3).read("042") == 42
    with pytest.raises(ValueError, match=r".*"):
        digits(3).read(text)


def test_a_text_is_read_as_it_is_if_all_of_it_is_alike():
    assert text_like("[a-c]{2}").read("ab") == "ab"
    with pytest.raises(ValueError, match="abc"):
        text_like("[a-c]{2}").read("abc")
