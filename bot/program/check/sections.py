"""The sections of a program, and the path of each thing that stands in them."""

from collections.abc import Iterator
from types import MappingProxyType

from bot.program.check.remark import Path
from bot.program.model import Program, Room, Session, Speaker, Talk, Track

Item = Track | Room | Speaker | Talk | Session

# In the order of the file, each with the word for one thing in it.
SECTIONS = MappingProxyType(
    {
        "tracks": "track",
        "rooms": "room",
        "speakers": "speaker",
        "talks": "talk",
        "sessions": "session",
    }
)


def items(program: Program) -> Iterator[tuple[Path, Item]]:
    """Give everything that stands in a section, with its path."""
    for section in SECTIONS:
        for place, item in enumerate(getattr(program, section)):
            yield (section, place), item


def called(item: Item) -> str:
    """Return what a person calls a thing: its title or name, else its id."""
    name = item.title if isinstance(item, Talk | Session) else item.name
    return name or item.id
