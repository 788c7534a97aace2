"""What is doubtful in a source: each kind of it once, with how often and one example."""

from dataclasses import dataclass

from bot.program.importers.prose import line

_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One kind of doubtful thing: what it is, how often, an example, and what was made of it.

    `what` is a sentence without numbers ("Two sessions share one id."), `made` says what the
    import did ("They were told apart by title and start.").
    """

    what: str
    made: str
    count: int
    example: str


class Doubts:
    """Collects doubts while a source is read; the same words count together."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[int, str]] = {}

    def add(self, what: str, made: str, example: str) -> None:
        """Count one more; the first example is kept."""
        told = line(what)[:_LONGEST], made
        count, first = self._found.get(told) or (0, line(example)[:_LONGEST])
        self._found[told] = (count + 1, first)

    def all(self) -> tuple[Doubt, ...]:
        """Return what was found, in the order in which each kind was met first."""
        return tuple(
            Doubt(what=what, made=made, count=count, example=example)
            for (what, made), (count, example) in self._found.items()
        )
