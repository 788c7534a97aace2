from dataclasses import replace

from bot.program.timetable import Timetable
from bot.ui.controls import ask
from bot.ui.post import Post, classic_view
from bot.ui.questions import NowQuestion
from bot.ui.save_controls import save_picker
from tests.ui.conference import BLOCK, ONE_TRACK

NOW = ask("Now", NowQuestion(program="conf"))


def a_picker(mark):
    return save_picker("plus-22", mark, [BLOCK], Timetable(ONE_TRACK))


def test_each_picker_has_a_row_and_the_buttons_share_the_next():
    view = classic_view(
        [a_picker("a"), a_picker("b")], [NOW, ask("Talks", NowQuestion(program="b"))]
    )

    kinds = [[part["type"] for part in row["components"]] for row in view.to_components()]
    assert kinds == [[3], [3], [2, 2]]


def test_without_anything_to_press_there_are_no_rows():
    assert classic_view([], []) is None


async def test_the_rows_are_not_kept_by_the_library():
    assert classic_view([], [NOW]).is_finished()


def test_posts_that_show_and_offer_the_same_have_one_digest():
    post = Post(content="Rivers", view=classic_view([], [NOW]))

    assert replace(post, silent=True, mentions=(7,)).digest == post.digest
    assert replace(post, view=None).digest != post.digest
    assert replace(post, content="Lakes").digest != post.digest
