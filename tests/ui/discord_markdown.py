"""Reads Markdown the way Discord's clients do, to tell what a person would see."""

import re

# The rules of Discord's clients, in their order; each takes what it matches away from those below.
# The first two show letters as they are; all others would turn what was written into something.
_RULES = (
    ("escape", re.compile(r"\\([^0-9A-Za-z\s])")),
    ("link", re.compile(r"(https?://[^\s<]+[^<.,:;\"'\]\s])")),
    ("heading", re.compile(r"(?:(?<=\n)|\A) *#{1,3} +\S")),
    ("small", re.compile(r"(?:(?<=\n)|\A) *-# +\S")),
    ("quote", re.compile(r"(?:(?<=\n)|\A) *>(?:>>)? +\S")),
    ("list", re.compile(r"(?:(?<=\n)|\A) *(?:[*-]|\d+\.) +\S")),
    ("code block", re.compile(r"```(?:.|\n)+?```")),
    ("code", re.compile(r"(`+)(?:.|\n)*?[^`]\1(?!`)")),
    ("masked link", re.compile(r"\[[^\]]*\]\(\s*<?https?:[^)]*\)")),
    ("mention", re.compile(r"<@!?\d+>|<@&\d+>|<#\d+>|<id:\w+>|</[^>]+:\d+>")),
    ("everyone", re.compile(r"@everyone|@here")),
    ("timestamp", re.compile(r"<t:-?\d+(?::[tTdDfFRsS])?>")),
    ("emoji", re.compile(r"<a?:\w+:\d+>|:[A-Za-z0-9_+-]*[A-Za-z][A-Za-z0-9_+-]*:")),
    ("spoiler", re.compile(r"\|\|(?:.|\n)+?\|\|")),
    ("bold", re.compile(r"\*\*(?:\\.|[^\\])+?\*\*(?!\*)")),
    ("underline", re.compile(r"__(?:\\.|[^\\])+?__(?!_)")),
    ("italics", re.compile(r"\*(?=\S)(?:\\.|[^\\*])+?\*(?!\*)|\b_(?:\\.|[^\\_])+?_\b")),
    ("strike", re.compile(r"~~(?:.|\n)+?~~(?!_)")),
)


def shown(markdown):
    """Return the letters that a person sees, and the names of the rules that turned any of them."""
    seen, turned, place = [], [], 0
    while place < len(markdown):
        name, found = _rule_at(markdown, place)
        if found is None:
            seen.append(markdown[place])
            place += 1
            continue
        if name in ("escape", "link"):
            seen.append(found[1])
        else:
            seen.append(found[0])
            turned.append(name)
        place = found.end()
    return "".join(seen), turned


def _rule_at(markdown, place):
    for name, pattern in _RULES:
        found = pattern.match(markdown, place)
        if found is not None:
            return name, found
    return "", None
