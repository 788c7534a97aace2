"""What YAML parsers say about a file, in words for the people who write it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is wrong and what to do; `opened` if the place is where it begins, not ends."""

    what: str
    fix: str
    opened: bool = False


def plain_words(problem: str) -> Words:
    """Return a parser's `problem` in plain words; one that is not known stands in brackets."""
    for said, words in _KNOWN:
        if said in problem:
            return words
    return Words(what=f"This can't be read as YAML ({problem}).", fix="Check quotes and indents.")


_MISPLACED = Words(
    what="This line does not fit the ones above it.",
    fix="Indent it as they are; if text goes on after a closing quote, quote all of it.",
)

# Parts of what libyaml and PyYAML say, the more exact first.
_KNOWN = (
    (
        "mapping values are not allowed",
        Words(
            what="A colon stands here where none is expected.",
            fix="Put text that holds a colon and a blank in quotes, and check that the line above "
            "ends as it should and that both are indented alike.",
        ),
    ),
    (
        "cannot start any token",
        Words(what="Text can't begin with this sign.", fix="Put it in quotes."),
    ),
    (
        "alphabetic or numeric",
        Words(what="Text can't begin with & or *.", fix="Put it in quotes.", opened=True),
    ),
    (
        "unexpected end of stream",
        Words(what="This quote is never closed.", fix="Close it.", opened=True),
    ),
    (
        "expected ',' or ']'",
        Words(what="This bracket is not closed.", fix="Close it with ].", opened=True),
    ),
    (
        "expected ',' or '}'",
        Words(what="This bracket is not closed.", fix="Close it with }.", opened=True),
    ),
    (
        "escape",
        Words(
            what="A backslash in double quotes begins something that is not known.",
            fix="Write two of them, or use single quotes.",
        ),
    ),
    ("expected ':'", Words(what="A colon is missing here.", fix="Write `name: value`.")),
    ("did not find expected", _MISPLACED),
    ("expected <block end>", _MISPLACED),
)
