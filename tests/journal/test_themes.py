"""Naming what I work on, and changing my mind about it."""

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.errors import NotFoundError, UsageError
from learnlog.model.query import EntryFilter
from learnlog.model.theme import ThemeStatus
from learnlog.workspace import Workspace


def test_a_theme_keeps_its_slug_when_it_is_renamed_and_old_names_still_find_it(workspace: Workspace) -> None:
    theme = workspace.themes.add("Data contracts", keywords=["schema"])
    entry = workspace.journal.add(NewEntry(body="A promise.", themes=["data contracts"]))
    before = (workspace.paths.vault / entry.path).read_bytes()

    renamed = workspace.themes.rename("data contracts", "Promises between teams")

    assert renamed.slug == theme.slug == "data-contracts"
    assert workspace.themes.get("Data Contracts").name == "Promises between teams"
    assert workspace.themes.get("promises between teams").slug == "data-contracts"
    assert (workspace.paths.vault / entry.path).read_bytes() == before


def test_entries_of_a_merged_theme_are_found_under_the_other(workspace: Workspace) -> None:
    workspace.journal.add(NewEntry(body="About retros.", themes=["Retros"]))
    workspace.themes.add("Facilitation")

    workspace.themes.merge("Retros", "Facilitation")

    assert [e.body.strip() for e in workspace.journal.list(EntryFilter(themes=("facilitation",)))] == [
        "About retros."
    ]
    assert workspace.themes.get("retros").name == "Facilitation"
    assert [theme.name for theme in workspace.themes.all()] == ["Facilitation"]


def test_undo_takes_back_a_merge_and_then_a_rename(workspace: Workspace) -> None:
    workspace.themes.add("Retros")
    workspace.themes.add("Facilitation")
    workspace.themes.rename("Retros", "Retrospectives")
    workspace.themes.merge("Retrospectives", "Facilitation")

    assert workspace.changes.undo() == "merged “Retrospectives” into “Facilitation”"
    assert workspace.themes.get("Retros").name == "Retrospectives"
    workspace.changes.undo()
    assert [theme.name for theme in workspace.themes.all()] == ["Facilitation", "Retros"]


def test_a_renamed_theme_file_keeps_what_the_user_wrote_in_it(workspace: Workspace) -> None:
    theme = workspace.themes.add("Facilitation")
    path = workspace.paths.vault / theme.path
    text = (
        path.read_text().replace("status: active", "status: active  # for now\nmood: curious")
        + "\nMy own page.\n"
    )
    path.write_text(text)
    workspace.sync.scan()

    workspace.themes.rename("Facilitation", "Helping groups")

    after = path.read_text()
    assert "status: active  # for now\nmood: curious" in after
    assert after.endswith("\nMy own page.\n")
    assert "name: Helping groups" in after


def test_themes_park_and_finish_and_the_active_ones_come_first(workspace: Workspace) -> None:
    workspace.themes.add("Zebra")
    workspace.themes.add("Apples")
    workspace.themes.set_status("Apples", ThemeStatus.PARKED)

    assert [theme.name for theme in workspace.themes.all()] == ["Zebra", "Apples"]
    assert [t.name for t in workspace.themes.all(status=ThemeStatus.PARKED)] == ["Apples"]


def test_an_unknown_theme_names_the_nearest(workspace: Workspace) -> None:
    workspace.themes.add("Data contracts")

    with pytest.raises(NotFoundError) as caught:
        workspace.themes.get("data contrcts")

    assert "Data contracts" in caught.value.hint


@pytest.mark.parametrize("name", ["", "  ", "data CONTRACTS"])
def test_a_theme_needs_a_name_of_its_own(workspace: Workspace, name: str) -> None:
    workspace.themes.add("Data contracts")

    with pytest.raises(UsageError):
        workspace.themes.add(name)
