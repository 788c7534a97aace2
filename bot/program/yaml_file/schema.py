"""The JSON Schema of a program file, from which editors complete and check it."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from typing_extensions import override

from bot.program.ids import ITEM_ID, PROGRAM_ID
from bot.program.yaml_file.form import FORM, Form

_ID = {"pattern": f"^{ITEM_ID.pattern}$"}
_PROGRAM_ID = {"pattern": f"^{PROGRAM_ID.pattern}$"}
_NOT_EMPTY = {"minLength": 1}
_ADDRESS = {"pattern": "^https?://"}
_KEY = "What the source calls it that it was imported from; the next import knows it by that."

# By kind and by name, for editors, which show them in English to whoever writes a file.
DESCRIPTIONS: Mapping[str, Mapping[str, str]] = {
    "Form": {
        "program": "The conference itself.",
        "tracks": "The threads through the program.",
        "rooms": "The places where sessions happen.",
        "speakers": "The people on the program: who speaks, and who hosts a track.",
        "talks": "What is presented.",
        "sessions": "When and where: each with a start, maybe an end, a room, a track, and talks.",
    },
    "Head": {
        "id": "Names the program everywhere: at most 16 of a-z, 0-9 and -.",
        "name": "What people call the conference.",
        "zone": "The IANA time zone of all its times, such as America/Los_Angeles.",
        "first_day": "Its first day there.",
        "last_day": "Its last day there.",
        "link": "Its website.",
        "assumed_length": "How many minutes a session without an end is on, if nothing follows in "
        "its room before.",
    },
    "Track": {
        "id": "At most 32 of a-z, 0-9 and -.",
        "name": "What people call the track.",
        "description": "What it is about; a blank line begins a paragraph.",
        "hosts": "The ids of its hosts, who stand under speakers.",
    },
    "Room": {
        "id": "At most 32 of a-z, 0-9 and -.",
        "name": "What the signs on its door say.",
    },
    "Speaker": {
        "id": "At most 32 of a-z, 0-9 and -.",
        "name": "The name as they write it.",
        "role": "What they do.",
        "company": "For whom they do it.",
        "bio": "Who they are, in a paragraph or more.",
        "links": "Where to read more about them.",
        "picture": "The web address of a picture of them.",
        "key": _KEY,
    },
    "Talk": {
        "id": "At most 32 of a-z, 0-9 and -.",
        "title": "The title, in one line.",
        "abstract": "What it is about; a blank line begins a paragraph.",
        "speakers": "The ids of those who give it, in order.",
        "language": "A language tag, such as en or pt-BR.",
        "level": "For whom it is, such as Beginner.",
        "links": "Slides, a recording, anything to read.",
        "key": _KEY,
    },
    "Slot": {
        "id": "At most 32 of a-z, 0-9 and -.",
        "start": "Day and time there, such as 2022-11-30 09:00; with its offset from UTC, such as "
        "-07:00, where clocks that are put back show it twice.",
        "end": "Time there, such as 09:45; with its day if that is another one.",
        "title": "A name of its own, such as Lunch; else its talk or its track names it.",
        "room": "The id of the room.",
        "track": "The id of the track.",
        "talks": "The ids of its talks, in order; a break has none.",
        "stream": "The web address where it can be watched.",
        "key": _KEY,
    },
    "Link": {
        "title": "What to call it.",
        "url": "Its web address: http or https.",
    },
}
_HELD: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("Head", "id"): _PROGRAM_ID,
    ("Head", "link"): _ADDRESS,
    ("Speaker", "picture"): _ADDRESS,
    ("Slot", "stream"): _ADDRESS,
    ("Link", "url"): _ADDRESS,
    **{(kind, "id"): _ID for kind in ("Track", "Room", "Speaker", "Talk", "Slot")},
    **{(kind, "name"): _NOT_EMPTY for kind in ("Head", "Track", "Room", "Speaker")},
    **{(kind, "title"): _NOT_EMPTY for kind in ("Talk", "Link")},
}


def program_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a program file, made from the form that reads it."""
    schema = FORM.json_schema(schema_generator=_WithoutTitles)
    kinds = {Form.__name__: schema, **schema["$defs"]}
    for kind, said in DESCRIPTIONS.items():
        for name, description in said.items():
            _describe(kinds[kind]["properties"][name], description, _HELD.get((kind, name), {}))
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        **schema,
        "title": "A program for Marquee",
    }


def schema_text() -> str:
    """Return the schema as `data/program.schema.json` holds it."""
    return json.dumps(program_schema(), indent=2, ensure_ascii=False) + "\n"


class _WithoutTitles(GenerateJsonSchema):
    """Leaves out the titles that only say a name again."""

    @override
    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def _describe(value: dict[str, Any], description: str, held: Mapping[str, Any]) -> None:
    value["description"] = description
    if value.get("default", ...) is None:
        del value["default"]
    # What may be left out says so in an "anyOf" of the value itself and nothing.
    value.get("anyOf", [value])[0].update(held)
