"""The YAML file that organizers write: read with every fault told, and written."""

from bot.program.yaml_file.reader import Reading, load, read, read_file
from bot.program.yaml_file.writer import write

__all__ = ["Reading", "load", "read", "read_file", "write"]
