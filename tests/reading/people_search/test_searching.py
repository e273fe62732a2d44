"""Searching the networks for people: what is sent where, what is kept of it, and what a bad server costs."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from learnlog.model.account import Account
from learnlog.model.errors import NotFoundError, UsageError
from learnlog.model.person import Channel
from learnlog.model.query import PostFilter
from learnlog.reading.people_search.searching import Progress
from learnlog.settings import Settings, find_paths
from learnlog.workspace import Workspace
from tests.appview import AppView
from tests.conftest import FakeClock
from tests.fediverse import Fediverse
from tests.servers import Reply, Server

WORDS = ("data contracts", "lineage")
FEED = """<rss version="2.0"><channel><title>{0}</title><link>{1}</link>
<item><title>Data contracts at {0}</title><guid>1</guid><link>{1}1</link></item></channel></rss>"""


@dataclass
class World:
    """A learnlog with a Bluesky, a Mastodon and a site to search."""

    workspace: Workspace
    bluesky: AppView
    mastodon: Fediverse
    site: Server

    def tagged(self, name: str, words: str, *tags: str, **more: object) -> None:
        self.mastodon.post(name, words, tags=[{"name": tag} for tag in tags], **more)

    def asked(self) -> set[tuple[str, str, str]]:
        """Return who was asked what, with the word of the search in it."""
        found = {(self.bluesky.host, method, word) for method, word in self.bluesky.words() if method}
        for one in self.mastodon.log:
            tag = one.path.rpartition("/")[2] if "/tag/" in one.path else ""
            found.add((self.mastodon.host, one.path, one.query.get("q", tag)))
        return found

    def texts(self, key: str) -> list[str]:
        posts = self.workspace.searching.newest(key)
        return [post.excerpt for post in posts]


@pytest.fixture
def world(home: Path, clock: FakeClock) -> Iterator[World]:
    with AppView() as bluesky, Fediverse() as mastodon, Server() as site:
        settings = Settings(
            bluesky_appview=bluesky.base,
            bluesky_plc=bluesky.base,
            mastodon_servers=(mastodon.base,),
            hosts=(bluesky.host, mastodon.host, site.host),
            timeout=5,
        )
        made = Workspace(find_paths(str(home)), settings, clock)
        yield World(made, bluesky, mastodon, site)
        made.close()


def test_the_plan_says_which_words_go_where_and_asks_nobody(world: World) -> None:
    plan = world.workspace.searching.plan(WORDS)

    said = {(one.server, one.what): one.words for one in plan}
    assert said[world.bluesky.host, "search for posts"] == WORDS
    assert said[world.bluesky.host, "search for starter packs"] == WORDS
    assert said[world.bluesky.host, "who is in a list"] == ()
    assert said[world.mastodon.host, "posts with a hashtag"] == ("datacontracts", "lineage")
    assert world.asked() == set()


def test_nothing_is_asked_that_the_plan_did_not_say(world: World) -> None:
    world.bluesky.add_actor("ada", bio="I write on data contracts")
    world.bluesky.write("ada", "Data contracts are promises")
    world.bluesky.pack("ada", "Data contracts people", ["ada"])
    world.mastodon.add("boris", note="<p>lineage</p>", featured=["lineage"])
    world.tagged("boris", "On lineage", "lineage")
    plan = world.workspace.searching.plan(WORDS)

    done = world.workspace.searching.search(WORDS)

    words = {(one.server, word) for one in plan for word in (*one.words, "")}
    planned = {one.server + path.strip().partition("…")[0] for one in plan for path in one.path.split(",")}
    closer = ("getProfile", "getAuthorFeed", "/.well-known/webfinger", "/api/v1/accounts/")
    said = (*planned, *(server + path for server in {one.server for one in plan} for path in closer))
    assert {(server, word) for server, _, word in world.asked()} <= words
    assert [path for server, path, _ in world.asked() if not (server + path).startswith(said)] == []
    assert {(one.server, one.what) for one in done.sent} <= {(one.server, one.what) for one in plan}
    assert done.notes == ()


def test_whoever_is_found_is_kept_with_posts_and_what_others_call_them(world: World) -> None:
    ada = world.bluesky.add_actor("ada", bio="Promises between teams")
    emil = world.bluesky.add_actor("emil")
    for number in range(3):
        world.bluesky.write("ada", f"Data contracts, part {number}")
    world.bluesky.pack("emil", "Data contracts people", ["ada"])
    boris = world.mastodon.add("boris", bot=True)["uri"]
    world.tagged("boris", "Who drew this lineage?", "lineage")

    done = world.workspace.searching.search(WORDS)

    library = world.workspace.library
    assert done.notes == ()
    assert len(world.texts(ada)) == 3
    assert world.texts(boris) == ["Who drew this lineage?"]
    described = library.actors.descriptions([ada])[ada]
    assert [(one.kind, one.text, one.owner) for one in described] == [("pack", "Data contracts people", emil)]
    found = library.actors.get_many([ada, boris])
    assert found[ada].bio == "Promises between teams"
    assert found[boris].is_bot
    assert done.new_posts == 4
    assert done.where == f"{world.bluesky.host}, {world.mastodon.host}, sites of those found"
    assert world.workspace.searching.search(WORDS).new_posts == 0


def test_posts_of_those_i_do_not_follow_stay_out_of_the_river_and_out_of_search(world: World) -> None:
    world.bluesky.add_actor("ada")
    world.bluesky.write("ada", "Data contracts are promises")

    world.workspace.searching.search(WORDS)

    assert world.workspace.library.posts.page(PostFilter()) == []
    assert world.workspace.search("promises") == []
    assert world.workspace.fetching.schedule.channels() == []


def test_a_channel_i_follow_keeps_its_state_and_gets_no_posts_from_a_search(world: World) -> None:
    ada = world.bluesky.add_actor("ada")
    found = world.workspace.following.look(ada)
    world.workspace.following.follow(found)
    world.bluesky.write("ada", "Data contracts are promises")
    before = world.workspace.library.channels.state(ada)

    world.workspace.searching.search(WORDS)

    assert world.texts(ada) == []
    assert world.workspace.library.channels.state(ada) == before
    world.workspace.fetching.run(everything=True)
    assert world.texts(ada) == ["Data contracts are promises"]


def test_a_person_with_three_channels_is_proven_to_be_one(world: World) -> None:
    page = world.site.url("/")
    feed = world.site.add("/feed.xml", Reply(body=FEED.format("Ada", page), type="application/rss+xml"))
    field = {"name": "Site", "value": f'<a href="{page}" rel="me">{page}</a>', "verified_at": "2026-01-01"}
    mastodon = world.mastodon.add("ada", note="<p>lineage</p>", fields=[field])
    bluesky = world.bluesky.add_actor("ada", bio=f"Data contracts. {page}")
    world.bluesky.write("ada", "Data contracts are promises")
    world.bluesky.write("ada", "What breaks when nobody owns the data contracts of a table")
    world.site.add(
        "/",
        Reply(
            body=f"""<a rel="me" href="{mastodon["url"]}">Mastodon</a>
                <a rel="me" href="https://bsky.app/profile/ada.bsky.social">Bluesky</a>
                <link rel="alternate" type="application/rss+xml" href="{feed}">""",
            type="text/html",
        ),
    )

    done = world.workspace.searching.search(WORDS)

    found = world.workspace.library.actors.get_many([mastodon["uri"], bluesky, feed])
    proven = {key: {link.address for link in one.links if link.both_ways} for key, one in found.items()}
    assert done.notes == ()
    assert feed in proven[bluesky]
    assert feed in proven[mastodon["uri"]]
    assert {bluesky, mastodon["uri"]} <= proven[feed]
    assert [post.title for post in world.workspace.searching.newest(feed)] == ["Data contracts at Ada"]
    theme = world.workspace.themes.add("Data contracts", keywords=["lineage"])
    cards = [one.candidate for one in world.workspace.finder.find(theme.slug).new]
    assert [{channel.key for channel in card.channels} for card in cards] == [
        {mastodon["uri"], bluesky, feed}
    ]


def test_what_a_page_takes_back_is_not_proven_any_more(world: World) -> None:
    page = world.site.url("/")
    feed = world.site.add("/feed.xml", Reply(body=FEED.format("Ada", page), type="application/rss+xml"))
    declared = f'<link rel="alternate" type="application/rss+xml" href="{feed}">'
    me = '<a rel="me" href="https://bsky.app/profile/ada.bsky.social">Bluesky</a>'
    world.site.add("/", Reply(body=declared + me, type="text/html"))
    ada = world.bluesky.add_actor("ada", bio=f"Data contracts. {page}")

    def proven() -> set[tuple[str, str]]:
        found = world.workspace.library.actors.get_many([ada, feed])
        return {(key, link.address) for key, one in found.items() for link in one.links if link.both_ways}

    world.workspace.searching.search(WORDS)
    assert {(ada, feed), (feed, ada)} <= proven()
    world.site.add("/", Reply(status=500))
    world.workspace.searching.search(WORDS)
    assert {(ada, feed), (feed, ada)} <= proven()
    world.site.add("/", Reply(body=declared, type="text/html"))
    world.workspace.searching.search(WORDS)

    assert proven() == set()


def test_a_link_that_only_one_side_names_proves_nothing(world: World) -> None:
    page = world.site.url("/")
    feed = world.site.add("/feed.xml", Reply(body=FEED.format("Famous", page), type="application/rss+xml"))
    link = f'<link rel="alternate" type="application/rss+xml" href="{feed}">'
    world.site.add("/", Reply(body=link, type="text/html"))
    world.bluesky.add_actor("liar", bio=f"Data contracts. {page}")

    world.workspace.searching.search(WORDS)

    actors = world.workspace.library.actors.get_many([world.bluesky.did("liar"), feed])
    assert [link.both_ways for one in actors.values() for link in one.links if link.both_ways] == []
    assert world.texts(feed) == []


def test_the_site_that_posts_link_to_and_its_blogroll_lead_to_more_people(world: World) -> None:
    site = world.site
    feed = site.add("/feed.xml", Reply(body=FEED.format("Gina", site.url("/")), type="application/rss+xml"))
    roll = site.add(
        "/blogs.opml",
        Reply(
            body="""<opml version="2.0"><body><outline text="Lineage">
                <outline text="Hal" type="rss" xmlUrl="https://hal.example/feed"/></outline></body></opml>"""
        ),
    )
    declared = f'<link rel="alternate" type="application/rss+xml" href="{feed}">'
    site.add("/post", Reply(body=f'{declared}<link rel="blogroll" href="{roll}">', type="text/html"))
    world.bluesky.add_actor("ada")
    link = {
        "$type": "app.bsky.embed.external#view",
        "external": {"uri": site.url("/post"), "title": "A post"},
    }
    world.bluesky.write("ada", "Data contracts, well explained")
    world.bluesky.written[-1]["embed"] = link

    world.workspace.searching.search(WORDS)

    actors = world.workspace.library.actors
    assert [post.title for post in world.workspace.searching.newest(feed)] == ["Data contracts at Gina"]
    said = actors.descriptions(["https://hal.example/feed"])["https://hal.example/feed"][0]
    assert (said.kind, said.owner, said.source) == ("blogroll", feed, roll)
    assert said.text.startswith("Lineage (blogroll of 127.0.0.1")


def test_a_feed_that_calls_somebody_elses_site_its_own_is_not_believed(world: World) -> None:
    feed = world.site.add(
        "/feed.xml", Reply(body=FEED.format("Liar", "https://famous.example/"), type="application/rss+xml")
    )
    world.bluesky.add_actor("liar", bio=f"Data contracts. {feed}")

    world.workspace.searching.search(WORDS)

    found = world.workspace.library.actors.get(feed)
    assert found is not None
    assert found.url == ""


def test_a_server_that_cannot_be_reached_costs_its_own_rows_only_and_says_so(world: World) -> None:
    boris = world.mastodon.add("boris")["uri"]
    world.tagged("boris", "On lineage", "lineage")
    away = "http://127.0.0.1:9"
    world.workspace.settings = Settings(
        bluesky_appview=away,
        bluesky_plc=away,
        mastodon_servers=(world.mastodon.base,),
        hosts=(world.mastodon.host,),
    )

    done = world.workspace.searching.search(WORDS)

    assert world.texts(boris) == ["On lineage"]
    assert len(done.notes) == 1
    assert "127.0.0.1" in done.notes[0]


def test_a_server_that_wants_no_more_questions_is_left_alone_and_the_others_answer(world: World) -> None:
    ada = world.bluesky.add_actor("ada")
    world.bluesky.write("ada", "Data contracts are promises")
    world.mastodon.habits.left = 1

    done = world.workspace.searching.search(WORDS)

    assert world.texts(ada) == ["Data contracts are promises"]
    assert len(world.mastodon.log) <= 4
    assert len(done.notes) == 1
    assert "127.0.0.1" in done.notes[0]
    assert "no more questions" in done.notes[0]


def test_what_a_server_does_not_offer_is_said_in_one_sentence_each(world: World) -> None:
    world.bluesky.refuses = {
        "searchPosts": Reply(status=403),
        "searchStarterPacks": Reply(status=501),
    }
    world.mastodon.habits.missing = {"/api/v1/directory"}

    notes = world.workspace.searching.search(WORDS).notes

    assert set(notes) == {
        f"{world.bluesky.host} asks for a login for: search for posts.",
        f"{world.bluesky.host} does not offer: search for starter packs.",
        f"{world.mastodon.host} does not offer: its directory of people.",
    }


def test_on_the_public_bluesky_posts_are_searched_only_with_a_login(world: World) -> None:
    world.workspace.settings = Settings(mastodon_servers=())

    plan = world.workspace.searching.plan(WORDS)

    assert {one.server for one in plan if one.words} == {"public.api.bsky.app"}
    assert "search for posts" not in [one.what for one in plan]


def test_my_own_server_tells_more_and_what_goes_there_says_as_whom(world: World) -> None:
    workspace, server = world.workspace, world.mastodon
    me = server.add("me")
    account = Account(
        network="mastodon",
        key=me["uri"],
        handle=f"@me@{server.host}",
        server=server.base,
        secrets="file",
        typed_host=server.host,
    )
    workspace.accounts.save(account)
    workspace.accounts.keys("file").put(account.id, {"token": server.grant("me"), "server": server.base})
    friend, boris = server.add("friend"), server.add("boris", note="<p>lineage</p>")
    server.familiar = {"boris": [friend]}
    server.suggested = [server.add("chen")]

    plan = workspace.searching.plan(WORDS)
    done = workspace.searching.search(WORDS)

    assert done.notes == ()
    assert {one.login for one in plan if one.server == server.host} == {f"@me@{server.host}"}
    said = workspace.library.actors.descriptions([boris["uri"]])[boris["uri"]]
    assert [(one.kind, one.owner, one.text) for one in said] == [
        ("followed", friend["uri"], "followed by Friend")
    ]
    assert workspace.library.actors.get(server.suggested[0]["uri"]) is not None


def test_a_server_that_is_not_mine_speaks_only_for_its_own_people(world: World) -> None:
    elsewhere = "https://other.example/users/famous"
    famous = world.mastodon.add("famous@other.example", uri=elsewhere, url="https://other.example/@famous")
    famous["acct"] = "famous"  # as a local one would be called
    world.tagged(
        "famous@other.example", "Buy this for your lineage", "lineage", uri=f"{elsewhere}/statuses/1"
    )
    world.mastodon.add("boris", note="<p>lineage</p>")

    world.workspace.searching.search(WORDS)

    assert world.workspace.library.actors.get(elsewhere) is None
    assert world.texts(elsewhere) == []


def test_a_handle_that_is_somebody_elses_makes_nobody_one_with_them(world: World) -> None:
    with Fediverse() as elsewhere:
        famous = elsewhere.add("famous")
        world.workspace.settings = replace(
            world.workspace.settings, hosts=(*world.workspace.settings.hosts, elsewhere.host)
        )
        world.mastodon.add("liar", acct=f"famous@{elsewhere.host}", note="<p>lineage</p>")

        world.workspace.searching.search(WORDS)

    liar = f"{world.mastodon.base}/users/liar"
    found = world.workspace.library.actors.get_many([famous["uri"], liar])
    assert [link for one in found.values() for link in one.links] == []
    assert liar not in found


def test_an_account_whose_server_shows_only_its_feed_is_one_with_it(world: World) -> None:
    boris = world.mastodon.add("boris", note="<p>lineage</p>")["uri"]
    world.tagged("boris", "Who draws lineage?", "lineage")
    world.mastodon.habits.refuses = {"/api/v1/accounts/lookup": 401}

    world.workspace.searching.search(["lineage"])

    feed = f"{world.mastodon.base}/@boris.rss"
    found = world.workspace.library.actors.get_many([boris, feed])
    assert feed in {link.address for link in found[boris].links if link.both_ways}
    assert boris in {link.address for link in found[feed].links if link.both_ways}


def test_those_i_follow_are_asked_after_by_name_those_with_the_theme_first(world: World) -> None:
    ada, emil = world.bluesky.add_actor("ada"), world.bluesky.add_actor("emil")
    chen, dara = world.bluesky.add_actor("chen"), world.bluesky.add_actor("dara")
    world.bluesky.pack("emil", "Lineage people", ["chen"], kind="list")
    world.bluesky.alike = {emil: ["dara"]}
    people = world.workspace.people
    people.add("Ada", [Channel(kind="bluesky", key=ada)])
    people.add("Emil", [Channel(kind="bluesky", key=emil)], themes=["data-contracts"])

    plan = world.workspace.searching.plan(WORDS, theme="data-contracts")
    world.workspace.searching.search(WORDS, theme="data-contracts")

    about = [one.about for one in plan if one.what == "lists of those I follow"]
    assert about == [(emil, ada)]
    actors = world.workspace.library.actors
    assert actors.descriptions([chen])[chen][0].text == "Lineage people"
    assert actors.get(dara) is not None


def test_collections_of_those_i_follow_name_people(world: World) -> None:
    server = world.mastodon
    ana, boris = server.add("ana"), server.add("boris")
    server.collections = [
        {"id": "7", "name": "Lineage", "account_id": ana["id"], "items": [{"account_id": boris["id"]}]}
    ]
    found = world.workspace.following.look(f"{server.base}/@ana")
    world.workspace.following.follow(found)

    done = world.workspace.searching.search(WORDS)

    said = world.workspace.library.actors.descriptions([boris["uri"], ana["uri"]])
    assert {key: [one.text for one in every] for key, every in said.items()} == {boris["uri"]: ["Lineage"]}
    assert done.notes == ()


def test_hostile_answers_are_passed_over_and_what_is_kept_does_nothing(world: World) -> None:
    ada = world.bluesky.add_actor("ada", bio="data contracts \x1b]0;owned\x07\x1b[31m")
    world.bluesky.actors["ada"]["displayName"] = "\u202eAda\x1b[2J"
    world.bluesky.actors["liar"] = {"did": ["data contracts"], "handle": 7}
    world.bluesky.documents = {}
    world.mastodon.habits.answers_with = b'[{"account": 7, "id": {}}, null, "lineage", [[[[]]]]]'

    world.workspace.searching.search(WORDS)

    found = world.workspace.library.actors.get(ada)
    assert found is not None
    assert (found.name, found.bio) == ("Ada", "data contracts")


def test_a_slow_server_is_given_up_in_time_and_what_came_until_then_is_kept(world: World) -> None:
    ada = world.bluesky.add_actor("ada")
    world.bluesky.write("ada", "Data contracts are promises")
    world.bluesky.refuses = {"searchStarterPacks": Reply(hang=True)}
    started = time.monotonic()

    done = world.workspace.searching.search(WORDS, seconds=2.5)

    assert time.monotonic() - started < 5
    assert world.texts(ada) == ["Data contracts are promises"]
    assert f"{world.bluesky.host} took too long; what came until then is here." in done.notes


def test_a_search_is_cancelled_midway(world: World) -> None:
    world.bluesky.refuses = {"searchActors": Reply(hang=True)}
    told: list[Progress] = []
    started = time.monotonic()

    done = world.workspace.searching.search(
        WORDS, told=told.append, cancelled=lambda: time.monotonic() - started > 1.5
    )

    assert time.monotonic() - started < 5
    assert [one.doing.partition(" ")[0] for one in told] == ["asking"]
    assert done.notes == ()


def test_the_newest_posts_of_somebody_i_do_not_follow_can_be_read(world: World) -> None:
    ada = world.bluesky.add_actor("ada", bio="data contracts")
    boris = world.mastodon.add("boris", note="<p>lineage</p>")["uri"]
    searching = world.workspace.searching
    searching.search(WORDS)
    world.bluesky.write("ada", "Something new")
    world.mastodon.post("boris", "And this")

    assert [post.excerpt for post in searching.peek(ada)] == ["Something new"]
    assert [post.excerpt for post in searching.peek(boris)] == ["And this"]
    assert world.workspace.library.posts.page(PostFilter()) == []
    world.workspace.following.follow(world.workspace.following.look(ada))
    world.bluesky.write("ada", "Newer still")
    assert [post.excerpt for post in searching.peek(ada)] == ["Something new"]
    with pytest.raises(NotFoundError, match="Nobody is known as did:plc:nobody"):
        searching.peek("did:plc:nobody")


def test_whoever_is_found_and_followed_is_fetched_also_where_the_address_holds_no_name(world: World) -> None:
    key = f"{world.mastodon.base}/ap/users/116"
    world.mastodon.add("boris", uri=key)
    for words in ("Lineage is a map", "Who draws lineage?", "Lineage, three years later"):
        world.tagged("boris", words, "lineage")
    world.mastodon.habits.refuses = {"/.well-known/webfinger": 500, "/api/v1/accounts/lookup": 500}
    workspace = world.workspace
    workspace.searching.search(["lineage"])
    world.mastodon.habits.refuses = {}
    boris = workspace.finder.find("lineage").new[0]
    workspace.finder.follow(boris.candidate)
    world.mastodon.post("boris", "Something new")

    outcomes = workspace.fetching.run(everything=True)

    assert [one.error for one in outcomes] == [""]
    assert world.texts(key)[0] == "Something new"


def test_switched_off_or_without_words_nothing_is_searched(world: World) -> None:
    with pytest.raises(UsageError, match="no word to search for"):
        world.workspace.searching.search(["  ", "#"])
    world.workspace.settings = Settings(search_online=False)
    del world.workspace.searching

    assert world.workspace.searching.plan(WORDS) == ()
    with pytest.raises(UsageError, match="switched off"):
        world.workspace.searching.search(WORDS)
    assert world.asked() == set()
