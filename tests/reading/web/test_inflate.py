"""What servers compressed comes back whole, within limits, and at a fair price."""

import gzip
import importlib
import time
import zlib

import pytest

from learnlog.reading.web.http import MAX_BODY, FetchError
from learnlog.reading.web.inflate import Inflater, accepted


def inflated(coding: str, data: bytes, step: int = 7) -> bytes:
    inflater = Inflater(coding, 10_000)
    for start in range(0, len(data), step):
        inflater.feed(data[start : start + step])
    return inflater.finish()


RAW = zlib.compressobj(wbits=-15)
TEXT = b"<rss>some words</rss>" * 20


@pytest.mark.parametrize(
    ("coding", "data"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("x-gzip", gzip.compress(TEXT, mtime=0)),
        ("GZIP", gzip.compress(TEXT, mtime=0) + b"\0\0\0 trailing rubbish"),
        ("gzip", gzip.compress(TEXT[:100], mtime=0) + gzip.compress(TEXT[100:], mtime=0)),
        ("gzip", TEXT),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", RAW.compress(TEXT) + RAW.flush()),
        ("deflate, gzip", gzip.compress(zlib.compress(TEXT), mtime=0)),
    ],
)
@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_what_servers_compress_comes_back_whole(coding: str, data: bytes, step: int) -> None:
    assert inflated(coding, data, step) == TEXT


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_what_comes_after_the_end_costs_nothing(coding: str) -> None:
    inflater = Inflater(coding, MAX_BODY)
    inflater.feed(gzip.compress(TEXT) if coding == "gzip" else zlib.compress(TEXT))
    started = time.process_time()
    for _ in range(100_000):
        inflater.feed(bytes(64))
    assert inflater.finish() == TEXT
    assert time.process_time() - started < 2, "each piece costs the same"


def test_a_body_cut_short_gives_what_arrived() -> None:
    data = gzip.compress(bytes(range(256)) * 20)
    assert inflated("gzip", data[:-9]).startswith(bytes(range(256)))


def test_what_only_swells_between_two_wrappings_is_given_up() -> None:
    """Empty blocks shrink a thousandfold and come to nothing, so only the middle is large."""
    outer = zlib.compressobj(9, wbits=31)
    inflater = Inflater("gzip, gzip", 2**20)
    inflater.feed(outer.compress(gzip.compress(b"")[:10]) + outer.flush(zlib.Z_SYNC_FLUSH))
    piece = outer.compress(b"\0\0\0\xff\xff" * 40_000) + outer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(5):
        inflater.feed(piece)
    with pytest.raises(FetchError, match="larger than 1 MB"):
        inflater.feed(piece)


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_newer_codings_are_limited_as_well(coding: str) -> None:
    if coding not in accepted():
        pytest.skip(f"nothing here undoes {coding} within a limit")
    module = importlib.import_module("brotli" if coding == "br" else "backports.zstd")
    data = module.compress(bytes(2**20))
    assert inflated(coding, module.compress(TEXT)) == TEXT
    with pytest.raises(FetchError, match="larger"):
        inflated(coding, data)
