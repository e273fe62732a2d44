"""Waiting for the browser to come back: one small page on 127.0.0.1 that takes one answer."""

import hmac
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

_DONE = (
    b"<!doctype html><html lang=en><meta charset=utf-8><title>learnlog</title>"
    b"<body style='font-family:sans-serif;margin:4em'><p>That was all. You can close this page and go on in learnlog."
)
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": str(len(_DONE)),
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Connection": "close",
}


class Catcher:
    """``with Catcher(port, state) as catcher: ...; catcher.wait(seconds)``; port 0 takes a free one.

    Only an answer with the same `state` counts: any program of this machine can come by. Raises OSError when
    the port is taken.
    """

    def __init__(self, port: int = 0, state: str = "") -> None:
        self._server = _Listener(("127.0.0.1", port), _Handler)
        self._server.state = state
        self._server.strangers = 0
        self._server.caught = {}
        self._server.timeout = 0.2
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._is_here = threading.Event()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def strangers(self) -> int:
        """How many answers came that were not to our question."""
        return self._server.strangers

    @property
    def address(self) -> str:
        """Where the browser is sent."""
        return f"http://127.0.0.1:{self.port}/"

    def __enter__(self) -> Self:
        """Start listening."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        self._stopping.set()
        self._thread.join()
        self._server.server_close()

    def wait(self, seconds: float) -> dict[str, str]:
        """Return what the browser brought, {} when it did not come in time."""
        self._is_here.wait(seconds)
        return self._server.caught

    def _listen(self) -> None:
        while not (self._stopping.is_set() or self._server.caught):
            self._server.handle_request()
        self._is_here.set()


class _Listener(ThreadingHTTPServer):
    """Several at once: browsers open connections that they may never use."""

    state: str
    strangers: int
    caught: dict[str, str]
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever leaves early is no error; nothing is printed, for it may hold a code."""


class _Handler(BaseHTTPRequestHandler):
    server: _Listener
    timeout = 5.0

    def do_GET(self) -> None:  # the standard library asks for this name
        """Take what the browser brings; anything else is not here."""
        parts = urlsplit(self.path)
        said = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path != "/" or not ({"code", "error"} & said.keys()):
            self.send_error(404)
            return
        if not hmac.compare_digest(said.get("state", "").encode(), self.server.state.encode()):
            self.server.strangers += 1
            self.send_error(400, "Not the answer to our question")
            return
        # Whoever comes first counts, also when they are gone before we answer.
        self.server.caught = self.server.caught or said
        self.send_response(200)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(_DONE)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed: an address here holds a code."""
