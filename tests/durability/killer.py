"""Forks, kills and forks again: hundreds of deaths in a few seconds, in a process of its own.

Run as ``python -m tests.durability.killer HOME KIND KILLS SEED``; prints the marks that were acknowledged.
"""

import io
import os
import random
import signal
import sys
import time

from tests.durability import deeds

QUICK = 0.05
"""Seconds of a deed of which several are waited for."""


class Lives:
    """Begins children that do one kind of deed in a home, and kills each at a moment that `rng` chooses.

    That is after some deeds, or none, and a part of what a deed takes: however slow the machine is, deeds are done, and
    the kill comes anywhere in the next one.
    """

    def __init__(self, home: str, kind: str, rng: random.Random) -> None:
        self._home = home
        self._kind = kind
        self._rng = rng
        self._usual = 0.05
        """Seconds that a deed took last."""

    def one(self, round_: int) -> list[str]:
        """Live and die once; return what was acknowledged."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            self._do(writing, round_)
        os.close(writing)
        with os.fdopen(reading, "rb", buffering=0) as told:
            rest = self._heard(told, 1)
            rest += self._deeds_done(told, self._rng.randrange(6 if self._usual < QUICK else 3))
            time.sleep(self._rng.uniform(0, self._usual))
            os.kill(child, signal.SIGKILL)
            rest += told.read() or b""
        os.waitpid(child, 0)
        return [line for line in rest.decode().split("\n")[:-1] if line and line != "ready"]

    def _do(self, writing: int, round_: int) -> None:
        """Be the child."""
        os.dup2(writing, 1)
        sys.stdout = os.fdopen(1, "w", buffering=1)
        sys.argv = ["deeds", self._home, self._kind, str(round_)]
        try:
            deeds.main()
        finally:
            os._exit(1)

    def _deeds_done(self, told: io.RawIOBase, count: int) -> bytes:
        """Wait for so many deeds, and learn how long they take."""
        began = time.monotonic()
        heard = self._heard(told, count)
        if done := heard.count(b"\n"):
            self._usual = (time.monotonic() - began) / done
        return heard

    def _heard(self, told: io.RawIOBase, lines: int) -> bytes:
        """Return what was told until there were so many lines."""
        heard = b""
        while heard.count(b"\n") < lines and (more := told.read(1 << 16)):
            heard += more
        return heard


def main() -> None:
    """Kill as often as asked."""
    home, kind, kills, seed = sys.argv[1:]
    lives = Lives(home, kind, random.Random(seed))
    for round_ in range(int(kills)):
        for mark in lives.one(round_):
            print(mark)


if __name__ == "__main__":
    main()
