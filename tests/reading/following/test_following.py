"""From an address to posts that are there at once, kept current, one feed never harming another."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.model.errors import LearnlogError
from learnlog.model.query import EntryFilter, PostFilter
from learnlog.reading.fetching.outcome import Outcome
from learnlog.reading.keeping.posts import quote
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.servers import Reply, Server


def feed(*titles: str) -> bytes:
    items = "".join(
        f"<item><title>{t}</title><guid>{t}</guid><link>https://example.org/{t.lower()}</link>"
        f"<description>&lt;p&gt;About {t}.&lt;/p&gt;</description></item>"
        for t in titles
    )
    return f'<rss version="2.0"><channel><title>Ana’s notes</title>{items}</channel></rss>'.encode()


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        made.add(
            "/feed.xml", Reply(body=feed("First", "Second"), headers={"Content-Type": "application/rss+xml"})
        )
        yield made


def test_following_a_homepage_finds_its_feed_and_the_posts_are_there_at_once(
    workspace: Workspace, server: Server
) -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>'
    server.add("/", Reply(body=page, headers={"Content-Type": "text/html"}))

    found = workspace.following.look(server.url("/"))
    person, arrived = workspace.following.follow(
        found, name="Ana Vos", themes=["data contracts"], why="She knows."
    )

    assert [f.title for f in found] == ["Ana’s notes"]
    assert arrived == 2
    assert person.channels[0].key == server.url("/feed.xml")
    assert {post.title for post in workspace.river.page(PostFilter(theme="data-contracts"))} == {
        "First",
        "Second",
    }
    card = (workspace.paths.vault / person.path).read_text()
    assert "why: She knows." in card
    assert "themes: [data-contracts]" in card


def test_following_a_second_feed_under_the_same_name_makes_one_person_with_two_channels(
    workspace: Workspace, server: Server
) -> None:
    server.add("/notes.xml", Reply(body=feed("Third"), headers={"Content-Type": "application/rss+xml"}))
    for path in ("/feed.xml", "/notes.xml"):
        workspace.following.follow(workspace.following.look(server.url(path)), name="Ana Vos")

    (person,) = workspace.people.all()
    assert len(person.channels) == 2
    assert len(workspace.river.page(PostFilter(person=person.id))) == 3


def test_unfollowing_hides_the_posts_and_keeps_the_card_and_the_insights(
    workspace: Workspace, server: Server
) -> None:
    workspace.following.follow(workspace.following.look(server.url("/feed.xml")), name="Ana Vos")
    post = workspace.river.page(PostFilter())[0]
    workspace.keeping.insight(post.id, NewEntry(body="My words.", themes=["promises"]))

    workspace.people.unfollow("Ana Vos")

    assert workspace.river.page(PostFilter()) == []
    assert [e.body.strip() for e in workspace.journal.list(EntryFilter(kind="insight"))] == ["My words."]
    assert workspace.people.get("Ana Vos").why == ""
    workspace.changes.undo()
    assert len(workspace.river.page(PostFilter())) == 2


def test_an_insight_keeps_its_post_and_links_to_it_and_to_its_author(
    workspace: Workspace, server: Server
) -> None:
    workspace.following.follow(workspace.following.look(server.url("/feed.xml")), name="Ana Vos")
    post = next(p for p in workspace.river.page(PostFilter()) if p.title == "First")

    body = quote("About First.", post) + "\nIn my own words."
    insight = workspace.keeping.insight(post.id, NewEntry(body=body, themes=["promises"]))

    assert insight.kind is EntryKind.INSIGHT
    assert insight.people == ("ana-vos",)
    kept = workspace.keeping.get(insight.kept[0])
    assert (kept.title, kept.person, kept.url) == ("First", "ana-vos", "https://example.org/first")
    assert "About First." in (workspace.paths.vault / kept.path).read_text()
    assert "[First](https://example.org/first)" in insight.body
    assert {d.id for d in workspace.journal.backlinks(kept.id, "kept")} == {insight.id}
    workspace.changes.undo()
    assert workspace.journal.list() == []
    assert workspace.keeping.kept(post.id) is None


def test_fetching_brings_what_is_new_and_asks_with_the_validator(
    workspace: Workspace, server: Server, clock: FakeClock
) -> None:
    headers = {"Content-Type": "application/rss+xml", "ETag": '"one"'}
    server.add("/feed.xml", Reply(body=feed("First"), headers=headers))
    workspace.following.follow(workspace.following.look(server.url("/feed.xml")), name="Ana")
    assert workspace.fetching.run() == []

    clock.pass_(hours=3)
    server.add("/feed.xml", Reply(body=feed("New", "First"), headers=headers | {"ETag": '"two"'}))
    (outcome,) = workspace.fetching.run()

    assert (outcome.new, outcome.edited, outcome.error) == (1, 0, "")
    assert server.asked("/feed.xml")[-1].headers["if-none-match"] == '"one"'
    assert len(workspace.river.page(PostFilter())) == 2


def test_one_broken_feed_harms_no_other(workspace: Workspace, server: Server, clock: FakeClock) -> None:
    server.add("/other.xml", Reply(body=feed("Other"), headers={"Content-Type": "application/rss+xml"}))
    for path, name in (("/feed.xml", "Ana"), ("/other.xml", "Ben")):
        workspace.following.follow(workspace.following.look(server.url(path)), name=name)
    server.add("/feed.xml", Reply(status=500, body=b"oops"))
    server.add("/other.xml", Reply(body=feed("Newer"), headers={"Content-Type": "application/rss+xml"}))
    clock.pass_(hours=3)
    told: list[tuple[int, int, Outcome]] = []

    outcomes = {o.person: o for o in workspace.fetching.run(progress=lambda *step: told.append(step))}

    assert outcomes["Ana"].error
    assert outcomes["Ben"].new == 1
    assert [(done, of) for done, of, _ in told] == [(1, 2), (2, 2)]
    assert workspace.library.channels.state(server.url("/feed.xml")).errors == 1


def test_a_source_that_fails_in_a_way_nobody_foresaw_harms_no_other(
    workspace: Workspace, server: Server, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.following.follow(workspace.following.look(server.url("/feed.xml")), name="Ana")
    clock.pass_(hours=3)

    async def surprise(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(type(workspace.sources[0]), "fetch", surprise)
    (outcome,) = workspace.fetching.run()

    assert "unforeseen" in outcome.error
    assert workspace.library.channels.state(server.url("/feed.xml")).error == outcome.error


def test_a_private_address_from_a_file_is_not_fetched_though_a_typed_one_is(
    workspace: Workspace, server: Server, clock: FakeClock
) -> None:
    person, _ = workspace.following.follow(workspace.following.look(server.url("/feed.xml")), name="Ana")
    untyped = replace(person.channels[0], typed_host="", key=server.url("/feed.xml?other"))
    workspace.people.add("Ben", [untyped])
    clock.pass_(hours=3)

    outcomes = {o.person: o for o in workspace.fetching.run()}

    assert outcomes["Ana"].error == ""
    assert outcomes["Ben"].error
    assert server.asked("/feed.xml?other") == []


def test_stopping_a_fetch_keeps_what_arrived(workspace: Workspace, server: Server, clock: FakeClock) -> None:
    for number in range(6):
        path = f"/{number}.xml"
        server.add(path, Reply(body=feed(f"Post {number}"), headers={"Content-Type": "application/rss+xml"}))
        workspace.following.follow(workspace.following.look(server.url(path)), name=f"Person {number}")
        server.add(path, Reply(body=feed(f"Post {number}"), type="application/rss+xml", delay=0.4))
    clock.pass_(hours=3)
    done: list[Outcome] = []

    workspace.fetching.run(progress=lambda *step: done.append(step[2]), cancelled=lambda: len(done) >= 1)

    assert 1 <= len(done) < 6


def test_nothing_to_follow_is_said_in_one_sentence(workspace: Workspace) -> None:
    with Server() as empty:
        empty.add("/", Reply(body=b"<html><p>Hello.</p></html>", headers={"Content-Type": "text/html"}))
        with pytest.raises(LearnlogError) as caught:
            workspace.following.look(empty.url("/"))

    assert "feed" in caught.value.message
    assert caught.value.hint


def test_a_typed_private_host_stays_allowed_when_its_server_closes_each_connection(
    workspace: Workspace, server: Server, clock: FakeClock
) -> None:
    headers = {"Content-Type": "application/rss+xml", "Connection": "close"}
    server.add("/closing.xml", Reply(body=feed("First"), headers=headers))

    person, _ = workspace.following.follow(workspace.following.look(server.url("/closing.xml")), name="Ana")
    clock.pass_(hours=3)
    (outcome,) = workspace.fetching.run()

    assert person.channels[0].typed_host
    assert outcome.error == ""
