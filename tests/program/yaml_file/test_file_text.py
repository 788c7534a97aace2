import pytest

from bot.errors import Fault, ProgramFileError
from bot.program.yaml_file.file_text import LARGEST_FILE, file_text


def faults_of(data):
    with pytest.raises(ProgramFileError) as caught:
        file_text(data, file="conf.yaml")
    return [(one.line, one.column, one.what) for one in caught.value.faults]


def test_text_is_utf8():
    assert file_text("é 東京 🎤".encode(), file="conf.yaml") == "é 東京 🎤"


def test_text_is_free_of_its_byte_order_mark():
    assert file_text(b"\xef\xbb\xbfa: b", file="conf.yaml") == "a: b"


def test_line_ends_of_any_system_are_the_same():
    assert file_text(b"a\r\nb\rc\nd", file="conf.yaml") == "a\nb\nc\nd"


def test_file_of_the_largest_size_is_taken():
    assert len(file_text(b" " * LARGEST_FILE, file="conf.yaml")) == LARGEST_FILE


def test_too_large_file_is_refused():
    with pytest.raises(ProgramFileError) as caught:
        file_text(b" " * 50 * 1024 * 1024, file="conf.yaml")

    assert caught.value.faults == (
        Fault(
            file="conf.yaml",
            what="The file has more than 8 MB, which no program needs.",
            fix="Is it the right file?",
        ),
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wider_encodings_are_refused_by_name(encoding):
    assert faults_of("program:".encode(encoding)) == [(1, 1, "The file is UTF-16 or UTF-32.")]


def test_byte_that_is_not_utf8_is_told_with_its_place():
    assert faults_of("a: 1\r\nb: é".encode("latin-1")) == [
        (2, 4, "The file is not UTF-8: the byte 0xE9 can't stand here.")
    ]


def test_invisible_characters_are_told_one_by_one():
    assert faults_of("abcd\0\na\x0bb\n\ufeff".encode()) == [
        (1, 5, "The invisible character U+0000 can't stand in a program file."),
        (2, 2, "The invisible character U+000B can't stand in a program file."),
        (3, 1, "The invisible character U+FEFF can't stand in a program file."),
    ]


def test_of_very_many_invisible_characters_some_are_told():
    assert len(faults_of(b"abcd" + b"\0" * 100_000)) == 20
