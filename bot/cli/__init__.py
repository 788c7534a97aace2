"""What an operator types, with a module for each noun."""

from bot.cli.entry import commands, main

__all__ = ["commands", "main"]
