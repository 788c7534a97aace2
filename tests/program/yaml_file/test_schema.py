import re

import pytest
import yaml
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from bot.program.shipped import shipped_programs
from bot.program.yaml_file import write
from bot.program.yaml_file.schema import program_schema, schema_text
from tests.program.files import HEAD, SAMPLE_TEXT
from tests.programs_strategy import programs

VALIDATOR = Draft202012Validator(
    program_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER
)


class PlainLoader(yaml.SafeLoader):
    """Reads what YAML 1.2 has, as editors do: no dates and no numbers in base 60."""


NEVER_IN_12 = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:int")
PlainLoader.yaml_implicit_resolvers = {
    letter: [one for one in resolvers if one[0] not in NEVER_IN_12]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"(?:[-+]?\d+|0o[0-7]+|0x[\da-fA-F]+)$"), None
)


def faults_of(text):
    tree = yaml.load(text, Loader=PlainLoader)
    return sorted((list(one.absolute_path), one.validator) for one in VALIDATOR.iter_errors(tree))


def test_schema_is_a_valid_one():
    Draft202012Validator.check_schema(program_schema())


def test_schema_in_the_repository_is_the_one_of_the_form():
    shipped = (shipped_programs() / "program.schema.json").read_text("utf-8")

    assert shipped == schema_text(), "Write it anew with `make docs`."


def test_schema_describes_every_value():
    schema = program_schema()

    undescribed = [
        (kind, name)
        for kind, known in {"Form": schema, **schema["$defs"]}.items()
        for name, value in known["properties"].items()
        if not value.get("description")
    ]

    assert undescribed == []


def test_sample_fits_the_schema():
    assert faults_of(SAMPLE_TEXT) == []


@pytest.mark.slow
@settings(max_examples=25)
@given(programs(most_talks=6, most_sessions=8))
def test_written_program_fits_the_schema(program):
    assert faults_of(write(program)) == []


def test_schema_takes_what_people_may_leave_empty():
    assert faults_of(f"{HEAD}  link:\ntalks:\n  - id: a\n    title: A\n    abstract:\n") == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("rooms: []", ([], "required")),
        (f"{HEAD}sponsors: []", ([], "additionalProperties")),
        (f"{HEAD}talks: [{{id: A b, title: A}}]", (["talks", 0, "id"], "pattern")),
        (f"{HEAD}talks: [{{id: a, title: 2024}}]", (["talks", 0, "title"], "type")),
        (f"{HEAD}talks: [{{id: a}}]", (["talks", 0], "required")),
        (f"{HEAD}sessions: [{{id: a, start: 9 am}}]", (["sessions", 0, "start"], "pattern")),
        (f"{HEAD}  assumed_length: 0", (["program", "assumed_length"], "minimum")),
    ],
)
def test_schema_refuses_what_reading_refuses(text, fault):
    assert faults_of(text) == [fault]
