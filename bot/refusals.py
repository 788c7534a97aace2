"""What it means that Discord didn't take a post or an edit: try again or not, and why in words."""

from collections.abc import Mapping
from datetime import timedelta

import aiohttp
import discord

from bot.delivery.model import Cause, Outcome, State
from bot.translation import said, said_many

# What discord.py raises when Discord refuses something, is not reached or takes too long.
TROUBLE = (discord.DiscordException, aiohttp.ClientError, OSError)

TOO_MANY = 429
# A new token may come with the next start; a 429 is over sooner or later.
TRIED_AGAIN = (401, TOO_MANY)
BROKEN = 500

# In answer to an opening or a send: the person takes no messages of this bot's, or shares no server
# with it any more (opcodes and status codes, "JSON Error Codes").
CLOSED = {
    50007: said("they take no direct messages from Marquee"),
    50278: said("they are in no server together with Marquee any more"),
}

# In answer to a create, "Unknown Message" means that its nonce belongs to a message that was
# posted and then deleted by someone (discord-api-docs#6647).
UNKNOWN_MESSAGE = 10008

# In answer to an edit: somebody deleted the message, or it is older than an hour and was edited
# too often since (opcodes and status codes, "JSON Error Codes").
NEVER_EDITED = {
    UNKNOWN_MESSAGE: said("the message was deleted by someone"),
    30046: said("Discord takes no more edits of a message that is older than an hour"),
}

CHANNEL_WORDS = {
    Cause.FORBIDDEN: said("Marquee may not post in this channel"),
    Cause.GONE: said("there is no such channel"),
}
PERSON_WORDS = {
    Cause.FORBIDDEN: said("Discord lets Marquee write them no direct message"),
    Cause.GONE: said("there is no such person or direct message any more"),
}


def outcome_of_post(error: Exception, *, is_direct: bool) -> Outcome:
    """Return what a failed create means: whether to try again, or never."""
    match error:
        case discord.RateLimited():
            wait = timedelta(seconds=error.retry_after)
            return Outcome(state=State.FAILED, reason=words(error), retry_after=wait)
        case discord.HTTPException(code=code) if code == UNKNOWN_MESSAGE:
            return Outcome(state=State.SENT, reason=said("posted, and deleted by someone since"))
        case discord.HTTPException(code=code) if is_direct and code in CLOSED:
            return Outcome(state=State.DROPPED, reason=CLOSED[code], cause=Cause.CLOSED)
        case discord.HTTPException() if is_final(error):
            told = words(error, PERSON_WORDS if is_direct else CHANNEL_WORDS)
            return Outcome(state=State.DROPPED, reason=told, cause=_cause(error))
    return Outcome(state=State.FAILED, reason=words(error))


def outcome_of_edit(error: Exception, *, is_direct: bool) -> Outcome:
    """Return what a failed edit means: whether to try again, or never."""
    if not isinstance(error, discord.HTTPException) or error.code not in NEVER_EDITED:
        return outcome_of_post(error, is_direct=is_direct)
    return Outcome(state=State.DROPPED, reason=NEVER_EDITED[error.code], cause=_cause(error))


def is_final(error: Exception) -> bool:
    """Tell whether Discord refused something in a way that another try would meet, too."""
    if not isinstance(error, discord.HTTPException):
        return False
    return error.status < BROKEN and error.status not in TRIED_AGAIN


def is_closed(error: Exception) -> bool:
    """Tell whether a person takes no direct messages, by what a send or an opening raised."""
    return isinstance(error, discord.HTTPException) and error.code in CLOSED


def words(error: Exception, refused: Mapping[Cause, str] = CHANNEL_WORDS) -> str:
    """Return for a person what stood in the way; `refused` says it of what is not tried again."""
    match error:
        case discord.Forbidden() | discord.NotFound():
            # Translators: what is in the way, and in brackets what Discord answered, in English.
            return said("{obstacle} ({answer})", obstacle=refused[_cause(error)], answer=error.text)
        case discord.RateLimited():
            return said_many(
                "Discord asked to wait {count} second",
                "Discord asked to wait {count} seconds",
                round(error.retry_after),
            )
        case discord.HTTPException():
            return answer(error)
        case TimeoutError():
            return said("Discord took too long to answer")
        case _:
            return said("Discord could not be reached ({error})", error=type(error).__name__)


def answer(error: discord.HTTPException) -> str:
    """Return for a person what Discord answered: its number, and its own words if it had any."""
    if not error.text:
        return said("Discord answered {status}", status=error.status)
    return said("Discord answered {status} {text}", status=error.status, text=error.text)


def _cause(error: discord.HTTPException) -> Cause:
    match error:
        case discord.Forbidden():
            return Cause.FORBIDDEN
        case discord.NotFound():
            return Cause.GONE
        case _:
            return Cause.REFUSED
