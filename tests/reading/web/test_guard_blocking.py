"""The door that networks' own libraries go through when I talk: as guarded as the one for reading."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest

from learnlog.reading.web.answers import FetchError, LostError, RefusedError
from learnlog.reading.web.guard_blocking import BlockingTransport
from learnlog.reading.web.http import USER_AGENT
from tests.servers import Reply, Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        made.add("/here", Reply(body=b'{"a": 1}', type="application/json"))
        yield made


def client(*trusted: str, seconds: float = 5.0) -> httpx.Client:
    # As the SDK makes it: it would follow redirects.
    transport = BlockingTransport(trusted, seconds=seconds)
    return httpx.Client(transport=transport, follow_redirects=True, trust_env=False)


def test_a_private_address_is_only_asked_when_it_was_typed(server: Server) -> None:
    with client(server.host) as trusting:
        assert trusting.get(server.url("/here")).json() == {"a": 1}
    with client("127.0.0.1:1") as strict, pytest.raises(RefusedError, match="private network"):
        strict.get(server.url("/here"))

    assert len(server.log) == 1


def test_a_library_goes_by_our_honest_name_and_tells_nothing_else(server: Server) -> None:
    server.add("/", Reply(body=b"{}", headers={"Set-Cookie": "id=1; Path=/"}))
    with client(server.host) as trusting:
        for _ in range(2):
            trusting.get(
                server.url("/"), headers={"Referer": "https://example.org/", "Authorization": "Bearer x"}
            )
    for seen in server.log:
        assert seen.headers["user-agent"] == USER_AGENT
        assert not {"cookie", "referer"} & seen.headers.keys()
        assert seen.headers["authorization"] == "Bearer x"


def test_many_questions_at_once_make_two_connections(server: Server) -> None:
    server.add("/slow", Reply(body=b"{}", delay=0.2))
    with client(server.host) as trusting:
        threads = [threading.Thread(target=trusting.get, args=[server.url("/slow")]) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(server.log) == 6
    assert server.peak == 2


def test_a_login_is_never_repeated_where_a_server_points(server: Server) -> None:
    with Server() as thief:
        thief.add("/steal", Reply(body=b"thanks"))
        server.redirect("/login", thief.url("/steal"), 307)
        with (
            client(server.host, thief.host) as trusting,
            pytest.raises(RefusedError, match="points elsewhere"),
        ):
            trusting.post(server.url("/login"), json={"password": "secret"})

        assert not thief.log


def test_what_never_left_and_what_got_lost_are_told_apart(server: Server) -> None:
    server.add("/cut", Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"))
    server.add("/nonsense", Reply(raw=b"what?\r\n\r\n"))
    server.add("/slow", Reply(body=b"x" * 50, drip=0.05))
    with client(server.host, "127.0.0.1:1", seconds=0.4) as trusting:
        for path in ("/cut", "/nonsense", "/slow"):
            with pytest.raises(LostError):
                trusting.post(server.url(path))
        with pytest.raises(FetchError) as caught:
            trusting.post("http://127.0.0.1:1/")
        with pytest.raises(FetchError, match="was not found"):
            trusting.get("http://nobody.invalid/")

    assert not isinstance(caught.value, LostError)


def test_a_body_without_end_is_cut_off(server: Server) -> None:
    def without_end() -> Iterator[bytes]:
        while True:
            yield b"x" * 2**20

    server.add("/endless", Reply(stream=without_end))
    # how much may come is what is asked here, not how fast a busy machine takes it
    with (
        client(server.host, seconds=60) as trusting,
        pytest.raises(LostError, match="more than can be meant"),
    ):
        trusting.get(server.url("/endless"))

    assert server.sent < 40 * 2**20


@pytest.mark.parametrize(
    "drop", [b"X: y\r\n", b"\r\nHTTP/1.1 103 Early Hints\r\n"], ids=["header", "preliminary"]
)
def test_a_server_that_says_a_little_all_the_time_cannot_hold_us(drop: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        host = f"127.0.0.1:{listening.getsockname()[1]}"
        is_over = threading.Event()

        def drip() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                connection.sendall(b"HTTP/1.1 103 Early Hints\r\n")
                while not is_over.wait(0.02):
                    connection.sendall(drop)

        server = threading.Thread(target=drip, daemon=True)
        server.start()
        started = time.monotonic()
        with client(host, seconds=0.4) as trusting, pytest.raises(LostError, match=r"within 0\.4 seconds"):
            trusting.get(f"http://{host}/")
        assert time.monotonic() - started < 3
        is_over.set()
        server.join(2)


def test_packed_answers_are_not_asked_for_nor_unpacked(server: Server) -> None:
    server.add("/packed", Reply(body=b"x" * 1000, gzip=True))
    with client(server.host) as trusting:
        answer = trusting.get(server.url("/packed"))

    assert server.log[0].headers["accept-encoding"] == "identity"
    assert gzip.decompress(answer.content) == b"x" * 1000
