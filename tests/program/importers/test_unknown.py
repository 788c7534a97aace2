import pytest

from bot.errors import ImportRefusedError
from bot.program.importers import Bundle, import_program


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.json", b"", "empty"),
        ("a.json", b" \n", "empty"),
        ("a.json", b"// comment", "not JSON: it begins with “// comment”"),
        ("a.json", b'{"a": 1, "b": 2}', "JSON of another form, with “a”, “b”"),
        ("a.json", b'[{"title": "A"}]', "with “title”"),
        ("a.json", b"[]", "no format that Marquee knows"),
        ("a.json", b'[{"fullName": "Ada", "tagLine": "x"}]', "holds people"),
        ("a.json", b'{"P1": {"name": "Ada", "biography": "x"}}', "holds people"),
        ("a.json", b"{", "not JSON"),
        ("a.html", b"<!DOCTYPE html><html></html>", "web page"),
        ("a.html", b"<div class='sz'>", "web page"),
        ("a.xml", b"<rss></rss>", "XML, but no schedule"),
        ("a.yaml", b"program:\n  name: Camp\n", "Marquee's own form"),
        ("a.bin", b"\x00\x01\x02", "no format that Marquee knows"),
        ("a.txt", b"Dear all,", "It knows frab XML, iCalendar"),
    ],
)
def test_what_is_no_program_is_called_what_it_is(name, data, word):
    with pytest.raises(ImportRefusedError, match=word):
        import_program(Bundle.of({name: data}))
