"""Rules for what a program's texts and links may hold."""

import re
from collections.abc import Iterator
from dataclasses import fields

from bot.errors import Severity
from bot.program.check.remark import Path, Remark, short
from bot.program.check.sections import Item, items
from bot.program.check.web_address import why_not
from bot.program.model import Link, Program, Session, Speaker, Talk

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
            wrong = _wrong_with(text, prose=one.name in _PROSE)
            if wrong:
                what, fix = wrong
                yield Remark(path=(*path, one.name), what=f"`{one.name}` {what}", fix=fix)


def _wrong_with(text: str, *, prose: bool) -> tuple[str, str] | None:
    if not text.strip():
        return "is empty.", "Write it, or leave it out if it is not needed."
    control = _CONTROL.search(text)
    if control:
        return f"holds the control character U+{ord(control[0]):04X}.", "Take it out."
    if not prose and _LINE_BREAK.search(text):
        return "has a line break.", "Write it in one line."
    return None


def _addresses(program: Program) -> Iterator[Remark]:
    for path, address in _addresses_of(program):
        reason = why_not(address)
        if reason:
            yield Remark(
                path=path,
                what=f"“{short(address)}” {reason}.",
                fix="Write a whole address, such as `https://example.org/talk`.",
            )


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
                what=f"“{short(talk.language)}” is no language tag.",
                fix="Write one such as `en` or `pt-BR`.",
                severity=Severity.WARNING,
            )


RULES = (_texts, _addresses, _languages)
