"""What I said is no story is remembered in the vault, travels with it, and can be taken back."""

import pytest

from learnlog.model.errors import UsageError
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import NewPost, Post
from learnlog.model.query import PostFilter
from learnlog.workspace import Workspace

FEEDS = {"Ana Vos": "https://ana.example/feed", "Data Weekly": "https://weekly.example/feed"}


@pytest.fixture
def space(workspace: Workspace) -> Workspace:
    for name, feed in FEEDS.items():
        workspace.people.add(name, [Channel(kind="feed", key=feed)])
    publish(workspace)
    workspace.stories.join()
    return workspace


def publish(space: Workspace) -> None:
    for name, feed in FEEDS.items():
        new = NewPost(guid=name, url="https://ana.example/registry", title=name, published=space.clock())
        space.library.channels.commit(feed, [new], FetchState(checked=space.clock()))


def of(space: Workspace, person: str) -> Post:
    return space.river.page(PostFilter(person=person))[0]


def test_a_split_is_remembered_in_the_vault_and_undone(space: Workspace) -> None:
    assert [voice.called for voice in of(space, "ana-vos").others] == ["Data Weekly"]
    weekly, ana = of(space, "data-weekly"), of(space, "ana-vos")
    assert space.stories.split(weekly) == 1
    page = (space.paths.vault / "apart.md").read_text()
    assert f"- 2026-11-23 {weekly.id} {ana.id} — Data Weekly\n" in page
    assert space.changes.undo() == "divided “Data Weekly” from its story"
    assert len(of(space, "ana-vos").others) == 1
    assert weekly.id not in (space.paths.vault / "apart.md").read_text()
    with pytest.raises(UsageError, match="stands alone"):
        space.stories.split(Post(**{**_values(ana), "others": ()}))


def _values(post: Post) -> dict[str, object]:
    return {name: getattr(post, name) for name in Post.__slots__}


def test_it_holds_when_the_library_is_lost(space: Workspace) -> None:
    space.stories.split(of(space, "data-weekly"))
    space.close()
    for file in space.paths.library.parent.glob("library.db*"):
        file.unlink()
    anew = Workspace(space.paths, clock=space.clock)
    anew.sync.reindex()
    publish(anew)
    assert anew.stories.join() == 0
    assert anew.stories.rejoin(of(anew, "data-weekly"))
    assert len(anew.stories.voices(of(anew, "data-weekly"))) == 2
    anew.changes.undo()
    assert not of(anew, "data-weekly").others
    anew.close()


def test_a_decision_of_another_machine_divides_what_is_joined_here(space: Workspace) -> None:
    weekly, ana = of(space, "data-weekly"), of(space, "ana-vos")
    (space.paths.vault / "apart.md").write_text(
        f"# Mine\n\n- 2026-11-20 {ana.id} {weekly.id} — Issue\n- nonsense\n"
    )
    space.stories.join()
    assert not of(space, "ana-vos").others
