"""One person, many channels: what is proven both ways is theirs, what one side says is only proposed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.model.post import NewPost
from learnlog.reading.following.meeting import Meeting
from learnlog.reading.following.proving import MOST
from learnlog.reading.sources.base import Client, Fetched, Found, Proof
from learnlog.reading.sources.feed import FeedSource
from learnlog.reading.sources.mastodon.source import MastodonSource
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.servers import Reply, Server

RSS = """<rss version="2.0"><channel><title>{0}</title><link>{1}</link>
<item><title>One of {0}</title><guid>{0}</guid><link>https://example.org/1</link></item></channel></rss>"""


@dataclass
class Network:
    """A network of profiles in memory."""

    kind: str = "mastodon"
    profiles: dict[str, Found] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def claims(self, address: str) -> bool:
        return "/@" in address or address.startswith(("@", "did:"))

    async def find(self, address: str, http: Client) -> list[Found]:
        self.asked.append(address)
        found = self.profiles.get(address)
        if found is None:
            raise LearnlogError(f"There is no {address} here.")
        if "//" in address:
            await http.get(address, typed_host=address.split("/")[2])
        return [found]

    async def fetch(self, key: str, state: FetchState, http: Client, typed_host: str) -> Fetched:
        return Fetched(state=state)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        yield made


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def world(home: Path, clock: FakeClock, network: Network, server: Server) -> Iterator[Workspace]:
    made = Workspace(find_paths(str(home)), clock=clock, sources=[network, FeedSource(clock)])
    made.settings = type(made.settings)(hosts=(server.host,))
    yield made
    made.close()


def profile(server: Server, *links: str, proofs: tuple[Proof, ...] = ()) -> Found:
    return Found(
        kind="mastodon",
        key=server.url("/users/ana"),
        title="Ana Vos",
        handle="@ana@social.example",
        site=server.url("/@ana"),
        description="Writes on contracts.",
        links=links,
        proofs=proofs,
        newest=(NewPost(guid="s1", text="Short words"),),
    )


def page(server: Server, path: str, *me: str, feeds: tuple[str, ...] = ()) -> str:
    links = "".join(f'<a rel="nofollow me" href="{address}">me</a>' for address in me)
    links += "".join(f'<link rel="alternate" type="application/rss+xml" href="{feed}">' for feed in feeds)
    return server.add(path, Reply(body=f"<html><body>{links}</body></html>", type="text/html"))


def feed(server: Server, path: str, title: str, site: str = "") -> str:
    return server.add(path, Reply(body=RSS.format(title, site), type="application/rss+xml"))


def told(meeting: Meeting) -> dict[str, tuple[bool, str]]:
    return {offer.found.title: (offer.proven, offer.evidence) for offer in meeting.offers[1:]}


def test_a_page_and_a_profile_that_link_to_each_other_are_one_person(
    world: Workspace, network: Network, server: Server
) -> None:
    home = page(
        server,
        "/home",
        server.url("/@Ana/"),
        feeds=(feed(server, "/a", "Essays"), feed(server, "/b", "Talk")),
    )
    network.profiles["@ana@social.example"] = profile(server, home)

    meeting = world.following.meet("@ana@social.example")

    assert (meeting.name, meeting.handle, meeting.bio) == (
        "Ana Vos",
        "@ana@social.example",
        "Writes on contracts.",
    )
    proven, evidence = told(meeting)["Essays"]
    assert proven
    assert evidence.endswith("/home and @ana@social.example link to each other")
    assert told(meeting)["Talk"][0] is False
    person, new = world.following.follow(meeting.own)
    assert [channel.kind for channel in person.channels] == ["mastodon", "feed"]
    assert (person.name, new) == ("Ana Vos", 2)
    known = world.library.actors.get(meeting.found.key)
    assert known
    proven = [link.address for link in known.links if link.both_ways]
    assert proven == [offer.found.key for offer in meeting.offers if offer.proven]
    assert proven


def test_a_page_that_does_not_link_back_is_only_proposed(
    world: Workspace, network: Network, server: Server
) -> None:
    famous = page(
        server, "/famous", "https://elsewhere.example/@famous", feeds=(feed(server, "/f", "Famous"),)
    )
    claim = Proof(kind="verified field", address=famous, both_ways=True)
    for known, words in (
        (profile(server, famous), "which does not link back"),
        (profile(server, proofs=(claim,)), "says it checked"),
    ):
        network.profiles["@ana@social.example"] = known
        meeting = world.following.meet("@ana@social.example")
        proven, evidence = told(meeting)["Famous"]
        assert not proven
        assert words in evidence
        assert [one.title for one in meeting.own] == ["Ana Vos"]
        met = world.library.actors.get(meeting.found.key)
        assert met
        assert not any(link.both_ways for link in met.links)


def test_a_field_the_server_verified_and_the_page_confirms_is_proven(
    world: Workspace, network: Network, server: Server
) -> None:
    home = page(server, "/home", server.url("/@ana"), feeds=(feed(server, "/a", "Essays"),))
    proof = Proof(kind="verified field", address=home, both_ways=True)
    network.profiles["@ana@social.example"] = profile(server, proofs=(proof,))

    proven, evidence = told(world.following.meet("@ana@social.example"))["Essays"]

    assert proven
    assert "its server checked it" in evidence


def test_from_a_homepage_to_the_profile_it_calls_its_own(
    world: Workspace, network: Network, server: Server
) -> None:
    home = server.url("/home")
    page(
        server,
        "/home",
        server.url("/@ana"),
        server.url("/@boss"),
        feeds=(feed(server, "/a", "Essays", home),),
    )
    network.profiles[server.url("/@ana")] = profile(server, home)
    network.profiles[server.url("/@boss")] = Found(
        kind="mastodon", key="boss", title="Boss", site=server.url("/@boss")
    )

    meeting = world.following.meet(home)

    assert meeting.found.title == "Essays"
    assert told(meeting)["Ana Vos"][0] is True
    proven, evidence = told(meeting)["Boss"]
    assert not proven
    assert "does not link to it" in evidence


def test_a_feed_that_names_a_famous_page_gets_none_of_its_channels(
    world: Workspace, network: Network, server: Server
) -> None:
    home = page(server, "/home", server.url("/@ana"), feeds=(feed(server, "/a", "Essays"),))
    network.profiles[server.url("/@ana")] = profile(server, home)

    meeting = world.following.meet(feed(server, "/thief", "Thief", home))

    assert [one.title for one in meeting.own] == ["Thief"]
    assert "does not declare it" in told(meeting)["Ana Vos"][1]


def test_a_handle_that_is_a_domain_owns_the_feed_of_that_domain(
    home: Path, clock: FakeClock, server: Server
) -> None:
    bluesky = Network(kind="bluesky")
    host = server.host
    page(server, "/", feeds=(feed(server, "/a", "Essays"),))
    bluesky.profiles[host] = Found(
        kind="bluesky",
        key="did:plc:ana",
        title="Ana Vos",
        handle=host,
        site=f"https://bsky.app/profile/{host}",
        proofs=(Proof(kind="domain handle", address=server.url("/"), both_ways=True),),
    )
    world = Workspace(find_paths(str(home)), clock=clock, sources=[bluesky, FeedSource(clock)])

    meeting = world.following.meet(host)

    assert [one.key for one in meeting.own] == ["did:plc:ana", server.url("/a")]
    assert f"the handle {host} is the domain" in meeting.offers[1].evidence
    world.close()


def test_a_bare_domain_is_asked_as_a_name_and_as_a_page(
    workspace: Workspace, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bluesky, feeds = Network(kind="bluesky"), Network(kind="feed")
    bluesky.profiles["anavos.nl"] = Found(kind="bluesky", key="did:plc:ana", title="Ana")
    feeds.profiles["anavos.nl"] = Found(kind="feed", key="https://anavos.nl/feed", title="Essays")
    workspace._sources = [feeds, bluesky]

    meeting = workspace.following.meet("anavos.nl")
    assert [offer.found.title for offer in meeting.offers] == ["Ana", "Essays"]
    assert not meeting.offers[1].proven
    del bluesky.profiles["anavos.nl"]
    assert workspace.following.meet("anavos.nl").found.title == "Essays"
    del feeds.profiles["anavos.nl"]
    with pytest.raises(LearnlogError, match=r"anavos\.nl"):
        workspace.following.meet("anavos.nl")


def test_few_addresses_are_looked_at_and_what_fails_is_only_noted(
    world: Workspace, network: Network, server: Server
) -> None:
    links = [server.add(f"/{n}", Reply(status=500)) for n in range(20)]
    network.profiles["@ana@social.example"] = profile(server, *links)

    meeting = world.following.meet("@ana@social.example")

    assert len(server.log) == MOST
    assert len(meeting.offers) == 1
    assert all("answered 500" in note for note in meeting.notes)


def test_a_profile_cannot_send_us_to_a_private_address(
    home: Path, clock: FakeClock, network: Network, server: Server
) -> None:
    secret = feed(server, "/secret", "Secret")
    network.profiles["@ana@social.example"] = profile(server, secret, page(server, "/home", feeds=(secret,)))
    network.profiles[server.url("/@boss")] = Found(kind="mastodon", key="boss", title="Boss")
    known = network.profiles["@ana@social.example"]
    network.profiles["@ana@social.example"] = replace(known, links=(*known.links, server.url("/@boss")))
    world = Workspace(find_paths(str(home)), clock=clock, sources=[network, FeedSource(clock)])

    meeting = world.following.meet("@ana@social.example")

    assert server.log == []
    assert len(meeting.offers) == 1
    assert len(meeting.notes) == 3
    world.close()


def test_what_is_on_a_card_already_is_said(world: Workspace, network: Network, server: Server) -> None:
    network.profiles["@ana@social.example"] = profile(server)
    world.following.follow(world.following.meet("@ana@social.example").own)
    assert world.following.meet("@ana@social.example").notes == (
        "Ana Vos is on the card of Ana Vos already.",
    )


def test_a_real_account_and_its_page_become_one_person(home: Path, clock: FakeClock, server: Server) -> None:
    page(server, "/home", server.url("/@ana"), feeds=(feed(server, "/a", "Essays"),))
    link = server.url("/home")
    ana = {
        "id": "1",
        "username": "ana",
        "acct": "ana",
        "display_name": "Ana Vos",
        "note": "<p>Writes on contracts.</p>",
        "url": server.url("/@ana"),
        "uri": server.url("/users/ana"),
        "fields": [
            {
                "name": "Web",
                "value": f'<a href="{link}" rel="me">{link}</a>',
                "verified_at": "2026-01-01T00:00:00Z",
            }
        ],
    }
    for path, said in (("lookup?acct=ana", ana), ("1/statuses?limit=40", [])):
        server.add(f"/api/v1/accounts/{path}", Reply(body=json.dumps(said), type="application/json"))
    world = Workspace(find_paths(str(home)), clock=clock, sources=[MastodonSource(clock), FeedSource(clock)])

    meeting = world.following.meet(server.url("/@ana"))

    assert (meeting.name, meeting.bio) == ("Ana Vos", "Writes on contracts.")
    assert [one.key for one in meeting.own] == [server.url("/users/ana"), server.url("/a")]
    assert "its server checked it" in meeting.offers[1].evidence
    world.close()
