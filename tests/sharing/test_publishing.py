"""The public site: what is public, good links, a valid feed, and nothing that was withdrawn."""

from dataclasses import replace
from pathlib import Path

import feedparser
import pytest

from learnlog.model.errors import UsageError
from learnlog.model.visibility import Visibility
from learnlog.sharing.publishing import Site
from learnlog.workspace import Workspace
from tests.sharing.conftest import Write


def publish(workspace: Workspace, folder: Path, address: str = "https://sanne.example/log") -> Site:
    return workspace.publishing.publish(folder, title="Sanne learns", address=address, now=workspace.clock())


def test_public_entries_become_pages_and_a_feed(workspace: Workspace, write: Write, tmp_path: Path) -> None:
    first = write("It is a **promise** & <b>more</b>.", "public", title="Promises", themes=["Data contracts"])
    write("It rests.", "public", title="After", entries=[first.id])
    write("for my coach", "coach")

    publish(workspace, tmp_path / "site")

    site = tmp_path / "site"
    page = (site / "2026" / f"promises-{first.id[-6:]}.html").read_text()
    assert "It is a <strong>promise</strong> &amp; &lt;b&gt;more&lt;/b&gt;." in page
    assert ">After</a>" in page
    feed = feedparser.parse((site / "feed.xml").read_bytes())
    assert not feed.bozo
    assert [(entry.title, entry.link) for entry in feed.entries] == [
        ("After", feed.entries[0].link),
        ("Promises", f"https://sanne.example/log/2026/promises-{first.id[-6:]}.html"),
    ]
    assert "<strong>promise</strong>" in feed.entries[1].content[0].value
    assert "for my coach" not in "".join(f.read_text() for f in site.rglob("*") if f.is_file())


def test_every_link_of_the_site_leads_to_a_page(workspace: Workspace, write: Write, tmp_path: Path) -> None:
    one = write("one", "public", title="One [link](javascript:alert(1))")
    write("two [[One]]", "public", entries=[one.id])
    publish(workspace, tmp_path / "site")

    import re

    for page in (tmp_path / "site").rglob("*.html"):
        for link in re.findall(r'(?:href|src)="([^"]+)"', page.read_text()):
            assert (page.parent / link).exists(), link


def test_what_is_public_no_more_is_taken_off(workspace: Workspace, write: Write, tmp_path: Path) -> None:
    goes, stays = write("goes", "public"), write("stays", "public")
    publish(workspace, tmp_path / "site")
    (tmp_path / "site" / "mine.txt").write_text("my own file")
    workspace.journal.set_visibility(goes.id, Visibility.PRIVATE)
    workspace.journal.save(replace(workspace.journal.get(stays.id), title="Renamed"))

    site = publish(workspace, tmp_path / "site")

    assert len(site.removed) == 2
    assert [page.name for page in (tmp_path / "site" / "2026").iterdir()] == [f"renamed-{stays.id[-6:]}.html"]
    assert (tmp_path / "site" / "mine.txt").exists()


def test_all_withdrawn_leaves_an_empty_site(workspace: Workspace, write: Write, tmp_path: Path) -> None:
    entry = write("goes", "public")
    publish(workspace, tmp_path / "site")
    workspace.journal.set_visibility(entry.id, Visibility.COACH)

    publish(workspace, tmp_path / "site")

    assert list((tmp_path / "site" / "2026").iterdir()) == []


def test_a_folder_with_something_else_is_left_alone(
    workspace: Workspace, write: Write, tmp_path: Path
) -> None:
    write("x", "public")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("my own site")

    with pytest.raises(UsageError, match="did not publish"):
        publish(workspace, tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text() == "my own site"


def test_a_list_that_leads_elsewhere_removes_nothing(
    workspace: Workspace, write: Write, tmp_path: Path
) -> None:
    write("x", "public")
    publish(workspace, tmp_path / "site")
    outside = tmp_path / "precious.html"
    outside.write_text("precious")
    names = '["../precious.html", "a/../../precious.html", "/etc/x.html", ".hidden.html"]'
    (tmp_path / "site" / ".learnlog-site.json").write_text(names)

    publish(workspace, tmp_path / "site")

    assert outside.read_text() == "precious"


def test_nothing_on_the_site_tells_the_hour_at_which_it_was_written(
    workspace: Workspace, write: Write, tmp_path: Path
) -> None:
    entry = write("for all", "public")
    publish(workspace, tmp_path / "site")

    pages = [file.read_text() for file in (tmp_path / "site").rglob("*.*") if file.is_file()]

    moment_in_the_id = entry.id[:10]
    assert pages
    assert not any(moment_in_the_id in page for page in pages)


def test_a_folder_of_the_site_that_leads_elsewhere_is_refused(
    workspace: Workspace, write: Write, tmp_path: Path
) -> None:
    write("for all", "public")
    publish(workspace, tmp_path / "site")
    year, elsewhere = tmp_path / "site" / "2026", tmp_path / "elsewhere"
    year.rename(elsewhere)
    year.symlink_to(elsewhere)
    before = {file: file.read_bytes() for file in elsewhere.iterdir()}
    write("more for all", "public")

    with pytest.raises(UsageError, match="leads elsewhere"):
        publish(workspace, tmp_path / "site")

    assert {file: file.read_bytes() for file in elsewhere.iterdir()} == before
