"""kill -9 at any moment: every word that was acknowledged stays, and the next start is clean."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from learnlog.care.attached import Attached, look_over, repair
from learnlog.coaching.bundles import read_bundle
from learnlog.journal.entries import NewEntry
from learnlog.model.person import Channel
from learnlog.model.query import PostFilter
from learnlog.model.visibility import Visibility
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.durability.deeds import KEY, day_of, number_of

KILLS = 75


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    workspace = Workspace(find_paths(str(home)))
    workspace.journal.add(NewEntry(body="The first words.", themes=["killing"]))
    workspace.people.add("Ana", [Channel(kind="feed", key=KEY)])
    workspace.close()
    return home


def killed(home: Path, kind: str, kills: int = KILLS, least: float = 1 / 5) -> list[str]:
    """Kill the deed so many times and return every mark it had acknowledged, `least` a kill."""
    command = [sys.executable, "-m", "tests.durability.killer", str(home), kind, str(kills), "1"]
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    marks = done.stdout.split()
    assert len(marks) >= kills * least, "the deeds were killed too early to prove anything"
    return marks


def reopened(home: Path) -> Workspace:
    workspace = Workspace(find_paths(str(home)))
    workspace.sync.scan()
    assert workspace.sync.scan().is_quiet
    assert workspace.vault.pending() == []
    assert workspace.library.check() == []
    assert workspace.library.documents.problems() == []
    assert workspace.library.documents.duplicates() == {}
    return workspace


def test_no_added_entry_is_lost(prepared: Path) -> None:
    marks = killed(prepared, "add")

    workspace = reopened(prepared)

    words = {entry.body.split()[-1] for entry in workspace.journal.list(limit=100_000)}
    assert words >= set(marks)
    on_disk = "".join(p.read_text() for p in workspace.paths.vault.glob("journal/**/*.md"))
    assert all(f"word {mark}\n" in on_disk for mark in marks)


def test_no_edit_is_lost_and_every_earlier_version_is_readable(prepared: Path) -> None:
    marks = killed(prepared, "edit")

    workspace = reopened(prepared)

    (entry,) = workspace.journal.list()
    assert all(f"word {mark}" in entry.body.split("\n") for mark in marks)
    assert "The first words." in entry.body
    assert all("The first words." in kept.text for kept in workspace.history.of(entry.id))


def test_a_renamed_theme_answers_to_every_name_it_ever_had(prepared: Path) -> None:
    marks = killed(prepared, "rename")

    workspace = reopened(prepared)

    for mark in marks:
        assert workspace.themes.get(f"word {mark}").slug == "killing"
    assert len(workspace.themes.all()) == 1


def test_posts_and_the_place_up_to_where_was_read_arrive_together(prepared: Path) -> None:
    marks = killed(prepared, "fetch")

    workspace = reopened(prepared)

    posts = workspace.river.page(PostFilter(), limit=100_000)
    counts: dict[str, int] = {}
    for post in posts:
        counts[post.title] = counts.get(post.title, 0) + 1
    assert set(counts.values()) == {20}
    assert {f"word {mark}" for mark in marks} <= set(counts)
    assert f"word {workspace.library.channels.state(KEY).etag}" in counts
    for post in posts[:40]:
        text = workspace.library.posts.text(post.id)
        assert text is not None
        assert text.text == f"text {post.title.split()[-1]}"
    hits = workspace.search(f'"{posts[0].title}" in:posts ')
    assert {hit.title for hit in hits} == {posts[0].title}, "what waited to be indexed is found"
    assert len(hits) == 20
    assert workspace.library.check() == []


def test_no_attached_file_is_lost_and_every_version_finds_its_own(prepared: Path) -> None:
    marks = killed(prepared, "attach", least=0)  # a copy, two saves: few are done before the kill

    workspace = reopened(prepared)

    repair(workspace)
    found = look_over(workspace)
    assert found == Attached(files=found.files, bytes=found.bytes), (
        "every file is named, and every name has its file"
    )
    (entry,) = workspace.journal.list()
    for one in entry.attachments:
        assert workspace.attaching.path(one).read_text() == f"word {one.name.removesuffix('.txt')}"
    trashed = [one.file for one in workspace.vault.trashed() if one.path.startswith("attachments/")]
    standing = list((workspace.paths.vault / "attachments").iterdir())
    kept = {path.read_text() for path in (*trashed, *standing)}
    assert kept, "the deeds were killed too early to prove anything"
    assert {f"word {mark}" for mark in marks} <= kept


def test_what_was_said_of_a_goal_is_never_lost(prepared: Path) -> None:
    before = Workspace(find_paths(str(prepared)))
    before.goals.begin("Run a retro")
    before.close()

    marks = killed(prepared, "goal", 40)

    workspace = reopened(prepared)
    (goal,) = workspace.goals.all()
    assert {f"word {mark}" for mark in marks} <= {one.note for one in goal.reviews}


def test_a_programme_is_always_whole_and_as_it_was_said_last(prepared: Path) -> None:
    marks = killed(prepared, "programme", 40)

    workspace = reopened(prepared)

    (programme,) = workspace.programmes.all()
    assert len(programme.weeks) == 6
    last = marks[-1]
    following = f"{last.rpartition('x')[0]}x{number_of(last) + 1}"
    first_of_a_later_round = day_of("x0")  # that was written, and its killer did not hear of it
    assert programme.start in (day_of(last), day_of(following), first_of_a_later_round)


def test_how_much_is_asked_is_readable_at_every_moment(prepared: Path) -> None:
    marks = killed(prepared, "quiet", 40)

    workspace = reopened(prepared)

    until = workspace.preferences.quiet_until
    assert until is not None
    weeks = (until - workspace.clock().date()).days // 7
    assert weeks in (number_of(marks[-1]) + 1, number_of(marks[-1]) + 2, 1)
    assert "What learnlog asks me" in (workspace.vault.root / "reflecting.md").read_text()


def test_whatever_bundle_is_out_can_be_withdrawn_and_names_the_same_learner(prepared: Path) -> None:
    before = Workspace(find_paths(str(prepared)))
    entry = before.journal.list()[0]
    before.journal.set_visibility(entry.id, Visibility.COACH)
    before.close()

    marks = killed(prepared, "bundle", 15)

    workspace = reopened(prepared)
    written = [read_bundle(path) for path in prepared.glob("bundlex*.zip")]
    left = {one.id for one in workspace.showing.ledger.all()}
    assert {f"{mark}.zip" for mark in marks} <= {path.name for path in prepared.glob("bundlex*.zip")}
    assert {one.learner.bundle for one in written} <= left
    assert len({(one.learner.id, one.learner.key, one.entries[0].id) for one in written}) == 1


def test_a_site_has_only_whole_pages_and_publishing_again_mends_it(prepared: Path) -> None:
    before = Workspace(find_paths(str(prepared)))
    before.journal.set_visibility(before.journal.list()[0].id, Visibility.PUBLIC)
    before.close()

    killed(prepared, "publish", 12, least=0)  # a site is many files: few are done before the kill

    workspace = reopened(prepared)
    site = prepared / "site"
    assert all(page.read_text().endswith("</html>") for page in site.rglob("*.html"))
    for left in site.glob(".learnlog-*.tmp"):
        os.utime(left, (0, 0))  # as an hour later
    workspace.publishing.publish(site, title="", address="", now=workspace.clock())
    (entry,) = workspace.journal.list()
    (page,) = site.glob("2*/*.html")
    assert (page.stem, entry.title in page.read_text()) == (f"{entry.title}-{entry.id[-6:]}", True)
    files = {path.name for path in site.rglob("*") if path.is_file()}
    assert files == {page.name, "index.html", "style.css", "feed.xml", ".learnlog-site.json"}
