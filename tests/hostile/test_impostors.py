"""A feed that claims somebody else's page: it may stand beside their words, never before or instead of them."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import NewPost, Post
from learnlog.model.query import PostFilter
from learnlog.model.social import Actor, Social
from learnlog.workspace import Workspace

ANA, EVA = "https://ana.example/feed", "https://evil.example/feed"
PAGE = "https://ana.example/keeping-notes"


@dataclass(frozen=True)
class Claim:
    """What the other feed says of Ana's page: its title, and how many hours before her."""

    title: str
    hours: int


CLAIMS = [Claim("Buy my coins", 600), Claim("Buy my coins", -1), Claim("How I keep notes", 600)]


@pytest.fixture
def space(workspace: Workspace) -> Workspace:
    workspace.people.add("Ana Vos", [Channel(kind="feed", key=ANA)])
    workspace.people.add("Eva Evil", [Channel(kind="feed", key=EVA)])
    return workspace


def ana(space: Workspace) -> None:
    _publish(space, ANA, "How I keep notes", "I keep them in one place, and read them on Fridays.", 2)


def evil(space: Workspace, claim: Claim) -> None:
    _publish(space, EVA, claim.title, "Coins! Coins! Coins!", 2 + claim.hours)


def _publish(space: Workspace, feed: str, title: str, text: str, hours: float) -> None:
    new = NewPost(
        guid=feed,
        url=f"{PAGE}?utm_source={len(feed)}",
        title=title,
        text=text,
        html=f"<p>{text}</p>",
        author="Ana Vos",
        published=space.clock() - timedelta(hours=hours),
    )
    space.library.channels.commit(feed, [new], FetchState(checked=space.clock(), site="https://ana.example/"))
    space.stories.join()


def river(space: Workspace, *, unread: bool = False) -> list[Post]:
    return space.river.page(PostFilter(unread=unread))


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("is_first", [True, False])
def test_her_words_stand_in_the_river_whoever_claims_her_page(
    space: Workspace, claim: Claim, is_first: bool
) -> None:
    for publish in (lambda: evil(space, claim), lambda: ana(space))[:: 1 if is_first else -1]:
        publish()
    (shown,) = river(space)
    assert (shown.channel, shown.headline) == (ANA, "How I keep notes")
    assert [voice.called for voice in shown.others] == ["Eva Evil"]


@pytest.mark.parametrize("claim", CLAIMS)
def test_what_was_read_of_a_claim_leaves_her_own_page_unread(space: Workspace, claim: Claim) -> None:
    evil(space, claim)
    space.river.mark_read([river(space)[0].id])
    ana(space)
    (shown,) = river(space, unread=True)
    assert shown.channel == ANA
    assert space.library.posts.unread_total() == 1


def test_a_rule_that_hides_a_claim_does_not_hide_her_own_page(space: Workspace) -> None:
    evil(space, CLAIMS[0])
    ruling = space.library.ruling
    run = ruling.begin("coins", "Coins", space.clock())
    ruling.do(run, [river(space)[0].row], "hide")
    assert river(space) == []
    ana(space)
    (shown,) = river(space)
    assert shown.channel == ANA
    assert space.library.posts.unread_total() == 1
    claimed = next(post for post in space.stories.voices(shown) if post.channel == EVA)
    space.stories.split(claimed)
    assert [post.channel for post in river(space)] == [ANA], "alone, it is hidden as the rule says"
    ruling.take_back(run)
    assert {post.channel for post in river(space)} == {ANA, EVA}


def test_a_rule_that_comes_later_hides_only_what_leads(space: Workspace) -> None:
    ana(space)
    evil(space, CLAIMS[1])
    (shown,) = river(space)
    claimed = next(post for post in space.stories.voices(shown) if post.channel == EVA)
    ruling = space.library.ruling
    assert ruling.do(ruling.begin("coins", "Coins", space.clock()), [claimed.row], "hide") == []
    assert [post.channel for post in river(space)] == [ANA]
    run = ruling.begin("notes", "Notes", space.clock())
    assert len(ruling.do(run, [shown.row], "hide")) == 2
    assert river(space) == []
    ruling.take_back(run)
    assert [post.channel for post in river(space)] == [ANA]


@pytest.mark.parametrize(
    ("network", "hers", "theirs", "uri"),
    [
        (
            "mastodon",
            "https://ana.social/users/ana",
            "https://evil.social/users/eva",
            "https://ana.social/users/ana/1",
        ),
        ("bluesky", "did:plc:ana", "did:plc:eva", "at://did:plc:ana/app.bsky.feed.post/1"),
    ],
)
def test_a_server_that_claims_her_post_stands_behind_her(
    workspace: Workspace, network: str, hers: str, theirs: str, uri: str
) -> None:
    for name, key, hours, text in (("Eva", theirs, 9, "Coins! Coins!"), ("Ana", hers, 2, "I keep notes.")):
        workspace.people.add(name, [Channel(kind=network, key=key)])
        new = NewPost(
            guid=uri,
            social=Social(author=Actor(key=key, handle=name), uri=uri),
            url=PAGE,
            text=text,
            html=f"<p>{text}</p>",
            published=workspace.clock() - timedelta(hours=hours),
        )
        workspace.library.channels.commit(key, [new], FetchState(checked=workspace.clock()))
    workspace.stories.join()
    (shown,) = workspace.river.page(PostFilter())
    assert (shown.channel, [voice.name for voice in shown.others]) == (hers, ["Eva"])


def test_the_same_name_in_another_feed_changes_no_post(space: Workspace) -> None:
    for feed, title in ((ANA, "How I keep notes"), (EVA, "Something else entirely")):
        new = NewPost(guid=PAGE, url=f"{feed}/{len(title)}", title=title, published=space.clock())
        space.library.channels.commit(feed, [new], FetchState(checked=space.clock()))
    space.stories.join()
    assert {post.headline for post in river(space)} == {"How I keep notes", "Something else entirely"}
