"""A soak: a thousand channels over three simulated days, with everything that goes wrong on the way.

Nothing may be lost or doubled, memory stays flat (within 5 %), and the servers' log has to show manners; what it does
not is printed, and the process then fails.
"""

import argparse
import gc
import os
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.soak_checks import pauses, summary, violations
from bench.soak_server import Line, start, tell
from bench.soak_world import HOUR, START, World, address_of

from learnlog.model.person import Channel
from learnlog.settings import Settings, find_paths
from learnlog.workspace import Workspace

PER_PERSON = 20
FLAT = 1.05
"""What the memory may be at the end, in parts of what it was after a third of the time."""


@dataclass(slots=True)
class Report:
    """What came of a soak: the log, its peaks, what is wrong, and the memory (MB) by simulated hour."""

    lines: list[Line] = field(default_factory=list)
    peaks: dict[str, int] = field(default_factory=dict)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    memory: dict[float, float] = field(default_factory=dict)
    posts: int = 0
    moved: int = 0
    retired: int = 0
    failed: int = 0
    cpu: float = 0.0
    wall: float = 0.0


class Soak:
    """One reader who follows all of `world` and fetches what is due every `step` simulated minutes."""

    def __init__(self, world: World, folder: str, step: float, pause: int, timeout: int = 5) -> None:
        self.world = world
        self.step = step * 60
        self.pause = pause
        self.report = Report()
        self.tell: Callable[[str], object] = lambda words: None
        self._process, self._now, self._wire, self._port = start(world, START)
        hosts = tuple(f"{address_of(host)}:{self._port}" for host in range(world.hosts))
        settings = Settings(hosts=hosts, host_pause=pause, timeout=timeout)
        self.workspace = Workspace(find_paths(folder), settings, self.clock)

    def clock(self) -> datetime:
        """Return the simulated moment."""
        return datetime.fromtimestamp(self._now.value, UTC)

    def follow(self) -> None:
        """Follow every feed."""
        channels = [Channel(kind="feed", key=self._url(feed.host, feed.path)) for feed in self.world.all()]
        for number in range(0, len(channels), PER_PERSON):
            self.workspace.people.add(f"Person {number:04}", channels[number : number + PER_PERSON])

    def live(self) -> None:
        """Let the days pass: in the middle nobody can be reached, then a hotel's network answers for everybody."""
        began, cpu = time.monotonic(), time.process_time()
        span = self.world.hours * HOUR
        moods = ((0.4, "down"), (0.44, "up"), (0.6, "portal"), (0.63, "faulty"))
        pending = [(START + share * span, word) for share, word in moods]
        while self._now.value < self.world.end:
            if pending and self._now.value >= pending[0][0]:
                tell(self._wire, pending.pop(0)[1])
            self._fetch()
            self._remember()
            self._now.value += self.step
        self.report.cpu, self.report.wall = time.process_time() - cpu, time.monotonic() - began

    def end(self) -> Report:
        """Ask everybody once more, when all is well, and look at what is there."""
        self.report.lines, self.report.peaks = tell(self._wire, "log")
        tell(self._wire, "calm")
        self._now.value += timedelta(days=2).total_seconds()
        self._fetch(everything=True)
        self._fetch(everything=True)  # a feed that moved meanwhile, at its new address
        report = self.report
        pause = self.pause / 1000
        report.wrong += violations(report.lines, self.world, pause)
        report.wrong += self._too_many()
        report.wrong += self._lost_or_doubled()
        states = self.workspace.library.channels.states()
        report.retired = sum(state.retired is not None for state in states.values())
        report.moved = sum(len(c.aliases) for person in self.workspace.people.all() for c in person.channels)
        return report

    def close(self) -> None:
        """Stop the servers."""
        self.workspace.close()
        self._wire.send("end")
        self._process.join(5)
        if self._process.is_alive():
            self._process.terminate()

    def _fetch(self, *, everything: bool = False) -> None:
        outcomes = self.workspace.fetching.run(everything=everything)
        self.report.failed += sum(bool(outcome.error) for outcome in outcomes)

    def _remember(self) -> None:
        hours = (self._now.value - START) / HOUR
        if hours % 6 == 0:
            gc.collect()
            self.report.memory[hours] = resident()
            self.tell(f"{hours:g} h: {resident():.0f} MB, {time.process_time():.0f} s of CPU")

    def _too_many(self) -> Iterator[tuple[str, str]]:
        limits = {"open at one host": 2, "open in all": 16, "busy at one host": 2, "busy in all": 16}
        for name, peak in self.report.peaks.items():
            if peak > limits.get(name, peak):
                yield "too many connections", f"{peak} {name}"

    def _lost_or_doubled(self) -> Iterator[tuple[str, str]]:
        """Compare what is here with what was published; of a feed that is gone for good, with what it last showed."""
        here = Counter[str]()
        titles: dict[str, str] = {}
        with closing(sqlite3.connect(self.workspace.paths.library)) as library:
            for address, title in library.execute("SELECT url, title FROM post"):
                here[address] += 1
                titles[address] = title
        self.report.posts = here.total()
        there: dict[str, str] = {}
        for feed in self.world.all():
            good = [
                line.sim
                for line in self.report.lines
                if line.path.endswith(f"/{feed.number}") and line.status in (200, 304) and not line.fault
            ]
            until = max(good, default=START) if feed.gone else self.world.end
            there |= {address: title for address, _, title in feed.posts(until)}
        yield from (("a post is lost", address) for address in there if not here[address])
        yield from (("a post is doubled", address) for address, count in here.items() if count > 1)
        yield from (("a post nobody published", address) for address in here if address not in there)
        yield from (
            ("an edit is lost", address)
            for address, title in there.items()
            if here[address] and titles[address] != title
        )

    def _url(self, host: str, path: str) -> str:
        return f"http://{host}:{self._port}{path}"


def resident() -> float:
    """Return how many MB of memory this process holds now."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def soaking(world: World, step: float, pause: int) -> Iterator[Soak]:
    """Give a soak in a home of its own."""
    with tempfile.TemporaryDirectory() as folder:
        soak = Soak(world, folder, step, pause)
        try:
            soak.follow()
            yield soak
        finally:
            soak.close()


def growth(memory: dict[float, float]) -> tuple[float, float]:
    """Return the memory after a third of the time, and at the end."""
    hours = sorted(memory)
    return memory[hours[len(hours) // 3]], memory[hours[-1]]


def grown(memory: dict[float, float]) -> Iterator[tuple[str, str]]:
    """Give that the memory is not flat: what is freed lies scattered, so a little more at the end says nothing."""
    first, last = growth(memory)
    if last > first * FLAT:
        yield "memory grows", f"from {first:.1f} to {last:.1f} MB"


def said(report: Report, world: World, pause: int) -> Iterator[str]:
    """Give what came of it, line by line."""
    yield f"{world.feeds} channels on {world.hosts} hosts, {world.hours:g} simulated hours, pause {pause} ms"
    yield summary(report.lines, world)
    short, pairs = pauses(report.lines, pause / 1000)
    yield f"pauses between two channels of a host: {pairs - short:,} of {pairs:,} at least half as long as asked for"
    yield f"at most {', '.join(f'{count} {name}' for name, count in sorted(report.peaks.items()))}"
    yield f"{report.posts:,} posts; {report.moved} feeds moved, {report.retired} gone for good"
    yield f"{report.failed:,} times a channel brought nothing: a fault, or its host rested"
    yield "memory (MB) by hour: " + "  ".join(f"{h:g}: {mb:.0f}" for h, mb in sorted(report.memory.items()))
    first, last = growth(report.memory)
    yield f"from a third of the time to its end: {first:.1f} to {last:.1f} MB"
    yield f"{report.cpu:.0f} s of CPU, {report.wall:.0f} s in all"
    wrong: dict[str, list[str]] = {}
    for rule, how in report.wrong:
        wrong.setdefault(rule, []).append(how)
    for rule, cases in wrong.items():
        yield f"WRONG {len(cases):,} times: {rule}"
        yield from (f"    {case}" for case in cases[:5])
    yield (
        "nothing lost, nothing doubled, all manners kept"
        if not wrong
        else f"{len(report.wrong):,} violations"
    )


def main() -> None:
    """Soak, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--channels", type=int, default=1000)
    parser.add_argument("--hosts", type=int, default=250)
    parser.add_argument("--hours", type=float, default=72)
    parser.add_argument("--step", type=float, default=15, help="simulated minutes between two fetches")
    parser.add_argument("--pause", type=int, default=100, help="milliseconds between two channels of a host")
    asked = parser.parse_args()
    world = World(feeds=asked.channels, hosts=asked.hosts, hours=asked.hours)
    with soaking(world, asked.step, asked.pause) as soak:
        soak.tell = lambda words: print(words, file=sys.stderr, flush=True)
        soak.live()
        report = soak.end()
    report.wrong += grown(report.memory)
    for line in said(report, world, asked.pause):
        print(line)
    sys.exit(bool(report.wrong))


if __name__ == "__main__":
    main()
