"""Fetching many feeds, side by side with newsboat and the `reader` package: CPU, wall time and peak memory.

Real HTTP on many loopback addresses, every answer late by a set time; the server's own CPU is not counted. Each run
is a process of its own; cold is into an empty store, warm when every answer is 304.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]

READER = """
import sys
from reader import make_reader
reader = make_reader(sys.argv[1])
for url in open(sys.argv[2]).read().split():
    reader.add_feed(url, exist_ok=True)
reader.update_feeds(workers=int(sys.argv[3]), scheduled=False)
"""


@dataclass(frozen=True)
class Used:
    """What one process took: seconds of CPU and of time, and its largest size in MB."""

    cpu: float
    wall: float
    size: float


@dataclass(frozen=True)
class Rival:
    """A reader: how its home is made ready, and how it fetches there."""

    name: str
    prepare: Callable[[Path, list[str]], None]
    command: Callable[[Path], list[str]]
    count: Callable[[Path], int]


def run(command: list[str], env: Mapping[str, str]) -> Used:
    """Run `command` to its end."""
    started = time.perf_counter()
    child = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd="/")
    assert child.stdout is not None  # it was asked for
    said = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command} failed:\n{said.decode(errors='replace')[-2000:]}")
    return Used(
        used.ru_utime + used.ru_stime, wall, used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    )


@contextmanager
def serving(feeds: int, milliseconds: int, in_json: int) -> Iterator[int]:
    """Serve the feeds in another process; give its port."""
    command = [sys.executable, "-m", "bench.readers_server", str(feeds), str(milliseconds), str(in_json)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
    assert child.stdout is not None  # it was asked for
    try:
        yield int(child.stdout.readline())
    finally:
        child.terminate()
        child.wait()


def rows(path: Path, sql: str) -> int:
    """Return the number that `sql` counts in the database at `path`."""
    import sqlite3

    connection = sqlite3.connect(path)
    try:
        return int(connection.execute(sql).fetchone()[0])
    finally:
        connection.close()


def learnlog(connections: int, per_host: int, pause: int) -> Rival:
    """Return this program, its people with one feed each."""

    def prepare(home: Path, urls: list[str]) -> None:
        from urllib.parse import urlsplit

        from learnlog.model.person import Channel
        from learnlog.settings import find_paths
        from learnlog.workspace import Workspace

        settings = f"connections = {connections}\nper_host = {per_host}\nhost_pause = {pause}\n"
        (home / "settings.toml").write_text(settings, encoding="utf-8")
        workspace = Workspace(find_paths(str(home)))
        for number, url in enumerate(urls):
            channel = Channel(kind="feed", key=url, typed_host=urlsplit(url).netloc)
            workspace.people.add(f"Person {number}", (channel,))
        workspace.close()

    return Rival(
        "learnlog",
        prepare,
        lambda home: [sys.executable, "-m", "learnlog", "--home", str(home), "fetch", "--all"],
        lambda home: rows(home / "library.db", "SELECT count(*) FROM post"),
    )


def newsboat(connections: int) -> Rival:
    """Return newsboat with as many threads as there may be connections."""

    def prepare(home: Path, urls: list[str]) -> None:
        (home / "urls").write_text("\n".join(urls), encoding="utf-8")
        (home / "config").write_text(f"reload-threads {connections}\nmax-items 0\n", encoding="utf-8")

    def command(home: Path) -> list[str]:
        files = [
            f"--{name}={home / file}" for name, file in (("url-file", "urls"), ("config-file", "config"))
        ]
        return ["newsboat", *files, f"--cache-file={home / 'cache.db'}", "-x", "reload"]

    return Rival(
        "newsboat", prepare, command, lambda home: rows(home / "cache.db", "SELECT count(*) FROM rss_item")
    )


def reader(connections: int, python: str) -> Rival:
    """Return the `reader` package that the interpreter `python` has, with as many workers."""

    def prepare(home: Path, urls: list[str]) -> None:
        (home / "urls").write_text("\n".join(urls), encoding="utf-8")
        (home / "fetch.py").write_text(READER, encoding="utf-8")

    return Rival(
        "reader",
        prepare,
        lambda home: [python, str(home / "fetch.py"), str(home / "db"), str(home / "urls"), str(connections)],
        lambda home: rows(home / "db", "SELECT count(*) FROM entries"),
    )


def given(port: int) -> str:
    """Return what the server answered since it was last asked."""
    said = json.load(urlopen(f"http://127.0.0.1:{port}/log"))
    statuses = ", ".join(f"{many} x {status}" for status, many in sorted(said["given"].items()))
    return f"{statuses}; at most {said['peak']} at once"


def compare(rivals: list[Rival], urls: list[str], port: int, runs: int) -> None:
    """Let all fetch in turn, cold and warm, and print the middle of the runs."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPATH"] = str(ROOT / "src")
    used: dict[tuple[str, str], list[Used]] = {}
    told: dict[tuple[str, str], str] = {}
    for _ in range(runs):
        for rival in rivals:
            with tempfile.TemporaryDirectory() as folder:
                home = Path(folder)
                rival.prepare(home, urls)
                # Three times, since newsboat keeps no validators of the answer that made a feed known.
                for how in ("cold", "", "warm"):
                    used.setdefault((how, rival.name), []).append(run(rival.command(home), env))
                    told[how, rival.name] = f"{given(port)}; {rival.count(home)} entries"
    _print(rivals, used, told)


def _print(
    rivals: list[Rival], used: dict[tuple[str, str], list[Used]], told: dict[tuple[str, str], str]
) -> None:
    print(f"{'':15}{'CPU s':>7}{'wall s':>8}{'MB':>6}{'x newsboat':>12}")
    for how in ("cold", "warm"):
        for rival in rivals:
            cpu, wall, size = (_middle(used[how, rival.name], part) for part in ("cpu", "wall", "size"))
            peer = _middle(used.get((how, "newsboat"), ()), "cpu")
            ratio = f"{cpu / peer:.2f}" if peer else ""
            print(
                f"{how:5}{rival.name:10}{cpu:7.2f}{wall:8.2f}{size:6.0f}{ratio:>12}   {told[how, rival.name]}"
            )


def _middle(runs: Sequence[Used], part: str) -> float:
    return statistics.median(getattr(one, part) for one in runs) if runs else 0.0


def main() -> None:
    """Serve, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--delay", type=int, default=100, help="milliseconds before each answer")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--per-host", type=int, default=2)
    parser.add_argument(
        "--pause", type=int, default=250, help="learnlog's milliseconds between two feeds of a host"
    )
    parser.add_argument("--json", type=int, default=0, help="feeds in JSON, which newsboat cannot read")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--reader", default="", help="an interpreter that has the `reader` package")
    parser.add_argument("--only", default="", help="one of learnlog, newsboat, reader")
    said = parser.parse_args()
    rivals = [learnlog(said.connections, said.per_host, said.pause)]
    if shutil.which("newsboat"):
        rivals.append(newsboat(said.connections))
    if said.reader:
        rivals.append(reader(said.connections, said.reader))
    with serving(said.feeds, said.delay, said.json) as port:
        urls = [f"http://127.0.1.{1 + number % said.hosts}:{port}/{number}" for number in range(said.feeds)]
        print(
            f"{said.feeds} feeds on {said.hosts} hosts, {said.delay} ms an answer,"
            f" {said.connections} connections in all, {said.per_host} a host,"
            f" learnlog's pause {said.pause} ms"
        )
        compare([rival for rival in rivals if said.only in ("", rival.name)], urls, port, said.runs)


if __name__ == "__main__":
    main()
