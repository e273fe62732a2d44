"""Views: kept in the vault as text, mine to change there, and every change undone by one undo."""

from pathlib import Path

import pytest

from learnlog.model.errors import ConflictError, NotFoundError, UsageError
from learnlog.workspace import Workspace


def names(space: Workspace) -> list[str]:
    return [view.name for view in space.views.all()]


@pytest.fixture
def page(workspace: Workspace) -> Path:
    return workspace.vault.root / "views.md"


def test_a_view_is_made_named_searched_anew_moved_and_taken_away(workspace: Workspace) -> None:
    views = workspace.views
    views.add("is:unread is:long", "Unread + long")
    views.add("data contracts")
    views.add("is:starred", "Stars")
    assert names(workspace) == ["Unread + long", "data contracts", "Stars"]
    views.change("data", name="Contracts")
    views.change("contracts", search='"data contract"')
    views.move("stars", -5)
    assert [(view.name, view.search) for view in views.all()] == [
        ("Stars", "is:starred"),
        ("Unread + long", "is:unread is:long"),
        ("Contracts", '"data contract"'),
    ]
    views.remove("unread")
    assert names(workspace) == ["Stars", "Contracts"]


def test_each_change_is_taken_back_by_one_undo(workspace: Workspace) -> None:
    views = workspace.views
    views.add("lag", "Lag")
    views.add("retro", "Retro")
    stages = [views.all()]
    views.move("lag", 1)
    stages.append(views.all())
    views.change("lag", name="Delay")
    stages.append(views.all())
    views.remove("retro")
    for before in reversed(stages):
        assert workspace.changes.undo()
        assert views.all() == before


def test_undo_never_overwrites_what_somebody_changed_since(workspace: Workspace, page: Path) -> None:
    workspace.views.add("lag", "Lag")
    page.write_text("---\nviews:\n  - {name: Mine, search: mine}\n---\n")
    with pytest.raises(ConflictError):
        workspace.changes.undo()
    assert names(workspace) == ["Mine"]


def test_what_a_person_writes_on_the_page_stays(workspace: Workspace, page: Path) -> None:
    page.write_text(
        "---\n# of mine\nviews:\n  - name: Lag\n    search: lag\n    colour: red\n  - Stray\n---\n\nMy own words.\n"
    )
    workspace.views.add("retro", "Retro")
    workspace.views.change("lag", name="Delay")
    text = page.read_text()
    for words in ("# of mine", "My own words.", "colour: red", "Stray"):
        assert words in text
    assert names(workspace) == ["Delay", "Retro"]
    assert workspace.views.problem() == "1 of its views has no name or no search."


def test_a_page_that_is_no_list_says_so_and_shows_nothing(workspace: Workspace, page: Path) -> None:
    page.write_text("---\nviews: lag\n---\n")
    assert names(workspace) == []
    assert workspace.views.problem() == "Its views are no list."


@pytest.mark.parametrize("search", ["", "  ", "()", "in:journal lag", "in:strangers"])
def test_what_can_never_show_a_post_is_no_view(workspace: Workspace, search: str) -> None:
    with pytest.raises(UsageError):
        workspace.views.add(search, "x")
    assert names(workspace) == []


def test_two_views_have_two_names(workspace: Workspace) -> None:
    workspace.views.add("lag", "Lag")
    workspace.views.add("retro", "Retro")
    with pytest.raises(UsageError):
        workspace.views.add("other", "LAG")
    with pytest.raises(UsageError):
        workspace.views.change("retro", name="lag")
    with pytest.raises(NotFoundError):
        workspace.views.get("nobody")


def test_views_outlive_the_library(workspace: Workspace) -> None:
    workspace.views.add("lag", "Lag")
    workspace.library.close()
    workspace.paths.library.unlink()
    again = Workspace(workspace.paths, clock=workspace.clock)
    assert names(again) == ["Lag"]
    again.close()
