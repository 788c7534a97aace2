"""What an importer of one format gives: how it is called, what it fits, and how it reads."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.program.importers.bundle import Bundle
from bot.program.importers.doubts import Doubts
from bot.program.importers.draft import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way in which conferences publish their programs.

    `fits` tells from the content whether a source is of this format. `read` turns a fitting source
    into a Draft; what is wrong with single fields is left out, and told as a doubt. Both raise
    nothing but ImportRefusedError.
    """

    name: str
    fits: Callable[[Bundle], bool]
    read: Callable[[Bundle, Doubts], Draft]
