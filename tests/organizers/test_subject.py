from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.model import Cause
from bot.organizers.model import Missed, Unposted, Unread, Unshown
from bot.organizers.subject import read, shortened, write
from bot.translation import in_words, said, together
from tests.delivery.deliveries import MINUTE, START
from tests.translation.fake import speaking_loudly

instants = st.integers(0, 10_000).map(lambda after: START + after * MINUTE)
ids = st.integers(1, 2**63 - 1)
# Nothing that people are told begins with a control character: what can be translated is kept so.
words = st.text()

unposted = st.builds(
    Unposted,
    cause=st.sampled_from(Cause),
    place=ids,
    words=words,
    posts=st.integers(1, 999),
    first=instants,
    last=instants,
    sessions=st.lists(st.builds(Missed, session=st.text(), start=instants)).map(tuple),
    more=st.integers(0, 999),
)
unread = st.builds(Unread, program=st.text(), at=instants, words=words)

unshown = st.builds(
    Unshown,
    kind=st.sampled_from(["board", "event"]),
    cause=st.sampled_from(Cause),
    place=st.none() | ids,
    words=words,
    at=instants,
    stands=st.booleans(),
)


@given(unposted | unread | unshown)
def test_what_a_telling_is_about_is_read_as_it_was_written(about):
    assert read(write(about)) == about


def test_what_stood_in_the_way_can_be_told_in_any_language(monkeypatch):
    why = said("{what} ({answer})", what=said("no such channel"), answer="Unknown Channel")
    about = Unread(program="water-22", at=START, words=why)

    kept = read(write(about)).words

    assert kept == "no such channel (Unknown Channel)"
    with speaking_loudly(monkeypatch):
        assert in_words(kept) == "NO SUCH CHANNEL (Unknown Channel)"


def test_what_is_in_the_way_of_a_board_can_be_told_in_any_language(monkeypatch):
    why = said("The channel is gone.")
    about = Unshown(kind="board", cause=Cause.GONE, place=1, words=why, at=START)

    kept = read(write(about)).words

    with speaking_loudly(monkeypatch):
        assert in_words(kept) == "THE CHANNEL IS GONE."


def test_what_is_short_is_kept_as_it_is():
    why = said("no such channel")

    assert shortened(why, 15) is why


def test_of_what_is_too_long_the_longest_value_is_cut(monkeypatch):
    fault = said("Line {line}: no room “{room}”.", line=3, room="x" * 90)
    why = together(said("It can't be used:"), fault, by="\n")

    kept = shortened(why, 50)

    assert kept == "It can't be used:\nLine 3: no room “xxxxxxxxxxxx…”."
    assert len(kept) == 50
    with speaking_loudly(monkeypatch):
        assert in_words(kept) == "IT CAN'T BE USED:\nLINE 3: NO ROOM “xxxxxxxxxxxx…”."


def test_what_is_too_long_in_itself_is_kept_in_english():
    assert shortened(said("Line {line} is wrong", line=3), 8) == "Line 3 …"
    assert shortened("x" * 9, 8) == "xxxxxxx…"


@given(words, st.integers(1, 40))
def test_nothing_is_kept_that_is_too_long(text, most):
    why = together(said("What: {what}", what=text), said("Do: {fix}", fix=text), by="\n")

    assert len(shortened(why, most)) <= most
