import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ImportRefusedError
from bot.program.importers import bundle
from bot.program.importers.bundle import Bundle


def zipped(files, method=zipfile.ZIP_DEFLATED):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def refusal(files):
    with pytest.raises(ImportRefusedError) as caught:
        Bundle.of(files)
    return str(caught.value)


def test_a_zip_stands_for_its_files_without_pictures():
    data = zipped(
        {"camp/event": b"{}", "camp/a.png": b"\x89", "__MACOSX/camp/._event": b"\x00", "camp/": b""}
    )

    parts = Bundle.of({"camp.zip": data}).parts

    assert [(part.name, part.stem) for part in parts] == [("camp/event", "event")]


def test_a_zip_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(bundle, "LARGEST", 1_000_000)

    assert "larger than" in refusal({"a.zip": zipped({"a": b"0" * 2_000_000})})


def test_a_zip_that_lies_about_its_sizes_is_refused(monkeypatch):
    monkeypatch.setattr(bundle, "LARGEST", 1_000_000)
    honest = zipped({"a": b"0" * 2_000_000})
    lying = honest.replace((2_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))

    assert lying != honest
    refusal({"a.zip": lying})


@pytest.mark.parametrize("cut", [4, 10, 30, 60])
def test_a_broken_zip_is_refused_in_words(cut):
    assert "can't be read" in refusal({"a.zip": zipped({"event": b"{}" * 99})[:cut]})


def test_an_empty_zip_holds_nothing():
    assert "nothing in it" in refusal({"a.zip": zipped({})})


def test_too_many_files_are_refused():
    files = {f"{number}.json": b"{}" for number in range(bundle.MOST_FILES + 1)}

    assert "more than 300 files" in refusal(files)


@given(st.binary(max_size=40), st.integers(0, 400))
def test_no_broken_zip_raises_anything_else(noise, place):
    data = zipped({"event": b'{"a": 1}' * 9, "sessions": b"[]"}, zipfile.ZIP_DEFLATED)
    broken = data[:place] + noise + data[place + len(noise) :]
    with suppress(ImportRefusedError):
        Bundle.of({"a.zip": broken})


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b'{"a": ', "line 1, column 7"),
        (b"[" * 200_000, "can't be read"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "can't be read"),
        (b'{"a": "\xff"}', "not written in UTF-8: byte 8"),
    ],
)
def test_broken_json_is_refused_in_words(data, word):
    (part,) = Bundle.of({"a.json": data}).parts

    with pytest.raises(ImportRefusedError, match=word):
        _ = part.json


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_is_read_in_any_coding(coding):
    (part,) = Bundle.of({"a.json": '{"a": "é"}'.encode(coding)}).parts

    assert part.json == {"a": "é"}


def test_an_odd_name_is_shown_as_far_as_it_can_be():
    assert bundle.shown("a\x1b[31m\n.json") == "a?[31m?.json"
    assert len(bundle.shown("x" * 500)) == 80
