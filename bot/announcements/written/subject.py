"""What an announcement's delivery is about, as its ledger keeps it: JSON with an id."""

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The announcement that is posted; or that organizers are told of, since it is stranded."""

    id: str
    is_stranded: bool = False


def written(subject: Subject) -> str:
    """Return the subject as JSON."""
    return json.dumps({"id": subject.id, "stranded": subject.is_stranded})


def read(text: str) -> Subject:
    """Return the subject that `written` wrote."""
    kept = json.loads(text)
    return Subject(id=kept["id"], is_stranded=kept["stranded"])
