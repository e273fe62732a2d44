"""Servers that mean harm: each costs us a sentence, and no more time or memory than agreed."""

import asyncio
import gzip
import time
import zlib
from collections.abc import Iterator

import pytest

from learnlog.reading.web.http import MAX_BODY, FetchError, Http
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


@pytest.mark.parametrize("head", [b"Content-Length: 100", b"Transfer-Encoding: chunked"])
async def test_an_answer_that_breaks_off_is_said_to_have_broken_off(server: Server, head: bytes) -> None:
    raw = b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n5\r\nshort"
    assert (
        await refusal(server, server.add("/feed", Reply(raw=raw))) == "The connection to 127.0.0.1 broke off."
    )


HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"


async def test_preliminary_answers_without_end_are_given_up(server: Server) -> None:
    last = HEAD + b"Content-Length: 2\r\n\r\nok"
    some = server.add("/some", Reply(raw=EARLY * 5 + last))
    flood = server.add("/flood", Reply(raw=EARLY * 50_000 + last))
    async with Http() as http:
        assert (await http.get(some, typed_host=server.host)).body == b"ok"
    assert "not proper HTTP" in await refusal(server, flood)


async def test_a_body_in_crumbs_is_given_up_and_others_have_their_turn_meanwhile(server: Server) -> None:
    some = server.add("/some", Reply(raw=CHUNKED + b"1\r\nx\r\n" * 9_000 + b"0\r\n\r\n"))
    crumbs = server.add("/crumbs", Reply(raw=CHUNKED + b"1\r\nx\r\n" * 900_000 + b"0\r\n\r\n"))
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    async with Http() as http:
        assert len((await http.get(some, typed_host=server.host)).body) == 9_000
    beside = asyncio.create_task(other())
    assert "too small to be meant" in await refusal(server, crumbs)
    beside.cancel()
    assert turns > 50


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        (CHUNKED.replace(b"chunked", b"gzip, chunked") + b"2\r\nok\r\n0\r\n\r\n", None),
        (HEAD + b"Content-Length: 2\r\nContent-Length: 5\r\n\r\nok...", None),
        (HEAD + b"Content-Length: -2\r\n\r\nok", None),
        (HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nok", None),
        (HEAD + b"Content-Length : 2\r\n\r\nok", None),
        (HEAD + b"X: a\0b\r\nContent-Length: 2\r\n\r\nok", None),
        (HEAD + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", b"ok"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2;" + b"x" * 200_000 + b"\r\nok\r\n0\r\n\r\n", None),
        (CHUNKED + b"fffffffffffffffffffffff\r\nok", None),
        (CHUNKED + b"2\r\nok\r\n0\r\n" + b"X: y\r\n" * 50_000 + b"\r\n", None),
        (b"HTTP/1.1 200 " + b"x" * 300_000 + b"\r\n\r\n", None),
        (b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n" + b"z" * 1000, None),
    ],
    ids=[
        *(
            "coding twice",
            "two lengths",
            "negative",
            "absurd",
            "space",
            "nul",
            "both: chunks count",
            "extension",
        ),
        *("huge chunk", "trailers", "status line", "other protocol"),
    ],
)
async def test_an_answer_that_could_be_read_two_ways_is_read_one_way_or_refused(
    server: Server, raw: bytes, body: bytes | None
) -> None:
    url = server.add("/feed", Reply(raw=raw))
    if body is None:
        assert (await refusal(server, url)).endswith(".")
        return
    async with Http() as http:
        assert (await http.get(url, typed_host=server.host)).body == body


@pytest.mark.parametrize(
    "target",
    [
        "http://{other}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[::ffff:7f00:1]:{port}/",
        "http://0x7f.1:{port}/",
        "http://2130706433:{port}/",
        "http://{typed}@{other}/",
        "http://localhost:{port}/",
        "//{other}/",
        "http:{other}/",
    ],
)
async def test_a_redirect_from_a_typed_host_opens_no_other_port_and_no_other_spelling(
    server: Server, target: str
) -> None:
    with Server("127.0.0.1") as other:
        other.add("/", Reply(body="secret"))
        url = server.redirect("/go", target.format(other=other.host, typed=server.host, port=other.port))
        async with Http() as http:
            try:
                assert (await http.get(url, typed_host=server.host)).body != b"secret"
            except FetchError as error:
                assert error.message.endswith(".")  # noqa: PT017 - either is safe, and none may reach the other
        assert other.log == []


async def test_neither_cookies_nor_logins_nor_where_we_come_from_go_on(server: Server) -> None:
    with Server("127.0.0.2") as other:
        headers = {"Set-Cookie": "who=me; Path=/", "Location": other.url("/"), "WWW-Authenticate": "Basic"}
        server.add("/go", Reply(status=302, headers=headers))
        server.add("/", Reply(body="x", headers={"Set-Cookie": "who=me"}))
        other.add("/", Reply(body="x"))
        hosts = [server.host, other.host]
        async with Http(allowed=hosts) as http:
            await http.get(server.url("/go").replace("//", "//me:secret@"))
            await http.get(server.url("/"))
            await http.get(server.url("/"))
    for seen in (*other.log, *server.asked("/")):
        assert not {"cookie", "authorization", "referer"} & seen.headers.keys()
