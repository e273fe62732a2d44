"""Forks, kills and forks again: hundreds of deaths in a few seconds, in a process of its own.

Run as ``python -m tests.durability.killer HOME KIND KILLS SEED``; prints the marks that were acknowledged.
"""

import os
import random
import signal
import sys
import time

from tests.durability import deeds


def one_life(home: str, kind: str, round_: int, seconds: float) -> list[str]:
    """Let a child do deeds for `seconds` after it is ready, kill it, and return what it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.dup2(writing, 1)
        sys.stdout = os.fdopen(1, "w", buffering=1)
        sys.argv = ["deeds", home, kind, str(round_)]
        try:
            deeds.main()
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as told:
        first = told.read(6)
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        rest = first + (told.read() or b"")
    os.waitpid(child, 0)
    return [line for line in rest.decode().split("\n")[:-1] if line and line != "ready"]


def main() -> None:
    """Kill as often as asked."""
    home, kind, kills, seed = sys.argv[1:]
    rng = random.Random(seed)
    longest, in_vain = 0.1, 0
    for round_ in range(int(kills)):
        marks = one_life(home, kind, round_, rng.uniform(0, longest))
        in_vain = 0 if marks else in_vain + 1
        if in_vain == 5:  # a busy machine does nothing in so short a life
            longest, in_vain = min(longest * 2, 3.0), 0
        for mark in marks:
            print(mark)


if __name__ == "__main__":
    main()
