"""Says everything that is wrong with a program, all at once."""

from bot.program.check.rules import MOST_REMARKS, check

__all__ = ["MOST_REMARKS", "check"]
