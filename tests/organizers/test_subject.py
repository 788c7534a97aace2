from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.model import Cause
from bot.organizers.model import Missed, Unposted, Unread
from bot.organizers.subject import read, write
from tests.delivery.deliveries import MINUTE, START

instants = st.integers(0, 10_000).map(lambda after: START + after * MINUTE)
ids = st.integers(1, 2**63 - 1)

unposted = st.builds(
    Unposted,
    cause=st.sampled_from(Cause),
    place=ids,
    words=st.text(),
    posts=st.integers(1, 999),
    first=instants,
    last=instants,
    sessions=st.lists(st.builds(Missed, session=st.text(), start=instants)).map(tuple),
    more=st.integers(0, 999),
)
unread = st.builds(Unread, program=st.text(), at=instants, words=st.text())


@given(unposted | unread)
def test_what_a_telling_is_about_is_read_as_it_was_written(about):
    assert read(write(about)) == about
