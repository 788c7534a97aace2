import pytest
from yarl import URL

from bot.errors import FetchError
from bot.sources.web_address import address_of, told
from bot.translation import in_words
from tests.translation.fake import speaking_loudly


def test_an_address_is_told_without_what_may_be_secret():
    assert [
        told("https://ann:hush@example.org:8443/a/b.json?token=hush#hush"),
        told(" http://example.org/x "),
    ] == ["https://example.org:8443/a/b.json?…", "http://example.org/x"]


def test_a_relative_address_is_read_from_where_it_stands():
    assert address_of("../b?c=1#d", URL("https://example.org/x/a/")) == URL(
        "https://example.org/x/b?c=1"
    )


@pytest.mark.parametrize("url", ["", "x", "http://", "http://ann:hu/sh@host", "http://a:hush@[b"])
def test_what_is_no_address_is_refused_and_not_repeated(url):
    with pytest.raises(FetchError) as refused:
        address_of(url)

    assert str(refused.value) == (
        "The address can't be fetched. It is not one. Write it as in https://example.org/x."
    )


@pytest.mark.parametrize("scheme", ["ftp", "webcal", "gopher"])
def test_other_schemes_are_refused(scheme):
    with pytest.raises(FetchError) as refused:
        address_of(f"{scheme}://ann:hush@example.org/x?hush")

    assert str(refused.value) == (
        f"{scheme}://example.org/x?… can't be fetched. It begins with {scheme}://, and only "
        "https:// and http:// are fetched. Often the same address with https:// works, too."
    )


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("x", "THE ADDRESS CAN'T BE FETCHED. IT IS NOT ONE. WRITE IT AS IN HTTPS://EXAMPLE.ORG/X."),
        (
            "ftp://x/y",
            (
                "ftp://x/y CAN'T BE FETCHED. IT BEGINS WITH ftp://, AND ONLY HTTPS:// AND HTTP:// "
                "ARE FETCHED. OFTEN THE SAME ADDRESS WITH HTTPS:// WORKS, TOO."
            ),
        ),
    ],
)
def test_what_is_wrong_with_an_address_is_told_in_any_language(url, words, monkeypatch):
    with pytest.raises(FetchError) as refused:
        address_of(url)

    with speaking_loudly(monkeypatch):
        assert in_words(refused.value.args[0]) == words
