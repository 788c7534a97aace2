import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.check.remark import short
from bot.program.check.web_address import LONGEST_ADDRESS, why_not


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org:8080/a?b=c#d",
        "HTTPS://EXAMPLE.ORG/",
        "https://münchen.example/straße",
        "https://example.org/@somebody",
    ],
)
def test_web_address_is_fine(address):
    assert why_not(address) is None


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("javascript:alert(1)", "is no web address: it must begin with https:// or http://"),
        ("example.org", "is no web address: it must begin with https:// or http://"),
        ("ftp://example.org", "is no web address: it must begin with https:// or http://"),
        ("https://", "names no site"),
        ("https:///path", "names no site"),
        ("https://bank.example@evil.example/", "hides where it leads behind a name and an @"),
        ("https://example.org/a b", "has a character that no web address has"),
        ("https://example.org/\n", "has a character that no web address has"),
        ("https://example.org/)<@1>", "has a character that no web address has"),
        ("https://[", "is no web address"),
        ("https://example.org:port/", "is no web address"),
        (
            "https://example.org/" + "a" * LONGEST_ADDRESS,
            "is longer than the 512 characters that Discord takes",
        ),
    ],
)
def test_address_that_people_must_not_be_led_to_is_refused(address, reason):
    assert why_not(address) == f"“{short(address)}” {reason}."


@given(st.text() | st.text().map("https://".__add__))
def test_any_text_is_judged(text):
    assert why_not(text) is None or why_not(text)
