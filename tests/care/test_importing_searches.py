"""Views and rules come along from a folder that learnlog wrote, and rules do nothing until they are let."""

from pathlib import Path

from learnlog.care.exporting import export_markdown
from learnlog.care.importing import import_markdown
from learnlog.settings import find_paths
from learnlog.workspace import Workspace


def test_views_and_rules_of_an_export_are_taken_in_and_undone_as_one(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.views.add("lag", "Lag")
    workspace.views.add("retro", "Retro")
    workspace.rules.add("sponsored", "Ads", does=["hide"])
    export_markdown(workspace, tmp_path / "copy")
    there = Workspace(find_paths(str(tmp_path / "there")), clock=workspace.clock)
    there.views.add("mine", "Lag")
    report = import_markdown(there, tmp_path / "copy", dry_run=True)
    assert report.added == ("views.md: Retro", "rules.md: Ads")
    assert [view.name for view in there.views.all()] == ["Lag"]
    report = import_markdown(there, tmp_path / "copy")
    assert report.known == ("views.md: Lag",)
    assert [(view.name, view.search) for view in there.views.all()] == [("Lag", "mine"), ("Retro", "retro")]
    assert [(rule.name, rule.does, rule.off) for rule in there.rules.all()] == [("Ads", ("hide",), True)]
    assert there.journal.list() == []
    assert there.changes.undo() == "imported 2 files"
    assert [view.name for view in there.views.all()] == ["Lag"]
    assert there.rules.all() == ()
    assert import_markdown(there, tmp_path / "copy").added == ("views.md: Retro", "rules.md: Ads")
    assert import_markdown(there, tmp_path / "copy").added == ()
    there.close()
