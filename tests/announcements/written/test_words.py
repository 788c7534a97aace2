import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcements.written.model import Words
from bot.announcements.written.words import LONGEST_TEXT, LONGEST_TITLE, faults_of, words_of

ANY = st.text(max_size=60)


def fault_of(**fields):
    return faults_of(Words(**{"title": "A", "text": "B", **fields}))


def test_what_is_typed_is_kept_less_what_can_not_be_sent():
    words = words_of(" Lunch\n is\x00 ready ", "\r\nCome\r\n- *soup*\x07\ud83c ", " ")

    assert words == Words(title="Lunch is ready", text="Come\n- *soup*")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.org/a b.png", "https://example.org/a b.png"),
        ("https://example.org/ü.png?x=%20&y", "https://example.org/%C3%BC.png?x=%20&y"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    ],
)
def test_a_pictures_address_is_kept_as_discord_takes_it(typed, kept):
    assert words_of("A", "B", typed).picture == kept


def test_right_words_have_no_faults():
    assert fault_of(picture="https://example.org:8080/a.png?b=c") == ()
    assert fault_of(title="🎤" * (LONGEST_TITLE // 2), text="x" * LONGEST_TEXT) == ()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": " "}, "It has no title yet"),
        ({"title": "\u200b"}, "It has no title yet"),
        ({"text": ""}, "It has no text yet"),
        ({"text": "\ufe0f\u2063"}, "It has no text yet"),
        ({"title": "🎤" * 101}, "The title is 2 characters too long: Discord takes 200."),
        ({"text": "x" * 4_001}, "The text is 1 character too long: Discord takes 4000."),
        ({"picture": "ftp://example.org/a.png"}, "The picture is no web address"),
        ({"picture": "javascript:alert(1)"}, "The picture is no web address"),
        ({"picture": "https://localhost/a.png"}, "The picture is no web address"),
        ({"picture": "https://me:secret@example.org/a"}, "The picture is no web address"),
        ({"picture": "https://example.org/a b"}, "The picture is no web address"),
        ({"picture": "https://[1/"}, "The picture is no web address"),
        ({"picture": "https://example.org/" + "a" * 999}, "The picture's link is 19 characters"),
    ],
)
def test_what_is_wrong_is_said(fields, said):
    (fault,) = fault_of(**fields)

    assert fault.startswith(said)


@given(ANY, ANY, ANY)
def test_whatever_is_typed_it_can_be_kept_and_is_cleaned_once(title, text, picture):
    words = words_of(title, text, picture)

    again = words_of(words.title, words.text, words.picture or "")

    assert again == words
    f"{words}".encode()
    assert "\x00" not in f"{words.title}{words.text}{words.picture}"
    assert all(fault.endswith(".") for fault in faults_of(words))
