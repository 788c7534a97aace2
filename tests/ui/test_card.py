from bot.ui.card import Card, layout, page_buttons, page_line
from bot.ui.controls import ask
from bot.ui.questions import TalkQuestion
from tests.ui.reading import read

QUESTION = TalkQuestion(program="conf", id="rivers")


def test_a_card_stands_from_its_title_to_its_buttons():
    card = Card(
        kind="Talk",
        title="Rivers",
        head=("Ada", "", "Nine"),
        body="Water.",
        foot=("Page 1 of 2",),
        buttons=([ask("Track", QUESTION)],),
    )

    assert read(layout(card)) == (
        "-# Talk\n## Rivers\n\nAda\n\nNine\n---\nWater.\n-# Page 1 of 2\n---\n[Track]"
    )


def test_a_card_with_only_a_title_is_only_that():
    assert read(layout(Card(title="Rivers"))) == "## Rivers"


def test_a_picture_stands_beside_the_title_and_what_follows():
    card = Card(
        title="Ada", head=("Engineer", "Two", "Three"), picture="https://example.org/ada.png"
    )

    assert read(layout(card)) == ("(https://example.org/ada.png)\n## Ada\nEngineer\nTwo\n\nThree")


def test_a_picture_that_discord_would_refuse_is_left_out():
    assert read(layout(Card(title="Ada", picture="file:///ada.png"))) == "## Ada"


def test_a_shared_card_says_by_whom():
    assert read(layout(Card(title="Rivers"), shared_by=7)) == "## Rivers\n-# Shared by <@7>"


async def test_a_card_is_not_kept_by_the_library():
    assert layout(Card(title="Rivers")).is_finished()


def test_pages_lead_to_the_page_before_and_the_one_after():
    def labels(number, of):
        return [(one.label, one.custom_id) for one in page_buttons(QUESTION, number, of)]

    before = ("Previous page", "m1:talk:conf:rivers:1")
    after = ("Next page", "m1:talk:conf:rivers:2")
    assert labels(1, 1) == []
    assert labels(1, 2) == [after]
    assert labels(2, 2) == [before]
    assert labels(2, 3) == [before, ("Next page", "m1:talk:conf:rivers:3")]


def test_a_page_says_which_it_is_if_there_are_more():
    assert (page_line(1, 1), page_line(2, 3)) == ((), ("Page 2 of 3",))
