"""The client's manners, seen from a real server's log."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from learnlog import __version__
from learnlog.reading.web.http import FetchError, Http, RefusedError, host_port
from learnlog.reading.web.places import Places
from tests.servers import Reply, Seen, Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


async def test_an_answer_has_what_the_server_said(server: Server) -> None:
    url = server.add("/feed", Reply(body="hello", type="text/plain", headers={"X-Thing": "yes"}))
    async with Http() as http:
        answer = await http.get(url, typed_host=server.host)
    assert (answer.status, answer.url, answer.body) == (200, url, b"hello")
    assert answer.headers["x-thing"] == "yes"
    assert answer.content_type == "text/plain"
    assert answer.permanent_to == ""
    assert answer.retry_after is None
    assert answer.private


async def test_it_introduces_itself_honestly_and_tells_nothing_else(server: Server) -> None:
    url = server.add("/feed", Reply(body="x", headers={"Set-Cookie": "id=1; Path=/"}))
    server.redirect("/old", "/feed")
    async with Http() as http:
        await http.get(url, typed_host=server.host)
        await http.get(server.url("/old"), typed_host=server.host)
    for seen in server.log:
        assert seen.headers["user-agent"] == f"learnlog/{__version__} (personal feed reader)"
        assert "gzip" in seen.headers["accept-encoding"]
        assert "application/atom+xml" in seen.headers["accept"]
        assert not {"cookie", "referer", "authorization"} & seen.headers.keys()


async def test_validators_go_back_byte_for_byte(server: Server) -> None:
    odd = 'W/"caf\xe9 \\" \xa0-gzip;;x"'
    url = server.add("/feed", Reply(body="x", etag=odd, modified="some day in May"))
    async with Http() as http:
        first = await http.get(url, typed_host=server.host)
        second = await http.get(
            url,
            etag=first.headers["etag"],
            last_modified=first.headers["last-modified"],
            typed_host=server.host,
        )
    assert second.status == 304
    assert server.log[1].headers["if-none-match"] == odd
    assert server.log[1].headers["if-modified-since"] == "some day in May"
    assert "if-none-match" not in server.log[0].headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_followed(server: Server, status: int) -> None:
    server.add("/new", Reply(body="here"))
    url = server.redirect("/old", "new#part", status)
    async with Http() as http:
        answer = await http.get(url, typed_host=server.host)
    assert answer.body == b"here"
    assert answer.url == server.url("/new")
    assert answer.permanent_to == (server.url("/new") if status in (301, 308) else "")


@pytest.mark.parametrize(
    ("said", "asked"),
    [("/é".encode(), "/%C3%A9"), (b"/\xe9?\xff=1", "/%E9?%FF=1"), (b"/a b", "/a%20b")],
)
async def test_a_redirect_in_any_encoding_is_followed_byte_for_byte(
    server: Server, said: bytes, asked: str
) -> None:
    raw = b"HTTP/1.1 302 Found\r\nLocation: " + said + b"\r\nContent-Length: 0\r\n\r\n"
    server.add(asked, Reply(body="here"))
    async with Http() as http:
        answer = await http.get(server.add("/old", Reply(raw=raw)), typed_host=server.host)
    assert answer.body == b"here"


async def test_a_chain_is_permanent_only_when_every_hop_is(server: Server) -> None:
    server.add("/end", Reply(body="x"))
    server.redirect("/b", "/end", 308)
    server.redirect("/c", "/end", 302)
    async with Http() as http:
        lasting = await http.get(server.redirect("/a", "/b", 301), typed_host=server.host)
        passing = await http.get(server.redirect("/a2", "/c", 301), typed_host=server.host)
    assert lasting.permanent_to == server.url("/end")
    assert passing.permanent_to == ""


@pytest.mark.parametrize("status", [400, 404, 410, 500, 503])
async def test_a_refusal_is_an_answer_and_its_page_is_not_read(server: Server, status: int) -> None:
    url = server.add("/feed", Reply(status=status, body="an error page", headers={"Retry-After": "120"}))
    async with Http() as http:
        answer = await http.get(url, typed_host=server.host)
    assert (answer.status, answer.body, answer.retry_after) == (status, b"", 120)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "Mon, 23 Nov 2026 17:05:00 GMT"}, 3600),
        ({"Retry-After": "Mon, 23 Nov 2026 12:00:00 GMT"}, 0),
        ({"Retry-After": "Mon, 23 Nov 2026 17:05:00 GMT", "Date": "what?"}, 3600),
        ({"Retry-After": "Mon, 23 Nov 2026 17:05:00"}, 3600),
        ({"Retry-After": "120, 3600"}, 3600),
        ({"Retry-After": "0" * 5000 + "120"}, 120),
        ({"Retry-After": "120.5"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "9" * 400}, 999_999_999),
        ({"Retry-After": "Mon, 99 Nov 99999 99:99:99 GMT"}, None),
    ],
)
async def test_retry_after_is_seconds_or_a_date(headers: dict[str, str], seconds: int | None) -> None:
    moment = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)
    with Server() as server:
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        raw = f"HTTP/1.1 503 Busy\r\n{lines}Content-Length: 0\r\n\r\n".encode()
        url = server.add("/feed", Reply(raw=raw))
        async with Http(clock=lambda: moment) as http:
            answer = await http.get(url, typed_host=server.host)
    assert answer.retry_after == seconds


async def test_a_date_to_wait_for_counts_from_the_servers_own_clock(server: Server) -> None:
    raw = (
        b"HTTP/1.1 429 Slow down\r\nDate: Thu, 01 Jan 2015 00:00:00 GMT\r\n"
        b"Retry-After: Thu, 01 Jan 2015 00:10:00 GMT\r\nContent-Length: 0\r\n\r\n"
    )
    url = server.add("/feed", Reply(raw=raw))
    async with Http() as http:
        assert (await http.get(url, typed_host=server.host)).retry_after == 600


async def test_one_host_never_sees_more_than_its_share_at_once(server: Server) -> None:
    urls = [server.add(f"/{number}", Reply(body="x", delay=0.05)) for number in range(9)]
    async with Http(places=Places(16, 2)) as http:
        answers = await asyncio.gather(*(http.get(url, typed_host=server.host) for url in urls))
    assert [answer.status for answer in answers] == [200] * 9
    assert server.peak == 2


async def test_all_hosts_together_stay_within_the_connections() -> None:
    with Server("127.0.0.1") as one, Server("127.0.0.2") as two, Server("127.0.0.3") as three:
        busy = [0, 0]

        def route(_: Seen) -> Reply:
            busy[0] += 1
            busy[1] = max(busy[1], one._busy + two._busy + three._busy)
            return Reply(body="x", delay=0.1)

        hosts = [one.host, two.host, three.host]
        urls = [running.add(f"/{n}", route) for running in (one, two, three) for n in range(4)]
        async with Http(allowed=hosts, places=Places(3, 2)) as http:
            await asyncio.gather(*(http.get(url) for url in urls))
    assert busy[0] == 12
    assert busy[1] <= 3


async def test_waiting_for_a_turn_does_not_count_as_the_servers_slowness(server: Server) -> None:
    urls = [server.add(f"/{number}", Reply(body="x", delay=0.3)) for number in range(4)]
    async with Http(places=Places(16, 1), timeout=0.9) as http:
        answers = await asyncio.gather(*(http.get(url, typed_host=server.host) for url in urls))
    assert [answer.body for answer in answers] == [b"x"] * 4


async def test_a_proxy_from_the_environment_is_not_used(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, server.url())
    with Server("127.0.0.2") as other:
        url = other.add("/feed", Reply(body="direct"))
        async with Http() as http:
            assert (await http.get(url, typed_host=other.host)).body == b"direct"
    assert server.log == []


@pytest.mark.parametrize(
    "address", ["ftp://example.org/x", "file:///etc/passwd", "javascript:alert(1)", "gopher://x/", "data:,x"]
)
async def test_only_the_web_is_fetched(address: str) -> None:
    async with Http() as http:
        with pytest.raises(RefusedError) as caught:
            await http.get(address)
    assert "not a web address" in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("address", ["", "http://", "https://[::1", "http://a b/", "http://x:99999/", "//x"])
async def test_what_is_no_address_is_said_in_one_sentence(address: str) -> None:
    async with Http() as http:
        with pytest.raises(FetchError) as caught:
            await http.get(address)
    assert caught.value.message.endswith(".")


async def test_nobody_at_home_is_said_in_one_sentence() -> None:
    with Server() as server:
        url, host = server.url("/"), server.host
    async with Http() as http:
        with pytest.raises(FetchError) as caught:
            await http.get(url, typed_host=host)
    assert caught.value.message == "127.0.0.1 could not be reached."


async def test_speaking_https_to_a_plain_server_is_said_in_one_sentence(server: Server) -> None:
    async with Http() as http:
        with pytest.raises(FetchError) as caught:
            await http.get(f"https://{server.host}/", typed_host=server.host)
    assert caught.value.message.startswith("No secure connection to 127.0.0.1")


async def test_a_name_that_does_not_exist_is_said_in_one_sentence() -> None:
    async def nowhere(host: str, port: int) -> list[str]:
        raise OSError(-2, "Name or service not known")

    async with Http(resolver=nowhere) as http:
        with pytest.raises(FetchError) as caught:
            await http.get("https://no.such.host/")
    assert caught.value.message == "The host no.such.host was not found."
    assert caught.value.hint


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Example.ORG/x", "example.org:443"),
        ("http://example.org", "example.org:80"),
        ("http://127.0.0.1:8080/feed", "127.0.0.1:8080"),
        ("http://[::1]:81/", "[::1]:81"),
        ("https://me:secret@example.org:444/", "example.org:444"),
        ("https://bücher.example/", "xn--bcher-kva.example:443"),
    ],
)
def test_host_and_port_have_one_form(url: str, expected: str) -> None:
    assert host_port(url) == expected


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        (
            "learnlog.reading.sources.base",
            {"httpx", "httpcore", "feedparser", "nh3", "ssl", "asyncio", "anyio"},
        ),
        ("learnlog.reading.sources.feed", {"httpx", "httpcore", "feedparser", "nh3", "anyio"}),
        ("learnlog.reading.sources.mastodon.source", {"httpx", "httpcore", "feedparser", "nh3", "anyio"}),
        ("learnlog.reading.web.http", {"httpx", "httpcore", "h11", "feedparser", "nh3", "anyio"}),
    ],
)
def test_importing_loads_no_network_library(module: str, heavy: set[str]) -> None:
    code = f"import sys, {module}; print(*sorted(set(sys.modules) & {heavy!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
