"""What YAML parsers say about a file, in words for the people who write it."""

from dataclasses import dataclass

from bot.translation import Said, said

# What YAML has and program files have not, and what to do about it.
NO_ANCHORS = (
    said("Anchors (&) and aliases (*) are not used in program files."),
    said("Write the value itself; put text that begins with & or * in quotes."),
)
NO_TAGS = (
    said("Tags (!) are not used in program files."),
    said("Take it out; put text that begins with ! in quotes."),
)
KEY_NO_TEXT = (
    said("A name before a colon should be text."),
    said("Put text that begins with {sign} or {other} in quotes.", sign="{", other="["),
)
SECOND_DOCUMENT = (
    said("A second program begins here."),
    said("Put each program in a file of its own."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is wrong and what to do; `opened` if the place is where it begins, not ends."""

    what: Said
    fix: Said
    opened: bool = False


def plain_words(problem: str) -> Words:
    """Return a parser's `problem` in plain words; one that is not known stands in brackets."""
    for part, words in _KNOWN:
        if part in problem:
            return words
    what = said("This can't be read as YAML ({problem}).", problem=problem)
    return Words(what=what, fix=said("Check quotes and indents."))


_MISPLACED = Words(
    what=said("This line does not fit the ones above it."),
    fix=said("Indent it as they are; if text goes on after a closing quote, quote all of it."),
)

# Parts of what libyaml and PyYAML say, the more exact first.
_KNOWN = (
    (
        "mapping values are not allowed",
        Words(
            what=said("A colon stands here where none is expected."),
            fix=said(
                "Put text that holds a colon and a blank in quotes, and check that the line above "
                "ends as it should and that both are indented alike."
            ),
        ),
    ),
    (
        "cannot start any token",
        Words(what=said("Text can't begin with this sign."), fix=said("Put it in quotes.")),
    ),
    (
        "alphabetic or numeric",
        Words(
            what=said("Text can't begin with & or *."), fix=said("Put it in quotes."), opened=True
        ),
    ),
    (
        "unexpected end of stream",
        Words(what=said("This quote is never closed."), fix=said("Close it."), opened=True),
    ),
    (
        "expected ',' or ']'",
        Words(
            what=said("This bracket is not closed."),
            fix=said("Close it with {sign}.", sign="]"),
            opened=True,
        ),
    ),
    (
        "expected ',' or '}'",
        Words(
            what=said("This bracket is not closed."),
            fix=said("Close it with {sign}.", sign="}"),
            opened=True,
        ),
    ),
    (
        "escape",
        Words(
            what=said("A backslash in double quotes begins something that is not known."),
            fix=said("Write two of them, or use single quotes."),
        ),
    ),
    (
        "expected ':'",
        Words(what=said("A colon is missing here."), fix=said("Write `name: value`.")),
    ),
    ("did not find expected", _MISPLACED),
    ("expected <block end>", _MISPLACED),
)
