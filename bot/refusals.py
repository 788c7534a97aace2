"""What it means that Discord didn't take a post or an edit: try again or not, and why in words."""

from collections.abc import Mapping
from datetime import timedelta

import discord

from bot.delivery.model import Cause, Outcome, State
from bot.direct import BROKEN, CLOSED, TRIED_AGAIN, NotYetOpenError

# In answer to a create, "Unknown Message" means that its nonce belongs to a message that was
# posted and then deleted by someone (discord-api-docs#6647).
UNKNOWN_MESSAGE = 10008

# In answer to an edit: somebody deleted the message, or it is older than an hour and was edited
# too often since (opcodes and status codes, "JSON Error Codes").
NEVER_EDITED = {
    UNKNOWN_MESSAGE: "the message was deleted by someone",
    30046: "Discord takes no more edits of a message that is older than an hour",
}

CHANNEL_WORDS = {
    Cause.FORBIDDEN: "Marquee may not post in this channel",
    Cause.GONE: "there is no such channel",
}
PERSON_WORDS = {
    Cause.FORBIDDEN: "Discord lets Marquee write them no direct message",
    Cause.GONE: "there is no such person or direct message any more",
}


def outcome_of_post(error: Exception, *, is_direct: bool) -> Outcome:
    """Return what a failed create means: whether to try again, or never."""
    match error:
        case NotYetOpenError():
            return Outcome(state=State.FAILED, reason=str(error), retry_after=error.wait)
        case discord.RateLimited():
            wait = timedelta(seconds=error.retry_after)
            return Outcome(state=State.FAILED, reason=words(error), retry_after=wait)
        case discord.HTTPException(code=code) if code == UNKNOWN_MESSAGE:
            return Outcome(state=State.SENT, reason="posted, and deleted by someone since")
        case discord.HTTPException(code=code) if is_direct and code in CLOSED:
            return Outcome(state=State.DROPPED, reason=CLOSED[code], cause=Cause.CLOSED)
        case discord.HTTPException(status=status) if status < BROKEN and status not in TRIED_AGAIN:
            told = words(error, PERSON_WORDS if is_direct else CHANNEL_WORDS)
            return Outcome(state=State.DROPPED, reason=told, cause=_cause(error))
    return Outcome(state=State.FAILED, reason=words(error))


def outcome_of_edit(error: Exception, *, is_direct: bool) -> Outcome:
    """Return what a failed edit means: whether to try again, or never."""
    if not isinstance(error, discord.HTTPException) or error.code not in NEVER_EDITED:
        return outcome_of_post(error, is_direct=is_direct)
    return Outcome(state=State.DROPPED, reason=NEVER_EDITED[error.code], cause=_cause(error))


def words(error: Exception, refused: Mapping[Cause, str] = CHANNEL_WORDS) -> str:
    """Return for a person what stood in the way; `refused` says it of what is not tried again."""
    match error:
        case discord.Forbidden() | discord.NotFound():
            return f"{refused[_cause(error)]} ({error.text})"
        case discord.RateLimited():
            return f"Discord asked to wait {error.retry_after:.0f} seconds"
        case discord.HTTPException():
            return f"Discord answered {error.status} {error.text}".strip()
        case TimeoutError():
            return "Discord took too long to answer"
        case _:
            return f"Discord could not be reached ({type(error).__name__})"


def _cause(error: discord.HTTPException) -> Cause:
    match error:
        case discord.Forbidden():
            return Cause.FORBIDDEN
        case discord.NotFound():
            return Cause.GONE
        case _:
            return Cause.REFUSED
