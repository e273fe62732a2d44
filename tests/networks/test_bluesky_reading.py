"""Reading people on a real Bluesky, without an account."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.model.query import PostFilter
from learnlog.reading.sources.bluesky import paging, source
from learnlog.settings import find_paths
from learnlog.talking.base import Deed
from learnlog.talking.bluesky import BlueskyVoice
from learnlog.workspace import Workspace
from tests.networks.conftest import Home, Network, piece, wait_for

pytestmark = pytest.mark.networks


def follow(home: Home, name: str) -> str:
    found = home.workspace.following.look(f"@{name}.test")
    home.workspace.following.follow(found)
    return found[0].key


def fetch(home: Home) -> list[str]:
    home.workspace.fetching.run(everything=True)
    return home.guids()


@pytest.mark.parametrize("typed", ["@emil.test", "did", "https://bsky.app/profile/emil.test"])
def test_a_person_is_found_by_handle_did_and_page_and_the_posts_are_there_at_once(
    home: Home, network: Network, typed: str
) -> None:
    found = home.workspace.following.look(network.did("emil") if typed == "did" else typed)[0]

    assert (found.kind, found.key, found.title, found.handle) == (
        "bluesky",
        network.did("emil"),
        "Emil Learn",
        "emil.test",
    )
    assert found.description == "Learning science, note-taking, reflective practice."
    assert [(proof.kind, proof.both_ways) for proof in found.proofs] == [("domain handle", True)]
    assert len(found.newest) >= 14


def test_nobody_is_found_under_a_name_that_nobody_has(home: Home) -> None:
    with pytest.raises(LearnlogError, match=r"Nobody is called “nobody\.test”"):
        home.workspace.following.look("@nobody.test")


def test_a_boost_a_quote_a_warning_and_a_picture_come_with_all_they_carry(
    home: Home, network: Network
) -> None:
    for name in ("ada", "boris", "dara", "emil"):
        follow(home, name)
    posts = home.workspace.river.page(PostFilter())
    told = [id for post in posts for id in (post.id, *(voice.id for voice in post.others))]
    texts = [home.workspace.library.posts.text(id) for id in told]
    social = [text.social for text in texts if text and text.social]
    picture = network.net["imagePost"]

    assert any(one.boost_of == picture and one.author.handle == "dara.test" for one in social)
    assert any(one.quote and one.quote.guid == picture and "Contrast" in one.quote.text for one in social)
    assert any(one.warning == "graphic media" for one in social)
    assert any(media.alt == "A contrast ratio chart" for one in social for media in one.media)


def test_a_thread_is_read_around_a_post(home: Home, network: Network) -> None:
    follow(home, "dara")
    post = next(p for p in home.workspace.river.page(PostFilter()) if p.uri == network.net["imagePost"])

    lines = home.workspace.threads.ask(post)

    assert (lines[0].depth, lines[0].name) == (0, "Dara Design")
    assert any(line.depth == 1 and "great point" in line.post.excerpt for line in lines)


def test_new_posts_are_read_once_and_a_gap_is_filled_the_next_times(
    home: Home, emil: BlueskyVoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = follow(home, "emil")
    before = set(home.guids())
    monkeypatch.setattr(source, "PAGE", 4)
    monkeypatch.setattr(paging, "MOST_PAGES", 2)
    sent = [emil.send(piece(f"Lesson {number}")).uri for number in range(20)]
    wait_for(lambda: set(sent) <= seen_by_all(home, key))

    first = fetch(home)
    gap = home.workspace.library.channels.state(key).gap
    for _ in range(6):
        last = fetch(home)

    assert gap
    assert len(set(first) & set(sent)) == 8
    assert not home.workspace.library.channels.state(key).gap
    assert set(last) == before | set(sent)
    assert len(last) == len(set(last))


def test_when_the_newest_known_post_is_deleted_reading_still_ends(
    home: Home, ada: BlueskyVoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    doomed = ada.send(piece("Written too soon"))
    key = network_key(ada)
    wait_for(lambda: doomed.uri in seen_by_all(home, key))
    follow(home, "ada")
    assert home.workspace.library.channels.state(key).newest == doomed.uri
    ada.retract(doomed)
    kept = ada.send(piece("Written better"))
    wait_for(lambda: kept.uri in seen_by_all(home, key) and doomed.uri not in seen_by_all(home, key))
    monkeypatch.setattr(source, "PAGE", 3)

    got = fetch(home)

    assert kept.uri in got
    assert not home.workspace.library.channels.state(key).gap
    assert gone(home, [doomed.uri, kept.uri]) == (doomed.uri,)


def test_while_the_view_of_the_network_is_down_nothing_is_lost(home: Home, network: Network) -> None:
    key = follow(home, "boris")
    before = sorted(home.guids())
    down = replace(network.settings, bluesky_appview="http://localhost:1")
    offline = Workspace(find_paths(str(home.root)), down)

    outcome = offline.fetching.run(everything=True)[0]
    offline.close()

    state = home.workspace.library.channels.state(key)
    assert outcome.error == "localhost could not be reached."
    assert (state.errors, sorted(home.guids())) == (1, before)
    assert sorted(fetch(home)) == before
    assert home.workspace.library.channels.state(key).error == ""


def test_a_server_that_cannot_reach_the_view_says_so(home: Home, network: Network) -> None:
    """The account's server alone answers every question about posts without a login with a refusal."""
    follow(home, "boris")
    only_pds = replace(network.settings, bluesky_appview=network.net["pds"])
    other = Workspace(find_paths(str(home.root)), only_pds)

    outcome = other.fetching.run(everything=True)[0]
    other.close()

    assert outcome.error
    assert outcome.error.endswith(".")


def test_killed_while_fetching_nothing_is_lost_and_nothing_doubled(
    home: Home, network: Network, voices: Callable[[str], BlueskyVoice], tmp_path: Path
) -> None:
    names = ("ada", "emil", "chen")
    for name in names:
        follow(home, name)
    home.write()
    home.workspace.close()
    sent = [voices(name).send(piece(f"News {n} of {name}")).uri for name in ("ada", "emil") for n in range(4)]
    for name in ("ada", "emil"):
        mine = {uri for uri in sent if network.did(name) in uri}
        wait_for(lambda name=name, mine=mine: mine <= seen_by_all(home, network.did(name)))

    for attempt in range(7):
        log = tmp_path / f"{attempt}.log"
        with log.open("w") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "learnlog", "fetch", "--all", "--home", str(home.root)],
                stdout=out,
                stderr=out,
                env={**os.environ, "LEARNLOG_HOME": str(home.root)},
            )
            time.sleep(0.6 + 0.35 * attempt)
            process.send_signal(signal.SIGKILL)
            process.wait()
    got = fetch(home)

    assert set(sent) <= set(got)
    assert len(got) == len(set(got))


def network_key(voice: BlueskyVoice) -> str:
    return voice.account.key


def seen_by_all(home: Home, did: str) -> set[str]:
    """Return what anybody sees in a feed now."""
    import json
    from urllib.request import urlopen

    url = f"{home.network.net['appview']}/xrpc/app.bsky.feed.getAuthorFeed?actor={did}&limit=100"
    with urlopen(url) as answer:
        return {item["post"]["uri"] for item in json.load(answer)["feed"]}


def gone(home: Home, uris: list[str]) -> tuple[str, ...]:
    import asyncio

    bluesky = next(one for one in home.workspace.sources if one.kind == "bluesky")

    async def ask() -> tuple[str, ...]:
        async with home.workspace.client() as http:
            return await bluesky.check([(uri, "") for uri in uris], FetchState(), http)  # type: ignore[attr-defined]

    return asyncio.run(ask())


def test_likes_do_not_make_a_post_new_again(home: Home, network: Network, ada: BlueskyVoice) -> None:
    follow(home, "dara")
    before = sorted(home.guids())
    ada.act(Deed.LIKE, network.net["imagePost"])

    outcome = home.workspace.fetching.run(everything=True)[0]
    ada.act(Deed.LIKE, network.net["imagePost"], undo=True)

    assert (outcome.new, outcome.edited, outcome.error) == (0, 0, "")
    assert sorted(home.guids()) == before
