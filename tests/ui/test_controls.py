import pytest

from bot.program.model import Link
from bot.ui.controls import Opening, address, ask, links, openers, pickers, rows, share, ways_on
from bot.ui.questions import NowQuestion, SpeakerQuestion, TalkQuestion

QUESTION = TalkQuestion(program="conf", id="rivers")


def openings(number):
    return [
        Opening(
            name=f"Talk {one}",
            note=f"Ada {one}",
            question=TalkQuestion(program="conf", id=f"t{one}"),
        )
        for one in range(number)
    ]


def test_a_button_carries_its_question():
    button = ask("Rivers", QUESTION)

    assert (button.label, button.custom_id) == ("Rivers", "m1:talk:conf:rivers:1")


def test_a_button_is_short_enough_for_a_phone():
    button = ask("Magic Pocket: Dropbox's Exabyte-Scale Block Storage System", QUESTION)

    assert button.label == "Magic Pocket: Dropbox's Exabyte-Scale Block…"


def test_an_answer_can_be_shared_once():
    assert [button.custom_id for button in share(QUESTION, None)] == ["m1:s-talk:conf:rivers:1"]
    assert share(QUESTION, 7) == []


def test_a_few_things_are_buttons_and_many_are_a_picker():
    few, no_picker = openers("conf", "talks", "Open…", openings(5))
    no_buttons, (picker,) = openers("conf", "talks", "Open…", openings(6))

    assert [button.label for button in few] == [f"Talk {one}" for one in range(5)]
    assert (no_picker, no_buttons) == ([], [])
    assert [option.value for option in picker.options] == [f"talk:t{one}" for one in range(6)]


def test_a_thing_is_opened_once_however_often_it_is_listed():
    twice = openings(1) * 2

    assert [button.label for button in openers("conf", "talks", "Open…", twice)[0]] == ["Talk 0"]
    assert [len(picker.options) for picker in pickers("conf", "m", "Open…", twice)] == [1]


def test_more_things_than_a_picker_holds_fill_further_pickers():
    chosen = pickers("conf", "mark", "Open…", openings(60), most=5)

    assert [(picker.custom_id, picker.placeholder, len(picker.options)) for picker in chosen] == [
        ("m1:open:conf:mark", "Open… (1 of 3)", 25),
        ("m1:open:conf:mark-2", "Open… (2 of 3)", 25),
        ("m1:open:conf:mark-3", "Open… (3 of 3)", 10),
    ]


def test_an_option_tells_who_gives_the_talk():
    (picker,) = pickers("conf", "mark", "Open…", openings(1))

    (option,) = picker.options
    assert (option.label, option.description) == ("Talk 0", "Ada 0")


def test_an_option_without_a_note_has_no_description():
    nameless = Opening(name="Ada", note="", question=SpeakerQuestion(program="conf", id="ada"))

    (picker,) = pickers("conf", "mark", "Open…", [nameless])

    assert picker.options[0].description is None


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("https://example.org/é b", "https://example.org/%C3%A9%20b"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("https://localhost/", None),
        ("https://ada@example.org/", None),
        ("ftp://example.org/", None),
        ("javascript:alert(1)", None),
        ("https://[::1/", None),
        ("https://exa mple.org/", None),
        ("", None),
    ],
)
def test_an_address_is_one_that_discord_takes(url, taken):
    assert address(url, 512) == taken


def test_an_address_that_is_too_long_is_left_out():
    assert address("https://example.org/" + "a" * 500, 512) is None


def test_links_are_buttons_each_address_once_and_two_rows_at_most():
    many = [Link(title=f"Link {one}", url=f"https://example.org/{one % 11}") for one in range(22)]

    assert [button.url for button in links(many)] == [
        f"https://example.org/{one}" for one in range(10)
    ]


def test_a_link_that_discord_would_refuse_is_left_out():
    assert links([Link(title="Mail", url="mailto:ada@example.org")]) == []


def test_buttons_stand_five_in_a_row_and_groups_hold_together():
    def row_of(*sizes):
        groups = [[ask("Now", NowQuestion(program="conf"))] * size for size in sizes]
        return [len(row.children) for row in rows(*groups)]

    assert row_of(2, 3) == [5]
    assert row_of(3, 3) == [3, 3]
    assert row_of(4, 7, 1) == [4, 5, 3]
    assert row_of(0, 0) == []


def test_there_is_a_way_on_from_anywhere():
    assert [(button.label, button.custom_id) for button in ways_on("conf")] == [
        ("Now", "m1:now:conf"),
        ("Next", "m1:next:conf"),
        ("Schedule", "m1:day:conf::::1"),
    ]
