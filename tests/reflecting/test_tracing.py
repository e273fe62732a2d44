"""The chain from an expert's post to what was shared, followed both ways."""

from dataclasses import replace
from pathlib import Path

from learnlog.journal.entries import NewEntry
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.model.query import PostFilter
from learnlog.model.visibility import Visibility
from learnlog.overview.tracing import Step, trace
from learnlog.sharing.showing import Asked
from learnlog.workspace import Workspace
from tests.conftest import FakeClock

FEED = "https://ana.example/feed"


def types(steps: tuple[Step, ...]) -> list[tuple[str, list[str]]]:
    return [(step.link.type, [further.link.type for further in step.steps]) for step in steps]


def test_every_link_is_there_both_ways(workspace: Workspace, clock: FakeClock) -> None:
    workspace.people.add("Ana Vos", [Channel(kind="feed", key=FEED)])
    post = NewPost(
        guid="1", url="https://ana.example/1", title="A promise", text="Words", published=clock.now
    )
    workspace.library.channels.commit(FEED, [post], FetchState(checked=clock.now))
    workspace.library.indexing.finish()
    (stored,) = workspace.library.posts.page(PostFilter())
    insight = workspace.keeping.insight(
        stored.id, NewEntry(body="A promise needs a keeper.", themes=["contracts"])
    )
    later = workspace.returns.recall(insight.id, "Still so.")
    assert later is not None

    up = trace(workspace, "entry", later.id)
    assert ("entry", ["kept"]) in types(up.rests)
    assert ("person", []) in types(up.rests)
    down = trace(workspace, "post", stored.id)
    (kept,) = [step for step in down.grew if step.link.type == "kept"]
    (grown,) = kept.steps
    assert grown.link.id == insight.id
    assert [step.link.id for step in grown.steps] == [later.id]
    assert [theme.id for theme in up.themes] == ["contracts"]


def test_a_circle_ends(workspace: Workspace) -> None:
    one = workspace.journal.add(NewEntry(body="one", title="One"))
    two = workspace.journal.add(NewEntry(body="[[One]]", title="Two", entries=[one.id]))
    workspace.journal.save(replace(one, entries=(two.id,)))

    assert [step.link.id for step in trace(workspace, "entry", one.id).rests] == [two.id]


def test_the_chain_goes_on_to_what_was_shared(workspace: Workspace, clock: FakeClock, tmp_path: Path) -> None:
    first = workspace.journal.add(NewEntry(body="one", title="One"))
    insight = workspace.journal.add(NewEntry(body="two", entries=[first.id], visibility=Visibility.COACH))
    for day in (1, 2):
        workspace.showing.hand_out(workspace.showing.bundle(Asked()), tmp_path / f"{day}.zip")
        clock.pass_(days=1)

    (grown,) = trace(workspace, "entry", first.id).grew
    (shared,) = grown.steps
    assert grown.link.id == insight.id
    assert (shared.relation, shared.link.title) == ("Shared", "in 2 bundles for a coach")
    assert shared.link.note == "24 Nov"
    assert trace(workspace, "entry", first.id).rests == ()

    workspace.showing.revoke(insight.id)

    (shared,) = trace(workspace, "entry", insight.id).grew
    assert shared.link.note == "24 Nov · withdrawn since"
