"""Connections that break off: what is asked again, and how many are open while others end."""

import socket
from contextlib import ExitStack
from typing import Any

import pytest

from learnlog.reading.web.exchange import Lines
from learnlog.reading.web.http import FetchError, Http
from learnlog.reading.web.places import Places
from tests.servers import Reply, Server

CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"


async def test_an_answer_that_breaks_off_is_not_asked_for_again_at_once() -> None:
    with Server() as server:
        server.add("/whole", Reply(body="x"))
        server.add("/cut", Reply(raw=CUT))
        async with Http(allowed=[server.host]) as http:
            await http.get(server.url("/whole"))  # its connection is kept, and the next question goes over it
            with pytest.raises(FetchError, match="broke off"):
                await http.get(server.url("/cut"))
        assert [seen.path for seen in server.log] == ["/whole", "/cut"]


async def test_a_connection_is_opened_when_those_that_ended_are_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialled: list[socket.socket] = []
    most = [0]
    real = Lines.dial

    async def dial(lines: Lines, *where: Any) -> Any:
        most[0] = max(most[0], 1 + sum(one.fileno() >= 0 for one in dialled))
        wire = await real(lines, *where)
        dialled.append(wire.transport.get_extra_info("socket"))
        return wire

    monkeypatch.setattr(Lines, "dial", dial)
    with ExitStack() as stack:
        servers = [stack.enter_context(Server(f"127.0.2.{number}")) for number in range(2, 8)]
        for server in servers:
            server.add("/cut", Reply(raw=CUT))
        async with Http(allowed=[one.host for one in servers], places=Places(1, 1)) as http:
            for server in servers:
                with pytest.raises(FetchError):
                    await http.get(server.url("/cut"))
    assert len(dialled) == 6
    assert most[0] == 1
