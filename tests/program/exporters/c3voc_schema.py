"""What the c3voc asks of a schedule JSON, version 1, as a JSON Schema: written from its facts.

Stricter than theirs: nothing may be there that the export doesn't mean to write. Their own calls
`start` a date-time, but shows, as every program does, the time of day.
"""

import jsonschema_rs

_TEXT = {"type": "string"}
_TEXT_OR_NONE = {"type": ["string", "null"]}
_URI = {"type": "string", "format": "uri"}
_GUID = {"type": "string", "format": "uuid"}
_DAY = {"type": "string", "format": "date"}
_INSTANT = {"type": "string", "format": "date-time"}


def _some(items):
    return {"type": "array", "items": items}


def _row(required, **optional):
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


_LINK = _row({"url": _TEXT, "title": _TEXT})
# Without a number for an id: with one, theirs takes it for two kinds of people at once.
_PERSON = _row(
    {"guid": _GUID, "name": _TEXT, "public_name": _TEXT},
    biography=_TEXT,
    avatar=_URI,
    links=_some(_LINK),
)
_EVENT = _row(
    {
        "guid": _GUID,
        "id": {"type": "integer", "minimum": 1},
        "date": _INSTANT,
        "start": {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"},
        "duration": {"type": "string", "pattern": "^[0-9]+:[0-9]{2}$"},
        "room": _TEXT,
        "slug": {"type": "string", "pattern": "^[a-z0-9_-]+[a-z0-9]$"},
        "url": _URI,
        "title": _TEXT,
        "subtitle": _TEXT_OR_NONE,
        "track": _TEXT_OR_NONE,
        "type": _TEXT,
        "language": _TEXT,
        "abstract": _TEXT_OR_NONE,
        "persons": _some(_PERSON),
        "links": _some(_LINK),
        "attachments": {"type": "array", "maxItems": 0},
    }
)
_CONFERENCE = _row(
    {
        "acronym": {"type": "string", "pattern": "^[a-z0-9_-][a-z0-9_]{3,}$"},
        "title": _TEXT,
        "start": _DAY,
        "end": _DAY,
        "daysCount": {"type": "integer"},
        "timeslot_duration": _TEXT,
        "tracks": _some(
            _row({"name": _TEXT, "slug": _TEXT}, description=_TEXT, hosts=_some(_PERSON))
        ),
        "rooms": _some(_row({"name": _TEXT, "guid": _GUID})),
        "days": _some(
            _row(
                {
                    "index": {"type": "integer", "minimum": 1},
                    "date": _DAY,
                    "day_start": _INSTANT,
                    "day_end": _INSTANT,
                    "rooms": {"type": "object", "additionalProperties": _some(_EVENT)},
                }
            )
        ),
    },
    time_zone_name={"type": "string", "pattern": "^([A-Z][a-z]+/[A-Z][a-z]+)|UTC$"},
    url=_URI,
)
_VALIDATOR = jsonschema_rs.Draft202012Validator(
    _row(
        {
            "$schema": _TEXT,
            "generator": _row({"name": _TEXT, "version": _TEXT}),
            "schedule": _row({"version": _TEXT, "conference": _CONFERENCE}),
        }
    ),
    validate_formats=True,
)


def faults(schedule) -> list[str]:
    """Return what is not as the format wants it."""
    return [f"{error.instance_path}: {error.message}" for error in _VALIDATOR.iter_errors(schedule)]
