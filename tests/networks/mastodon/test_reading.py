"""Reading people on a real server that speaks Mastodon's API."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from learnlog.model.errors import LearnlogError
from learnlog.model.query import PostFilter
from learnlog.talking.base import Deed, Picture
from tests.networks.conftest import piece, wait_for
from tests.networks.mastodon.conftest import Home, is_closed
from tests.networks.mastodon.snac import Snac

pytestmark = pytest.mark.networks


def test_somebody_is_found_by_handle_without_an_account(home: Home, near: Snac) -> None:
    near.note("ana", "Found by handle")

    (found, *_) = home.workspace.following.look(f"@ana@{near.host}")

    assert (found.kind, found.handle) == ("feed" if is_closed(near) else "mastodon", f"@ana@{near.host}")
    assert "Found by handle" in [post.plain for post in found.newest]


def test_somebody_is_found_by_the_page_of_the_profile(home: Home, near: Snac) -> None:
    near.note("ana", "Found by page")

    (found, *_) = home.workspace.following.look(f"{near.base}/ana")

    assert "Found by page" in [post.plain for post in found.newest]


def test_nobody_is_found_under_a_name_that_nobody_has(home: Home, near: Snac) -> None:
    with pytest.raises(LearnlogError, match=rf"{near.host} knows no account @nobody@{near.host}\."):
        home.workspace.following.look(f"@nobody@{near.host}")


def test_what_is_new_is_read_once(home: Home, near: Snac) -> None:
    near.note("ana", "Before I followed")
    home.follow(f"@ana@{near.host}")
    before = home.fetch()
    for number in range(3):
        near.note("ana", f"Fresh {number}")

    after = home.fetch()

    assert after == home.fetch()
    assert [text for text in after if text not in before] == ["Fresh 0", "Fresh 1", "Fresh 2"]


def test_a_post_that_somebody_boosts_is_still_there_once_and_by_its_author(
    home: Home, homes: Callable[[str], Home], near: Snac
) -> None:
    ana, ben = (homes(name).voice(homes(name).log_in(near, name)) for name in ("ana", "ben"))
    ben.act(Deed.FOLLOW, ana.account.key)
    sent = ana.send(piece("Boosted by Ben"))
    home.follow(f"@ana@{near.host}")
    before = home.fetch()
    wait_for(lambda: boosted(ben, sent.uri))

    assert home.fetch() == before
    (post,) = [post for post in home.workspace.river.page(PostFilter()) if post.url == sent.url]
    assert (post.excerpt, "ben" in post.author) == ("Boosted by Ben", False)


def boosted(voice: object, uri: str) -> bool:
    try:
        voice.act(Deed.BOOST, uri)  # type: ignore[attr-defined]
    except LearnlogError:
        return False  # it has not arrived on their timeline yet
    return True


def test_with_an_account_there_warnings_pictures_and_answers_come_with_all_they_carry(
    home: Home, near: Snac, tmp_path: Path
) -> None:
    picture = Picture(path=tmp_path / "chart.png", alt="A chart of what I learned")
    Image.new("RGB", (4, 4), "grey").save(picture.path)
    voice = home.voice(home.log_in(near, "ana"))
    first = voice.send(piece("Warned of", warning="Long", pictures=(picture,)))
    second = voice.send(piece("An answer", parent=first))
    home.follow(f"@ana@{near.host}")
    posts = {post.uri: post for post in home.workspace.river.page(PostFilter())}
    social = {uri: home.workspace.library.posts.text(posts[uri].id).social for uri in (first.uri, second.uri)}  # type: ignore[union-attr]

    assert (social[first.uri].warning, social[first.uri].media[0].alt) == ("Long", picture.alt)
    assert social[second.uri].parent == first.uri
    lines = home.workspace.threads.ask(posts[second.uri])
    assert [(line.depth, line.post.uri) for line in lines][:2] == [(0, first.uri), (1, second.uri)]


def test_without_an_account_a_conversation_says_that_it_is_closed(home: Home, near: Snac) -> None:
    if is_closed(near):
        pytest.skip("its posts come from a feed, which has no conversations")
    near.note("ana", "Asked in the open")
    home.follow(f"@ana@{near.host}")
    post = home.workspace.river.page(PostFilter())[0]

    with pytest.raises(LearnlogError, match="does not show this conversation without an account"):
        home.workspace.threads.ask(post)


def test_while_the_server_is_gone_nothing_is_lost_and_reading_goes_on(home: Home, near: Snac) -> None:
    home.follow(f"@ana@{near.host}")
    before = home.fetch()
    near.note("ana", "Written just before it broke")
    near.stop()
    (outcome,) = home.workspace.fetching.run(everything=True)
    near.start()

    assert outcome.error == f"{near.host} could not be reached."
    assert home.fetch() == [*before, "Written just before it broke"]


def test_killed_while_fetching_nothing_is_lost_and_nothing_doubled(home: Home, near: Snac) -> None:
    home.follow(f"@ana@{near.host}")
    before = home.fetch()
    news = [f"Between kills {number}" for number in range(6)]
    for number, text in enumerate(news):
        near.note("ana", text)
        command = [sys.executable, "-m", "learnlog", "fetch", "--all", "--home", str(home.root)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.3 + 0.2 * number)
        process.kill()
        process.wait()

    assert home.fetch() == [*before, *news]
