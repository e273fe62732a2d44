"""A small chain: an expert, a post of theirs, what I kept of it, an insight that rests on it, a theme."""

from dataclasses import dataclass

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.query import PostFilter
from learnlog.tui.remembered import Remembered
from learnlog.workspace import Workspace
from tests.tui.river.conftest import river

__all__ = ["river"]


@pytest.fixture(autouse=True)
def _welcomed(workspace: Workspace) -> None:
    """The first steps were taken before."""
    Remembered(workspace.paths.state / "screen.json").put("welcomed", "yes")


@dataclass
class Chain:
    workspace: Workspace
    insight: Entry
    question: Entry
    post: str
    kept: str


@pytest.fixture
def chain(river: Workspace) -> Chain:
    """Ana's post on contracts, kept, with an insight on it; and a question that the insight answers."""
    journal = river.journal
    question = journal.add(
        NewEntry(title="Who keeps the promise?", body="Nobody says.", kind=EntryKind.QUESTION)
    )
    post = next(p for p in river.library.posts.page(PostFilter()) if p.title == "A contract is a promise")
    insight = river.keeping.insight(
        post.id,
        NewEntry(
            title="A promise needs a keeper",
            body="Not a tool, but a person. See [[data-contracts|data contracts]].",
            themes=["data contracts"],
            tags=["ownership"],
            entries=[question.id],
        ),
    )
    return Chain(river, insight, question, post.id, insight.kept[0])
