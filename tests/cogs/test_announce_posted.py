from dataclasses import replace

import pytest

from bot.cogs.announce_posted import SHOWN, PostedMessages
from bot.delivery.model import Cause, Outcome, Record, State
from bot.errors import AnnouncementError
from tests.delivery.deliveries import DUE, a_delivery

RECORD = Record(
    delivery=a_delivery(), state=State.SENT, claimed_at=DUE, message_id=5, content="old"
)
FORBIDDEN = Outcome(state=State.DROPPED, cause=Cause.FORBIDDEN, reason="Marquee may not")


class Desk:
    """Edits and deletes, answering with `outcome`, and keeps what it was asked."""

    def __init__(self):
        self.outcome = Outcome(state=State.SENT, message_id=5, content="new")
        self.should_show = "new"
        self.asked = []
        self.kept = []

    def content(self, record):
        return self.should_show

    async def amend(self, record, content=None):
        if content is not None:
            self.kept.append(content)
            return None
        self.asked.append("edit")
        return self.outcome

    async def remove(self, record):
        self.asked.append("delete")
        return self.outcome


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def posted(desk):
    return PostedMessages(desk, desk, desk)


async def test_a_post_is_edited_at_once_and_that_is_kept(posted, desk):
    assert await posted.shown(RECORD) == (SHOWN, False)
    assert (desk.asked, desk.kept) == (["edit"], ["new"])


@pytest.mark.parametrize("should_show", ["old", None])
async def test_what_shows_what_it_should_is_left_alone(posted, desk, should_show):
    desk.should_show = should_show

    assert await posted.shown(RECORD) == (SHOWN, False)
    assert desk.asked == []


async def test_why_it_can_not_be_edited_is_said(posted, desk):
    desk.outcome = FORBIDDEN

    said, is_unshown = await posted.shown(RECORD)

    assert (is_unshown, desk.kept) == (True, [])
    assert said.endswith("does not show it: Marquee may not.")


async def test_what_somebody_deleted_is_not_edited_and_counts_as_deleted(posted, desk):
    gone = replace(RECORD, message_id=None)

    said, is_unshown = await posted.shown(gone)
    await posted.remove(gone)

    assert (is_unshown, desk.asked) == (True, [])
    assert "the message was deleted by someone" in said


async def test_a_post_is_deleted_or_it_is_said_why_not(posted, desk):
    await posted.remove(RECORD)
    desk.outcome = FORBIDDEN

    with pytest.raises(AnnouncementError, match=r"Marquee may not\. Delete it in Discord by hand"):
        await posted.remove(RECORD)
    assert desk.asked == ["delete", "delete"]
