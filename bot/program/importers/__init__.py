"""What conferences publish: bytes in, a Program out, and what is doubtful about it; no network."""

from bot.program.importers.build import Wishes
from bot.program.importers.bundle import Bundle
from bot.program.importers.doubts import Doubt
from bot.program.importers.reading import Imported, import_program

__all__ = ["Bundle", "Doubt", "Imported", "Wishes", "import_program"]
