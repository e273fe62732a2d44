"""What one host sees of us: rests it asked for, connections, and two learnlogs that fetch at once."""

import asyncio
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from learnlog.model.errors import LearnlogError
from learnlog.model.person import Channel
from learnlog.model.query import PostFilter
from learnlog.reading.web import exchange
from learnlog.reading.web.http import Http
from learnlog.reading.web.places import Places
from tests.reading.feeds import item, rss
from tests.reading.fetching.reader import Reader
from tests.servers import Reply, Seen, Server

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("said", ["0", "-1", "Thu, 01 Jan 2015 00:00:00 GMT", "1"])
def test_a_host_that_wants_no_questions_gets_none_though_it_names_no_time_to_speak_of(
    reader: Reader, status: int, said: str
) -> None:
    for number in range(8):
        reader.follow(f"/{number}", Reply(status=status, headers={"Retry-After": said}))
    reader.fetch(everything=True)
    assert len(reader.server.log) <= 2
    first = len(reader.server.log)
    reader.clock.pass_(minutes=4)
    reader.fetch(everything=True)
    assert len(reader.server.log) == first


@pytest.mark.parametrize("status", [403, 500])
def test_a_host_that_says_when_to_come_again_is_left_alone_whatever_else_it_answers(
    reader: Reader, status: int
) -> None:
    for number in range(8):
        reader.follow(f"/{number}", Reply(status=status, headers={"Retry-After": "7200"}))
    reader.fetch(everything=True)
    first = len(reader.server.log)
    assert first <= 2
    reader.clock.pass_(hours=1, minutes=50)
    reader.fetch(everything=True)
    assert len(reader.server.log) == first
    reader.clock.pass_(minutes=11)
    for number in range(8):
        reader.server.add(f"/{number}", Reply(body=rss()))
    assert [one.error for one in reader.fetch(everything=True)] == [""] * 8


def test_who_was_spared_as_its_host_rests_still_says_what_it_answered(reader: Reader) -> None:
    kept = [reader.follow(f"/{number}", Reply(body=rss())) for number in range(6)]
    reader.fetch()
    reader.clock.pass_(minutes=10)
    for number in range(6):
        reader.server.add(f"/{number}", Reply(status=429, headers={"Retry-After": "7200"}))
    reader.fetch(everything=True)
    workspace = reader.open()
    said = [workspace.fetching.schedule.explain(key)[0].said for key in kept]
    reader.clock.pass_(hours=2, minutes=1)
    reasons = {workspace.fetching.schedule.explain(key)[0].reason for key in kept}
    workspace.close()
    assert reasons == {"its host had asked us to wait", "it failed, so it is left alone for a while"}
    assert said.count("It answered (200).") >= 4
    assert {one for one in said if "200" not in one} == {"127.0.0.1 asks us to come less often (429)."}


def test_a_rest_without_end_is_a_week(reader: Reader) -> None:
    key = reader.follow("/feed", Reply(status=429, headers={"Retry-After": "9" * 30}))
    reader.fetch()
    due = reader.state(key).due
    assert due
    assert timedelta(days=6) < due - reader.clock.now <= timedelta(days=8)
    reader.server.add("/feed", Reply(body=rss()))
    reader.fetch_every(timedelta(hours=6), timedelta(days=6))
    reader.fetch(everything=True)
    assert reader.asked("/feed") == 1
    reader.clock.pass_(days=2)
    reader.fetch()
    assert reader.asked("/feed") == 2


def test_who_looks_at_an_address_of_a_host_at_rest_does_not_ask_it(reader: Reader) -> None:
    reader.follow("/busy", Reply(status=429, headers={"Retry-After": "7200"}))
    reader.fetch()
    url = reader.server.add("/other", Reply(body=rss()))
    for _ in range(2):
        workspace = reader.open()
        with pytest.raises(LearnlogError, match="is paused until"):
            workspace.following.look(url)
        workspace.close()
        reader.clock.pass_(minutes=30)
    assert reader.asked("/other") == 0


def test_a_rest_that_was_asked_for_while_looking_holds_for_the_next_process_and_for_fetching(
    reader: Reader,
) -> None:
    key = reader.follow("/feed", Reply(body=rss()))
    url = reader.server.add("/other", Reply(status=429, headers={"Retry-After": "7200"}))
    workspace = reader.open()
    with pytest.raises(LearnlogError):
        workspace.following.look(url)
    workspace.close()
    assert reader.fetch() == []
    assert len(reader.server.log) == 1
    workspace = reader.open()
    (standing,) = workspace.fetching.schedule.explain(key)
    workspace.close()
    assert standing.reason == "its host asked us to wait"
    reader.clock.pass_(hours=2, minutes=1)
    (told,) = reader.fetch()
    assert (told.new, told.error) == (1, "")


def test_a_rest_that_another_process_learned_of_is_heeded_at_once(reader: Reader) -> None:
    url = reader.server.add("/other", Reply(status=503, headers={"Retry-After": "7200"}))
    mine, theirs = reader.open(), reader.open()
    for workspace in (mine, theirs, mine):
        with pytest.raises(LearnlogError):
            workspace.following.look(url)
    mine.close()
    theirs.close()
    assert len(reader.server.log) == 1


def test_a_spoiled_note_of_rests_only_means_that_they_are_forgotten(reader: Reader) -> None:
    reader.follow("/feed", Reply(body=rss()))
    workspace = reader.open()
    note = workspace.paths.state / "resting.json"
    workspace.close()
    note.parent.mkdir(parents=True, exist_ok=True)
    for spoiled in (b"\xff{", b"[]", b'{"a": 1, "b": "never", "c": "2026-11-30"}'):
        note.write_bytes(spoiled)
        assert [one.error for one in reader.fetch(everything=True)] == [""]
        reader.clock.pass_(hours=30)


def test_two_that_fetch_at_once_ask_each_channel_once_and_open_no_more_connections(reader: Reader) -> None:
    for number in range(8):
        reader.follow(f"/{number}", Reply(body=rss(), delay=0.1))
    others = [threading.Thread(target=lambda: reader.fetch(everything=True)) for _ in range(3)]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert sorted(seen.path for seen in reader.server.log) == [f"/{number}" for number in range(8)]
    assert reader.server.peak <= 2


def test_a_process_that_waits_for_another_to_fetch_can_be_stopped(reader: Reader) -> None:
    reader.follow("/slow", Reply(hang=True))
    workspace, other = reader.open(), reader.open()
    stop = threading.Event()
    first = threading.Thread(target=lambda: workspace.fetching.run(cancelled=stop.is_set))
    first.start()
    while not reader.server.log:
        pass
    told: list[str] = []
    assert other.fetching.run(cancelled=lambda: bool(told), waiting=lambda: told.append("waits")) == []
    assert told == ["waits"]
    stop.set()
    first.join()
    other.close()
    assert len(reader.server.log) == 1


def test_a_killed_fetch_keeps_no_other_waiting(reader: Reader) -> None:
    reader.follow("/slow", Reply(hang=True))
    workspace = reader.open()
    home = str(workspace.paths.vault.parent)
    workspace.close()
    workspace.paths.settings.write_text(f'hosts = ["{reader.server.host}"]\n')
    command = [sys.executable, "-m", "learnlog", "--home", home, "fetch"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as other:
        while not reader.server.log:
            pass
        other.kill()
    reader.server.add("/slow", Reply(body=rss()))
    (told,) = reader.fetch(everything=True)
    assert told.error == ""


def test_connections_that_are_kept_open_count_among_those_that_are(reader: Reader) -> None:
    reader.settings = replace(reader.settings, connections=4)
    servers = [Server(f"127.0.0.{number}") for number in range(2, 14)]
    for server in servers:
        server.__enter__()
    for server in servers:
        reader.follow("/feed", Reply(body=rss()), server)
    most = [0]

    def look(_: Seen) -> Reply:
        end = time.monotonic() + 3  # a server notices only after a while that a connection was closed
        while (connected := sum(server.open for server in servers)) > 4 and time.monotonic() < end:
            time.sleep(0.01)
        most[0] = max(most[0], connected)
        return Reply(body=rss())

    for server in servers:
        server.add("/feed", look)
    reader.fetch()
    for server in servers:
        server.__exit__(None, None, None)
    assert sum(len(server.log) for server in servers) == len(servers)
    assert most[0] <= 4


def test_whole_posts_are_read_with_the_same_pause_as_channels(reader: Reader) -> None:
    reader.settings = replace(reader.settings, host_pause=300)
    server = reader.server
    words = " ".join(f"word{n}" for n in range(200))
    article = f"<html><body><article><h1>Post</h1><p>{words}.</p><p>{words}.</p></article></body></html>"
    items = []
    for number in range(4):
        server.add(f"/post/{number}", Reply(body=article, type="text/html"))
        items.append(
            item(str(number)).replace(f"https://example.org/{number}", server.url(f"/post/{number}"))
        )
    key = reader.follow("/feed", Reply(body=rss(items)))
    workspace = reader.open()
    workspace.full_text.want(key)
    workspace.close()
    reader.fetch()
    pages = [seen.moment for seen in server.log if seen.path.startswith("/post/")]
    assert len(pages) == 4
    assert all(late - early > 0.2 for early, late in pairwise(sorted(pages)))
    workspace = reader.open()
    assert len(workspace.library.posts.page(PostFilter())) == 4
    workspace.close()


def test_the_feeds_of_a_page_are_looked_at_with_the_same_pause(reader: Reader) -> None:
    reader.settings = replace(reader.settings, host_pause=300)
    feeds = [reader.server.add(f"/{number}", Reply(body=rss([item(str(number))]))) for number in range(4)]
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{feed}">' for feed in feeds)
    page = reader.server.add("/", Reply(body=f"<html><head>{links}</head></html>", type="text/html"))
    workspace = reader.open()
    assert len(workspace.following.look(page)) == 4
    workspace.close()
    moments = sorted(seen.moment for seen in reader.server.log)
    assert len(moments) == 5
    assert all(late - early > 0.2 for early, late in pairwise(moments))


def test_a_host_that_others_lead_to_has_its_pauses_as_well(reader: Reader) -> None:
    reader.settings = replace(reader.settings, host_pause=300)
    led = [Server(f"127.0.1.{number}") for number in range(2, 6)]
    for number, server in enumerate(led):
        server.__enter__()
        target = reader.server.add(f"/{number}", Reply(body=rss()))
        reader.follow("/feed", Reply(status=302, headers={"Location": target}), server)
    reader.fetch()
    for server in led:
        server.__exit__(None, None, None)
    moments = sorted(seen.moment for seen in reader.server.log)
    assert len(moments) == 4
    assert all(late - early > 0.2 for early, late in pairwise(moments))


def test_a_screen_that_asks_while_a_fetch_runs_shares_the_hosts_connections(reader: Reader) -> None:
    for number in range(4):
        reader.follow(f"/{number}", Reply(body=rss(), delay=0.3))
    url = reader.server.add("/other", Reply(body=rss(), delay=0.3))
    workspace = reader.open()
    beside = threading.Thread(target=lambda: [workspace.following.look(url) for _ in range(3)])
    beside.start()
    workspace.fetching.run()
    beside.join()
    workspace.close()
    assert len(reader.server.log) >= 7
    assert reader.server.peak <= 2


def test_two_processes_together_open_no_more_connections_to_a_host(reader: Reader) -> None:
    server, most = reader.server, [0]

    def look(seen: Seen) -> Reply:
        time.sleep(0.2)
        most[0] = max(most[0], server.open)
        return Reply(body=rss([item(seen.path)]))

    for number in range(6):
        reader.follow(f"/{number}", Reply())
        server.add(f"/{number}", look)
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="/other/{number}">' for number in range(4)
    )
    page = server.add("/page", Reply(body=f"<html><head>{links}</head></html>", type="text/html"))
    for number in range(4):
        server.add(f"/other/{number}", look)
    workspace = reader.open()
    home = str(workspace.paths.vault.parent)
    workspace.close()
    workspace.paths.settings.write_text(f'hosts = ["{server.host}"]\nhost_pause = 10\n')
    command = [sys.executable, "-m", "learnlog", "--home", home]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with (
        subprocess.Popen([*command, "fetch"], **quiet) as fetching,  # type: ignore[call-overload]
        subprocess.Popen([*command, "follow", page, "--all"], **quiet) as following,  # type: ignore[call-overload]
    ):
        assert fetching.wait(30) == 0
        assert following.wait(30) == 0
    assert len({seen.path for seen in server.log}) == 11
    assert most[0] == 2


def test_who_asks_a_host_beside_a_long_fetch_of_another_process_has_a_turn_soon(reader: Reader) -> None:
    server = reader.server
    for number in range(30):
        reader.follow(f"/{number}", Reply(body=rss([item(str(number))]), delay=0.25))
    url = server.add("/other", Reply(body=rss([item("other")])))
    workspace = reader.open()
    home = str(workspace.paths.vault.parent)
    workspace.close()
    workspace.paths.settings.write_text(f'hosts = ["{server.host}"]\nhost_pause = 1\n')
    command = [sys.executable, "-m", "learnlog", "--home", home]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([*command, "fetch"], **quiet) as fetching:  # type: ignore[call-overload]
        while len(server.log) < 4:
            time.sleep(0.01)
        assert subprocess.run([*command, "follow", url], **quiet, check=False).returncode == 0  # type: ignore[call-overload]
        assert fetching.poll() is None
        assert len(server.log) < 24
        fetching.wait(30)
    assert server.peak == 2


async def test_what_one_client_keeps_open_unused_is_closed_for_another(reader: Reader) -> None:
    server = reader.server
    places = Places(per_host=1)
    url = server.add("/feed", Reply(body=rss()))
    async with (
        Http(allowed=[server.host], places=places) as one,
        Http(allowed=[server.host], places=places) as two,
    ):
        for client in (one, two, two, one):
            began = time.monotonic()
            assert (await client.get(url)).status == 200
            assert time.monotonic() - began < 1
            assert server.open == 1


def test_a_stopped_process_that_has_a_hosts_connections_is_told(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.follow("/feed", Reply(body=rss()))
    file = tmp_path / "home" / "state" / "asking"
    code = (
        "import sys, pathlib; from learnlog.reading.fetching.asked_hosts import AskedHosts\n"
        "hosts = AskedHosts(pathlib.Path(sys.argv[1]))\n"
        "print(hosts.lock('127.0.0.1', 0), hosts.lock('127.0.0.1', 1), flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(file)]
    monkeypatch.setattr(exchange, "PATIENCE", 0.3)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True True\n"
        (told,) = reader.fetch()
        assert told.error == "Another learnlog has been asking 127.0.0.1 for very long."
        assert reader.server.log == []
        other.kill()
    (told,) = reader.fetch(everything=True)
    assert told.error == ""


def test_a_person_may_have_more_channels_at_a_host_than_connections(reader: Reader) -> None:
    keys = [reader.server.add(f"/{number}", Reply(body=rss([item(str(number))]))) for number in range(5)]
    workspace = reader.open()
    workspace.people.add("Many", [Channel(kind="feed", key=key) for key in keys])
    outcomes = workspace.fetching.run()
    workspace.close()
    assert [one.error for one in outcomes] == [""] * 5


def test_very_many_channels_of_a_host_are_not_all_begun_at_once(reader: Reader) -> None:
    for number in range(40):
        reader.follow(f"/{number}", Reply(body=rss([item(str(number))])))
    begun: list[int] = []
    workspace = reader.open()
    outcomes = workspace.fetching.run(progress=lambda *_: begun.append(len(asyncio.all_tasks())))
    workspace.close()
    assert [one.error for one in outcomes] == [""] * 40
    assert max(begun) < 10
