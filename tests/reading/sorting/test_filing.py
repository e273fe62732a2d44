"""The themes I give posts: a decision of mine, so text in the vault that outlives the library."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from learnlog.care.backup import backup
from learnlog.care.exporting import export_markdown
from learnlog.care.importing import import_markdown
from learnlog.care.restoring import restore_backup
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.model.query import PostFilter
from learnlog.settings import find_paths
from learnlog.workspace import Workspace

FEED = "https://ana.example/feed"
POSTS = [NewPost(guid=name, title=name, url=f"https://ana.example/{name}") for name in ("One", "Two")]


def publish(workspace: Workspace) -> None:
    workspace.library.channels.commit(FEED, POSTS, FetchState(checked=workspace.clock()))
    workspace.library.indexing.finish()


def themes(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    return {post.title: post.themes for post in workspace.river.page(PostFilter())}


def files(workspace: Workspace) -> list[Path]:
    return sorted((workspace.paths.vault / "filed").rglob("*.md"))


def id_of(workspace: Workspace, title: str) -> str:
    return next(post.id for post in workspace.river.page(PostFilter()) if post.title == title)


@pytest.fixture
def space(workspace: Workspace) -> Workspace:
    workspace.people.add("Ana Vos", [Channel(kind="feed", key=FEED)])
    workspace.themes.add("data contracts")
    workspace.themes.add("retros")
    publish(workspace)
    return workspace


@pytest.fixture
def elsewhere(tmp_path: Path, space: Workspace) -> Iterator[Workspace]:
    """Another machine: nothing there yet."""
    made = Workspace(find_paths(str(tmp_path / "elsewhere")), clock=space.clock)
    yield made
    made.close()


def test_a_theme_given_to_a_post_is_a_small_file_that_names_the_post(space: Workspace) -> None:
    assert space.river.give_theme(id_of(space, "One"), "Data contracts") == "data contracts"
    (file,) = files(space)
    text = file.read_text()
    assert file.name == f"2026-11-23-one-{id_of(space, 'One')}.md"
    assert "themes: [data-contracts]" in text
    assert "title: One" in text
    assert "url: https://ana.example/One" in text
    assert "person: ana-vos" in text
    assert themes(space) == {"One": ("data-contracts",), "Two": ()}


def test_it_comes_back_with_the_post_when_the_library_is_lost(space: Workspace) -> None:
    space.river.give_theme(id_of(space, "One"), "data contracts")
    space.close()
    for file in space.paths.library.parent.glob("library.db*"):
        file.unlink()
    anew = Workspace(space.paths, clock=space.clock)
    anew.sync.reindex()
    publish(anew)
    assert themes(anew) == {"One": ("data-contracts",), "Two": ()}
    anew.close()


def test_reindexing_keeps_it(space: Workspace) -> None:
    space.river.give_theme(id_of(space, "Two"), "retros")
    space.sync.reindex()
    assert themes(space) == {"One": (), "Two": ("retros",)}
    assert space.library.check() == []


def test_a_file_that_comes_from_another_machine_or_goes_is_noticed(
    space: Workspace, elsewhere: Workspace
) -> None:
    space.river.give_theme(id_of(space, "One"), "data contracts")
    shutil.copytree(space.paths.vault, elsewhere.paths.vault, dirs_exist_ok=True)
    elsewhere.sync.scan()
    publish(elsewhere)
    assert themes(elsewhere) == {"One": ("data-contracts",), "Two": ()}
    files(elsewhere)[0].unlink()
    elsewhere.sync.scan()
    assert themes(elsewhere) == {"One": (), "Two": ()}


def test_two_machines_that_give_the_same_theme_write_the_same_file(
    space: Workspace, elsewhere: Workspace
) -> None:
    shutil.copytree(space.paths.vault, elsewhere.paths.vault, dirs_exist_ok=True)
    elsewhere.sync.scan()
    publish(elsewhere)
    for machine in (space, elsewhere):
        machine.river.give_theme(id_of(machine, "One"), "retros")
    (here,), (there,) = files(space), files(elsewhere)
    assert (here.name, here.read_bytes()) == (there.name, there.read_bytes())


def test_a_conflict_copy_counts_too_and_taking_the_theme_away_reaches_both(space: Workspace) -> None:
    one = id_of(space, "One")
    space.river.give_theme(one, "data contracts")
    (file,) = files(space)
    copy = file.with_name(f"{file.stem}.sync-conflict-20261123.md")
    copy.write_text(file.read_text().replace("data-contracts", "retros"))
    space.sync.scan()
    assert themes(space)["One"] == ("data-contracts", "retros")
    space.river.give_theme(one, "retros", given=False)
    assert themes(space)["One"] == ("data-contracts",)
    assert files(space) == [file]


def test_taking_it_away_and_undoing_each_step(space: Workspace) -> None:
    one = id_of(space, "One")
    space.river.give_theme(one, "data contracts")
    space.river.give_theme(one, "retros")
    assert themes(space)["One"] == ("data-contracts", "retros")
    space.river.give_theme(one, "data contracts", given=False)
    space.river.give_theme(one, "retros", given=False)
    assert (files(space), themes(space)["One"]) == ([], ())
    seen = []
    while space.changes.last and "“One”" not in (said := space.changes.last.said) and "theme" not in said:
        space.changes.undo()
        seen.append(themes(space)["One"])
    assert seen == [("retros",), ("data-contracts", "retros"), ("data-contracts",), ()]


def test_a_new_theme_and_the_post_in_it_are_one_undo(space: Workspace) -> None:
    before = len(space.changes)
    space.river.give_theme(id_of(space, "One"), "promises")
    assert len(space.changes) == before + 1
    space.changes.undo()
    assert space.themes.find("promises") is None
    assert files(space) == []


def test_giving_it_twice_changes_nothing_the_second_time(space: Workspace) -> None:
    space.river.give_theme(id_of(space, "One"), "retros")
    before = len(space.changes)
    space.river.give_theme(id_of(space, "One"), "retros")
    assert len(space.changes) == before


def test_what_i_wrote_into_the_file_stays_when_its_last_theme_goes(space: Workspace) -> None:
    space.river.give_theme(id_of(space, "One"), "retros")
    (file,) = files(space)
    file.write_text(file.read_text() + "\nRead again in spring.\n")
    space.sync.scan()
    space.river.give_theme(id_of(space, "One"), "retros", given=False)
    assert "Read again in spring." in file.read_text()
    assert themes(space)["One"] == ()


def test_a_merged_theme_takes_along_what_was_given_to_it(space: Workspace) -> None:
    space.river.give_theme(id_of(space, "One"), "retros")
    space.themes.merge("retros", "data contracts")
    assert themes(space)["One"] == ("data-contracts",)
    space.river.give_theme(id_of(space, "One"), "data contracts", given=False)
    assert themes(space)["One"] == ()


def test_its_id_still_means_the_post_and_no_search_shows_the_file(space: Workspace) -> None:
    one = id_of(space, "One")
    space.river.give_theme(one, "retros")
    assert space.keeping.post(one).title == "One"
    assert [hit.type for hit in space.search("One")] == ["post"]
    assert space.library.documents.titles("one") == []
    assert space.library.documents.named("One") is None


def test_a_library_that_still_holds_such_decisions_gives_them_to_the_vault(space: Workspace) -> None:
    row = next(post.row for post in space.river.page(PostFilter()) if post.title == "One")
    with space.library.transaction():
        space.library._connections.db.run("INSERT INTO post_tag VALUES (?, 'retros')", (row,))
    space.close()
    anew = Workspace(space.paths, clock=space.clock)
    anew.sync.scan()
    assert [file.name.endswith(f"{id_of(anew, 'One')}.md") for file in files(anew)] == [True]
    assert themes(anew)["One"] == ("retros",)
    files(anew)[0].unlink()
    anew.sync.scan()
    again = Workspace(space.paths, clock=space.clock)
    again.sync.scan()
    assert files(again) == []
    anew.close()
    again.close()


def test_backup_export_and_import_carry_it(space: Workspace, elsewhere: Workspace, tmp_path: Path) -> None:
    space.river.give_theme(id_of(space, "One"), "data contracts")
    backup(space, tmp_path / "b.zip")
    restored = Workspace(find_paths(str(tmp_path / "restored")), clock=space.clock)
    restore_backup(restored, tmp_path / "b.zip")
    assert themes(restored)["One"] == ("data-contracts",)
    restored.close()

    export_markdown(space, tmp_path / "copy")
    report = import_markdown(elsewhere, tmp_path / "copy")
    assert not [reason for name, reason in report.skipped if name.startswith("filed/")]
    publish(elsewhere)
    assert themes(elsewhere)["One"] == ("data-contracts",)
    again = import_markdown(elsewhere, tmp_path / "copy")
    assert again.added == ()
