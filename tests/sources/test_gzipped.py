import gzip
import zlib

import pytest

from bot.sources.gzipped import NotGzippedError, TooLargeError, unzipped

DATA = b"a program " * 100


@pytest.mark.parametrize("packed", [gzip.compress(DATA), zlib.compress(DATA)], ids=["gzip", "zlib"])
def test_what_was_packed_comes_out_again(packed):
    assert unzipped(packed, len(DATA)) == DATA


def test_nothing_packed_is_nothing():
    assert unzipped(gzip.compress(b""), 10) == b""


def test_padding_after_it_is_left():
    assert unzipped(gzip.compress(DATA) + b"\0\0", len(DATA)) == DATA


def test_one_byte_too_many_is_too_large():
    with pytest.raises(TooLargeError):
        unzipped(gzip.compress(DATA), len(DATA) - 1)


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", gzip.compress(DATA)[:-5], gzip.compress(DATA) + gzip.compress(DATA)],
    ids=["nothing", "something else", "cut off", "two"],
)
def test_what_is_broken_or_cut_off_or_more_than_one_is_refused(data):
    with pytest.raises(NotGzippedError):
        unzipped(data, 10_000)
