from dataclasses import fields

import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ProgramFileError, Severity
from bot.program.yaml_file import read, write
from tests.factories import a_program
from tests.program.files import HEAD, SAMPLE_TEXT, program_of


def is_read_or_told(data):
    try:
        program = read(data, file="conf.yaml").program
    except ProgramFileError as error:
        return any(one.severity is Severity.ERROR for one in error.faults)
    return program_of(write(program)) == program


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_told(data):
    assert is_read_or_told(data)


@given(st.text(st.sampled_from("ab01 \n\t:#-'\"\\|>%@`&*!{}[],?~é\u2028\x85\r"), max_size=200))
def test_any_text_of_signs_that_yaml_knows_is_read_or_told(text):
    assert is_read_or_told(f"{HEAD}{text}".encode())


@st.composite
def mutated_samples(draw):
    data = SAMPLE_TEXT.encode()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 60)))
        piece = draw(
            st.one_of(
                st.just(b""),
                st.binary(max_size=6),
                st.sampled_from([b"\n", b": ", b"  ", b"- ", b'"', b"[", b"&a ", b"\t", b"null"]),
                st.just(data[end : end + 40]),
            )
        )
        data = data[:start] + piece + data[end:]
    return data


@given(mutated_samples())
def test_spoilt_sample_is_read_or_told(data):
    assert is_read_or_told(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "title", "name", "start", "end", "links", "url", "talks", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
sections = st.sampled_from([one.name for one in fields(type(a_program()))] + ["program"])


@given(st.dictionaries(sections, json_values, max_size=4), st.booleans())
def test_any_values_in_any_section_are_read_or_told(tree, with_head):
    head = yaml.safe_load(HEAD) if with_head else {}
    assert is_read_or_told(yaml.safe_dump(tree | head).encode())
