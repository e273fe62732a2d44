"""A refresh of many people on three networks, when nothing is new: a whole process against its imports alone."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fediverse import Fediverse
from tests.servers import Reply, Seen, Server

from learnlog.model.person import Channel
from learnlog.settings import find_paths
from learnlog.workspace import Workspace

RUNS = 5
FIRST = 5
"""People whose posts are there before the keys are measured while those of all others arrive."""
POSTS = 30
IMPORTS = (
    "import learnlog.cli.main, learnlog.reading.web.http, learnlog.reading.web.guard, httpx, atproto_client"
)


class View(Server):
    """As much of Bluesky as a refresh asks for: every account has the same number of posts."""

    def answer(self, seen: Seen) -> Reply:
        """Answer with the feed of the account that is asked for."""
        split = urlsplit(seen.path)
        if not split.path.endswith("app.bsky.feed.getAuthorFeed"):
            return Reply(status=404)
        did = parse_qs(split.query)["actor"][0]
        feed = [{"post": view_of(did, number)} for number in range(POSTS)]
        return Reply(body=json.dumps({"feed": feed}), type="application/json")


def view_of(did: str, number: int) -> dict[str, Any]:
    """Return a post as Bluesky shows it."""
    when = f"2026-11-{23 - number // 20:02}T10:{59 - number:02}:00.000Z"
    words = f"Lesson {number}: a short thing that somebody learned while building pipelines."
    return {
        "uri": f"at://{did}/app.bsky.feed.post/3aaaaaaaa{2999 - number}",
        "cid": "bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy",
        "author": {"did": did, "handle": f"p{did[-4:]}.example", "displayName": f"Person {did[-4:]}"},
        "record": {"$type": "app.bsky.feed.post", "text": words, "createdAt": when},
        "indexedAt": when,
        "likeCount": number,
    }


def feed_of(number: int) -> str:
    """Return a feed of RSS."""
    items = "".join(
        f"<item><guid>https://p{number}.example/{n}</guid><title>Post {n}</title><link>https://p{number}.example/{n}"
        f"</link><description>Something of some length about post {n}.</description></item>"
        for n in range(POSTS)
    )
    return f"<rss version='2.0'><channel><title>Person {number}</title>{items}</channel></rss>"


def run(command: list[str], env: Mapping[str, str]) -> tuple[float, float, bytes]:
    """Run `command`; return its CPU seconds, its largest size in MB, and what it printed."""
    child = subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
    )
    assert child.stdout is not None  # it was asked for
    said = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command} failed")
    size = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return used.ru_utime + used.ru_stime, size, said


def last(said: bytes) -> str:
    """Return the last line of what was printed."""
    return said.decode().rstrip().rpartition("\n")[2]


def middle(command: list[str], env: Mapping[str, str]) -> tuple[float, float]:
    """Return the middle CPU seconds and the largest size of some runs."""
    runs = [run(command, env)[:2] for _ in range(RUNS)]
    return statistics.median(cpu for cpu, _ in runs), max(size for _, size in runs)


def follow(workspace: Workspace, number: int, feeds: Server, fediverse: Fediverse) -> None:
    """Follow a person who has a feed and is on both networks."""
    name = f"p{number:04}"
    feeds.add(f"/{name}.xml", Reply(body=feed_of(number), type="application/rss+xml", etag=f'"{name}"'))
    account = fediverse.add(name)
    for post in range(POSTS):
        fediverse.post(name, f"Lesson {post}: a short thing.")
    typed = urlsplit(feeds.url("/")).netloc
    channels = (
        Channel(kind="feed", key=feeds.url(f"/{name}.xml"), typed_host=typed),
        Channel(kind="mastodon", key=account["uri"], typed_host=fediverse.host),
        Channel(kind="bluesky", key=f"did:plc:{'a' * 20}{name[1:].translate(str.maketrans('0189', 'bcde'))}"),
    )
    workspace.people.add(f"Person {number}", channels)


def follow_all(folder: str, numbers: Iterable[int], feeds: Server, fediverse: Fediverse) -> None:
    """Follow the people with these numbers."""
    workspace = Workspace(find_paths(folder))
    for number in numbers:
        follow(workspace, number, feeds, fediverse)
    workspace.close()


def main() -> None:
    """Start the servers, follow everybody, refresh twice, print what the second time costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory() as folder, Server() as feeds, View() as view, Fediverse() as fediverse:
        address = view.url("").rstrip("/")
        (Path(folder) / "settings.toml").write_text(
            f'host_pause = 0\nbluesky_appview = "{address}"\nbluesky_plc = "{address}"\n', encoding="utf-8"
        )
        env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        env["LEARNLOG_HOME"] = folder
        refresh = [str(Path(sys.executable).with_name("learnlog")), "fetch", "--all"]
        follow_all(folder, range(FIRST), feeds, fediverse)
        run(refresh, env)
        follow_all(folder, range(FIRST, people), feeds, fediverse)
        print(f"{people} people, each with a feed, on Mastodon and on Bluesky")
        keys = [sys.executable, "-m", "bench.refresh_keys", folder]
        print(run(keys, {**env, "PYTHONPATH": str(Path(__file__).parents[1])})[2].decode(), end="")
        cpu, size, _ = run(refresh, env)
        print(f"again, asking all                      {cpu:6.2f} s of CPU  {size:5.0f} MB")
        cpu, size = middle(refresh, env)
        said = run(refresh, env)[2]
        print(f"nothing new                {cpu:6.2f} s of CPU  {size:5.0f} MB  {last(said)}")
        bare, least = middle([sys.executable, "-c", IMPORTS], env)
        print(f"the libraries' imports     {bare:6.2f} s of CPU  {least:5.0f} MB")
        print(f"beyond the imports         {cpu - bare:6.2f} s of CPU  {size - least:5.0f} MB")


if __name__ == "__main__":
    main()
