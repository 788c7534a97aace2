"""All rules for a program, and those for its ids and who names whom."""

from collections.abc import Iterator
from itertools import islice

from bot.errors import Severity
from bot.program.check import texts, times
from bot.program.check.remark import Path, Remark, nearest, short
from bot.program.check.sections import SECTIONS, Item, called, items
from bot.program.ids import ITEM_ID, LONGEST_ID, LONGEST_PROGRAM_ID, PROGRAM_ID, slug
from bot.program.model import Program
from bot.translation import N_, said

# Of each rule: a program with more has one thing wrong with it, many times over.
MOST_REMARKS = 150

# By the section in which it should be.
_NO_SUCH = {
    "tracks": N_("There is no track `{id}`."),
    "rooms": N_("There is no room `{id}`."),
    "speakers": N_("There is no speaker `{id}`."),
    "talks": N_("There is no talk `{id}`."),
}


def check(program: Program) -> tuple[Remark, ...]:
    """Return all that is wrong with a program, rule by rule.

    Errors make it unusable. Warnings are what an organizer most likely did not mean. The zone must
    be a real one.
    """
    rules = (
        _ids,
        _duplicates,
        _strangers,
        _repeated,
        _unused,
        *texts.RULES,
        *times.RULES,
    )
    return tuple(remark for rule in rules for remark in islice(rule(program), MOST_REMARKS))


def _ids(program: Program) -> Iterator[Remark]:
    if not PROGRAM_ID.fullmatch(program.id):
        yield _bad_id(("program", "id"), program.id, program.name, LONGEST_PROGRAM_ID)
    for path, item in items(program):
        if not ITEM_ID.fullmatch(item.id):
            yield _bad_id((*path, "id"), item.id, called(item), LONGEST_ID)


def _bad_id(path: Path, one: str, name: str, longest: int) -> Remark:
    good = slug(one if any(letter.isalnum() for letter in one) else name, longest=longest)
    return Remark(
        path=path,
        what=said("“{id}” can't be an id.", id=short(one)),
        fix=said(
            "Use at most {longest} of a to z, 0 to 9 and -, such as `{id}`.",
            longest=longest,
            id=good,
        ),
    )


def _duplicates(program: Program) -> Iterator[Remark]:
    seen: dict[tuple[str | int, str], Item] = {}
    for path, item in items(program):
        first = seen.setdefault((path[0], item.id), item)
        if first is not item:
            yield Remark(
                path=(*path, "id"),
                what=said(
                    "The id `{id}` is already that of “{name}”.",
                    id=short(item.id),
                    name=short(called(first)),
                ),
                fix=said("Give one of them another id, and write that wherever it is meant."),
            )


def _strangers(program: Program) -> Iterator[Remark]:
    known = {section: {item.id: None for item in getattr(program, section)} for section in SECTIONS}
    for path, section, one in _named(program):
        if one in known[section]:
            continue
        meant = nearest(one, known[section])
        if meant:
            fix = said("Did you mean `{meant}`?", meant=meant)
        else:
            fix = said("Add it under `{section}:`.", section=section)
        yield Remark(path=path, what=said(_NO_SUCH[section], id=short(one)), fix=fix)


def _named(program: Program) -> Iterator[tuple[Path, str, str]]:
    """Give every id that something names: where, the section it must be in, and the id."""
    for path, section, ids in _lists(program):
        yield from (((*path, place), section, one) for place, one in enumerate(ids))
    for place, session in enumerate(program.sessions):
        if session.room is not None:
            yield ("sessions", place, "room"), "rooms", session.room
        if session.track is not None:
            yield ("sessions", place, "track"), "tracks", session.track


def _lists(program: Program) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """Give every list of ids: where, the section that they must be in, and the ids."""
    for place, track in enumerate(program.tracks):
        yield ("tracks", place, "hosts"), "speakers", track.hosts
    for place, talk in enumerate(program.talks):
        yield ("talks", place, "speakers"), "speakers", talk.speakers
    for place, session in enumerate(program.sessions):
        yield ("sessions", place, "talks"), "talks", session.talks


def _repeated(program: Program) -> Iterator[Remark]:
    for path, _, ids in _lists(program):
        seen: set[str] = set()
        for place, one in enumerate(ids):
            if one in seen:
                yield Remark(
                    path=(*path, place),
                    what=said("`{value}` stands twice in this list.", value=short(one)),
                    fix=said("Take one of them out."),
                )
            seen.add(one)


def _unused(program: Program) -> Iterator[Remark]:
    given = {one for session in program.sessions for one in session.talks}
    for place, talk in enumerate(program.talks):
        if talk.id not in given:
            yield Remark(
                path=("talks", place),
                what=said("The talk “{title}” is in no session.", title=short(talk.title)),
                fix=said("Name it in the `talks` of the session that it is given in."),
                severity=Severity.WARNING,
            )
    seen = {one for talk in program.talks for one in talk.speakers}
    seen |= {one for track in program.tracks for one in track.hosts}
    for place, speaker in enumerate(program.speakers):
        if speaker.id not in seen:
            yield Remark(
                path=("speakers", place),
                what=said("{name} gives no talk and hosts no track.", name=short(speaker.name)),
                fix=said("Name them in the `speakers` of their talk, or take them out."),
                severity=Severity.WARNING,
            )
