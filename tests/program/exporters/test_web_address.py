import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.exporters.web_address import uri

IS_URI = jsonschema_rs.Draft202012Validator(
    {"type": "string", "format": "uri"}, validate_formats=True
)


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://example.org", "https://example.org"),
        ("https://example.org:8443/a?b=c&d#e", "https://example.org:8443/a?b=c&d#e"),
        ("https://example.org/ä b/%20/100%", "https://example.org/%C3%A4%20b/%20/100%25"),
        ("https://example.org/#/room/#rivers", "https://example.org/#/room/%23rivers"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("http://[2001:db8::1]:80/", "http://[2001:db8::1]:80/"),
        ("https://example.org:port/", None),
        ("javascript:alert(1)", None),
        ("https://", None),
    ],
)
def test_an_address_is_written_in_plain_letters(address, written):
    assert uri(address) == written


@given(st.text(), st.text(), st.text())
def test_whatever_comes_is_an_address_or_none(host, path, query):
    made = uri(f"https://{host}/{path}?{query}")

    assert made is None or IS_URI.is_valid(made)
