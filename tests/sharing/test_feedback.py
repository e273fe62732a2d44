"""Comments come back beside their entries: once, inert, and telling which version they are about."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from learnlog.model.document import DocumentType
from learnlog.model.entry import Entry
from learnlog.model.errors import LearnlogError, NotFoundError
from learnlog.model.post import KeptPost
from learnlog.model.visibility import Visibility
from learnlog.overview.document_page import look_at_document
from learnlog.sharing.audience import Wanted
from learnlog.sharing.showing import Asked, rendered
from learnlog.workspace import Workspace
from tests.sharing.conftest import NameOf, Write

Saved = Callable[..., Path]


@pytest.fixture
def entry(workspace: Workspace, write: Write) -> Entry:
    return write("A registry is a promise.", title="Promises", themes=["data contracts"])


@pytest.fixture
def page(workspace: Workspace, entry: Entry, tmp_path: Path) -> str:
    """The id of a bundle that left."""
    bundle = workspace.showing.bundle(Asked(question="How do I go on?"))
    workspace.showing.hand_out(bundle, tmp_path / "bundle.zip")
    return bundle.id


@pytest.fixture
def saved(page: str, name_of: NameOf, entry: Entry, tmp_path: Path) -> Saved:
    """Save comments as the page does; without any, one on the entry."""

    def save(*comments: dict[str, Any], **more: Any) -> Path:
        one = {"id": "c1", "entry": name_of(entry), "hash": "0" * 64, "kind": "ask", "text": "Who keeps it?"}
        said = {"learnlog": "comments", "version": 1, "page": page, "from": "Coach Kim", **more}
        path = tmp_path / "comments.json"
        path.write_text(json.dumps({**said, "comments": list(comments) or [one]}))
        return path

    return save


def kept(workspace: Workspace) -> list[KeptPost]:
    return [KeptPost.of(document) for document in workspace.shelf.all(DocumentType.KEPT)]


def test_a_comment_stands_beside_its_entry(workspace: Workspace, saved: Saved, entry: Entry) -> None:
    report = workspace.feedback.take(saved())

    assert (len(report.new), report.known, report.unknown) == (1, 0, ())
    (remark,) = workspace.feedback.about(entry)
    assert (remark.comment.author, remark.comment.comment, remark.comment.body.strip()) == (
        "Coach Kim",
        "ask",
        "Who keeps it?",
    )
    assert not remark.is_earlier
    assert [link.id for link in workspace.shelf.library.documents.linking_to([("entry", entry.id)])] == [
        remark.comment.id
    ]


def test_taking_it_in_twice_adds_nothing(workspace: Workspace, saved: Saved) -> None:
    workspace.feedback.take(saved())

    report = workspace.feedback.take(saved())

    assert (len(report.new), len(report.changed), report.known) == (0, 0, 1)
    assert len(kept(workspace)) == 1


def test_a_comment_saved_again_with_more_words_replaces_the_first_which_is_kept(
    workspace: Workspace, saved: Saved, entry: Entry, name_of: NameOf
) -> None:
    workspace.feedback.take(saved())
    again = {"id": "c1", "entry": name_of(entry), "kind": "ask", "text": "Who keeps it, and how?"}

    report = workspace.feedback.take(saved(again))

    assert len(report.changed) == 1
    (comment,) = kept(workspace)
    assert comment.body.strip() == "Who keeps it, and how?"
    first, *_ = workspace.vault.versions(comment.id)
    assert first.data().decode().endswith("Who keeps it?\n")


def test_it_says_when_it_is_about_an_earlier_version_and_shows_that(
    workspace: Workspace, saved: Saved, entry: Entry
) -> None:
    path = saved()
    workspace.journal.save(replace(entry, body="A registry is a promise with a keeper."))

    (remark,) = workspace.feedback.take(path).new

    assert remark.is_earlier
    read = workspace.feedback.version_read(remark)
    assert read is not None
    assert read.body.strip() == "A registry is a promise."
    page = look_at_document(workspace, "kept", remark.comment.id)
    assert "> A registry is a promise." in page.markdown
    assert "about an earlier version" in page.facts
    (said,) = next(
        group.links
        for group in look_at_document(workspace, "entry", entry.id).groups
        if group.title == "Said about it"
    )
    assert said.note == "about an earlier version"


def test_my_question_is_answered_too(workspace: Workspace, saved: Saved) -> None:
    report = workspace.feedback.take(saved({"id": "q", "entry": "", "kind": "suggest", "text": "Ask Ana."}))

    assert [(remark.entry, remark.comment.body.strip()) for remark in report.new] == [(None, "Ask Ana.")]


def test_unknown_entries_are_reported_and_nothing_of_them_kept(
    workspace: Workspace, saved: Saved, write: Write
) -> None:
    never_shared = write("mine", "private")
    strange = "01hzzzzzzzzzzzzzzzzzzzzzzz"
    report = workspace.feedback.take(
        saved(
            {"id": "a", "entry": never_shared.id, "kind": "ask", "text": "x"},
            {"id": "b", "entry": strange, "kind": "ask", "text": "x"},
        )
    )

    assert report.unknown == (never_shared.id, strange)
    assert kept(workspace) == []


def test_comments_on_somebody_elses_bundle_are_refused(workspace: Workspace, saved: Saved) -> None:
    with pytest.raises(NotFoundError, match="did not leave"):
        workspace.feedback.take(saved(page="01hzzzzzzzzzzzzzzzzzzzzzzz"))


def test_the_form_brings_the_same(workspace: Workspace, page: str, entry: Entry, tmp_path: Path) -> None:
    bundle = workspace.showing.bundle(Asked(question="How do I go on?"))
    workspace.showing.hand_out(bundle, tmp_path / "second.zip")
    form = bundle.files["comments.md"]
    form = form.replace("from:", "from: Coach Kim").replace("\nsuggest:\n", "\nsuggest: Ask Ana.\n", 1)
    form = form.replace("\nask:\n", "\nask: Who keeps it?\n\nAnd how?\n", 1)
    path = tmp_path / "comments.md"
    path.write_text(form)

    report = workspace.feedback.take(path)

    said = {(remark.comment.comment, remark.comment.body.strip()) for remark in report.new}
    assert said == {("suggest", "Ask Ana."), ("ask", "Who keeps it?\n\nAnd how?")}
    assert report.by == "Coach Kim"
    assert workspace.feedback.take(path).known == 2


def test_it_can_be_undone_as_one(workspace: Workspace, saved: Saved, entry: Entry, name_of: NameOf) -> None:
    one = {"id": "a", "entry": name_of(entry), "kind": "ask", "text": "one"}
    workspace.feedback.take(saved(one, {**one, "id": "b", "text": "two"}))
    assert len(kept(workspace)) == 2

    workspace.changes.undo()

    assert kept(workspace) == []


def test_however_many_came_they_are_undone_as_one(
    workspace: Workspace, saved: Saved, entry: Entry, name_of: NameOf
) -> None:
    many = [
        {"id": f"c{n}", "entry": name_of(entry), "kind": "ask", "text": f"number {n}"} for n in range(120)
    ]
    assert len(workspace.feedback.take(saved(*many)).new) == 120

    workspace.changes.undo()

    assert kept(workspace) == []


def test_my_reply_makes_a_thread_in_the_next_bundle(
    workspace: Workspace, saved: Saved, entry: Entry, write: Write
) -> None:
    (remark,) = workspace.feedback.take(saved()).new
    write("Ana does.", entries=[entry.id], kept=[remark.comment.id])

    bundle = workspace.showing.bundle(Asked())

    shared = bundle.selection.entries[-1]
    assert (shared.entries, shared.answers, shared.sources) == ((entry.id,), (remark.comment.id,), ())
    assert "<blockquote>Coach Kim: Who keeps it?</blockquote>" in bundle.files["summary.html"]
    for form in ("markdown", "pdf", "json"):
        assert rendered(bundle.shown.summary, form, page_id="")
    assert "> Coach Kim: Who keeps it?" in rendered(bundle.shown.summary, "markdown", page_id="").decode()


def test_what_a_coach_said_goes_back_to_nobody_else(
    workspace: Workspace, write: Write, tmp_path: Path
) -> None:
    entry = write("A registry is a promise.", "public")
    bundle = workspace.showing.bundle(Asked())
    workspace.showing.hand_out(bundle, tmp_path / "b.zip")
    comment = {"entry": bundle.shown.names[entry.id], "kind": "ask", "text": "Who keeps it?"}
    said = {"learnlog": "comments", "page": bundle.id, "from": "Coach Kim", "comments": [comment]}
    (tmp_path / "c.json").write_text(json.dumps(said))
    (remark,) = workspace.feedback.take(tmp_path / "c.json").new
    write("Ana does.", "public", entries=[entry.id], kept=[remark.comment.id])

    for level in (Visibility.COHORT, Visibility.PUBLIC):
        made = workspace.showing.summary(Asked(wanted=Wanted(audience=level))).summary
        assert "Ana does." in rendered(made, "html", page_id="").decode()
        assert "Kim" not in rendered(made, "html", page_id="").decode()


def test_hostile_comments_harm_nothing(
    workspace: Workspace, saved: Saved, entry: Entry, name_of: NameOf
) -> None:
    evil = "<script>alert(1)</script>\x1b]0;x\x07 [b]no[/b] ../../etc \u202ebidi\ud800"
    report = workspace.feedback.take(
        saved(
            {"id": "../../../evil", "entry": name_of(entry), "kind": "rm -rf", "text": evil},
            {"id": ["list"], "entry": name_of(entry), "kind": {}, "text": "fine"},
            {"id": "n", "entry": 7, "text": None},
            **{"from": "\x1b[31mKim\n\n---\nid: x"},
        )
    )

    said = [remark.comment for remark in report.new]
    assert len(said) == 2
    for comment in said:
        assert "\x1b" not in comment.body + comment.author + comment.title
        assert comment.path.startswith("kept/2026/")
        assert "\n" not in comment.author
        text = (workspace.vault.root / comment.path).read_text()
        assert "\x1b" not in text
        assert "\u202e" not in text


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"learnlog": "comments"}', "hello", '{"a":' * 100_000, "\0\0\0"],
    ids=("empty", "cut", "list", "other", "bare", "words", "deep", "binary"),
)
def test_what_is_no_comments_file_is_refused_in_a_sentence(
    workspace: Workspace, page: str, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(LearnlogError, match="no comments file"):
        workspace.feedback.take(path)


def test_five_megabytes_are_too_large(workspace: Workspace, page: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b" " * (5 * 2**20 + 1))
    with pytest.raises(LearnlogError, match="5 MB"):
        workspace.feedback.take(path)


def test_comments_are_no_kept_posts_that_wait_to_be_used(workspace: Workspace, saved: Saved) -> None:
    workspace.feedback.take(saved())

    assert workspace.library.documents.kept(unused=True) == []
