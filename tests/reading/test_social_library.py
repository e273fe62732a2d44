"""From the network into the river and the vault: social posts fetched, hidden, kept, quoted and taken back."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

import pytest

from learnlog.cli.main import main
from learnlog.journal.entries import NewEntry
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.model.query import PostFilter
from learnlog.model.social import Actor, Choice, LinkCard, Media, Poll, Quoted, Social
from learnlog.overview.document_page import look_at_document
from learnlog.reading.keeping.posts import quote
from learnlog.reading.sources.base import Fetched
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.conftest import FakeClock

ANA = Actor(key="did:plc:ana", handle="ana.example", name="Ana Prins")
BEN = Actor(key="did:plc:ben", handle="ben.example", name="Ben Bos")


class Network:
    """A network in memory, which is its own client; it remembers whom it was asked about."""

    kind = "bluesky"

    def __init__(self) -> None:
        self.posts: dict[str, list[NewPost]] = {}
        self.gone: tuple[str, ...] = ()
        self.asked: list[str] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    def claims(self, address: str) -> bool:
        return False

    async def find(self, address: str, http: object) -> list[Any]:
        return []

    async def fetch(self, key: str, state: FetchState, http: object, typed_host: str) -> Fetched:
        self.asked.append(key)
        posts = tuple(self.posts.get(key, ()))
        newest = posts[0].guid if posts else state.newest
        return Fetched(posts=posts, gone=self.gone, state=replace(state, newest=newest, errors=0))


class SocialWorkspace(Workspace):
    network: Network

    @property
    def client(self) -> Any:
        return lambda: self.network


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def learnlog(home: Path, clock: FakeClock, network: Network) -> Iterator[SocialWorkspace]:
    made = SocialWorkspace(find_paths(str(home)), clock=clock, sources=[network])
    made.network = network
    made.people.add("Ana Prins", [Channel(kind="bluesky", key=ANA.key)])
    yield made
    made.close()


def said(name: str, text: str, clock: FakeClock, *, by: Actor = ANA, **values: Any) -> NewPost:
    uri = f"at://{by.key}/app.bsky.feed.post/{name}"
    social = Social(**{"author": by, "uri": uri, **values})
    url = f"https://bsky.example/{by.handle}/{name}"
    moment = clock() - timedelta(hours=1)
    return NewPost(guid=social.uri, url=url, author=by.name, text=text, published=moment, social=social)


def boosted(post: NewPost) -> NewPost:
    assert post.social is not None
    return replace(post, guid=f"boost:{post.guid}", social=replace(post.social, boost_of=post.guid))


def fetch(learnlog: SocialWorkspace, *posts: NewPost, by: Actor = ANA) -> None:
    learnlog.network.posts = {by.key: list(posts)}
    for outcome in learnlog.fetching.run(everything=True):
        assert outcome.error == ""


def test_a_fetch_brings_posts_cursors_and_what_was_taken_back(
    learnlog: SocialWorkspace, clock: FakeClock
) -> None:
    one, two = said("1", "kept words", clock), said("2", "other words", clock)
    fetch(learnlog, one, two)
    assert learnlog.library.channels.state(ANA.key).newest == one.guid
    kept = learnlog.keeping.keep(learnlog.library.posts.by_uri(one.guid).id)  # type: ignore[union-attr]
    assert not learnlog.keeping.is_gone(kept)
    learnlog.network.gone = (one.guid, two.guid)
    fetch(learnlog)
    shown = {post.excerpt: post.gone for post in learnlog.river.page(PostFilter())}
    assert shown == {"kept words": True, "deleted by its author": True}
    assert learnlog.keeping.is_gone(kept)
    assert learnlog.keeping.get(kept.id) == kept  # the file is as it was
    assert not learnlog.keeping.is_gone(replace(kept, post=""))


def test_somebody_whose_boosts_are_not_wanted_still_writes(
    learnlog: SocialWorkspace, clock: FakeClock
) -> None:
    quiet = Channel(kind="bluesky", key=BEN.key, boosts=False)
    learnlog.people.add("Ben Bos", [quiet])
    fetch(learnlog, said("1", "own", clock, by=BEN), boosted(said("2", "passed on", clock)), by=BEN)
    assert [post.excerpt for post in learnlog.river.page(PostFilter())] == ["own"]


def test_an_account_that_moved_is_asked_at_its_new_place_once(
    learnlog: SocialWorkspace, clock: FakeClock
) -> None:
    fetch(learnlog, said("1", "words", clock))
    learnlog.library.channels.rename(ANA.key, "did:plc:new")
    learnlog.people.add("Ana Prins", [Channel(kind="bluesky", key="did:plc:new")])
    learnlog.network.asked.clear()
    fetch(learnlog, said("1", "words", clock))
    assert learnlog.network.asked == ["did:plc:new"]
    assert learnlog.library.posts.count(PostFilter()) == 1


def test_a_kept_post_carries_everything_that_has_meaning(learnlog: SocialWorkspace, clock: FakeClock) -> None:
    rich = said(
        "1",
        "Look at *this*\n\n# not a heading",
        clock,
        warning="numbers",
        media=(
            Media(url="https://img.example/1.png", alt="a [chart] of loans"),
            Media(kind="video", url="javascript:alert(1)"),
        ),
        poll=Poll(choices=(Choice(words="borrow", votes=1200), Choice(words="buy"))),
        quote=Quoted(
            guid="at://q", url="https://bsky.example/q", author=BEN, text="as I said", warning="old"
        ),
        card=LinkCard(url="https://page.example", title="The page"),
    )
    fetch(learnlog, rich)
    kept = learnlog.keeping.keep(learnlog.river.page(PostFilter())[0].id)
    assert kept.body.splitlines() == [
        "**Content warning:** numbers",
        "",
        r"Look at \*this\*",
        "",
        r"\# not a heading",
        "",
        r"[image: a \[chart\] of loans](https://img.example/1.png)",
        "",
        "video without description",
        "",
        "- borrow (1,200)",
        "- buy",
        "",
        "> **Content warning:** old",
        ">",
        "> as I said",
        ">",
        "> — [Ben Bos (@ben.example)](https://bsky.example/q)",
        "",
        "[The page](https://page.example)",
    ]
    assert (kept.author, kept.person, kept.url) == ("Ana Prins", "ana-prins", rich.url)


def test_a_kept_boost_names_who_wrote_it(learnlog: SocialWorkspace, clock: FakeClock) -> None:
    words = said(
        "1", "words by Ben", clock, by=BEN, quote=Quoted(guid="at://q", gone="deleted by its author")
    )
    fetch(learnlog, boosted(words))
    (post,) = learnlog.river.page(PostFilter())
    kept = learnlog.keeping.keep(post.id)
    assert (kept.author, kept.person, kept.url) == ("Ben Bos (@ben.example)", "ana-prins", words.url)
    assert "> (quotes a post that cannot be shown: deleted by its author)" in kept.body
    assert "— ben.example, [words by Ben]" in quote("words", post)
    learnlog.keeping.drop(kept.id)
    learnlog.people.add("Ben Bos", [Channel(kind="bluesky", key=BEN.key)])
    fetch(learnlog, words, by=BEN)
    assert learnlog.keeping.keep(post.id).person == "ben-bos"  # his own post is here now: it counts for him


def test_an_insight_outlives_the_post_it_rests_on(learnlog: SocialWorkspace, clock: FakeClock) -> None:
    one = said("1", "a thought worth having", clock)
    fetch(learnlog, one)
    (post,) = learnlog.river.page(PostFilter())
    entry = learnlog.keeping.insight(post.id, NewEntry(body=quote("a thought", post) + "\nMine."))
    learnlog.network.gone = (one.guid,)
    fetch(learnlog)
    (post,) = learnlog.river.page(PostFilter())
    assert (post.gone, post.excerpt) == (True, "a thought worth having")
    assert "> a thought" in learnlog.journal.get(entry.id).body
    kept = learnlog.keeping.kept(post.id)
    assert kept is not None
    assert "a thought worth having" in kept.body


def test_the_shell_lists_and_hides_social_posts(
    learnlog: SocialWorkspace, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    first = said(
        "1", "begins", clock, media=(Media(url="https://img.example/1.png", alt="a chart"),), warning="long"
    )
    asked = f"at://{BEN.key}/app.bsky.feed.post/q"
    answer = said("2", "agrees", clock, parent=asked, root=asked, answers=BEN)
    fetch(learnlog, first, answer, boosted(said("3", "passed on", clock, by=BEN)))

    def river(*options: str) -> dict[str, Any]:
        assert main(["river", "--json", *options], lambda _: learnlog) == 0
        return {post["text"]: post for post in json.loads(capsys.readouterr().out)}

    assert river().keys() == {"begins", "agrees", "passed on"}
    assert river("--no-boosts").keys() == {"begins", "agrees"}
    assert river("--no-answers").keys() == {"begins", "passed on"}
    own = river("--no-boosts", "--no-answers")["begins"]
    assert own["uri"] == first.guid
    assert own["media"] == [{"kind": "image", "url": "https://img.example/1.png", "alt": "a chart"}]
    assert (own["warning"], own["boost_of"], own["gone"], own["thread"]) == ("long", "", False, "")
    assert (river()["agrees"]["in_reply_to"], river()["agrees"]["thread"]) == (asked, asked)
    passed = river()["passed on"]
    assert (passed["by"], passed["boost_of"]) == ("ben.example", passed["uri"])


def test_the_shell_says_whose_words_they_are_and_folds_what_has_a_warning(
    learnlog: SocialWorkspace, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = Media(url="https://img.example/1.png", alt="a chart of loans")
    long = said("1", "the long story", clock, warning="long", media=(picture,), answers=BEN, parent="at://q")
    fetch(learnlog, long, boosted(said("2", "passed on", clock, by=BEN)))

    def shell(*arguments: str) -> str:
        assert main(list(arguments), lambda _: learnlog) == 0
        return capsys.readouterr().out

    listed = shell("river")
    assert "↪ ▣ ! long" in listed
    assert "the long story" not in listed
    assert "↻ ben.example: passed on" in listed
    own, boost = learnlog.library.posts.by_uri(long.guid), learnlog.river.page(PostFilter(answers=False))[0]
    assert own is not None
    opened = shell("show", own.id)
    for words in ("the long story", "warning", "@ben.example", "a chart of loans"):
        assert words in opened
    assert "written by" in shell("show", boost.id)
    kept = learnlog.keeping.keep(own.id)
    assert "taken back" not in shell("show", kept.id)
    learnlog.network.gone = (long.guid,)
    fetch(learnlog)
    assert "taken back by its author" in shell("show", kept.id)
    assert "taken back by its author" in shell("show", own.id)
    assert "✕" in shell("river")


def test_the_pages_of_a_kept_post_and_of_its_source_say_that_it_was_taken_back(
    learnlog: SocialWorkspace, clock: FakeClock
) -> None:
    one = said("1", "words", clock)
    fetch(learnlog, one)
    kept = learnlog.keeping.keep(learnlog.river.page(PostFilter())[0].id)
    pages = [("kept", kept.id), ("post", kept.post)]
    assert not any("taken back by its author" in look_at_document(learnlog, *page).facts for page in pages)
    learnlog.network.gone = (one.guid,)
    fetch(learnlog)
    for page in pages:
        assert "taken back by its author" in look_at_document(learnlog, *page).facts
