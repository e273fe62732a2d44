"""Packed posts: HTML, plain text and social part of a post as one blob, about a third of their size.

A blob begins with its format, one byte: 0 when the rest stands as it is, 1 when it is a raw DEFLATE stream
(RFC 1951). The rest is the number of bytes of the HTML and of the text, each as a varint (7 bits a byte, the lowest
first, the top bit set when more follow), and then the three in UTF-8. The text is nearly all in the HTML before it,
which costs DEFLATE next to nothing.
"""

from learnlog.model.safe import clean_line

EXCERPT = 280
"""Letters of a post that lists show."""

_PLAIN, _DEFLATED = b"\x00", b"\x01"


def pack(html: str, text: str, social: str) -> bytes:
    """Return the blob of a post."""
    import zlib

    parts = [part.encode() for part in (html, text, social)]
    whole = _varint(len(parts[0])) + _varint(len(parts[1])) + b"".join(parts)
    packed = zlib.compress(whole, 6, wbits=-15)
    return _DEFLATED + packed if len(packed) < len(whole) else _PLAIN + whole


def unpack(blob: bytes) -> tuple[str, str, str]:
    """Return HTML, text and social part of a blob.

    Raises:
        ValueError: it is none, or of a format that only a newer learnlog knows.
    """
    import zlib

    if blob[:1] == _DEFLATED:
        try:
            whole = zlib.decompress(blob[1:], wbits=-15)
        except zlib.error as error:
            raise ValueError("a packed post is damaged") from error
    elif blob[:1] == _PLAIN:
        whole = blob[1:]
    else:
        raise ValueError("a packed post of an unknown format")
    try:
        html, start = _read_varint(whole, 0)
        text, start = _read_varint(whole, start)
    except IndexError as error:
        raise ValueError("a packed post is damaged") from error
    middle, end = start + html, start + html + text
    return whole[start:middle].decode(), whole[middle:end].decode(), whole[end:].decode()


def excerpt_of(text: str) -> str:
    """Return how a post with `text` begins, on one line."""
    return clean_line(text, EXCERPT)


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _read_varint(data: bytes, start: int) -> tuple[int, int]:
    """Return the number at `start`, and where it ends."""
    number = shift = 0
    while True:
        byte = data[start]
        number |= (byte & 0x7F) << shift
        start, shift = start + 1, shift + 7
        if not byte & 0x80:
            return number, start
