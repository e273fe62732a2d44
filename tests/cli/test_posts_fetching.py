"""The river, keeping, marking and fetching from the shell."""

import os
import signal
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from learnlog.model.fetching import FetchState
from learnlog.reading.fetching.alone import Alone
from tests.cli.conftest import Shell, post


def titles(shell: Shell, *argv: str) -> list[str]:
    return [one["title"] for one in shell.ok("river", "--json", *argv).json]


def test_the_river_is_newest_first_and_filtered(followed: Shell) -> None:
    assert titles(followed) == ["Post 3", "Post 2", "Post 1"]
    assert titles(followed, "-n", "1") == ["Post 3"]
    assert titles(followed, "--since", "2026-11-02", "--until", "2026-11-02") == ["Post 2"]
    assert len(titles(followed, "--theme", "data contracts")) == 3
    assert titles(followed, "--person", "anna vos", "--starred") == []
    assert followed.ok("river", "--json").json[0]["text"] == "Words of post 3."


def test_marks_are_put_and_taken(followed: Shell) -> None:
    newest, middle, _ = (one["id"] for one in followed.ok("river", "--json").json)
    followed.ok("mark", newest[-6:], middle, "--read", "--star")
    assert titles(followed, "--unread") == ["Post 1"]
    assert titles(followed, "--starred") == ["Post 3", "Post 2"]
    followed.ok("mark", newest, "--unread", "--unstar", "--theme", "Writing")
    assert titles(followed, "--unread") == ["Post 3", "Post 1"]
    assert titles(followed, "--theme", "writing") == ["Post 3"]
    followed.ok("mark", newest, "--no-theme", "Writing")
    assert titles(followed, "--theme", "writing") == []
    assert followed("mark", newest).code == 2
    assert followed("mark", "zzzzzzzz", "--read").code == 1


def test_a_kept_post_stays_readable(followed: Shell) -> None:
    id = followed.ok("river").lines[0].split()[0]
    kept = followed.ok("keep", id, "--why", "so clear", "--tag", "style", "--json").json
    assert (kept["title"], kept["why"], kept["tags"]) == ("Post 3", "so clear", ["style"])
    followed.ok("keep", id, "--theme", "Writing")
    shown = followed.ok("show", kept["id"]).out
    assert "so clear" in shown
    assert "Words." in shown
    assert "Writing" in shown
    followed.ok("delete", kept["id"])
    assert followed("show", kept["id"]).code == 1


def test_show_prints_a_post(followed: Shell) -> None:
    id = followed.ok("river").lines[0].split()[0]
    assert "Words of post 3." in followed.ok("show", id).out
    assert followed.ok("show", id, "--json").json["url"] == "https://anna.example/3"


def test_show_says_where_the_links_of_a_post_really_go(shell: Shell) -> None:
    trap = (
        '<p>Read <a href="https://evil.example/x">https://good.example</a>, <a href="/talk.mp3">audio</a></p>'
    )
    shell.network.feeds["https://anna.example/feed"] = [post(4, html=trap)]
    shell.ok("follow", "https://anna.example/feed")
    shown = shell.ok("show", shell.ok("river").lines[0].split()[0]).lines
    assert [line.split() for line in shown[shown.index("Links") + 1 :]] == [
        ["https://good.example", "https://evil.example/x"],
        ["audio", "https://anna.example/talk.mp3"],
    ]


def test_an_insight_from_a_post_links_it_and_its_person(followed: Shell) -> None:
    id = followed.ok("river").lines[0].split()[0]
    entry = followed.ok("add", "In my words", "--from", id, "--theme", "Writing", "--json").json
    assert entry["kind"] == "insight"
    assert [link["relation"] for link in entry["links"]] == ["kept", "person"]
    assert followed.ok("list", "--person", "Anna Vos", "--json").json[0]["id"] == entry["id"]


def test_fetch_tells_what_came_and_what_failed(followed: Shell) -> None:
    followed.network.feeds["https://bob.example/feed"] = [post(4)]
    followed.ok("follow", "https://bob.example/feed", "--as", "Bob")
    followed.network.feeds["https://anna.example/feed"].append(post(5))
    followed.network.broken.add("https://bob.example/feed")
    result = followed.ok("fetch", "--all")
    assert result.out == "1 new  Anna Vos  Feed 1\n"
    assert "failed  Bob: The server did not answer." in result.err
    assert "1 new from 2 channels, 1 failed" in result.err
    assert titles(followed)[0] == "Post 5"


def test_fetch_tells_how_many_posts_were_edited(followed: Shell) -> None:
    feed = followed.network.feeds["https://anna.example/feed"]
    feed[:2] = [replace(one, text=f"{one.text} And more.") for one in feed[:2]]
    result = followed.ok("fetch", "--all")
    assert result.out == "0 new, 2 edited  Anna Vos  Feed 1\n"
    assert "0 new, 2 edited from 1 channel" in result.err
    feed[2] = replace(feed[2], title="Another title")
    (told,) = followed.ok("fetch", "--all", "--json").json
    assert (told["new"], told["edited"], told["gone"]) == (0, 1, 0)
    assert told["retired"] is False


def test_fetch_fails_only_when_every_channel_did(followed: Shell) -> None:
    followed.network.broken.add("https://anna.example/feed")
    result = followed("fetch", "--all", "--json")
    assert result.code == 1
    assert result.json[0]["error"] == "The server did not answer."


def test_nothing_due_is_no_failure(followed: Shell) -> None:
    followed.ok("fetch")
    result = followed.ok("fetch")
    assert result.out == ""
    assert "No channel is due" in result.err


def test_who_waited_for_another_fetch_asks_nobody_twice_and_says_so(followed: Shell) -> None:
    path = followed.open().paths.state / "fetching"
    own = Alone(path, 10)

    def other() -> None:
        with own.held(lambda: None, lambda: False):
            held.set()
            time.sleep(0.5)
            ask_one(followed)

    held = threading.Event()
    thread = threading.Thread(target=other)
    thread.start()
    held.wait()
    result = followed.ok("fetch", "--all")
    thread.join()
    assert result.err.splitlines() == [
        "Another learnlog is asking the channels; this one waits for it …",
        "It asked every channel already.",
    ]


def ask_one(shell: Shell) -> None:
    """Note that Anna's channel was just asked, as another process does."""
    workspace = shell.open()
    key = "https://anna.example/feed"
    state = workspace.library.channels.state(key)
    workspace.library.channels.put_state(key, replace(state, checked=shell.clock()))
    workspace.close()


def test_nobody_to_ask_is_said(shell: Shell) -> None:
    assert "There is nobody to ask yet" in shell.ok("fetch", "--all").err


def test_ctrl_c_stops_a_fetch_and_keeps_what_came(followed: Shell) -> None:
    before = signal.getsignal(signal.SIGINT)
    followed.network.feeds["https://anna.example/feed"].append(post(5))
    followed.network.when_asked = lambda: os.kill(os.getpid(), signal.SIGINT)
    result = followed("fetch", "--all")
    assert result.code == 130
    assert "what arrived stays: 1 new" in result.err
    assert titles(followed)[0] == "Post 5"
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("command", ["river", "people"])
def test_with_nobody_to_follow_it_says_what_to_do(shell: Shell, command: str) -> None:
    result = shell.ok(command)
    assert result.out == ""
    assert "learnlog f" in result.err


def test_why_a_channel_is_due_when_is_explained(followed: Shell) -> None:
    assert "not asked yet" in followed.ok("fetch", "--explain").out
    workspace = followed.open()
    key, now = "https://anna.example/feed", followed.clock.now
    state = FetchState(
        checked=now, fetched=now, status=304, due=now + timedelta(hours=6), rhythm=86400, latest=now
    )
    workspace.library.channels.put_state(key, state)
    workspace.close()
    lines = followed.ok("fetch", "--explain", "anna vos").out.splitlines()
    assert lines == [
        "Anna Vos  Feed 1",
        f"  {key}",
        "  asked at 16:05: It said that nothing changed (304).",
        "  due at 22:05: it publishes about every 24 hours",
    ]
    page = followed.ok("show", "anna vos").out.splitlines()
    assert page[page.index("Channels") + 1 :][:3] == [f"Feed 1  {key}", *lines[2:]]
    told = followed.ok("fetch", "--explain", key, "--json").json[0]
    assert (told["status"], told["reason"]) == (304, "it publishes about every 24 hours")
    assert followed("fetch", "--explain", "nobody").code == 1


def test_what_is_gone_for_good_is_named_and_brought_back(followed: Shell) -> None:
    key, now = "https://anna.example/feed", followed.clock.now
    workspace = followed.open()
    gone = FetchState(checked=now, status=410, error="It is gone.", errors=1, retired=now)
    workspace.library.channels.put_state(key, gone)
    workspace.close()
    assert "not asked any more" in followed.ok("fetch", "--explain").out
    assert "No channel" in followed.ok("fetch").err
    followed.network.feeds[key].append(post(9))
    revived = followed.ok("fetch", "--revive", "Anna Vos")
    assert f"Asking again: {key}" in revived.err
    assert "1 new" in revived.out
    assert followed("fetch", "--revive", "Anna Vos").code == 2
