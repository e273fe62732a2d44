"""The servers of the soak: one process that listens at many loopback addresses, misbehaves, and remembers all."""

import asyncio
import gzip
import multiprocessing
import socket
import time
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from multiprocessing.connection import Connection
from random import Random
from types import MappingProxyType
from typing import Any, NamedTuple

from bench.soak_world import HOUR, Feed, World, address_of, date_of

PORTAL = "<!DOCTYPE html><html><head><title>Wifi</title></head><body>Pay for wifi</body></html>"


class Line(NamedTuple):
    """One question in the log. ``sim`` is the simulated second, ``real`` the real one when it came.

    ``answered`` is when its answer left; ``rest`` until when (simulated) the host asked to be left alone, ``holds``
    for how many seconds the answer holds; ``sent`` and ``given`` are the validators that came and went.
    """

    sim: float
    real: float
    answered: float
    host: str
    path: str
    status: int
    fault: str
    sent: tuple[str, str]
    given: tuple[str, str]
    rest: float
    holds: int
    headers: dict[str, str]


class Answer(NamedTuple):
    """What is answered; ``fault`` is done instead of it where it can not be said in HTTP."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = MappingProxyType({})
    fault: str = ""
    rest: float = 0.0


class Servers:
    """Answers for all hosts of `world`; ``now`` is the shared simulated moment."""

    def __init__(self, world: World, port: int, now: Any) -> None:
        self.world = world
        self.port = port
        self.now = now
        self.mood = "faulty"
        self.lines: list[Line] = []
        self.counts: Counter[int] = Counter()
        self.busy: Counter[str] = Counter()
        self.open: Counter[str] = Counter()
        self.peaks: Counter[str] = Counter()
        self.listening: list[asyncio.Server] = []

    async def up(self) -> None:
        """Listen at every address."""
        for host in range(self.world.hosts):
            self.listening.append(
                await asyncio.start_server(self.serve, address_of(host), self.port, reuse_address=True)
            )

    async def down(self) -> None:
        """Stop listening: who connects is refused."""
        for server in self.listening:
            server.close()
        self.listening.clear()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until it ends."""
        host = writer.get_extra_info("sockname")[0]
        # A fetch closes its connections when it ends; the next simulated moment may come before that is noticed.
        moment = self.now.value
        self._count(self.open, "open", f"{host} {moment}", 1, f"{moment}")
        try:
            while await self._one(host, reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self._count(self.open, "open", f"{host} {moment}", -1, f"{moment}")
            writer.close()

    async def _one(self, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = head[0].split(" ")[1]
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)
        }
        real, sim = time.monotonic(), self.now.value
        self._count(self.busy, "busy", host, 1)
        answer = self.answer(path, headers, sim)
        try:
            return await self._send(answer, reader, writer)
        finally:
            self._count(self.busy, "busy", host, -1)
            given = (answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
            sent = (headers.get("if-none-match", ""), headers.get("if-modified-since", ""))
            feed = self._feed(path)
            holds = feed.seconds if feed and feed.wish and answer.status in (200, 304) else 0
            self.lines.append(
                Line(
                    sim,
                    real,
                    time.monotonic(),
                    host,
                    path,
                    answer.status,
                    answer.fault,
                    sent,
                    given,
                    answer.rest,
                    0 if answer.fault else holds,
                    {n: headers.get(n, "") for n in KEPT},
                )
            )

    def answer(self, path: str, headers: dict[str, str], sim: float) -> Answer:
        """Return the answer to a question."""
        if self.mood == "portal":
            where = f"http://{address_of(0)}:{self.port}/portal"
            return (
                Answer(302, headers={"Location": where})
                if path != "/portal"
                else Answer(200, PORTAL.encode())
            )
        feed = self._feed(path)
        if feed is None:
            return Answer(404)
        is_old = path == feed.path
        if feed.gone and sim >= feed.gone:
            return Answer(410)
        if is_old and feed.moves and sim >= feed.moves:
            host = address_of(2 + (feed.number + 1) % (self.world.hosts - 2))
            return Answer(301, headers={"Location": f"http://{host}:{self.port}/moved/{feed.number}"})
        fault = ""
        if self.mood == "faulty" and not path.startswith("/for-now/"):
            self.counts[feed.number] += 1
            fault = self.world.fault(feed.number, self.counts[feed.number])
        return self._faulty(feed, fault, sim) or self._good(feed, headers, sim, fault)

    def _feed(self, path: str) -> Feed | None:
        number = path.rpartition("/")[2]
        return feed_of(self.world, int(number)) if number.isdigit() else None

    def _faulty(self, feed: Feed, fault: str, sim: float) -> Answer | None:
        if fault == "refusal":
            return Answer(Random(f"{feed.number}/{sim}").choice((500, 502, 504, 404, 403)))
        if fault == "429":
            return Answer(429, headers={"Retry-After": "7200"}, rest=sim + 2 * HOUR)
        if fault == "503":
            return Answer(503, headers={"Retry-After": date_of(sim + 3 * HOUR)}, rest=sim + 3 * HOUR)
        if fault == "503 bare":
            return Answer(503, rest=sim + HOUR)
        if fault == "302":
            return Answer(302, headers={"Location": f"/for-now/{feed.number}"})
        if fault == "nonsense":
            return Answer(200, bytes(range(256)) * 20, fault=fault)
        return Answer(0, fault=fault) if fault in ("drop", "garbage", "slow") else None

    def _good(self, feed: Feed, asked: dict[str, str], sim: float, fault: str) -> Answer:
        now = min(sim, self.world.end)
        changed = feed.changed(now)
        etag, modified = f'"{feed.number}-{changed:.0f}"', date_of(changed)
        headers: dict[str, str] = {**feed.headers(), "Set-Cookie": "id=1; Path=/"}
        if feed.wish == "expires":
            headers["Expires"] = date_of(sim + feed.seconds)
        if feed.validators in ("both", "etag", "weak"):
            headers["ETag"] = etag
        if feed.validators in ("both", "modified"):
            headers["Last-Modified"] = modified
        if asked.get("if-none-match", "").removeprefix("W/") == etag:
            return Answer(304, headers=headers | ({"ETag": f"W/{etag}"} if feed.validators == "weak" else {}))
        if feed.validators == "modified" and asked.get("if-modified-since") == modified:
            return Answer(304, headers=headers)
        return Answer(200, packed(feed, now), headers | coded(feed), fault)

    async def _send(self, answer: Answer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        if answer.fault == "slow":
            await reader.read(1)  # nothing is said until the other side has enough of it
            return False
        if answer.fault == "drop":
            writer.transport.abort()
            return False
        if answer.fault == "garbage":
            writer.write(b"\x00\xffnot a protocol\r\n" * 5)
            await writer.drain()
            return False
        lines = [f"HTTP/1.1 {answer.status} Said", f"Date: {date_of(self.now.value)}"]
        lines += [f"{name}: {value}" for name, value in answer.headers.items()]
        lines.append(f"Content-Length: {len(answer.body)}")
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
        if answer.fault == "cut":
            writer.write(answer.body[: len(answer.body) // 2])
            await writer.drain()
            return False
        writer.write(answer.body)
        await writer.drain()
        return True

    def _count(self, what: Counter[str], name: str, host: str, step: int, every: str = "") -> None:
        for key, of in ((host, f"{name} at one host"), (every, f"{name} in all")):
            what[key] += step
            self.peaks[of] = max(self.peaks[of], what[key])
            if not what[key]:
                del what[key]


KEPT = ("user-agent", "cookie", "referer", "accept-encoding", "authorization", "from")


@cache
def feed_of(world: World, number: int) -> Feed:
    """Return a feed of the world."""
    return world.feed(number)


@lru_cache(maxsize=50)
def packed(feed: Feed, now: float) -> bytes:
    """Return the document, compressed as the feed's server does."""
    body = feed.document(now).encode()
    if feed.coding == "gzip":
        return gzip.compress(body, 1)
    if feed.coding == "br":
        import brotli

        return bytes(brotli.compress(body, quality=1))
    if feed.coding == "zstd":
        from backports import zstd

        return bytes(zstd.compress(body))
    return body


def coded(feed: Feed) -> dict[str, str]:
    """Return the header that says so."""
    return {"Content-Type": "application/rss+xml"} | (
        {"Content-Encoding": feed.coding} if feed.coding else {}
    )


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(world: World, moment: float) -> tuple[Any, Any, Connection, int]:
    """Start the servers; return the process, the shared simulated moment, the wire to it, and the port."""
    context = multiprocessing.get_context("spawn")
    now, port = context.Value("d", moment), free_port()
    here, there = context.Pipe()
    process = context.Process(target=run, args=(world, port, now, there), daemon=True)
    process.start()
    tell(here, "")
    return process, now, here, port


def tell(wire: Connection, word: str) -> Any:
    """Say `word` to the servers and return what they say: ``down``, ``up``, a mood, ``log`` or ``end``."""
    if word:
        wire.send(word)
    return wire.recv()


def run(world: World, port: int, now: Any, wire: Connection) -> None:
    """Be the servers until told to end."""
    asyncio.run(_run(Servers(world, port, now), wire))


async def _run(servers: Servers, wire: Connection) -> None:
    await servers.up()
    wire.send("up")
    while True:
        word = await asyncio.to_thread(wire.recv)
        if word == "down":
            await servers.down()
        elif word == "up":
            await servers.up()
        elif word == "log":
            wire.send((servers.lines, dict(servers.peaks)))
            continue
        elif word == "end":
            return
        else:
            servers.mood = word
        wire.send(word)
