from bot.ui.controls import Opening
from bot.ui.listing import PAGE, Entry, Page, fill, page_at, prose
from bot.ui.questions import TalkQuestion
from tests.factories import a_session


def an_opening(one):
    return Opening(name=one, note="", question=TalkQuestion(program="conf", id=one))


def test_no_entries_make_one_empty_page():
    assert fill(()) == (Page(),)


def test_entries_under_one_heading_stand_under_it_once():
    entries = [Entry(text=text, headings=("### Nine",)) for text in ("a", "b")]

    assert [page.text for page in fill(entries)] == ["### Nine\na\nb"]


def test_a_heading_stands_again_on_the_next_page():
    entries = [Entry(text=text, headings=("### Nine", "Block")) for text in ("aaa", "bbb")]

    texts = [page.text for page in fill(entries, 20)]

    assert texts == ["### Nine\nBlock\naaa", "### Nine\nBlock\nbbb"]


def test_a_new_outer_heading_repeats_the_inner_one():
    entries = [Entry(text="a", headings=("Wed", "Nine")), Entry(text="b", headings=("Thu", "Nine"))]

    assert fill(entries)[0].text == "Wed\nNine\na\nThu\nNine\nb"


def test_entries_apart_have_a_blank_line_between_but_none_before_a_heading():
    entries = [
        Entry(text="a", headings=("Nine",), apart=True),
        Entry(text="b", headings=("Nine",), apart=True),
        Entry(text="c", headings=("Ten",), apart=True),
    ]

    assert fill(entries)[0].text == "Nine\na\n\nb\nTen\nc"


def test_a_page_opens_no_more_than_a_picker_holds():
    entries = [Entry(text="a", opens=(an_opening(f"talk-{one}"),)) for one in range(26)]

    assert [len(page.opens) for page in fill(entries)] == [25, 1]


def test_a_page_counts_its_entries():
    assert [page.entries for page in fill([Entry(text="aaaa")] * 5, 9)] == [2, 2, 1]


def test_a_page_before_the_first_or_after_the_last_is_the_nearest_there_is():
    filled = fill([Entry(text="aaaa")] * 2, 4)

    assert [page_at(filled, wanted)[1] for wanted in (-1, 0, 1, 2, 99)] == [1, 1, 1, 2, 2]


def test_prose_breaks_into_pages_under_its_heading():
    entries = prose("word " * 500, "### About")

    assert [entry.headings for entry in entries] == [("### About",)] * 2
    assert [len(page.text) <= PAGE for page in fill(entries)] == [True, True]


def test_a_page_knows_the_sessions_that_stand_on_it_each_once():
    one, other = a_session(), a_session()
    entries = [
        Entry(text=text, session=session)
        for text, session in zip("abcd", [one, one, other, None], strict=True)
    ]

    assert [page.sessions for page in fill(entries, 5)] == [(one, other), ()]
