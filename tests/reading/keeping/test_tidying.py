"""Old posts go where I said so, and never one that anything of mine rests on."""

import re
from dataclasses import replace

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.library import tidying as library_tidying
from learnlog.model.errors import UsageError
from learnlog.model.fetching import FetchState
from learnlog.model.limits import Limit
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.model.query import PostFilter
from learnlog.model.social import Actor, Social
from learnlog.settings import Settings
from learnlog.workspace import Workspace
from tests.conftest import FakeClock

FEED, NETWORK, STRANGER = "https://ana.example/feed", "did:plc:ana", "https://cho.example/feed"
OLD = Limit(days=90)
NAMES = ("starred", "kept", "filed", "linked", "drafted", "liked", "plain", "unread")


@pytest.fixture
def space(workspace: Workspace, clock: FakeClock) -> Workspace:
    """Eight posts of a year ago, two of today; all are read but one."""
    workspace.people.add("Ana Vos", [Channel(kind="feed", key=FEED), Channel(kind="bluesky", key=NETWORK)])
    clock.pass_(days=-365)
    publish(workspace, *NAMES)
    clock.pass_(days=365)
    publish(workspace, "new one", "new two")
    ids = {post.title: post.id for post in workspace.river.page(PostFilter())}
    workspace.river.mark_read([id for title, id in ids.items() if title != "unread"])
    return workspace


def publish(space: Workspace, *titles: str, feed: str = FEED) -> None:
    posts = [
        NewPost(
            guid=title, url=f"https://ana.example/{title}", title=title, text=title, published=space.clock()
        )
        for title in titles
    ]
    space.library.channels.commit(feed, posts, FetchState(checked=space.clock()))


def titles(space: Workspace) -> set[str]:
    return {post.headline for post in space.river.page(PostFilter())}


def id_of(space: Workspace, title: str) -> str:
    return next(post.id for post in space.river.page(PostFilter()) if post.title == title)


def use_them(space: Workspace) -> None:
    """Do something with each post that is named after what I do with it."""
    space.river.star(id_of(space, "starred"))
    space.keeping.keep(id_of(space, "kept"))
    space.river.give_theme(id_of(space, "filed"), "data")
    space.journal.add(NewEntry(body="As [she said](http://www.ana.example/linked/?utm_source=x), so it is."))
    space.drafts.save(f"insight-{id_of(space, 'drafted')}", "half a thought")


def test_nothing_goes_unless_i_said_so(space: Workspace) -> None:
    assert space.tidying.look() == space.tidying.tidy() == []
    assert len(titles(space)) == 10


def test_what_i_did_something_with_stays_and_the_rest_is_told_first(space: Workspace) -> None:
    use_them(space)
    (told,) = space.tidying.look(OLD)
    assert (told.person, told.over, told.going) == ("Ana Vos", 8, 2)
    assert len(titles(space)) == 10
    assert sum(one.going for one in space.tidying.tidy(OLD)) == 2
    assert titles(space) == {"starred", "kept", "filed", "linked", "drafted", "unread", "new one", "new two"}
    assert space.library.check() == []


def test_unread_posts_go_when_the_settings_say_so(space: Workspace) -> None:
    space.tidying._settings = replace(Settings(), keep_unread=False)
    space.tidying.tidy(OLD)
    assert titles(space) == {"new one", "new two"}


def test_what_went_is_known_until_it_may_come_again(space: Workspace) -> None:
    space.tidying.tidy(OLD)
    publish(space, "plain", "new one", "newest")
    assert titles(space) == {"unread", "new one", "new two", "newest"}
    assert space.tidying.allow_again("Ana Vos") == 7
    publish(space, "plain")
    assert "plain" in titles(space)


def test_a_channel_keeps_its_newest_posts_as_its_card_says(space: Workspace) -> None:
    space.people.limit("Ana Vos", "1 post", FEED)
    assert [str(one.limit) for one in space.tidying.look()] == ["1 post"]
    assert 'keep: "1 post"' in (space.paths.vault / "people" / "ana-vos.md").read_text()
    space.tidying.tidy()
    assert titles(space) == {"unread", "new one"}
    space.people.limit("Ana Vos", "as set")
    assert space.tidying.look() == []
    with pytest.raises(UsageError, match="how many posts"):
        space.people.limit("Ana Vos", "a few")


def test_likes_and_threads_with_me_in_them_stay(space: Workspace, clock: FakeClock) -> None:
    clock.pass_(days=-200)
    root, mine = "at://did:plc:ana/app.bsky.feed.post/root", "at://did:plc:me/app.bsky.feed.post/mine"
    author = Actor(key=NETWORK)
    said = {
        "root": Social(author=author, uri=root),
        "answer to me": Social(author=author, uri=f"{root}2", parent=mine, root=root),
        "liked": Social(author=author, uri=f"{root}3"),
        "nothing": Social(author=author, uri=f"{root}4"),
    }
    posts = [
        NewPost(guid=social.uri, text=text, published=clock(), social=social) for text, social in said.items()
    ]
    space.library.channels.commit(NETWORK, posts, FetchState(checked=clock()))
    space.library.deeds.put(f"{root}3", "account", {"like": True}, clock())
    clock.pass_(days=200)
    space.river.mark_read([post.id for post in space.river.page(PostFilter(channel=NETWORK))])
    outbox = space.vault.root / "outbox"
    outbox.mkdir(exist_ok=True)
    (outbox / "one.md").write_text(f"---\nuri: {mine}\nanswered:\n  root: {root}\n---\n\nI think so too.\n")
    space.tidying.tidy(OLD)
    assert {post.excerpt for post in space.river.page(PostFilter(channel=NETWORK))} == {
        "root",
        "answer to me",
        "liked",
    }


def test_a_story_stays_when_one_of_its_voices_is_starred(space: Workspace, clock: FakeClock) -> None:
    clock.pass_(days=-365)
    weekly = "https://weekly.example/feed"
    space.people.add("Weekly", [Channel(kind="feed", key=weekly)])
    publish(space, "plain", feed=weekly)
    clock.pass_(days=365)
    assert space.stories.join() == 1
    space.river.star(space.river.page(PostFilter(person="weekly"))[0].id)
    space.tidying.tidy(OLD)
    assert "plain" in titles(space)


def test_what_searches_brought_goes_after_a_year_and_comes_back_with_following(
    space: Workspace, clock: FakeClock
) -> None:
    clock.pass_(days=-400)
    publish(space, "found", feed=STRANGER)
    clock.pass_(days=400)
    (told,) = space.tidying.tidy()
    assert (told.person, told.key, told.going) == ("", STRANGER, 1)
    space.people.add("Cho", [Channel(kind="feed", key=STRANGER)])
    publish(space, "found", feed=STRANGER)
    assert "found" in titles(space)


def test_it_goes_in_slices_and_once_a_day_after_a_fetch(
    space: Workspace, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    space.people.limit("Ana Vos", "90 days")
    monkeypatch.setattr("learnlog.reading.keeping.tidying.SLICE", 2)
    slices: list[int] = []
    drop = library_tidying.Tidying.drop

    def counting(self: library_tidying.Tidying, rows: list[int], *args: object, **more: object) -> int:
        slices.append(len(rows))
        return drop(self, rows, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(library_tidying.Tidying, "drop", counting)
    space.after_fetch(lambda: False)
    assert (slices, space.tidying.done[0].going) == ([2, 2, 2, 2], 7)
    clock.pass_(hours=2)
    space.after_fetch(lambda: False)
    assert space.tidying.done == []
    clock.pass_(days=1)
    space.after_fetch(lambda: False)
    assert len(slices) == 5


def test_a_limit_that_nobody_understands_lets_nothing_go(space: Workspace) -> None:
    card = space.paths.vault / "people" / "ana-vos.md"
    card.write_text(re.sub(r"(key: https://ana.example/feed\n)", r"\1    keep: few\n", card.read_text()))
    space.sync.scan()
    space.after_fetch(lambda: False)
    assert len(titles(space)) == 10
    with pytest.raises(UsageError, match="few"):
        space.tidying.look(OLD)
