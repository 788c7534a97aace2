"""Takes over a program that came from no source, as a rehearsal does."""

import hashlib
from datetime import datetime

from bot.program import yaml_file
from bot.program.diff import diff
from bot.program.lookup import Lookup
from bot.program.model import Program
from bot.sources.shelf import Shelf
from bot.sources.version import Version, Versions


async def take_over(
    program: Program,
    shelf: Shelf,
    versions: Versions,
    now: datetime,
    *,
    instead_of: Program | None = None,
) -> None:
    """Let a program stand, into the store first and then onto the shelf, as what a source brings.

    `instead_of` is what stood before it, from which it has changed. Raises what the store raises.
    """
    text = yaml_file.write(program)
    version = Version(
        program=program.id,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        accepted_at=now,
        text=text,
    )
    await versions.accept(version, () if instead_of is None else diff(instead_of, program))
    shelf.put(Lookup(program))
