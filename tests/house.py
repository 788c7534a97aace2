"""Reads the house: its modules, their sentences, and who imports whom."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[1]
ARCHITECTURE = ROOT / "docs" / "architecture.md"


@dataclass(frozen=True)
class Module:
    path: Path  # from the project's folder: bot/ui/text.py

    @property
    def name(self):
        """bot.ui.text; a package has its folder's name"""
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def part(self):
        """ui: its row in the table of imports; the package bot itself has none"""
        return part_of(self.name)

    @property
    def sentence(self):
        return (ast.get_docstring(self.tree) or "").partition("\n")[0]

    @cached_property
    def text(self):
        return (ROOT / self.path).read_text(encoding="utf-8")

    @cached_property
    def tree(self):
        return ast.parse(self.text)

    @property
    def lines(self):
        return len(self.text.splitlines())

    def imported(self) -> Iterator[str]:
        """Every dotted name that is imported anywhere in it, functions included."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.path} imports relatively"
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules() -> tuple[Module, ...]:
    paths = sorted((ROOT / "bot").rglob("*.py"))
    return tuple(Module(path.relative_to(ROOT)) for path in paths)


def part_of(name):
    """The part of a dotted name of ours: ui for bot.ui.text; None for bot itself"""
    return name.split(".")[1] if "." in name else None


def table(name) -> dict[str, tuple[str, ...]]:
    """A table of docs/architecture.md: what may be imported, or by whom"""
    _, _, rest = ARCHITECTURE.read_text(encoding="utf-8").partition(f"```{name}\n")
    rows = (line.split() for line in rest.partition("```")[0].splitlines())
    return {first: tuple(others) for first, *others in rows}


def module_list() -> str:
    """The lines of docs/architecture.md that name every module with its sentence"""
    return "".join(f"- `{module.path.as_posix()}`: {module.sentence}\n" for module in modules())
