from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.program.model import Link
from bot.program.yaml_file import write
from tests.factories import NINE, ZONE, a_program, a_room, a_session, a_speaker, a_talk, a_track
from tests.program.files import SAMPLE_TEXT, instants, program_of
from tests.programs_strategy import programs


def test_sample_is_written_as_it_stands_but_for_its_comment():
    before, comment, after = SAMPLE_TEXT.split("\n\n", 2)

    assert comment.startswith("# From the track's page")
    assert write(program_of(SAMPLE_TEXT)) == f"{before}\n\n{after}"


def test_program_is_written_for_people():
    ada = a_speaker(id="ada", links=(Link(title="Site", url="https://example.org/ada"),))
    talk = a_talk(
        "Yes: we can",
        id="opening",
        abstract="One two three four five six seven eight nine ten " * 3 + "end.\n\nMore.",
        level="No",
        speakers=("ada",),
    )
    program = a_program(
        a_session(id="first", minutes=45, room="hall", talks=("opening",)),
        a_session(id="poem", start=NINE + timedelta(hours=15), title="Song\\", minutes=60),
        rooms=(a_room(id="hall"), a_room("2", id="2")),
        speakers=(ada,),
        talks=(talk,),
        tracks=(a_track(id="x", description="- one\n- two"),),
    )

    assert (
        write(program)
        == """\
# yaml-language-server: $schema=program.schema.json

program:
  id: conf-22
  name: Conf 2022
  zone: America/Los_Angeles
  first_day: 2022-11-29
  last_day: 2022-12-09

tracks:
  - id: x
    name: A track
    description: |-
      - one
      - two

rooms:
  - id: hall
    name: Hall 1
  - id: "2"
    name: "2"

speakers:
  - id: ada
    name: Ada Example
    links:
      - title: Site
        url: https://example.org/ada

talks:
  - id: opening
    title: "Yes: we can"
    abstract: >-
      One two three four five six seven eight nine ten One two three four five six seven eight nine
      ten One two three four five six seven eight nine ten end.


      More.
    speakers: [ada]
    level: "No"

sessions:
  - id: first
    start: 2022-11-30 09:00
    end: 09:45
    room: hall
    talks: [opening]

  - id: poem
    start: 2022-12-01 00:00
    end: 01:00
    title: Song\\
"""
    )


def test_doubled_time_is_written_with_its_offset():
    half_past_one = datetime(2022, 11, 6, 1, 30, tzinfo=ZoneInfo(ZONE), fold=1)
    program = a_program(a_session(half_past_one, id="a"))

    written = write(program)

    assert written.endswith("  - id: a\n    start: 2022-11-06 01:30 -08:00\n")
    assert instants(program_of(written)) == instants(program)


def test_part_of_a_minute_can_not_be_written():
    with pytest.raises(ValueError, match="0:00:30"):
        write(a_program(assumed_length=timedelta(seconds=30)))


@pytest.mark.slow
@settings(max_examples=40)
@given(programs(most_talks=6, most_sessions=8))
def test_written_program_is_read_back_equal(program):
    back = program_of(write(program))

    assert back == program
    assert instants(back) == instants(program)


lines = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=120)
odd_texts = st.one_of(
    st.text(
        st.sampled_from("ab \n\t:#-'\"\\|>%@`&*!{}[],?~=<.0123456789é\u2028\u2029\u00a0\ufeff🎤")
    ),
    st.lists(st.one_of(lines, st.sampled_from(["word " * 30 + "end", "", " ", "- a"]))).map(
        "\n".join
    ),
    st.sampled_from(
        ["~", "null", "yes", "12:30", "0o17", "1e3", "---", "...", "<<", "=", "-", "?"]
    ),
)


@given(odd_texts.filter(str.strip))
@example(" leading")
@example("trailing ")
@example("\n\nlines around\n\n")
@example("two  blanks " * 20)
@example("first\n    deeper\nback")
@example("\tindented\n\tby tabs")
@example("\ufffe\U0010ffff\u2028\ue000")
@example("word " * 40 + "\n\n\n" + "word " * 40 + "end")
def test_any_text_is_read_back_equal(text):
    program = a_program(talks=(a_talk("A", abstract=text),))

    assert program_of(write(program)) == program


def test_program_of_values_is_never_changed_by_writing():
    program = program_of(SAMPLE_TEXT)
    same = replace(program)

    write(program)

    assert program == same
