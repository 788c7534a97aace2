"""What is doubtful in a source: each kind of it once, with how often and one example."""

from dataclasses import dataclass

from bot.program.importers.prose import line
from bot.translation import Said, said

# What was made of what can't be used, mostly.
LEFT_OUT = said("It was left out.")

_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One kind of doubtful thing: what it is, how often, an example, and what was made of it.

    `what` is a sentence without numbers ("Two sessions share one id."), `made` says what the
    import did ("They were told apart by title and start."). All of it can be translated.
    """

    what: str
    made: str
    count: int
    example: str


class Doubts:
    """Collects doubts while a source is read; the same words count together."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[int, str]] = {}

    def add(self, what: Said, made: Said, example: str) -> None:
        """Count one more; the first example is kept."""
        told = _shown(what), made
        count, first = self._found.get(told) or (0, _shown(example))
        self._found[told] = (count + 1, first)

    def all(self) -> tuple[Doubt, ...]:
        """Return what was found, in the order in which each kind was met first."""
        return tuple(
            Doubt(what=what, made=made, count=count, example=example)
            for (what, made), (count, example) in self._found.items()
        )


def _shown(text: str) -> str:
    """Return a text with nothing in it of the source's that is too long or can't be shown."""
    if not isinstance(text, Said):
        return line(text)[:_LONGEST]
    if not text.values:
        return text
    values = {
        name: value if isinstance(value, int) else _shown(value)
        for name, value in text.values.items()
    }
    return text.having(values)
