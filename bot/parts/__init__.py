"""Puts the parts together: here alone every concrete class is named."""

from bot.parts.answering import furnish
from bot.parts.memory import Memory, remember, traces_in
from bot.parts.posting import Posting, connect, post

__all__ = ["Memory", "Posting", "connect", "furnish", "post", "remember", "traces_in"]
