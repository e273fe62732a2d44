"""Private addresses are refused when connecting, however the way there was dressed up."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from learnlog.reading.web import guard
from learnlog.reading.web.exchange import ConnectFailedError, Lines
from learnlog.reading.web.guard import Resolver, is_public, judged
from learnlog.reading.web.http import FetchError, Http, RefusedError
from learnlog.reading.web.open_now import OpenNow
from learnlog.reading.web.web_address import WebAddress, understand
from tests.servers import Reply, Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        running.add("/feed", Reply(body="secret"))
        yield running


PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.8.8.8",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:c0a8:101::1",
    "2001::1",
    "2001:db8::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "100::1",
    "5f00::1",
    "not-an-address",
]
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.1",
    "172.32.0.1",
    "198.20.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2606:4700:4700::1111",
    "2a00:1450:400e::1",
    "2002:808:808::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert is_public(address)


async def test_a_private_address_is_refused_unless_typed(server: Server) -> None:
    async with Http() as http:
        with pytest.raises(RefusedError) as caught:
            await http.get(server.url("/feed"))
        assert server.log == []
        answer = await http.get(server.url("/feed"), typed_host=server.host)
    assert answer.body == b"secret"
    assert "private network" in caught.value.message
    assert "type yourself" in caught.value.message, "a fetch and a card show this alone"


async def test_the_settings_can_allow_a_host_and_port(server: Server) -> None:
    async with Http(allowed=[server.host.upper()]) as http:
        assert (await http.get(server.url("/feed"))).body == b"secret"


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::ffff:127.0.0.1]", "0", "[::1]"],
)
async def test_other_spellings_of_this_machine_are_refused_too(server: Server, host: str) -> None:
    async with Http() as http:
        with pytest.raises(FetchError):
            await http.get(f"http://{host}:{server.port}/feed", typed_host=server.host)
    assert server.log == []


async def test_typing_one_port_opens_no_other(server: Server) -> None:
    with Server() as other:
        other.add("/feed", Reply(body="other"))
        async with Http() as http:
            with pytest.raises(RefusedError):
                await http.get(other.url("/feed"), typed_host=server.host)
    assert other.log == []


async def test_a_typed_private_host_cannot_send_us_to_another(server: Server) -> None:
    with Server() as inner:
        inner.add("/admin", Reply(body="keys"))
        url = server.redirect("/go", inner.url("/admin"))
        async with Http() as http:
            with pytest.raises(RefusedError):
                await http.get(url, typed_host=server.host)
    assert inner.log == []
    assert len(server.log) == 1


async def test_a_connection_kept_open_for_one_channel_is_not_lent_to_another(server: Server) -> None:
    async with Http() as http:
        await http.get(server.url("/feed"), typed_host=server.host)
        with pytest.raises(RefusedError):
            await http.get(server.url("/feed"))
    assert len(server.log) == 1


async def test_a_redirect_stays_possible_on_the_typed_host(server: Server) -> None:
    async with Http() as http:
        answer = await http.get(server.redirect("/a", "/feed"), typed_host=server.host)
    assert answer.body == b"secret"


async def test_a_public_name_with_a_private_address_is_refused(server: Server) -> None:
    async def rebound(host: str, port: int) -> list[str]:
        return ["127.0.0.1", "::1", "169.254.169.254"]

    async with Http(resolver=rebound) as http:
        with pytest.raises(RefusedError):
            await http.get(f"http://news.example:{server.port}/feed")
    assert server.log == []


async def test_a_typed_name_reaches_its_private_address_and_keeps_its_host_header(server: Server) -> None:
    async def home(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    name = f"nas.home:{server.port}"
    async with Http(resolver=home) as http:
        answer = await http.get(f"http://{name}/feed", typed_host=name)
    assert answer.private
    assert server.log[0].headers["host"] == name


class Recorder(Lines):
    """Stands where the real network would be: says which addresses were connected to."""

    def __init__(self, resolver: Resolver, dead: Iterable[str] = ()) -> None:
        super().__init__(most=1, open_now=OpenNow(1), resolver=resolver, seconds=5)
        self.connected: list[str] = []
        self._dead = set(dead)

    async def dial(self, address: str, port: int, url: WebAddress, seconds: float) -> Any:
        self.connected.append(address)
        if address in self._dead:
            raise ConnectFailedError


async def test_a_name_that_changes_its_mind_is_only_asked_once() -> None:
    answers = [["93.184.216.34"], ["127.0.0.1"]]

    async def rebinding(host: str, port: int) -> list[str]:
        return answers.pop(0)

    network = Recorder(rebinding)
    await network.connect(understand("http://rebind.example/"), trusting=False)
    assert network.connected == ["93.184.216.34"]
    assert answers == [["127.0.0.1"]]


async def test_only_the_public_ones_of_a_names_addresses_are_tried_until_one_answers() -> None:
    async def many(host: str, port: int) -> list[str]:
        return ["10.0.0.1", "2606:4700::1", "::1", "1.1.1.1", "192.168.0.1"]

    network = Recorder(many, dead=["2606:4700::1"])
    await network.connect(understand("https://mixed.example/"), trusting=False)
    assert network.connected == ["2606:4700::1", "1.1.1.1"]


def test_names_that_hang_hold_up_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that never answers costs its own names their time: not what is read beside, nor the end."""
    hanging = threading.Event()

    def look_up(host: str, *_: object, **__: object) -> list[object]:
        hanging.wait(20)
        raise socket.gaierror(-2, "not known")

    async def fetch() -> tuple[float, list[object]]:
        started = time.monotonic()
        waiting = [
            asyncio.create_task(judged(f"{n}.slow.example", 80, 0.5, resolver=guard.resolve, trusting=False))
            for n in range(40)
        ]
        await asyncio.sleep(0.05)
        await asyncio.to_thread(lambda: None)
        read = time.monotonic() - started
        return read, await asyncio.gather(*waiting, return_exceptions=True)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    started = time.monotonic()
    read, answers = asyncio.run(fetch())
    assert read < 0.45
    assert all(isinstance(answer, FetchError) and "in time" in answer.message for answer in answers)
    assert time.monotonic() - started < 3
    hanging.set()


async def test_a_name_that_is_none_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    for host in ("x" * 300, "a..b", "\u0661.example", "\ud800"):
        with pytest.raises(FetchError, match="not found"):
            await judged(host, 80, 5, resolver=guard.resolve, trusting=False)
