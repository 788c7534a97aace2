"""The YAML file that organizers write: read with every fault told, and written."""

from bot.program.yaml_file.file_text import LARGEST_FILE
from bot.program.yaml_file.reader import Reading, read
from bot.program.yaml_file.writer import write

__all__ = ["LARGEST_FILE", "Reading", "read", "write"]
