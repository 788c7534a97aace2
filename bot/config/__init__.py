"""What an operator sets: config.toml and the environment, read once, all faults told at once."""

from bot.config.file import load
from bot.config.settings import FILE, Settings, token_error

__all__ = ["FILE", "Settings", "load", "token_error"]
