"""A real HTTP server on a loopback address, for tests: routes, a log, and every bad habit a server can have."""

import gzip
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


@dataclass(kw_only=True)
class Reply:
    """What a route answers.

    `etag` and `modified` are honoured: a matching condition gets a 304. `delay` waits before the first
    byte, `drip` sends the body byte by byte with that pause, `hang` never answers, `raw` is sent as it is,
    `reset` tears the connection down.
    `stream` sends pieces with chunked encoding until it ends or the client leaves.
    """

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    type: str = ""
    etag: str = ""
    modified: str = ""
    delay: float = 0.0
    drip: float = 0.0
    hang: bool = False
    gzip: bool = False
    raw: bytes | None = None
    reset: bool = False
    stream: Callable[[], Iterator[bytes]] | None = None


@dataclass(frozen=True)
class Seen:
    """A request as it came in; header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    moment: float


Route = Reply | Callable[[Seen], Reply]


class Server:
    """``with Server() as server: server.add("/feed", Reply(body=...))``; `server.url("/feed")` asks it.

    `log` holds every request, `peak` the most connections that were answered at once, `open` how many there are
    now, `sent` the bytes of streamed bodies that were written.
    """

    def __init__(self, address: str = "127.0.0.1") -> None:
        self.log: list[Seen] = []
        self.peak = 0
        self.open = 0
        self.sent = 0
        self.routes: dict[str, Route] = {}
        self._busy = 0
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server = _Listener((address, 0), _Handler)
        self._server.owner = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def host(self) -> str:
        """The ``host:port`` it listens at."""
        address, port = self._server.server_address[:2]
        return f"{address!s}:{port}"

    @property
    def port(self) -> int:
        """The port it listens at."""
        return self._server.server_address[1]

    def url(self, path: str = "/") -> str:
        """Return the address of `path` here."""
        return f"http://{self.host}{path}"

    def add(self, path: str, route: Route) -> str:
        """Answer `path` (with its query) with `route`, from now on; return its address."""
        self.routes[path] = route
        return self.url(path)

    def redirect(self, path: str, target: str, status: int = 302) -> str:
        """Send who asks for `path` to `target`; return its address."""
        return self.add(path, Reply(status=status, headers={"Location": target}))

    def asked(self, path: str) -> list[Seen]:
        """Return the requests for `path`, in order."""
        return [seen for seen in self.log if seen.path == path]

    def __enter__(self) -> Self:
        """Start listening."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, also for those that hang."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, seen: Seen) -> Reply:
        """Return the reply for a request, 304 and 404 included."""
        route = self.routes.get(seen.path, Reply(status=404, body="nothing here", type="text/plain"))
        reply = route(seen) if callable(route) else route
        same = reply.etag and seen.headers.get("if-none-match") == reply.etag
        unchanged = reply.modified and seen.headers.get("if-modified-since") == reply.modified
        if reply.status == 200 and (same or (unchanged and "if-none-match" not in seen.headers)):
            return Reply(status=304, etag=reply.etag, modified=reply.modified, headers=reply.headers)
        return reply

    def pause(self, seconds: float) -> bool:
        """Wait; tell whether the server is closing."""
        return self._closing.wait(seconds)

    def connect(self, step: int) -> None:
        """Count who is connected."""
        with self._lock:
            self.open += step

    def enter(self, step: int) -> None:
        """Count who is being answered."""
        with self._lock:
            self._busy += step
            self.peak = max(self.peak, self._busy)


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    owner: Server

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves early is no error here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    _is_answering = False
    server: _Listener

    def setup(self) -> None:
        super().setup()
        self.server.owner.connect(1)

    def finish(self) -> None:
        self.server.owner.connect(-1)
        super().finish()

    def do_GET(self) -> None:  # the standard library asks for this name
        headers = {name.lower(): value for name, value in self.headers.items()}
        owner = self.server.owner
        seen = Seen(self.command, self.path, headers, time.monotonic())
        owner.log.append(seen)
        owner.enter(1)
        self._is_answering = True
        try:
            self._reply(owner, owner.answer(seen))
        except OSError:
            self.close_connection = True
        finally:
            self._ends()

    do_POST = do_HEAD = do_GET  # noqa: N815  # likewise

    def _ends(self) -> None:
        """Count no more as being answered: once its last words are sent, a client may ask anew at any moment."""
        if self._is_answering:
            self._is_answering = False
            self.server.owner.enter(-1)

    def _reply(self, owner: Server, reply: Reply) -> None:
        if reply.hang:
            owner.pause(60)
            self.close_connection = True
            return
        if reply.delay:
            owner.pause(reply.delay)
        if reply.reset:
            self._ends()
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            return
        if reply.raw is not None:
            self._ends()
            self.wfile.write(reply.raw)
            self.close_connection = True
            return
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        headers = self._headers(reply)
        if reply.gzip:
            body = gzip.compress(body)
            headers["Content-Encoding"] = "gzip"
        headers |= {"Transfer-Encoding": "chunked"} if reply.stream else {"Content-Length": str(len(body))}
        self.send_response(reply.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self._send(owner, reply, b"" if reply.status == 304 else body)

    def _send(self, owner: Server, reply: Reply, body: bytes) -> None:
        """Send the headers and the body."""
        if not (reply.stream or reply.drip):
            self._ends()
        self.end_headers()
        if reply.stream:
            self._stream(owner, reply.stream())
        elif reply.drip:
            self._drip(owner, body, reply.drip)
        elif body:
            self.wfile.write(body)

    def _headers(self, reply: Reply) -> dict[str, str]:
        pairs = {"Content-Type": reply.type, "ETag": reply.etag, "Last-Modified": reply.modified}
        return {name: value for name, value in pairs.items() if value} | reply.headers

    def _drip(self, owner: Server, body: bytes, pause: float) -> None:
        for index in range(len(body)):
            if index == len(body) - 1:
                self._ends()
            self.wfile.write(body[index : index + 1])
            self.wfile.flush()
            if owner.pause(pause):
                break

    def _stream(self, owner: Server, parts: Iterator[bytes]) -> None:
        for part in parts:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            owner.sent += len(part)
            if owner.pause(0):
                return
        self._ends()
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed: tests look at the log."""
