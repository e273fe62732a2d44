"""Asking for more than a page: logins, posts and budgets, seen from a real server's log."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from learnlog.reading.web.answers import FetchError, LostError, RefusedError
from learnlog.reading.web.budget import Budgets, PausedError, resting
from learnlog.reading.web.http import Http
from tests.conftest import FakeClock
from tests.servers import Reply, Seen, Server

NOW = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
LOGIN = {"Authorization": "Bearer very-secret"}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


async def test_a_login_goes_along_to_its_own_server(server: Server) -> None:
    server.add("/new", Reply(body="{}"))
    url = server.redirect("/old", "/new")
    async with Http() as http:
        answer = await http.request("GET", url, headers=LOGIN, typed_host=server.host)
    assert answer.body == b"{}"
    assert [seen.headers["authorization"] for seen in server.log] == ["Bearer very-secret"] * 2
    assert server.log[0].headers["accept"] == "application/json"


async def test_a_login_never_follows_to_another_server(server: Server) -> None:
    with Server() as other:
        url = server.redirect("/old", other.add("/catch", Reply(body="{}")))
        async with Http(allowed=[other.host]) as http:
            await http.request("GET", url, headers=LOGIN, typed_host=server.host)
        (caught,) = other.log
    assert "authorization" not in caught.headers


async def test_a_login_that_comes_back_home_by_a_stranger_is_not_taken_up_again(server: Server) -> None:
    server.add("/end", Reply(body="{}"))
    with Server() as other:
        url = server.redirect("/old", other.redirect("/round", server.url("/end")))
        async with Http(allowed=[other.host]) as http:
            await http.request("GET", url, headers=LOGIN, typed_host=server.host)
    assert "authorization" not in server.log[-1].headers


async def test_what_is_posted_follows_no_redirect(server: Server) -> None:
    server.add("/new", Reply(body="{}"))
    url = server.redirect("/old", "/new", 307)
    async with Http() as http:
        answer = await http.request("POST", url, body=b"{}", typed_host=server.host)
    assert answer.status == 307
    assert [seen.path for seen in server.log] == ["/old"]


async def test_what_is_posted_says_its_type(server: Server) -> None:
    url = server.add("/post", Reply(status=422, body='{"error":"too long"}'))
    async with Http() as http:
        answer = await http.request(
            "POST", url, body=b"{}", content_type="application/json", typed_host=server.host
        )
    assert (answer.status, answer.body) == (422, b'{"error":"too long"}')
    assert server.log[0].headers["content-type"] == "application/json"
    assert server.log[0].headers["content-length"] == "2"


async def test_a_refusal_without_end_is_dropped(server: Server) -> None:
    url = server.add("/no", Reply(status=400, body="x" * 100_000))
    async with Http() as http:
        answer = await http.request("GET", url, typed_host=server.host)
        quiet = await http.get(url, typed_host=server.host)
        told = await http.get(
            server.add("/why", Reply(status=400, body="{}")),
            typed_host=server.host,
            accept="application/json",
        )
    assert (answer.status, answer.body, quiet.body, told.body) == (400, b"", b"", b"{}")


async def test_a_private_server_is_refused_whatever_is_asked(server: Server) -> None:
    async with Http() as http:
        with pytest.raises(RefusedError):
            await http.request("POST", server.url("/"), headers=LOGIN)
    assert server.log == []


async def test_a_connection_that_breaks_after_the_question_leaves_it_open_what_happened(
    server: Server,
) -> None:
    url = server.add("/post", Reply(raw=b""))
    async with Http() as http:
        with pytest.raises(LostError):
            await http.request("POST", url, body=b"{}", typed_host=server.host)
        with pytest.raises(FetchError) as caught:
            await http.request("GET", url, typed_host=server.host)
    assert not isinstance(caught.value, LostError)


async def test_nobody_at_home_means_surely_not_sent() -> None:
    with Server() as gone:
        url, host = gone.url("/"), gone.host
    async with Http() as http:
        with pytest.raises(FetchError) as caught:
            await http.request("POST", url, body=b"{}", typed_host=host)
    assert not isinstance(caught.value, LostError)


async def test_a_host_whose_budget_is_used_up_is_not_asked_until_it_is_full_again(server: Server) -> None:
    clock = FakeClock()
    reset = clock.now + timedelta(minutes=5)
    spent = {
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": reset.isoformat(),
        "Date": _http_date(clock.now),
    }
    budgets = Budgets(clock)

    def answer(_: Seen) -> Reply:
        lines = "".join(f"{name}: {value}\r\n" for name, value in spent.items())
        return Reply(raw=f"HTTP/1.1 200 OK\r\n{lines}Content-Length: 2\r\n\r\n{{}}".encode())

    url = server.add("/api", answer)
    async with Http(clock=clock, budgets=budgets) as http:
        await http.request("GET", url, typed_host=server.host)
    async with Http(clock=clock, budgets=budgets) as http:
        with pytest.raises(PausedError) as caught:
            await http.request("GET", url, typed_host=server.host)
        assert caught.value.until == reset
        assert "is paused until 16:10" in caught.value.message
        assert list(budgets.paused()) == [server.host]
        assert len(server.log) == 1
        await http.request("POST", url, typed_host=server.host)
        clock.pass_(minutes=5)
        await http.request("GET", url, typed_host=server.host)
    assert len(server.log) == 3


@pytest.mark.parametrize("end", [Reply(raw=b""), Reply(reset=True)], ids=["closed", "torn down"])
async def test_a_page_is_asked_for_again_when_the_open_connection_was_closed_meanwhile(
    server: Server, end: Reply
) -> None:
    def silent_at_second(_: Seen) -> Reply:
        return end if len(server.log) == 2 else Reply(body=b"{}")

    url = server.add("/once", silent_at_second)
    async with Http() as http:
        await http.request("GET", url, typed_host=server.host)
        answer = await http.request("GET", url, typed_host=server.host)
    assert (answer.status, len(server.log)) == (200, 3)


async def test_a_server_that_hangs_up_on_a_new_connection_is_not_asked_again(server: Server) -> None:
    url = server.add("/never", lambda _: Reply(raw=b""))
    async with Http() as http:
        with pytest.raises(FetchError, match="hung up without an answer"):
            await http.request("GET", url, typed_host=server.host)
    assert len(server.log) == 1


OLDEST, LATEST = "Mon, 01 Jan 0001 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 -1200"


@pytest.mark.parametrize(
    ("status", "headers", "retry_after", "seconds"),
    [
        (200, {}, None, None),
        (200, {"x-ratelimit-remaining": "7", "x-ratelimit-reset": "2026-11-23T13:05:00Z"}, None, None),
        (200, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-11-23T13:05:00.5Z"}, None, 300.5),
        (200, {"ratelimit-remaining": "0", "ratelimit-reset": str(int(NOW.timestamp()) + 60)}, None, 60),
        (200, {"ratelimit-remaining": "0", "ratelimit-reset": "90"}, None, 90),
        (200, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-11-23T12:00:00Z"}, None, None),
        (200, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "tomorrow"}, None, None),
        (429, {}, None, 300),
        (429, {}, 20, 20),
        (429, {"x-ratelimit-reset": "2026-11-23T13:10:00Z"}, 20, 600),
        (429, {"x-ratelimit-reset": "9998-12-31T00:00:00Z"}, None, 86400),
        (429, {"x-ratelimit-reset": "9999-12-31T00:00:00Z"}, None, 300),
        (429, {"x-ratelimit-reset": "9998-12-31T00:00:00Z", "date": OLDEST}, None, 86400),
        (429, {"x-ratelimit-reset": "99999999999", "date": OLDEST}, None, 86400),
        (429, {"x-ratelimit-reset": "0002-01-01T00:00:00Z", "date": LATEST}, None, None),
        (429, {"x-ratelimit-reset": "nan"}, None, 300),
        (429, {"x-ratelimit-reset": "1e308"}, None, 300),
        (429, {}, 999_999_999, 604800),
        (503, {}, 20, None),
    ],
)
def test_how_long_a_host_rests(
    status: int, headers: dict[str, str], retry_after: int | None, seconds: float | None
) -> None:
    until = resting(status, headers, retry_after, NOW)
    assert until == (None if seconds is None else NOW + timedelta(seconds=seconds))


def test_a_server_whose_clock_is_wrong_still_says_how_long() -> None:
    headers = {
        "date": "Thu, 01 Jan 2015 00:00:00 GMT",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": "2015-01-01T00:02:00Z",
    }
    assert resting(200, headers, None, NOW) == NOW + timedelta(minutes=2)


def _http_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
