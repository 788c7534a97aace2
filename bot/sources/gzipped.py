"""Unpacks what came gzipped, and never more of it than is wanted."""

import zlib

_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_GZIP = b"\x1f\x8b"


class TooLargeError(Exception):
    """Unpacked, it would be larger than it may be."""


class NotGzippedError(Exception):
    """It is not what it says it is, or not whole."""


def unzipped(data: bytes, largest: int) -> bytes:
    """Return what gzipped or deflated data hold, at most `largest` bytes.

    Takes no more memory than that, whatever the data would unpack to. Padding may follow them.

    Raises:
        TooLargeError: there is more in it.
        NotGzippedError: the data are broken, cut off, or several files in a row.
    """
    unpacker = zlib.decompressobj(wbits=_GZIP_OR_ZLIB)
    try:
        whole = unpacker.decompress(data, largest + 1)
    except zlib.error as error:
        raise NotGzippedError from error
    if len(whole) > largest:
        raise TooLargeError
    if not unpacker.eof or unpacker.unused_data.startswith(_GZIP):
        raise NotGzippedError
    return whole
