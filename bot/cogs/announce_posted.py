"""Has what was posted of an announcement edited or deleted at once, however long ago it was."""

from typing import Protocol

from bot.delivery.model import Outcome, Record, State
from bot.errors import AnnouncementError
from bot.translation import N_, _, in_words, said
from bot.ui.announce_words import STOPS
from bot.ui.text import escape_line

LONGEST_REASON = 300

SHOWN = N_("✅ Saved, and the post shows it.")
UNSHOWN = N_("⚠️ Saved, but the post does not show it: {why}.")
DELETED = said("the message was deleted by someone")
NOT_TAKEN = said("Discord did not take it")


class Editor(Protocol):
    """Knows what a posted message should show, and has it shown."""

    def content(self, record: Record) -> str | None:
        """Return the digest of what it should show by now; None if that can't be said."""
        ...

    async def amend(self, record: Record) -> Outcome:
        """Edit it, within seconds: sent with its content; failed for now; or dropped, for good."""
        ...


class Remover(Protocol):
    """Deletes posted messages."""

    async def remove(self, record: Record) -> Outcome:
        """Delete it, within seconds: sent if it is gone; failed for now; or dropped, for good."""
        ...


class Records(Protocol):
    """Where it is kept what posted messages show."""

    async def amend(self, record: Record, content: str) -> None:
        """Write down what a sent delivery's message shows by now."""
        ...


class PostedMessages:
    """Edits and deletes what was posted; the sweeping corrections do so only until it expires."""

    def __init__(self, editor: Editor, remover: Remover, records: Records) -> None:
        self._editor = editor
        self._remover = remover
        self._records = records

    async def shown(self, record: Record) -> tuple[str, bool]:
        """Have a post show what it should by now; return how that went, and if it still doesn't."""
        why = await self._mend(record)
        if why is None:
            return _(SHOWN), False
        reason = escape_line(in_words(why).rstrip(STOPS), LONGEST_REASON)
        return _(UNSHOWN).format(why=reason), True

    async def _mend(self, record: Record) -> str | None:
        """Return in words why a post can't show what it should, None if it does by now."""
        if record.message_id is None:
            return DELETED
        content = self._editor.content(record)
        if content is None or content == record.content:
            return None
        outcome = await self._editor.amend(record)
        if outcome.state is not State.SENT:
            return outcome.reason or NOT_TAKEN
        await self._records.amend(record, outcome.content or content)
        return None

    async def remove(self, record: Record) -> None:
        """Delete a post; nothing happens if it is gone. Raises AnnouncementError if it stays."""
        if record.message_id is None:
            return
        outcome = await self._remover.remove(record)
        if outcome.state is not State.SENT:
            raise AnnouncementError(
                said(
                    "It could not be deleted: {why}. Delete it in Discord by hand, or try again.",
                    why=outcome.reason or NOT_TAKEN,
                )
            )
