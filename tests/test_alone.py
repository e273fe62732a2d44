"""The tests themselves: they reach no machine but this one."""

import os
import socket
import subprocess
import sys

import pytest

from tests.servers import Server

DOCUMENTATION = "192.0.2.1"  # RFC 5737: nobody's


@pytest.mark.parametrize("host", [DOCUMENTATION, "2001:db8::1"])
def test_no_other_machine_can_be_asked(host: str) -> None:
    with pytest.raises(OSError, match=r"nothing but loopback|not supported"):
        socket.create_connection((host, 80), timeout=5)


def test_this_machine_can() -> None:
    with (
        Server("127.0.0.7") as server,
        socket.create_connection(("127.0.0.7", int(server.host.split(":")[1]))),
    ):
        pass


def test_a_process_of_a_test_is_as_alone() -> None:
    if not os.environ.get("LEARNLOG_TESTS_ALONE"):
        pytest.skip("no network namespace was granted, or the tests were started without `make test`")
    code = f"import socket; socket.create_connection(({DOCUMENTATION!r}, 80), 5)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "Network is unreachable" in done.stderr
