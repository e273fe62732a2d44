"""Searching a real Bluesky for people: who was planted on a theme is found with what they wrote."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pytest

from learnlog.reading.people_search.searching import Searched
from learnlog.settings import Settings, find_paths
from learnlog.workspace import Workspace
from tests.fediverse import Fediverse
from tests.networks.conftest import Home, Network, wait_for
from tests.servers import Reply, Seen, Server

pytestmark = pytest.mark.networks
THEME = "beekeeping"
WORDS = ("beekeeping", "varroa")
PLANTED = {
    "gwen": ("A beekeeper of twenty years", 6),
    "hal": ("Honey, hives and statistics", 5),
    "ivy": ("I count mites", 4),
}
SAID = (
    "A frame of brood tells more on beekeeping than any app",
    "How I count varroa with sugar and a jar, step by step",
    "Why my colonies swarmed in May, and what beekeeping books leave out",
    "Treating varroa with oxalic acid in a broodless winter cluster",
    "Queens from the next valley: a year of beekeeping with foreign stock",
    "The mite drop over ten weeks, as a chart; varroa peaks in August",
)
FEED = """<rss version="2.0"><channel><title>Gwen’s bees</title><link>{0}</link>
<item><title>Notes on beekeeping and varroa</title><guid>1</guid><link>{0}1</link></item></channel></rss>"""


@dataclass
class Planted:
    """Accounts that were made for these tests, by name."""

    network: Network
    accounts: dict[str, dict[str, str]]

    def did(self, name: str) -> str:
        return self.accounts[name]["did"]

    def handle(self, name: str) -> str:
        return self.accounts[name]["handle"]

    def join(self, name: str, bio: str) -> None:
        handle = f"{name}-{time.time_ns() % 10**6}.test"
        asked = {"handle": handle, "email": f"{handle}@test.local", "password": f"{name}-password"}
        self.accounts[name] = self._post("com.atproto.server.createAccount", asked)
        self.put(name, "app.bsky.actor.profile", {"displayName": name.title(), "description": bio}, "self")

    def put(self, name: str, kind: str, record: dict[str, Any], key: str = "") -> str:
        said = {"repo": self.did(name), "collection": kind, "record": {"$type": kind, **record}}
        method = "putRecord" if key else "createRecord"
        told = self._post(f"com.atproto.repo.{method}", said | ({"rkey": key} if key else {}), name)
        return str(told["uri"])

    def write(self, name: str, text: str, days_ago: float = 1) -> str:
        when = datetime.now(UTC) - timedelta(days=days_ago)
        return self.put(name, "app.bsky.feed.post", {"text": text, "createdAt": when.isoformat()})

    def pack(self, owner: str, title: str, members: list[str]) -> str:
        now = {"createdAt": datetime.now(UTC).isoformat()}
        purpose = "app.bsky.graph.defs#referencelist"
        listed = self.put(owner, "app.bsky.graph.list", {"name": title, "purpose": purpose, **now})
        for name in members:
            self.put(owner, "app.bsky.graph.listitem", {"subject": self.did(name), "list": listed, **now})
        return self.put(owner, "app.bsky.graph.starterpack", {"name": title, "list": listed, **now})

    def sees(self, method: str, **params: str) -> dict[str, Any]:
        from urllib.parse import urlencode

        try:
            with urlopen(f"{self.network.net['appview']}/xrpc/{method}?{urlencode(params)}") as answer:
                return dict(json.load(answer))
        except HTTPError:
            return {}

    def _post(self, method: str, said: dict[str, Any], name: str = "") -> dict[str, Any]:
        headers = {"Content-Type": "application/json"}
        if name:
            headers["Authorization"] = f"Bearer {self.accounts[name]['accessJwt']}"
        request = Request(f"{self.network.net['pds']}/xrpc/{method}", json.dumps(said).encode(), headers)
        with urlopen(request) as answer:
            return dict(json.load(answer))


@pytest.fixture(scope="module")
def planted(network: Network) -> Planted:
    made = Planted(network, {})
    for name, (bio, posts) in PLANTED.items():
        made.join(name, bio)
        for number in range(posts):
            made.write(name, SAID[number], number + 1)
    made.join("jon", "Cats")
    made.write("jon", "My neighbour took up beekeeping")
    for number in range(5):
        made.write("jon", f"My cat did it again, {number}")
    made.pack("hal", "The beekeeping people", ["gwen", "ivy"])
    last = made.write("ivy", "The last word on beekeeping")
    wait_for(lambda: last in json.dumps(made.sees("app.bsky.feed.searchPosts", q="last word on")))
    wait_for(lambda: made.sees("app.bsky.graph.searchStarterPacks", q="beekeeping").get("starterPacks"))
    return made


class Between(Server):
    """Stands between learnlog and the appview, and keeps what goes through."""

    def __init__(self, target: str) -> None:
        super().__init__()
        self._target = target

    def answer(self, seen: Seen) -> Reply:
        try:
            with urlopen(f"{self._target}{seen.path}") as answer:
                return Reply(body=answer.read(), type="application/json")
        except HTTPError as error:
            return Reply(body=error.read(), status=error.code, type="application/json")

    def words(self) -> set[tuple[str, str]]:
        found = set()
        for seen in self.log:
            split = urlsplit(seen.path)
            found.add((split.path.rpartition(".")[2], parse_qs(split.query).get("q", [""])[0]))
        return found


@pytest.fixture
def between(network: Network) -> Iterator[Between]:
    with Between(network.net["appview"]) as made:
        yield made


def searching_home(home: Home, **settings: Any) -> Workspace:
    usual: dict[str, Any] = {
        "bluesky_appview": home.network.net["appview"],
        "bluesky_plc": home.network.net["plc"],
        "bluesky_service": home.network.net["pds"],
        "mastodon_servers": (),
    }
    home.workspace.close()
    home.workspace = Workspace(find_paths(str(home.root)), Settings(**(usual | settings)))
    return home.workspace


def troubles(done: Searched) -> list[str]:
    """Return the notes, but for the one that handles which end in .test lead to no page."""
    return [note for note in done.notes if not note.startswith("Some pages that profiles name")]


def test_what_the_real_server_was_asked_is_what_the_plan_said(
    home: Home, planted: Planted, between: Between
) -> None:
    workspace = searching_home(home, bluesky_appview=between.url("").rstrip("/"))
    plan = workspace.searching.plan(WORDS)
    assert between.log == []

    done = workspace.searching.search(WORDS)

    planned = {(one.path, word) for one in plan for word in (*one.words, *(() if one.words else ("",)))}
    closer = {("getProfile", ""), ("getAuthorFeed", ""), ("resolveHandle", "")}
    assert between.words() <= planned | closer
    assert {("searchPosts", word) for word in WORDS} <= between.words()
    assert troubles(done) == []


def test_planted_experts_are_found_with_posts_packs_and_words_of_their_own(
    home: Home, planted: Planted
) -> None:
    workspace = searching_home(home)

    done = workspace.searching.search(WORDS)

    searching, actors = workspace.searching, workspace.library.actors
    posts = {name: len(searching.newest(planted.did(name))) for name in PLANTED}
    assert troubles(done) == []
    assert posts == {"gwen": 6, "hal": 5, "ivy": 5}
    said = actors.descriptions([planted.did("gwen")])[planted.did("gwen")]
    assert [(one.text, one.owner) for one in said] == [("The beekeeping people", planted.did("hal"))]
    gwen = actors.get(planted.did("gwen"))
    assert gwen is not None
    assert gwen.bio == "A beekeeper of twenty years"


def test_the_finder_puts_the_planted_experts_first_and_says_why(home: Home, planted: Planted) -> None:
    workspace = searching_home(home)
    theme = workspace.themes.add("Beekeeping", keywords=["varroa"])
    assert workspace.finder.find(theme.slug).new == ()

    workspace.searching.search(WORDS, theme=theme.slug)
    found = workspace.finder.find(theme.slug)

    experts = {planted.did(name) for name in PLANTED}
    assert {one.candidate.key for one in found.new[:3]} == experts
    assert planted.did("jon") not in {one.candidate.key for one in found.new}
    gwen = next(one for one in found.new if one.candidate.key == planted.did("gwen"))
    words = [reason.words for reason in gwen.reasons]
    assert words[0].startswith("6 posts on Beekeeping, newest ")
    assert "in the starter pack “The beekeeping people”" in words
    assert {post.channel for post in gwen.evidence} == {planted.did("gwen")}


def test_posts_are_searched_as_me_where_that_is_needed(home: Home, planted: Planted) -> None:
    workspace = searching_home(home)
    account = workspace.accounts.add_bluesky("ada.test", planted.network.password("ada"), secrets="file")

    plan = workspace.searching.plan(WORDS)
    done = workspace.searching.search(WORDS)

    logins = {one.what: one.login for one in plan if one.login}
    assert logins == {"search for posts": account.handle}
    assert troubles(done) == []
    assert len(workspace.searching.newest(planted.did("gwen"))) == 6


def test_a_person_on_three_networks_is_proven_to_be_one(home: Home, planted: Planted) -> None:
    with Fediverse() as mastodon, Server() as site:
        page = site.url("/")
        feed = site.add("/feed.xml", Reply(body=FEED.format(page), type="application/rss+xml"))
        value = f'<a href="{page}">{page}</a>'
        account = mastodon.add("gwen", note="<p>varroa</p>", fields=[{"name": "Site", "value": value}])
        mastodon.post("gwen", "On varroa", tags=[{"name": "varroa"}])
        planted.put(
            "gwen", "app.bsky.actor.profile", {"displayName": "Gwen", "description": f"Bees. {page}"}, "self"
        )
        wait_for(
            lambda: page in json.dumps(planted.sees("app.bsky.actor.getProfile", actor=planted.did("gwen")))
        )
        profile = f"https://bsky.app/profile/{planted.handle('gwen')}"
        links = "".join(f'<a rel="me" href="{one}">me</a>' for one in (profile, account["url"]))
        declared = f'<link rel="alternate" type="application/rss+xml" href="{feed}">'
        site.add("/", Reply(body=links + declared, type="text/html"))
        workspace = searching_home(home, mastodon_servers=(mastodon.base,), hosts=(mastodon.host, site.host))

        workspace.searching.search(WORDS)
        found = workspace.finder.find(workspace.themes.add("Beekeeping", keywords=["varroa"]).slug)

    keys = {planted.did("gwen"), account["uri"], feed}
    cards = [one for one in found.new if planted.did("gwen") in {c.key for c in one.candidate.channels}]
    assert [{channel.key for channel in one.candidate.channels} for one in cards] == [keys]
    assert not keys & {c.key for one in found.new if one not in cards for c in one.candidate.channels}
    assert "link to each other" in cards[0].identity
    actors = workspace.library.actors.get_many(list(keys))
    proven = {
        key: {link.address for link in one.links if link.both_ways} & keys for key, one in actors.items()
    }
    assert proven[feed] == keys - {feed}
    assert feed in proven[planted.did("gwen")]
    assert feed in proven[account["uri"]]


def test_a_dead_and_a_tired_server_cost_their_own_rows_only_and_say_so(home: Home, planted: Planted) -> None:
    with Fediverse() as tired:
        tired.habits.left = 0
        workspace = searching_home(
            home, mastodon_servers=(tired.base, "http://127.0.0.1:9"), hosts=(tired.host,)
        )

        done = workspace.searching.search(WORDS)

    assert len(workspace.searching.newest(planted.did("gwen"))) == 6
    notes = troubles(done)
    assert len(notes) == 2
    assert any("no more questions" in note or "paused" in note for note in notes)
    assert any("127.0.0.1" in note and "reached" in note for note in notes)


def test_without_bluesky_the_others_are_still_searched(home: Home, network: Network) -> None:
    with Fediverse() as mastodon:
        boris = mastodon.add("boris", note="<p>varroa</p>")
        mastodon.post("boris", "On varroa", tags=[{"name": "varroa"}])
        workspace = searching_home(
            home,
            bluesky_appview="http://localhost:9",
            mastodon_servers=(mastodon.base,),
            hosts=(mastodon.host,),
        )

        done = workspace.searching.search(WORDS)

    assert [post.excerpt for post in workspace.searching.newest(boris["uri"])] == ["On varroa"]
    assert len(troubles(done)) == 1
    assert "localhost" in troubles(done)[0]
