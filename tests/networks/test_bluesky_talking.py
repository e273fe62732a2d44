"""Talking on a real Bluesky: what is sent stands there once, as it was written."""

import json
import os
import signal
import socket
import subprocess
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from learnlog.talking.base import Deed, LaterError, Picture, SendError, UnsureError
from learnlog.talking.bluesky import BlueskyVoice
from learnlog.talking.sending import new_keys
from tests.networks.conftest import Home, Network, account_json, piece, records, run, wait_for
from tests.networks.test_bluesky_accounts import env

pytestmark = pytest.mark.networks


@pytest.fixture
def picture(tmp_path: Path) -> Picture:
    path = tmp_path / "chart.png"
    Image.new("RGB", (4, 4), "grey").save(path)
    return Picture(path=path, alt="A chart of what I learned")


def test_a_thread_with_links_a_mention_a_tag_and_a_picture_stands_as_it_was_written(
    ada: BlueskyVoice, network: Network, picture: Picture
) -> None:
    text = "Señor 👩‍👩‍👧 learned from @emil.test, see https://example.com/a_b and #testing @nobody.test"
    first = ada.send(piece(text, pictures=(picture,), language="en", warning="nudity"))
    second = ada.send(piece("And then?", parent=first, root=first, warning="long story"))
    third = ada.send(piece("Then that.", parent=second, root=first))

    stood = {record["uri"]: record["value"] for record in records(ada)}
    record = stood[first.uri]
    data = text.encode()
    shown = {
        data[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(): facet["features"][0]
        for facet in record["facets"]
    }

    assert shown["@emil.test"]["did"] == network.did("emil")
    assert shown["https://example.com/a_b"]["uri"] == "https://example.com/a_b"
    assert shown["#testing"]["tag"] == "testing"
    assert "@nobody.test" not in shown
    assert record["langs"] == ["en"]
    assert record["labels"]["values"] == [{"val": "nudity"}]
    assert record["embed"]["images"][0]["alt"] == "A chart of what I learned"
    assert stood[second.uri]["text"] == "CW: long story\n\nAnd then?"
    assert stood[third.uri]["reply"]["root"] == {"uri": first.uri, "cid": first.cid}
    assert stood[third.uri]["reply"]["parent"] == {"uri": second.uri, "cid": second.cid}
    assert [post.text for post in wait_for(lambda: full(ada, first.uri, 2))][-1] == "Then that."


def full(voice: BlueskyVoice, uri: str, number: int) -> list:  # type: ignore[type-arg]
    try:
        posts = list(voice.answers(uri))
    except SendError:
        return []
    return posts if len(posts) >= number else []


def test_the_same_key_is_the_same_post_however_often_it_is_sent(ada: BlueskyVoice) -> None:
    once = piece("Said once")

    sent = [ada.send(once) for _ in range(3)]

    assert len(set(sent)) == 1
    assert ada.find_sent(once) == sent[0]
    assert [record["value"]["text"] for record in records(ada)].count("Said once") == 1
    with pytest.raises(SendError, match="Another post"):
        ada.send(replace(once, text="Said differently"))


def test_what_was_retracted_is_gone_and_retracting_again_is_no_error(ada: BlueskyVoice) -> None:
    regretted = piece("Regretted")
    sent = ada.send(regretted)

    ada.retract(sent)
    ada.retract(sent)

    assert ada.find_sent(regretted) is None
    assert sent.uri not in [record["uri"] for record in records(ada)]


def test_what_cannot_be_sent_is_refused_before_it_goes(
    ada: BlueskyVoice, network: Network, picture: Picture, tmp_path: Path
) -> None:
    words = tmp_path / "words.png"
    words.write_bytes(b"no picture at all")
    before = len(records(ada))
    for wrong, why in (
        (piece("a" * 301), "longer than the 300"),
        (piece("x" * 295, warning="no label for this"), "longer"),
        (piece("Look", pictures=(replace(picture, alt=" "),)), "no description"),
        (piece("Look", pictures=(Picture(path=words, alt="Words"),)), "no picture"),
        (piece("  "), "nothing to send"),
    ):
        with pytest.raises(SendError, match=why):
            ada.send(wrong)
    with pytest.raises(SendError, match="Only what is yours"):
        ada.retract(replace(ada.send(piece("Mine")), uri=network.net["imagePost"]))
    family = "👩‍👩‍👧"

    assert ada.length(family * 300) == 300
    assert len(records(ada)) == before + 1


def test_liking_boosting_following_and_keeping_can_be_done_twice_and_undone(
    ada: BlueskyVoice, network: Network
) -> None:
    target, person = network.net["imagePost"], network.did("boris")
    for deed, whom, collection in (
        (Deed.LIKE, target, "app.bsky.feed.like"),
        (Deed.BOOST, target, "app.bsky.feed.repost"),
        (Deed.FOLLOW, person, "app.bsky.graph.follow"),
    ):
        before = len(records(ada, collection))
        ada.act(deed, whom)
        ada.act(deed, whom)
        assert len(records(ada, collection)) == before + 1
        ada.act(deed, whom, undo=True)
        ada.act(deed, whom, undo=True)
        assert len(records(ada, collection)) == before
    none = {Deed.LIKE: False, Deed.BOOST: False, Deed.BOOKMARK: False}
    # what was undone a moment ago may still be seen for as long as the network needs to index it
    assert wait_for(lambda: ada.act(Deed.BOOKMARK, target) == none | {Deed.BOOKMARK: True})
    assert wait_for(lambda: ada.act(Deed.LIKE, target)[Deed.BOOKMARK])
    assert ada.act(Deed.BOOKMARK, target, undo=True)[Deed.BOOKMARK] is False
    ada.act(Deed.LIKE, target, undo=True)


def test_a_question_is_answered_by_another_account_and_both_hear_of_it(
    ada: BlueskyVoice, emil: BlueskyVoice, network: Network
) -> None:
    heard = ada.notices()
    after = heard[-1].id if heard else ""
    question = ada.send(piece("How do you review what you learned, @emil.test?"))
    mention = wait_for(lambda: [n for n in emil.notices() if n.post and n.post.guid == question.uri])[0]
    answer = emil.send(piece("Every Friday, in writing.", parent=question, root=question))
    deeper = emil.send(piece("And again after a month.", parent=replace(answer, cid="")))

    posts = wait_for(lambda: full(ada, question.uri, 2))
    reply = wait_for(lambda: [n for n in ada.notices(after) if n.kind == "reply"])[0]

    assert (mention.kind, mention.actor.key) == ("mention", network.did("ada"))
    assert [post.guid for post in posts] == [answer.uri, deeper.uri]
    assert posts[1].social.root == question.uri
    assert (reply.about, reply.actor.handle, reply.post.text) == (
        question.uri,
        "emil.test",
        "Every Friday, in writing.",
    )
    assert not [n for n in ada.notices(ada.notices()[-1].id) if n.id == reply.id]


def test_offline_nothing_is_sent_and_said_to_be_for_later(home: Home) -> None:
    voice = home.voice("ada")
    away = _moved(home, voice, "http://localhost:1")

    with pytest.raises(LaterError, match="could not be reached"):
        away.send(piece("Written offline"))


def test_when_the_connection_breaks_after_the_post_was_given_away_nobody_knows(home: Home) -> None:
    voice = home.voice("ada")
    written = piece("Given away")
    with Breaking(home.network.net["pds"]) as server:
        away = _moved(home, voice, server.url)
        with pytest.raises(UnsureError):
            away.send(written)
        assert server.broke

    voice = _moved(home, voice, home.network.net["pds"])
    found = voice.find_sent(written)
    assert found is not None
    assert voice.send(written) == found
    assert [record["value"]["text"] for record in records(voice)].count("Given away") == 1


def test_killed_in_the_middle_of_a_thread_it_goes_on_and_nothing_is_there_twice(home: Home) -> None:
    voice = home.voice("emil")
    for attempt in range(3):
        keys = new_keys(datetime.now(UTC), 0, 5)
        texts = [f"Thread {attempt}, part {number}" for number in range(5)]
        arguments = (
            str(home.root),
            os.environ["LEARNLOG_NETWORK"],
            account_json(voice.account),
            json.dumps(list(zip(keys, texts, strict=True))),
        )
        process = subprocess.Popen(run("send.py", *arguments), stdout=subprocess.PIPE, env=env())
        assert process.stdout is not None
        for _ in range(attempt + 1):
            process.stdout.readline()
        time.sleep(0.013 * attempt)
        process.send_signal(signal.SIGKILL)
        process.wait()

        again = subprocess.run(run("send.py", *arguments), capture_output=True, check=False, env=env())

        assert again.returncode == 0, again.stderr
        stood = sorted(
            record["value"]["text"]
            for record in records(voice)
            if record["value"]["text"].startswith(f"Thread {attempt},")
        )
        assert stood == texts


def _moved(home: Home, voice: BlueskyVoice, server: str) -> BlueskyVoice:
    """Return the voice as if its account lived at `server`."""
    from urllib.parse import urlsplit

    keys = home.workspace.accounts.keys("file")
    parts = keys.get(voice.account.id)["session"].split(":::")
    keys.put(voice.account.id, {"session": ":::".join([*parts[:4], server])})
    account = replace(voice.account, server=server, typed_host=urlsplit(server).netloc)
    return BlueskyVoice(account, home.workspace.bluesky_login(keys))


class Breaking:
    """A server between us and the real one that swallows the answer to the first request with `words` in it."""

    def __init__(self, target: str, words: bytes = b"createRecord") -> None:
        from urllib.parse import urlsplit

        self._target = (urlsplit(target).hostname, urlsplit(target).port or 80)
        self._words = words
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.broke = False

    def __enter__(self) -> "Breaking":
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass, args=(near,), daemon=True).start()

    def _pass(self, near: socket.socket) -> None:
        far = socket.create_connection(self._target)  # type: ignore[arg-type]
        threading.Thread(target=self._back, args=(far, near), daemon=True).start()
        try:
            while data := near.recv(65536):
                if self._words in data:
                    self.broke = True
                far.sendall(data)
        except OSError:
            pass

    def _back(self, far: socket.socket, near: socket.socket) -> None:
        try:
            while data := far.recv(65536):
                if self.broke:
                    near.shutdown(socket.SHUT_RDWR)
                    return
                near.sendall(data)
        except OSError:
            pass
