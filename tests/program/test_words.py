import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.words import fold, folded_title, is_dense, words_of, words_to_find


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Ångström", "angstrom"),
        ("GROSS", "gross"),
        ("Groß", "gross"),
        ("Łódź", "lodz"),
        ("Ødegård", "odegard"),
        ("İstanbul ılık", "istanbul ilik"),
        ("Æther œuvre", "aether oeuvre"),
        ("ＡＢＣ１２", "abc12"),
        ("ﬁne™", "finetm"),
        ("ガ", "カ"),
        ("soft\u00adhyphen", "softhyphen"),
        ("Ελλάδα", "ελλαδα"),
        ("Жёлтый", "желтыи"),
    ],
)
def test_text_is_folded_to_plain_small_letters(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("From Zero to A Hundred", ["from", "zero", "to", "a", "hundred"]),
        ("Dropbox’s Exabyte-Scale", ["dropbox", "s", "exabyte", "scale"]),
        ("C++ and C# beat .NET", ["c++", "and", "c#", "beat", "net"]),
        ("Kubernetesによる運用", ["kubernetes", "による運用"]),
        ("snake_case", ["snake", "case"]),
        ("🎤 -- ⚡", []),
        ("", []),
    ],
)
def test_words_of_a_text_stand_in_order(text, words):
    assert words_of(text) == words


def test_compounds_are_found_as_one_word_too():
    assert words_to_find("Mei-Chin’s Node.js") == {
        "mei",
        "chin",
        "s",
        "meichins",
        "node",
        "js",
        "nodejs",
    }


@pytest.mark.parametrize(
    ("title", "folded"),
    [("Mei-Chin  Tsai", "mei chin tsai"), (" 🎤  ⚡ ", "🎤 ⚡"), ("   ", ""), ("", "")],
)
def test_title_without_words_stays_as_written(title, folded):
    assert folded_title(title) == folded


def test_only_words_of_han_and_kana_are_dense():
    assert is_dense("分散システム")
    assert not is_dense("한국어")
    assert not is_dense("kafka")
    assert not is_dense("")


@given(st.text())
def test_words_hold_no_blank_and_no_capital(text):
    words = words_of(text)

    assert words == " ".join(words).split()
    assert words == [word.casefold() for word in words]
