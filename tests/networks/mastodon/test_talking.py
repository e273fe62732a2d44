"""Talking on a real server that speaks Mastodon's API: what is sent stands there once, as it was written."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError
from learnlog.model.social import Audience
from learnlog.talking.base import Deed, HomePost, LaterError, Notice, Picture, SendError, UnsureError, Voice
from learnlog.talking.message import Status
from learnlog.talking.outbox import NewMessage
from learnlog.talking.sharing import Wish
from tests.networks.conftest import piece, wait_for
from tests.networks.mastodon.conftest import Home, is_closed
from tests.networks.mastodon.snac import Snac
from tests.networks.test_bluesky_talking import Breaking

pytestmark = pytest.mark.networks
ODD = "Who keeps <a> *registry* & a_b honest?\n\n> See https://example.com/a_b_c #data\n\n`code` -- and 1 < 2"


@pytest.fixture
def picture(tmp_path: Path) -> Picture:
    path = tmp_path / "chart.png"
    Image.new("RGB", (4, 4), "grey").save(path)
    return Picture(path=path, alt="A chart of what I learned")


@pytest.fixture
def account(home: Home, near: Snac) -> Account:
    return home.log_in(near, "ana")


@pytest.fixture
def ana(home: Home, account: Account) -> Voice:
    return home.voice(account)


def told(home: Home, account: Account, path: str) -> Any:
    """Return what the server answers its user at `path`."""
    token = home.workspace.mastodon_token(account.server)
    answer = httpx.get(f"{account.server}{path}", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer
    return answer.json()


def test_a_thread_with_a_warning_a_link_a_tag_and_a_picture_stands_as_it_was_written(
    home: Home, account: Account, ana: Voice, picture: Picture
) -> None:
    first = ana.send(piece(ODD, pictures=(picture,), warning="Long"))
    second = ana.send(piece("And then?", parent=first, root=first))

    stood = told(home, account, f"/api/v1/statuses/{first.home}")
    assert (stood["text"], stood["spoiler_text"], stood["visibility"]) == (ODD, "Long", "public")
    assert [item["description"] for item in stood["media_attachments"]] == [picture.alt]
    assert [tag["name"] for tag in stood["tags"]] == ["data"]
    assert 'href="https://example.com/a_b_c"' in stood["content"]
    assert [post.guid for post in ana.answers(first.uri)] == [second.uri]


@pytest.mark.parametrize("audience", list(Audience))
def test_whatever_was_sent_is_found_again(ana: Voice, picture: Picture, audience: Audience) -> None:
    """The server forgets an Idempotency-Key at once: only looking tells whether a post is out."""
    first = piece(f"{ODD} for {audience}", pictures=(picture,), warning="Long", audience=audience)
    sent = ana.send(first)
    second = piece("An answer", parent=sent, audience=audience)

    assert ana.find_sent(second) is None
    again = ana.send(second)
    assert (ana.find_sent(first), ana.find_sent(second)) == (sent, again)
    assert ana.find_sent(replace(second, text="Never sent")) is None


def test_what_is_said_to_be_gone_is_gone(ana: Voice, near: Snac) -> None:
    """snac deletes through Mastodon's API since 2.8x; before, it answers as if there were nothing to delete."""
    sent = ana.send(piece("To be taken back"))
    if is_closed(near):
        ana.retract(sent)
        assert "To be taken back" not in httpx.get(f"{near.base}/ana").text
        return

    with pytest.raises(SendError, match="does not offer this: to delete the post") as caught:
        ana.retract(sent)

    assert caught.value.hint == "Delete it on the server’s own page."
    assert "To be taken back" in httpx.get(f"{near.base}/ana").text
    ana.retract(
        replace(sent, home="1700000000ffffffffffffffffffffffffffffffff")
    )  # nothing is there: no error


def test_liking_boosting_and_keeping_can_be_done_twice_and_undone(ana: Voice) -> None:
    sent = ana.send(piece("Liked by myself"))
    for deed in (Deed.LIKE, Deed.BOOST, Deed.BOOKMARK):
        ana.act(deed, sent.uri)
        ana.act(deed, sent.uri)
        assert ana.find_sent(piece("Liked by myself")) == sent
        ana.act(deed, sent.uri, undo=True)


def test_how_far_i_read_is_shared_by_the_posts_themselves(
    homes: Callable[[str], Home], near: Snac, home: Home
) -> None:
    ben = homes("ben").voice(homes("ben").log_in(near, "ben"))
    account = home.log_in(near, "dee")  # who follows nobody else
    dee = home.voice(account)
    dee.act(Deed.FOLLOW, home.follow(f"@ben@{near.host}"))
    for number in range(4):
        ben.send(piece(f"How far {number}"))
        time.sleep(1.1)  # snac tells no two posts of one second apart
    marks, positions, river = dee.marks, home.workspace.positions, home.workspace.river
    assert marks is not None

    def arrived() -> list[HomePost]:  # in the order in which they came to my server, which need not be theirs
        return [line for line in marks.older()[::-1] if line.words.startswith("How far")]

    wait_for(lambda: len(arrived()) == 4, 60)
    lines = arrived()
    marks.put(home=lines[1].id)
    home.fetch()

    standing = positions.look(account)
    assert standing.place == lines[1]
    assert {post.uri for post in standing.read_there} == {lines[0].uri, lines[1].uri}
    river.mark_read([post.id for post in home.workspace.library.posts.by_uris([lines[2].uri])])
    positions.settle()
    assert marks.get()["home"] == lines[1].id  # a look was taken a moment ago
    positions.share(positions.look(account))
    assert marks.get()["home"] == lines[2].id


def test_a_question_crosses_servers_and_its_answer_is_collected(
    homes: Callable[[str], Home], near: Snac, far: Snac
) -> None:
    asking, answering = homes("cleo"), homes("ben")
    cleo, ben = asking.log_in(far, "cleo"), answering.log_in(near, "ben")
    work = asking.workspace
    entry = work.asking.question("Who keeps a registry honest?", Wish())
    (draft,) = work.asking.ask(entry, [cleo], [Wish(mentions=(ben.handle,), publish=True)])
    sent = work.sending.send(work.outbox.queue(draft.id).id)
    uri = sent.out[0].uri

    heard = wait_for(lambda: about(answering, ben, "mention"), 60)
    assert (heard.actor.handle, heard.post and heard.post.guid) == (cleo.handle, uri)
    assert "Who keeps a registry honest?" in (heard.post.text if heard.post else "")
    reply = answering.voice(ben).send(piece(f"{cleo.handle} Whoever signs it.", parent=sent.out[0].place))

    told_back = wait_for(lambda: about(asking, cleo, "reply"), 60)
    assert (told_back.about, told_back.actor.handle) == (uri, ben.handle)
    collected = wait_for(lambda: work.asking.collect(entry.id).new, 60)
    assert [kept.url for kept in collected] == [reply.url]
    assert not work.asking.collect(entry.id).new


def about(home: Home, account: Account, kind: str) -> Notice | None:
    found = [one for one in home.voice(account).notices() if one.kind == kind]
    return found[-1] if found else None


def test_notices_come_once(homes: Callable[[str], Home], near: Snac) -> None:
    ana, ben = (homes(name).voice(homes(name).log_in(near, name)) for name in ("ana", "ben"))
    known = [one.id for one in ben.notices()]
    after, texts = known[-1] if known else "", [f"@ben@{near.host} Notice {number}" for number in range(3)]
    for text in texts:
        ana.send(piece(text))

    def heard(since: str) -> list[Notice]:
        return [one for one in ben.notices(since) if one.post and one.post.text in texts]

    news = wait_for(lambda: found if len(found := heard(after)) == 3 else [], 60)
    assert sorted(one.post.text for one in news if one.post) == texts
    assert not heard(news[-1].id)


def test_somebody_elsewhere_is_followed_and_left(home: Home, account: Account, ana: Voice, far: Snac) -> None:
    person = f"{far.base}/cleo"
    ana.act(Deed.FOLLOW, person)
    following = "/api/v1/accounts/ana/following"

    def followed() -> list[str]:
        return [one["url"] for one in told(home, account, following)]

    wait_for(lambda: person in followed(), 60)
    ana.act(Deed.FOLLOW, person, undo=True)
    assert person not in followed()


def test_offline_nothing_is_sent_and_said_to_be_for_later(ana: Voice, near: Snac) -> None:
    near.stop()
    try:
        with pytest.raises(LaterError, match="could not be reached"):
            ana.send(piece("Written offline"))
    finally:
        near.start()
    assert ana.find_sent(piece("Written offline")) is None


def test_when_the_connection_breaks_after_the_post_was_given_away_nobody_knows(
    home: Home, account: Account, ana: Voice
) -> None:
    from learnlog.accounts.binding import keep_secrets

    written = piece("Given away")
    with Breaking(account.server, b"Given away") as server:
        away = replace(account, server=server.url, typed_host=server.url.partition("//")[2])
        keys = home.workspace.accounts.keys_of(account)
        keep_secrets(keys, away, {"token": home.workspace.mastodon_token(account.server)})
        with pytest.raises(UnsureError):
            home.voice(away).send(written)
        assert server.broke
        keep_secrets(keys, account, {"token": keys.get(away.id)["token"]})

    assert ana.find_sent(written) is not None


def test_killed_in_the_middle_of_a_thread_it_goes_on_and_nothing_is_there_twice(
    home: Home, account: Account
) -> None:
    work = home.workspace
    for attempt in range(4):
        texts = tuple(f"Thread {attempt} of {os.getpid()}, part {number}" for number in range(5))
        message = work.outbox.queue(work.outbox.draft(NewMessage(account=account.id, texts=texts)).id)
        command = [sys.executable, "-m", "learnlog", "outbox", "send", "--home", str(home.root)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 20
        while len(work.outbox.get(message.id).out) < attempt and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(0.01 * attempt)
        process.kill()
        process.wait()

        done = subprocess.run(command, capture_output=True, text=True, check=False)

        assert work.outbox.get(message.id).status is Status.SENT, done
        stood = told(home, account, "/api/v1/accounts/ana/statuses")
        mine = [one["text"] for one in reversed(stood) if one["text"].startswith(texts[0].partition(",")[0])]
        assert sorted(mine) == sorted(texts)


def test_what_was_written_for_one_person_is_not_shown_to_others(home: Home, near: Snac) -> None:
    ana = home.voice(home.log_in(near, "ana"))
    ana.send(piece(f"@ben@{near.host} Between us", audience=Audience.DIRECT))

    shown = httpx.get(f"{near.base}/ana").text + httpx.get(f"{near.base}/ana.rss").text
    assert "Between us" not in shown
    with pytest.raises(LearnlogError):
        ana.act(Deed.LIKE, f"{near.base}/ana/p/0")
