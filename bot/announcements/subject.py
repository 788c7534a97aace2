"""Changes as JSON, as the store and a delivery's subject keep them, and back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.program.diff import Change, ChangeKind, Facts
from bot.translation.said import from_text, to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What one message tells: Changes of a program, the `number`th message of `of`."""

    program: str
    changes: tuple[Change, ...]
    number: int = 1
    of: int = 1


def written(subject: Subject) -> str:
    """Return the subject as JSON: all that is told, since Changes are not kept for ever."""
    return json.dumps(
        {
            "program": subject.program,
            "part": [subject.number, subject.of],
            "changes": [as_json(change) for change in subject.changes],
        }
    )


def read(text: str) -> Subject:
    """Return the subject that `written` wrote."""
    kept = json.loads(text)
    number, of = kept["part"]
    return Subject(
        program=kept["program"],
        changes=tuple(from_json(change) for change in kept["changes"]),
        number=number,
        of=of,
    )


def change_text(change: Change) -> str:
    """Return one Change as JSON; equal for Changes that are equal in every language."""
    return json.dumps(as_json(change), sort_keys=True)


def as_json(change: Change) -> dict[str, Any]:
    """Return a Change as what JSON knows."""
    return {
        "session": change.session,
        "kinds": list(change.kinds),
        "before": None if change.before is None else _facts(change.before),
        "after": None if change.after is None else _facts(change.after),
    }


def from_json(kept: Mapping[str, Any]) -> Change:
    """Return the Change that `as_json` gave."""
    return Change(
        session=kept["session"],
        kinds=tuple(ChangeKind(kind) for kind in kept["kinds"]),
        before=None if kept["before"] is None else _read_facts(kept["before"]),
        after=None if kept["after"] is None else _read_facts(kept["after"]),
    )


def _facts(facts: Facts) -> dict[str, Any]:
    zone = facts.start.tzinfo
    return {
        "title": to_text(facts.title),
        "start": facts.start.astimezone(UTC).isoformat(),
        "end": None if facts.end is None else facts.end.astimezone(UTC).isoformat(),
        "zone": zone.key if isinstance(zone, ZoneInfo) else None,
        "room": facts.room,
        "track": facts.track,
        "speakers": list(facts.speakers),
        "stream": facts.stream,
        "is_break": facts.is_break,
    }


def _read_facts(kept: Mapping[str, Any]) -> Facts:
    zone = ZoneInfo(kept["zone"]) if kept["zone"] else UTC
    end = kept["end"]
    return Facts(
        title=from_text(kept["title"]),
        start=datetime.fromisoformat(kept["start"]).astimezone(zone),
        end=None if end is None else datetime.fromisoformat(end).astimezone(zone),
        room=kept["room"],
        track=kept["track"],
        speakers=tuple(kept["speakers"]),
        stream=kept["stream"],
        is_break=kept["is_break"],
    )
