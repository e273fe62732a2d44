"""Serves the made-up feeds on all loopback addresses, each answer after a delay, in a process of its own.

``python -m bench.readers_server FEEDS MILLISECONDS [JSON]`` prints its port when it listens. Feed N is at ``/N``; ETag
and Last-Modified are honoured, gzip is sent to whom takes it, connections stay open. `/log` tells how many answers were
given by status, and the most that were waited for at once.
"""

import asyncio
import gzip
import json
import sys
from collections import Counter

from bench.readers_feeds import TYPES, dialect, feed

MODIFIED = "Mon, 23 Nov 2026 16:00:00 GMT"


class Feeds:
    """What is served, and what was asked."""

    def __init__(self, feeds: int, delay: float, in_json: int) -> None:
        self.delay = delay
        self.given: Counter[int] = Counter()
        self.busy = self.peak = 0
        self.kinds = ["json" if number < in_json else dialect(number) for number in range(feeds)]
        self.plain = [feed(number, kind) for number, kind in enumerate(self.kinds)]
        self.packed = [gzip.compress(body, 6) for body in self.plain]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until it ends."""
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                lines = request.decode("latin-1").split("\r\n")
                path = lines[0].split(" ")[1]
                headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:])}
                if path != "/log":
                    self.busy += 1
                    self.peak = max(self.peak, self.busy)
                    await asyncio.sleep(self.delay)
                    self.busy -= 1
                writer.write(self.answer(path, headers))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def answer(self, path: str, headers: dict[str, str]) -> bytes:
        """Return the bytes of the answer."""
        if path == "/log":
            said = json.dumps({"given": self.given, "peak": self.peak}).encode()
            self.given.clear()
            self.peak = 0
            return _answer(200, said, "application/json")
        number = int(path.strip("/"))
        etag = f'"v1-{number}"'
        more = f"ETag: {etag}\r\nLast-Modified: {MODIFIED}\r\n"
        if headers.get("if-none-match") == etag or headers.get("if-modified-since") == MODIFIED:
            self.given[304] += 1
            return f"HTTP/1.1 304 Not Modified\r\n{more}\r\n".encode()
        self.given[200] += 1
        if "gzip" in headers.get("accept-encoding", ""):
            return _answer(
                200, self.packed[number], TYPES[self.kinds[number]], f"{more}Content-Encoding: gzip\r\n"
            )
        return _answer(200, self.plain[number], TYPES[self.kinds[number]], more)


def _answer(status: int, body: bytes, type_: str, more: str = "") -> bytes:
    return (
        f"HTTP/1.1 {status} OK\r\nContent-Type: {type_}\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode()
        + body
    )


async def main() -> None:
    """Listen until the process is ended."""
    feeds = Feeds(int(sys.argv[1]), int(sys.argv[2]) / 1000, int((sys.argv[3:] or ["0"])[0]))
    server = await asyncio.start_server(feeds.serve, "0.0.0.0", 0, backlog=512)  # all of 127.0.0.0/8
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
