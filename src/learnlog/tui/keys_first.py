"""Keys come first: what goes on beside the screen waits while somebody presses them."""

import asyncio
import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from learnlog.model.errors import LearnlogError

REST = 0.4
"""Seconds without a key after which nobody waits for an answer to one."""
MOST = 5.0
"""Seconds after which something is done all the same, however many keys come."""
SWITCH = 0.0005
"""Seconds after which a thread lets another run. An answer comes out of the database row by row, and for each row the
thread that asked would wait for five thousandths while another works."""
_TICK = 0.05
LONG = 3.0
"""Seconds without a key after which garbage may be looked for everywhere, which takes a tenth of one."""
_MUCH = 5
"""Looks at what is not quite new (see `spare_keys`) after which there may be much garbage elsewhere."""


class KeysFirst:
    """Knows when the last key came. Python runs one thread at a time, so that what is beside slows the answer down."""

    def __init__(self, is_open: Callable[[], bool] = lambda: True) -> None:
        self._is_open = is_open
        self._last = time.monotonic()
        self._giving_way: list[Callable[[], object]] = []

    def came(self) -> None:
        """Hear that a key, or the mouse, did something."""
        self._last = time.monotonic()
        for end in self._giving_way:
            end()

    @contextmanager
    def giving_way(self, end: Callable[[], object]) -> Iterator[None]:
        """Call `end` as soon as a key comes: what goes on inside is begun again when none does."""
        self._giving_way.append(end)
        try:
            yield
        finally:
            self._giving_way.remove(end)

    def quiet(self) -> float:
        """Return for how many seconds no key came."""
        return time.monotonic() - self._last

    async def rest(self) -> None:
        """Do as `wait` does, on the event loop."""
        until = time.monotonic() + MOST
        while (left := min(self._last + REST, until) - time.monotonic()) > 0:
            await asyncio.sleep(left)

    def wait(self, is_over: Callable[[], bool] = lambda: False) -> None:
        """Wait, in a thread, until no key comes for a moment, or `is_over`; what is beside may do a little then."""
        until = time.monotonic() + MOST
        while (left := min(self._last + REST, until) - time.monotonic()) > 0 and not is_over():
            time.sleep(min(left, _TICK))

    def tidy(self) -> None:
        """Look for garbage, in a thread, when nobody pressed a key for long and there may be much of it."""
        if self.quiet() > LONG and gc.get_count()[2] >= _MUCH:
            gc.collect()

    def let_come(self) -> None:
        """Wait as `wait` does, on the way to what is only nice to know.

        Raises:
            LearnlogError: learnlog is being left, and nobody wants to know.
        """
        self.wait(lambda: not self._is_open())
        if not self._is_open():
            raise LearnlogError("learnlog is being left.")


def spare_keys() -> None:
    """Let no key wait for the garbage collector to look through all that stands (40 ms), or long for a thread.

    It looks at the newest objects every 20,000, and every fourth time at what was left of these: seldom, that took as
    long. Everywhere it looks in `KeysFirst.tidy`.
    """
    gc.freeze()
    gc.set_threshold(20_000, 3, 100)
    sys.setswitchinterval(SWITCH)
