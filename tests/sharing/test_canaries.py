"""Secrets planted where nobody may look come out nowhere: over generated journals, in every form of output."""

import io
import re
import zipfile
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from learnlog.cli.crash import report
from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.model.errors import UsageError
from learnlog.model.moments import Clock
from learnlog.model.visibility import Visibility
from learnlog.settings import find_paths
from learnlog.sharing.audience import Wanted
from learnlog.sharing.profile import CONSENTS, Profile
from learnlog.sharing.showing import FORMATS, Asked, rendered
from learnlog.workspace import Workspace
from tests.conftest import FakeClock

LEVELS = st.sampled_from([level.value for level in Visibility])
PLACES = ("title", "body", "tag", "theme", "link", "draft", "history", "person", "why")


@st.composite
def journals(draw: st.DrawFn) -> list[tuple[str, str, int, bool]]:
    """Entries as (who may see it, kind, days ago, whether it links to the one before)."""
    kinds = st.sampled_from([kind.value for kind in EntryKind])
    return draw(st.lists(st.tuples(LEVELS, kinds, st.integers(0, 90), st.booleans()), min_size=1, max_size=8))


def plant(workspace: Workspace, clock: FakeClock, plan: list[tuple[str, str, int, bool]]) -> None:
    """Write the journal: whatever is not for a coach holds a canary of its own in every place it has."""
    before = before_id = file_before = ""
    for number, (level, kind, days, links) in enumerate(plan):
        hides = level == "private"
        secret = f"canary{number}x" if hides else f"open{number}"
        body = f"Words {secret}body about it."
        if links and before:
            body += f" See [[{before}]] and [the file]({file_before})."
        entry = workspace.journal.add(
            NewEntry(
                body=body,
                title=f"Title {secret}title",
                kind=EntryKind(kind),
                themes=[f"Theme {secret}theme"],
                tags=[f"{secret}tag"],
                visibility=Visibility(level),
                created=clock.now - timedelta(days=days),
            )
        )
        workspace.returns.intend(
            entry.id, f"If {secret}when [[{before}]], then I will {secret}then", clock.now.date()
        )
        file_before = attach(workspace, entry.id, secret, before)
        if kind == "goal" and before_id:
            workspace.goals.add_evidence(entry.id, before_id)
            workspace.goals.look_again(entry.id, note=f"{secret}note [[{before}]]")
        before, before_id = entry.title, entry.id
    hidden = " ".join(
        f"[[Title canary{number}xtitle]]" for number, (level, *_) in enumerate(plan) if level == "private"
    )
    said = f"I can help. {hidden}".strip()
    workspace.showing.say_how(
        Profile(called="Sanne", agreed=tuple(CONSENTS), offers=(said,), introduction=said)
    )
    person = workspace.people.add("Ana Vos", why="canarywhy for my own eyes", role="canaryrole")
    workspace.drafts.save("new", "canarydraft unsaved")
    changed = workspace.journal.add(
        NewEntry(body="canaryhistory was here", visibility=Visibility.COACH, people=[person.id])
    )
    workspace.journal.save(replace(changed, body="Better words."))


def attach(workspace: Workspace, entry: str, secret: str, before: str) -> str:
    """Attach a text and a photograph, and return how a text of the journal links to a file with a name of its own."""
    folder = workspace.paths.vault / "attachments"
    folder.mkdir(exist_ok=True)
    words, photo = folder / f"{secret}name.txt", folder.parent.parent / f"{secret}photo.png"
    words.write_text(f"{secret}bytes")
    told = PngInfo()
    told.add_text("Location", f"canarycamera of {secret}")  # of shared entries too
    Image.new("RGB", (8, 8), "navy").save(photo, pnginfo=told)
    workspace.attaching.attach(entry, [words], f"{secret}alt of [[{before}]]")
    workspace.attaching.attach(entry, [photo], f"{secret}scene")
    return f"../../attachments/{words.name}"


def outputs(workspace: Workspace, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield everything that can leave, unpacked, with the names of files."""
    question = f"What next? {workspace.showing.profiles.get().introduction}"
    made = workspace.showing.summary(Asked(question=question, called="Sanne")).summary
    for form in FORMATS:
        data = rendered(made, form, page_id="")
        yield form, data + inline(data)
        if form == "pdf":
            yield "pdf's text", pdf_text(data)
    bundle = workspace.showing.bundle(Asked(question=question, called="Sanne"))
    path = workspace.showing.hand_out(bundle, folder)
    yield "name", path.name.encode()
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        for name in archive.namelist():
            yield f"zip: {name}", name.encode() + archive.read(name) + inline(archive.read(name))
    yield from coached(path, folder, workspace.clock)
    for entry in workspace.showing.gate.select(Wanted(audience=Visibility.COACH)).entries:
        if entry.visibility is Visibility.PUBLIC:
            yield "a draft for a network", workspace.sharing.text(entry.id).encode()
    try:
        site = workspace.publishing.publish(folder / "site", title="", address="", now=workspace.clock())
    except UsageError:
        return
    for file in site.folder.rglob("*"):
        yield (
            str(file),
            str(file.relative_to(site.folder)).encode() + (file.read_bytes() if file.is_file() else b""),
        )


def coached(bundle: Path, folder: Path, clock: Clock) -> Iterator[tuple[str, bytes]]:
    """Yield what goes back from a coach: a comment on each entry, and the cohort's page, with their names."""
    coach = Workspace(find_paths(str(folder / "coach")), clock=clock)
    back = folder / "back"
    back.mkdir()
    try:
        coach.coaching.open([bundle])
        (learner,) = coach.coaching.learners()
        for entry in coach.coaching.entries(learner.id):
            coach.coaching.comment(learner, entry, "notice", "Seen.")
        coach.coaching.give(learner, back, by="Kim")
        page, _ = coach.cohorts.give(back, announcements=["Hello"], by="Kim")
        yield "the cohort's page", page.read_bytes()
        for file in back.iterdir():
            yield f"back: {file.name}", file.name.encode() + file.read_bytes()
    finally:
        coach.close()


def inline(data: bytes) -> bytes:
    """Return what stands in a page as data: addresses, unpacked."""
    return b"".join(b64decode(found) for found in re.findall(rb";base64,([A-Za-z0-9+/=]+)", data))


def pdf_text(data: bytes) -> bytes:
    """Return the words of a PDF, and all that its streams hold."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    said = "\n".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    return said.encode("utf-8", "replace")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan=journals())
def test_no_secret_leaves(
    plan: list[tuple[str, str, int, bool]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("canary")
    clock = FakeClock()
    workspace = Workspace(find_paths(str(folder / "home")), clock=clock)
    try:
        plant(workspace, clock, plan)
        for name, data in outputs(workspace, folder):
            assert b"canary" not in data, name
    finally:
        workspace.close()


def test_what_is_shared_does_come_out(workspace: Workspace, clock: FakeClock, tmp_path: Path) -> None:
    plant(workspace, clock, [("coach", "reflection", 0, False), ("public", "insight", 1, False)])

    found = dict(outputs(workspace, tmp_path))
    for name in ("html", "markdown", "json", "pdf's text"):
        for secret in (b"open0body", b"open0name", b"open0photo"):
            assert secret in found[name], (name, secret)
    assert b"open0scene" in found["html"]
    assert any(data.endswith(b"open0bytes") for name, data in found.items() if name.startswith("zip: files/"))
    assert not any(secret in found["csv"] for secret in (b"open0body", b"open0title", b"open0tag"))
    assert b"open1body" in found["a draft for a network"]
    assert b"open1body" in found["the cohort's page"]
    assert b"open0" not in found["the cohort's page"]
    assert any(b"open1body" in data for name, data in found.items() if "site" in name)
    assert not any(b"open0body" in data for name, data in found.items() if "site" in name)


ACTS: dict[str, Callable[[Workspace, Path], object]] = {
    "summary": lambda workspace, _: workspace.showing.summary(Asked()),
    "bundle": lambda workspace, _: workspace.showing.bundle(Asked()),
    "publish": lambda workspace, site: workspace.publishing.publish(
        site, title="", address="", now=workspace.clock()
    ),
    "cohort --mine": lambda workspace, _: workspace.cohorts.mine(),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_entirely_private_journal_shows_nothing_and_says_so(
    workspace: Workspace, tmp_path: Path, act: str
) -> None:
    workspace.journal.add(NewEntry(body="mine alone"))

    with pytest.raises(UsageError, match="private"):
        ACTS[act](workspace, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_pdf_says_no_time_of_day(workspace: Workspace) -> None:
    workspace.journal.add(NewEntry(body="shared", visibility=Visibility.COACH))
    made = workspace.showing.summary(Asked()).summary

    data = rendered(made, "pdf", page_id="")

    assert not any(said in data for said in (b"/CreationDate", b"/ModDate", b"<xmp:CreateDate>"))


def test_a_crash_report_holds_no_word_of_what_was_written(workspace: Workspace) -> None:
    try:
        raise ValueError("canarymessage of an entry") from KeyError("canarykey")
    except ValueError as error:
        told = report(error, ["add", "canaryargument", "--home", str(workspace.paths.state.parent)])

    (path,) = workspace.paths.state.glob("crash-*.txt")
    assert "canary" not in path.name + path.read_text() + told.message + told.hint
    assert "command: add" in path.read_text()


def test_an_answer_of_a_private_entry_makes_no_cohort_page(workspace: Workspace, tmp_path: Path) -> None:
    workspace.journal.add(NewEntry(body="mine alone"))

    with pytest.raises(UsageError, match="Nobody agreed"):
        workspace.cohorts.give(tmp_path, announcements=["Hello"], by="Kim")
    assert list(tmp_path.glob("*.html")) == []
