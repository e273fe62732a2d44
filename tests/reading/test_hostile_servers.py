"""Servers that mean harm: each costs us a sentence, and no more time or memory than agreed."""

import asyncio
import gzip
import importlib
import time
import zlib
from collections.abc import Iterator

import pytest

from learnlog.reading.http import MAX_BODY, FetchError, Http
from learnlog.reading.inflate import Inflater, accepted
from tests.servers import Reply, Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


async def refusal(server: Server, url: str, seconds: float = 30.0) -> str:
    async with Http(timeout=seconds) as http:
        with pytest.raises(FetchError) as caught:
            await http.get(url, typed_host=server.host)
    return caught.value.message


def _bomb() -> Iterator[bytes]:
    engine = zlib.compressobj(9, wbits=31)
    for _ in range(2000):
        yield engine.compress(bytes(2**20)) + engine.flush(zlib.Z_SYNC_FLUSH)


async def test_a_gzip_bomb_stops_early(server: Server) -> None:
    url = server.add("/feed", Reply(stream=_bomb, headers={"Content-Encoding": "gzip"}))
    assert await refusal(server, url) == "The answer is larger than 15 MB."
    assert server.sent < 2**20, "it would be 2 GB in full, some 2 MB on the wire"


async def test_a_bomb_within_a_bomb_stops_early(server: Server) -> None:
    inner = gzip.compress(bytes(200 * 2**20))
    url = server.add("/feed", Reply(body=gzip.compress(inner), headers={"Content-Encoding": "gzip, gzip"}))
    assert await refusal(server, url) == "The answer is larger than 15 MB."


async def test_three_wrappings_are_not_unwrapped(server: Server) -> None:
    url = server.add("/feed", Reply(body="x", headers={"Content-Encoding": "gzip, gzip, gzip"}))
    assert "compressed in a way" in await refusal(server, url)


async def test_a_body_without_end_stops_at_the_limit(server: Server) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 2**16

    url = server.add("/feed", Reply(stream=endless))
    assert await refusal(server, url) == "The answer is larger than 15 MB."
    assert server.sent < 2 * MAX_BODY


async def test_the_largest_allowed_body_arrives(server: Server) -> None:
    url = server.add("/feed", Reply(body=b"x" * MAX_BODY, gzip=True))
    async with Http() as http:
        assert len((await http.get(url, typed_host=server.host)).body) == MAX_BODY


async def test_a_dripping_server_cannot_hold_us(server: Server) -> None:
    url = server.add("/feed", Reply(body="x" * 1000, drip=0.05))
    started = time.monotonic()
    assert "did not answer fully within 0.6 seconds" in await refusal(server, url, 0.6)
    assert time.monotonic() - started < 2


async def test_a_hanging_server_cannot_hold_us_nor_the_others(server: Server) -> None:
    hanging = [server.add(f"/hang{number}", Reply(hang=True)) for number in range(3)]
    with Server("127.0.0.2") as other:
        good = other.add("/feed", Reply(body="fine"))
        async with Http(timeout=0.5) as http:
            started = time.monotonic()
            stuck = [asyncio.create_task(http.get(url, typed_host=server.host)) for url in hanging]
            assert (await http.get(good, typed_host=other.host)).body == b"fine"
            assert time.monotonic() - started < 0.4
            results = await asyncio.gather(*stuck, return_exceptions=True)
    assert all(isinstance(result, FetchError) for result in results)


async def test_redirects_share_one_time_limit(server: Server) -> None:
    for number in range(8):
        location = {"Location": f"/{number + 1}"}
        server.add(f"/{number}", Reply(status=302, headers=location, delay=0.2))
    started = time.monotonic()
    assert "within 0.5 seconds" in await refusal(server, server.url("/0"), 0.5)
    assert time.monotonic() - started < 1.5


async def test_a_circle_of_redirects_is_noticed(server: Server) -> None:
    server.redirect("/b", "/a#again")
    assert "redirects in a circle" in await refusal(server, server.redirect("/a", "/b"))
    assert len(server.log) == 2


async def test_redirects_without_end_are_given_up(server: Server) -> None:
    for number in range(30):
        server.redirect(f"/{number}", f"/{number + 1}")
    assert "redirects more than 10 times" in await refusal(server, server.url("/0"))
    assert len(server.log) == 11


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "javascript:alert(1)",
        "http://",
        "http://[oops/",
        "gopher://x",
    ],
)
async def test_a_redirect_leads_nowhere_but_the_web(server: Server, target: str) -> None:
    message = await refusal(server, server.redirect("/go", target))
    assert message.endswith(".")
    assert len(server.log) == 1


async def test_a_redirect_cannot_put_escapes_into_a_message(server: Server) -> None:
    raw = (
        b"HTTP/1.1 302 Found\r\nLocation: ftp://\xe2\x80\xae\xc2\x9b31m.example/\r\nContent-Length: 0\r\n\r\n"
    )
    message = await refusal(server, server.add("/go", Reply(raw=raw)))
    assert message.isprintable()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hello, I am no web server\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000,
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\n\x1f\x8b\x08 garbage!",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: lzma\r\nContent-Length: 1\r\n\r\nx",
    ],
    ids=["nothing", "not http", "cut short", "bad chunk", "endless headers", "bad gzip", "unasked coding"],
)
async def test_nonsense_is_one_sentence(server: Server, raw: bytes) -> None:
    message = await refusal(server, server.add("/feed", Reply(raw=raw)))
    assert message.endswith(".")


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


def test_a_body_cut_short_gives_what_arrived() -> None:
    data = gzip.compress(bytes(range(256)) * 20)
    assert inflated("gzip", data[:-9]).startswith(bytes(range(256)))


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_newer_codings_are_limited_as_well(coding: str) -> None:
    if coding not in accepted():
        pytest.skip(f"nothing here undoes {coding} within a limit")
    module = importlib.import_module("brotli" if coding == "br" else "backports.zstd")
    data = module.compress(bytes(50 * 2**20))
    assert inflated(coding, module.compress(TEXT)) == TEXT
    with pytest.raises(FetchError, match="larger"):
        inflated(coding, data)
