"""What the tests of fetching stand on: a server, and somebody who reads what it publishes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import FakeClock
from tests.reading.fetching.reader import Reader
from tests.servers import Server


@pytest.fixture
def reader(home: Path, clock: FakeClock) -> Iterator[Reader]:
    with Server() as server:
        yield Reader(home, clock, server)
