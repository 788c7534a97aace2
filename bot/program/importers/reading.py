"""Finds out of which format a source is, and has it read."""

from dataclasses import dataclass

from bot.errors import ImportRefusedError
from bot.program.importers.build import Wishes, build
from bot.program.importers.bundle import Bundle
from bot.program.importers.doubts import Doubt, Doubts
from bot.program.importers.formats import FORMATS
from bot.program.importers.unknown import unknown
from bot.program.model import Program
from bot.translation import said

NONE = Wishes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came in: the program, the name of its format, and what is doubtful about it."""

    program: Program
    format: str
    doubts: tuple[Doubt, ...]


def import_program(bundle: Bundle, wishes: Wishes = NONE) -> Imported:
    """Return the program that a source holds, its format told from its content.

    Raises:
        ImportRefusedError: it is of no known format, has no zone, or nothing to import.
    """
    for one in FORMATS:
        if one.fits(bundle):
            doubts = Doubts()
            try:
                made = build(one.read(bundle, doubts), doubts, wishes)
            except ImportRefusedError as error:
                # Translators: {format} is a name such as Sessionize, {problem} a sentence.
                what = said("Read as {format}: {problem}", format=one.name, problem=error.what)
                raise ImportRefusedError(what, error.fix) from error
            return Imported(program=made, format=one.name, doubts=doubts.all())
    raise unknown(bundle)
