import pytest

from bot.program.importers.doubts import Doubts
from bot.program.importers.draft import DraftLink
from bot.program.importers.prose import LONGEST_PROSE
from bot.program.importers.tidy import address, kept_key, language, links, paragraphs
from bot.translation import in_words, said
from tests.translation.fake import speaking_loudly


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("https://example.org/a?b=1&section=2", "https://example.org/a?b=1&section=2"),
        (" https://example.org/a b ", "https://example.org/ab"),
        ("example.org/a", "https://example.org/a"),
        ("example.org", "https://example.org"),
        ("//example.org/a", "https://example.org/a"),
        ("/media/slides.pdf", None),
        ("slides.pdf", None),
        ("slides", None),
        ("javascript:alert(1)", None),
        ("mailto:ada@example.org", None),
        ("ada@example.org", None),
        ("https://", None),
        ("http://[", None),
        ("https://example.org/\ud800a", "https://example.org/a"),
        ("", None),
        (None, None),
    ],
)
def test_an_address_leads_somewhere_or_is_left_out(given, meant):
    assert address(given, "Ada", Doubts()) == meant


def test_a_mail_address_is_not_repeated():
    doubts = Doubts()

    address("ada@example.org", "Ada", doubts)

    assert [doubt.example for doubt in doubts.all()] == ["Ada"]


def test_each_address_is_one_link():
    found = [DraftLink(url="https://a.org/x", title=" A "), DraftLink(url="https://a.org/x")]

    assert [(link.title, link.url) for link in links(found, "it", Doubts())] == [
        ("A", "https://a.org/x")
    ]


@pytest.mark.parametrize(
    ("given", "tag"), [("de_CH", "de-CH"), ("en", "en"), ("Klingon speech", None), (None, None)]
)
def test_a_language_is_a_tag_or_nothing(given, tag):
    assert language(given) == tag


def test_a_key_is_kept_or_digested():
    assert kept_key("abc-1") == "abc-1"
    assert kept_key("") is None
    assert len(kept_key("x" * 65)) == 24
    assert len(kept_key("\ud800")) == 24


def test_a_text_without_end_is_told():
    doubts = Doubts()

    text = paragraphs("a " * LONGEST_PROSE, "A talk", doubts)

    made = f"It ends after {LONGEST_PROSE:,} characters."
    assert len(text) < LONGEST_PROSE
    assert [(doubt.made, doubt.example) for doubt in doubts.all()] == [(made, "A talk")]


def test_a_doubt_holds_nothing_that_can_not_be_shown():
    doubts = Doubts()

    state = said("A session is {state}.", state="\x1b[31m")
    doubts.add(state, said("It was left out."), "a\ud800\n" * 500)

    (doubt,) = doubts.all()
    assert doubt.what == "A session is [31m."
    assert doubt.example.isprintable()


def test_a_doubt_is_told_in_any_language(monkeypatch):
    doubts = Doubts()

    doubts.add(
        said("A session is {state}.", state="moved\n away"),
        said("It was left out."),
        said("{here} of {count}", here=3, count=4),
    )

    (doubt,) = doubts.all()
    with speaking_loudly(monkeypatch):
        told = [in_words(one) for one in (doubt.what, doubt.made, doubt.example)]
    assert told == ["A SESSION IS moved away.", "IT WAS LEFT OUT.", "3 OF 4"]
    assert len(doubt.example) <= 200
