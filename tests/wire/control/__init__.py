"""The control API; importing it fills the table of its actions."""

from tests.wire.control import lines, people, recall, stage
from tests.wire.control.action import add_routes

__all__ = ["add_routes"]

# Named, so that no tool takes the imports for unused.
PARTS = (lines, people, recall, stage)
