"""The small page that waits for the browser, and who else may come by."""

import socket
import time

import httpx

from learnlog.accounts.loopback import Catcher


def ask(catcher: Catcher, what: str) -> bytes:
    """Ask as somebody who leaves before the answer is read."""
    with socket.create_connection(("127.0.0.1", catcher.port), 2) as line:
        line.sendall(what.encode("latin-1"))
        return line.recv(12)


def test_the_first_answer_counts_and_nothing_else_is_one() -> None:
    with Catcher(state="mine") as catcher:
        assert ask(catcher, "GET /elsewhere?code=1&state=2 HTTP/1.0\r\n\r\n").endswith(b"404")
        assert ask(catcher, "GET //[?code=1 HTTP/1.0\r\n\r\n").endswith(b"404")
        assert ask(catcher, "POST /?code=1 HTTP/1.0\r\n\r\n").endswith(b"501")
        assert ask(catcher, "GET /?code=theirs&state=guessed HTTP/1.0\r\n\r\n").endswith(b"400")
        assert ask(catcher, "GET /?error=access_denied HTTP/1.0\r\n\r\n").endswith(b"400")
        assert ask(catcher, "GET /?code=good&state=mine HTTP/1.0\r\n\r\n").endswith(b"200")
        assert catcher.wait(2) == {"code": "good", "state": "mine"}
        assert catcher.strangers == 2


def test_connections_that_say_nothing_hold_nobody_up() -> None:
    with Catcher() as catcher:
        idle = [socket.create_connection(("127.0.0.1", catcher.port)) for _ in range(3)]
        started = time.monotonic()
        assert "close this page" in httpx.get(f"{catcher.address}?code=good").text
        assert catcher.wait(2) == {"code": "good"}
        assert time.monotonic() - started < 2
        for one in idle:
            one.close()
