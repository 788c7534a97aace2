import pytest

from bot.program.importers.doubts import Doubts
from bot.program.importers.draft import DraftLink
from bot.program.importers.prose import LONGEST_PROSE
from bot.program.importers.tidy import address, kept_key, language, links, paragraphs


@pytest.mark.parametrize(
    ("said", "meant"),
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
def test_an_address_leads_somewhere_or_is_left_out(said, meant):
    assert address(said, "Ada", Doubts()) == meant


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
    ("said", "tag"), [("de_CH", "de-CH"), ("en", "en"), ("Klingon speech", None), (None, None)]
)
def test_a_language_is_a_tag_or_nothing(said, tag):
    assert language(said) == tag


def test_a_key_is_kept_or_digested():
    assert kept_key("abc-1") == "abc-1"
    assert kept_key("") is None
    assert len(kept_key("x" * 65)) == 24
    assert len(kept_key("\ud800")) == 24


def test_a_text_without_end_is_told():
    doubts = Doubts()

    said = paragraphs("a " * LONGEST_PROSE, "A talk", doubts)

    assert len(said) < LONGEST_PROSE
    assert [doubt.example for doubt in doubts.all()] == ["A talk"]


def test_a_doubt_holds_nothing_that_can_not_be_shown():
    doubts = Doubts()

    doubts.add("A session is \x1b[31m.", "It was left out.", "a\ud800\n" * 500)

    (doubt,) = doubts.all()
    assert doubt.what == "A session is [31m."
    assert doubt.example.isprintable()
    assert len(doubt.example) <= 200
