from datetime import UTC, datetime, timedelta

import pytest
import yaml

from bot.errors import Fault, Severity
from bot.program.model import Link
from bot.program.yaml_file import reader
from bot.program.yaml_file.reader import DEEPEST, MOST_TOLD, MOST_VALUES, Reading, read
from bot.translation import in_words
from tests.factories import a_program, a_room, a_session, a_speaker, a_talk, a_track
from tests.program.files import HEAD, SAMPLE_TEXT, faults_of, instants, program_of, told
from tests.translation.fake import speaking_loudly

SESSION = "  - id: first\n    start: 2022-11-30 09:00\n    talks: [opening]\n"


def talk_with(line):
    return f"{HEAD}talks:\n  - id: opening\n    {line}\nsessions:\n{SESSION}"


# What is read


def test_whole_program_is_read():
    text = f"""{HEAD}  link: https://example.org
  assumed_length: 45
tracks:
  - id: data
    name: Data
    hosts: [ada]
rooms:
  - id: hall
    name: Hall 1
speakers:
  - id: ada
    name: Ada Example
    links:
      - title: Site
        url: https://example.org/ada
talks:
  - id: opening
    title: Opening
    speakers: [ada]
sessions:
  - id: first
    start: 2022-11-30 09:00
    end: 09:45
    room: hall
    track: data
    talks:
      - opening
"""

    reading = read(text.encode(), file="conf.yaml")

    ada = a_speaker(id="ada", links=(Link(title="Site", url="https://example.org/ada"),))
    assert reading == Reading(
        program=a_program(
            a_session(id="first", minutes=45, room="hall", track="data", talks=("opening",)),
            id="conf",
            name="Conf",
            first_day=datetime(2022, 3, 12, tzinfo=UTC).date(),
            link="https://example.org",
            assumed_length=timedelta(minutes=45),
            tracks=(a_track("Data", id="data", hosts=("ada",)),),
            rooms=(a_room(id="hall"),),
            speakers=(ada,),
            talks=(a_talk("Opening", id="opening", speakers=("ada",)),),
        )
    )


@pytest.mark.parametrize(
    "text", ["2024", "no", "Null", "12:30", "1e3", "0x1F", "2022-11-30", "true", "1_000", ".5"]
)
def test_title_stays_what_was_typed(text):
    assert program_of(talk_with(f"title: {text}")).talks[0].title == text


def test_key_without_a_value_counts_as_left_out():
    talk = program_of(talk_with("title: A\n    abstract:\n    level: ~\n    speakers:")).talks[0]

    assert talk == a_talk("A", id="opening")


def test_block_of_text_loses_the_line_end_that_nobody_means():
    talk = program_of(
        talk_with("title: >\n      Long\n      title\n    abstract: |\n      A\n\n")
    ).talks[0]

    assert (talk.title, talk.abstract) == ("Long title", "A")


def test_times_are_those_of_the_conferences_zone():
    text = f"""{HEAD}sessions:
  - {{id: a, start: 2022-11-30 09:00}}
  - {{id: b, start: 2022-07-01T09:00:30, end: 2022-07-02 00:30}}
  - {{id: c, start: 2022-11-06 01:30 -07:00, end: 01:15 -08:00}}
"""

    assert instants(program_of(text)) == [
        (datetime(2022, 11, 30, 17, 0, tzinfo=UTC), None),
        (
            datetime(2022, 7, 1, 16, 0, 30, tzinfo=UTC),
            datetime(2022, 7, 2, 7, 30, tzinfo=UTC),
        ),
        (datetime(2022, 11, 6, 8, 30, tzinfo=UTC), datetime(2022, 11, 6, 9, 15, tzinfo=UTC)),
    ]


def test_warnings_come_with_the_program():
    reading = read(f"{HEAD}talks:\n  - id: a\n    title: A\n".encode(), file="conf.yaml")

    assert reading.warnings == (
        Fault(
            file="conf.yaml",
            what="The talk “A” is in no session.",
            fix="Name it in the `talks` of the session that it is given in.",
            line=8,
            column=5,
            severity=Severity.WARNING,
        ),
    )


# What is wrong


def test_everything_wrong_is_told_at_once_by_line():
    text = """\
program:
  id: conf
  name: [Conf]
  zone: Amerika/Los_Angeles
  first_day: tomorrow
tracks:
  - id: data
    name:
    hosts: ada
speakers:
  - id: Ada Example
    name: Ada
    compny: Example
  - just a name
talks:
  - id: opening
    title: Opening
    title: Again
    speakers: [bob]
    links:
      - titel: Site
        url: javascript:alert(1)
sessions:
  - id: first
    start: 9 am
    end: 08:00
    talks: [openning]
"""

    assert told(text) == [
        (2, 3, "The program has no `last_day`."),
        (3, 9, "`name` should be text, not a list."),
        (4, 9, "There is no time zone “Amerika/Los_Angeles”."),
        (5, 14, "`first_day` should be a day such as 2022-11-30, not “tomorrow”."),
        (8, 5, "`name` is empty."),
        (9, 12, "`hosts` should be a list, not “ada”."),
        (11, 9, "“Ada Example” can't be an id."),
        (13, 5, "`compny` is not known here."),
        (14, 5, "A speaker should be lines of `name: value`, not “just a name”."),
        (18, 5, "`title` is here a second time; the first is in line 17."),
        (19, 16, "There is no speaker `bob`."),
        (21, 9, "The link has no `title`."),
        (21, 9, "`titel` is not known here."),
        (
            22,
            14,
            "“javascript:alert(1)” is no web address: it must begin with https:// or http://.",
        ),
        (
            25,
            12,
            "`start` should be a day and a time such as 2022-11-30 09:00, not “9 am”.",
        ),
        (27, 13, "There is no talk `openning`."),
    ]


def test_fault_reads_as_a_line_for_a_person():
    (fault,) = faults_of(talk_with("title: A\n    abstrct: B"))

    assert str(fault) == (
        "conf.yaml:10:5: error: `abstrct` is not known here. Did you mean `abstract`?"
    )


@pytest.mark.parametrize(
    ("start", "what", "fix"),
    [
        (
            "2022-03-13 02:30",
            (
                "2022-03-13 02:30 does not exist in America/Los_Angeles: "
                "clocks are put forward over it."
            ),
            "Write `2022-03-13 03:30` if that is meant, or another time.",
        ),
        (
            "2022-11-06 01:30",
            "2022-11-06 01:30 comes twice in America/Los_Angeles: clocks are put back over it.",
            (
                "Write `2022-11-06 01:30 -07:00` for the first "
                "or `2022-11-06 01:30 -08:00` for the second."
            ),
        ),
        (
            "2022-11-06 01:30 -06:00",
            "-06:00 is not the offset of America/Los_Angeles at 2022-11-06 01:30.",
            "Write `2022-11-06 01:30 -07:00` or `2022-11-06 01:30 -08:00`.",
        ),
        (
            "2022-11-30T09:00Z",
            "+00:00 is not the offset of America/Los_Angeles at 2022-11-30 09:00.",
            "Write `2022-11-30 09:00`.",
        ),
    ],
)
def test_time_that_is_not_one_instant_is_told(start, what, fix):
    (fault,) = faults_of(f"{HEAD}sessions:\n  - id: a\n    start: {start}\n    end: 03:45\n")

    assert (fault.line, fault.column, fault.what, fault.fix) == (9, 12, what, fix)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", (None, None, "The file is empty.")),
        ("# nothing but this\n", (None, None, "The file is empty.")),
        ("- a\n- b\n", (1, 1, "The file should have sections, not a list.")),
        ("hello", (1, 1, "The file should have sections, not “hello”.")),
        ("rooms: []\n", (1, 1, "The file has no `program:`.")),
        (f"{HEAD}rooms: hall\n", (7, 8, "`rooms` should be a list, not “hall”.")),
        (f"{HEAD}rooms:\n\t- id: a\n", (8, 1, "A tab indents this line.")),
        (f"{HEAD}---\n{HEAD}", (7, 1, "A second program begins here.")),
        (
            talk_with("title: A: B"),
            (9, 13, "A colon stands here where none is expected."),
        ),
        (talk_with("title: @all"), (9, 12, "Text can't begin with this sign.")),
        (talk_with("title: *bold* text"), (9, 12, "Text can't begin with & or *.")),
        (talk_with('title: "open'), (9, 12, "This quote is never closed.")),
        (talk_with("speakers: [a, b"), (9, 15, "This bracket is not closed.")),
        (talk_with("links: {a: b"), (9, 12, "This bracket is not closed.")),
        (
            talk_with(r'title: "\q"'),
            (9, 13, "A backslash in double quotes begins something that is not known."),
        ),
        (talk_with("title: A\n   level: B"), (10, 4, "This line does not fit the ones above it.")),
        (talk_with('title: "A" B'), (9, 16, "This line does not fit the ones above it.")),
        (
            talk_with("title: {{ title }}"),
            (9, 12, "`title` should be text, not lines of `name: value`."),
        ),
        (talk_with("title: !!str A"), (9, 12, "Tags (!) are not used in program files.")),
        (
            f"{HEAD}  assumed_length: 0\n",
            (
                7,
                19,
                "`assumed_length` should be a whole number of minutes from 1 to 1440, not “0”.",
            ),
        ),
        (
            f"{HEAD}sponsors: [Example]\n",
            (7, 1, "`sponsors` is not known here."),
        ),
        (
            f"{HEAD}talk: []\n",
            (7, 1, "`talk` is not known here."),
        ),
    ],
)
def test_wrong_yaml_is_told_in_words(text, fault):
    assert told(text)[0] == fault


def test_anchors_are_refused_and_never_followed():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )

    anchors = [one for one in told(HEAD + bomb) if one[2].startswith("Anchors")]

    assert anchors[:2] == [
        (7, 4, "Anchors (&) and aliases (*) are not used in program files."),
        (8, 4, "Anchors (&) and aliases (*) are not used in program files."),
    ]


@pytest.mark.parametrize("opened", ["[", "{", "- ", "? ", "{a: ", "[{"])
def test_ten_thousand_levels_are_refused(opened):
    assert told(opened * 10_000)[-1][2] == f"This stands more than {DEEPEST} levels deep."


@pytest.mark.slow
def test_very_many_values_are_refused():
    assert told("a: [" + "b," * MOST_VALUES)[-1][2] == "The file holds more than 400,000 values."


def test_of_very_many_faults_a_hundred_are_told():
    talks = "".join(f"  - id: t{number}\n    oops: 1\n" for number in range(1_000))

    faults = faults_of(f"{HEAD}talks:\n{talks}")

    assert len(faults) == MOST_TOLD + 1
    assert faults[-1].what == "There is more; 100 are told."


def test_errors_are_told_before_warnings_where_not_all_are():
    talks = "".join(f"  - id: t{number}\n    title: T\n" for number in range(200))

    faults = faults_of(
        f"{HEAD}talks:\n{talks}rooms:\n  - id: a\n    name: '\\0'\n  - id: a\n    name: B\n"
    )

    assert [one.what for one in faults if one.severity is Severity.ERROR] == [
        "The id `a` is already that of “\\0”."
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 'b", "1:4: ERROR: THIS QUOTE IS NEVER CLOSED. CLOSE IT."),
        (
            f"{HEAD}talks: [{{id: a, titel: 3}}]",
            "7:9: ERROR: THE TALK `a` HAS NO `title`. ADD `title: …`.",
        ),
        (
            f"{HEAD}tracks: [a]",
            "7:10: ERROR: A TRACK SHOULD BE LINES OF `NAME: VALUE`, NOT “a”. BEGIN WITH `id: …`.",
        ),
        (
            HEAD.replace("2022-03-12", "soon"),
            "5:14: ERROR: `first_day` SHOULD BE A DAY SUCH AS 2022-11-30, NOT “soon”.",
        ),
        (
            f"{HEAD}sessions:\n  - id: a\n    start: 2022-03-13 02:30",
            (
                "9:12: ERROR: 2022-03-13 02:30 DOES NOT EXIST IN America/Los_Angeles: CLOCKS ARE "
                "PUT FORWARD OVER IT. WRITE `2022-03-13 03:30` IF THAT IS MEANT, OR ANOTHER TIME."
            ),
        ),
        (
            f"{HEAD}talks: [{{id: a, title: B, speakers: [ann]}}]",
            "7:38: ERROR: THERE IS NO SPEAKER `ann`. ADD IT UNDER `speakers:`.",
        ),
    ],
)
def test_faults_are_told_in_any_language(text, words, monkeypatch):
    faults = faults_of(text)

    with speaking_loudly(monkeypatch):
        assert f"conf.yaml:{words}" in [in_words(fault.told) for fault in faults]


def test_parser_written_in_python_reads_and_tells_the_same(monkeypatch):
    broken = talk_with("title: A\n    abstrct: B")
    expected = program_of(SAMPLE_TEXT), told(broken)

    monkeypatch.setattr(reader, "_PARSER", yaml.SafeLoader)

    assert (program_of(SAMPLE_TEXT), told(broken)) == expected


def test_lone_surrogate_that_only_the_python_parser_lets_through_is_told(monkeypatch):
    monkeypatch.setattr(reader, "_PARSER", yaml.SafeLoader)

    assert [one[:2] for one in told(talk_with(r'title: "\ud800"'))] == [(9, 12)]
