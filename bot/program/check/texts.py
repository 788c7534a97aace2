"""Rules for what a program's texts and links may hold."""

import re
from collections.abc import Iterator
from dataclasses import fields

from bot.errors import Severity
from bot.program.check.remark import Path, Remark, short
from bot.program.check.sections import Item, items
from bot.program.check.web_address import why_not
from bot.program.model import Link, Program, Session, Speaker, Talk
from bot.translation import Said, said

_PROSE = frozenset({"description", "bio", "abstract"})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_BREAK = re.compile(r"[\n\u2028\u2029]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def _texts(program: Program) -> Iterator[Remark]:
    yield from _texts_of(("program",), program)
    for path, item in items(program):
        yield from _texts_of(path, item)
        for place, link in _links(item):
            yield from _texts_of((*path, "links", place), link)


def _texts_of(path: Path, thing: Program | Item | Link) -> Iterator[Remark]:
    for one in fields(thing):
        text = getattr(thing, one.name)
        if isinstance(text, str):
            wrong = _wrong_with(one.name, text)
            if wrong:
                what, fix = wrong
                yield Remark(path=(*path, one.name), what=what, fix=fix)


def _wrong_with(name: str, text: str) -> tuple[Said, Said] | None:
    """Return what is wrong with a text and what to do; `name` is what the file calls it."""
    if not text.strip():
        fix = said("Write it, or leave it out if it is not needed.")
        return said("`{name}` is empty.", name=name), fix
    control = _CONTROL.search(text)
    if control:
        code = f"U+{ord(control[0]):04X}"
        what = said("`{name}` holds the control character {code}.", name=name, code=code)
        return what, said("Take it out.")
    if name not in _PROSE and _LINE_BREAK.search(text):
        return said("`{name}` has a line break.", name=name), said("Write it in one line.")
    return None


def _addresses(program: Program) -> Iterator[Remark]:
    for path, address in _addresses_of(program):
        reason = why_not(address)
        if reason:
            fix = said("Write a whole address, such as `https://example.org/talk`.")
            yield Remark(path=path, what=reason, fix=fix)


def _addresses_of(program: Program) -> Iterator[tuple[Path, str]]:
    if program.link is not None:
        yield ("program", "link"), program.link
    for path, item in items(program):
        if isinstance(item, Speaker) and item.picture is not None:
            yield (*path, "picture"), item.picture
        if isinstance(item, Session) and item.stream is not None:
            yield (*path, "stream"), item.stream
        for place, link in _links(item):
            yield (*path, "links", place, "url"), link.url


def _links(item: Item) -> Iterator[tuple[int, Link]]:
    if isinstance(item, Speaker | Talk):
        yield from enumerate(item.links)


def _languages(program: Program) -> Iterator[Remark]:
    for place, talk in enumerate(program.talks):
        if talk.language is not None and not _LANGUAGE.fullmatch(talk.language):
            yield Remark(
                path=("talks", place, "language"),
                what=said("“{language}” is no language tag.", language=short(talk.language)),
                fix=said("Write one such as `en` or `pt-BR`."),
                severity=Severity.WARNING,
            )


RULES = (_texts, _addresses, _languages)
