"""What a coach would get is read on the screen before it leaves, in the learner's order, and only after a yes."""

import json
import zipfile
from pathlib import Path

import pytest
from textual.pilot import Pilot

from learnlog.journal.entries import NewEntry
from learnlog.model.visibility import Visibility
from learnlog.sharing.profile import Profile
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.tui.desk import opened, seen, sees, types, until


@pytest.fixture
def shared(workspace: Workspace, clock: FakeClock) -> list[str]:
    """Two entries for my coach and one that is mine alone; their ids."""
    ids = []
    for words, level in (("First promise", "coach"), ("Second promise", "coach"), ("A secret", "private")):
        clock.pass_(seconds=1)
        new = NewEntry(body=f"{words} in full, told to Ana Vos.", title=words, visibility=Visibility(level))
        ids.append(workspace.journal.add(new).id)
    workspace.people.add("Ana Vos")
    return ids


async def open_bundle(pilot: Pilot[int]) -> None:
    await pilot.press("V")
    await sees(pilot, "for my coach")


async def test_everything_that_would_leave_is_read_first_and_what_stays_is_counted(
    workspace: Workspace, shared: list[str]
) -> None:
    async with opened(workspace, (120, 34)) as pilot:
        await open_bundle(pilot)
        await sees(pilot, "2 entries")
        await sees(pilot, "1 private entry stays here.")
        await sees(pilot, "Ana Vos · person · 2 ×")
        await pilot.press("j")
        await sees(pilot, "First promise in full")
        assert "secret" not in seen(pilot).lower()
    assert workspace.showing.ledger.all() == []
    assert workspace.showing.profiles.get() == Profile()


async def test_a_question_an_order_of_my_own_and_what_is_left_out(
    workspace: Workspace, shared: list[str], tmp_path: Path
) -> None:
    async with opened(workspace, (120, 34)) as pilot:
        await open_bundle(pilot)
        await pilot.press("e")
        await sees(pilot, "My question to my coach")
        await types(pilot, "How on?")
        await pilot.press("enter")
        await sees(pilot, "How on?")
        await pilot.press("j", "shift+down")
        await until(
            pilot, lambda: seen(pilot).index("· Second pr") < seen(pilot).index("· First pr"), "the new order"
        )
        await pilot.press("x")
        await sees(pilot, "left out")
        await sees(pilot, "1 entry")
        await pilot.press("x")
        await sees(pilot, "2 entries")
        await pilot.press("ctrl+s")
        await sees(pilot, "How do you want to be called?")
        await types(pilot, "Sanne")
        await pilot.press("enter")
        await sees(pilot, "Write 2 entries for my coach into a file?")
        await pilot.press("down", "enter")
        await sees(pilot, "Into which folder?")
        await pilot.press("ctrl+u")
        await types(pilot, str(tmp_path))
        await pilot.press("enter")
        await sees(pilot, "Nothing was sent")
    (path,) = tmp_path.glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert [entry["title"] for entry in manifest["entries"]] == ["Second promise", "First promise"]
    assert (manifest["question"], manifest["learner"]["called"]) == ("How on?", "Sanne")


async def test_without_a_yes_nothing_is_written(
    workspace: Workspace, shared: list[str], tmp_path: Path
) -> None:
    workspace.showing.profiles.put(Profile(called="Sanne"))
    async with opened(workspace, (120, 34)) as pilot:
        await open_bundle(pilot)
        await sees(pilot, "2 entries")
        await pilot.press("ctrl+s")
        await sees(pilot, "One question to my coach")
        await pilot.press("enter")
        await sees(pilot, "into a file?")
        await pilot.press("enter")
        await until(pilot, lambda: "into a file?" not in seen(pilot))
    assert workspace.showing.ledger.all() == []


async def test_a_private_journal_says_how_to_raise_an_entry(workspace: Workspace) -> None:
    workspace.journal.add(NewEntry(body="mine"))
    async with opened(workspace, (80, 24)) as pilot:
        await open_bundle(pilot)
        await sees(pilot, "All of it is private")


async def test_on_a_narrow_screen_the_text_is_a_screen_of_its_own(
    workspace: Workspace, shared: list[str]
) -> None:
    async with opened(workspace, (80, 24)) as pilot:
        await open_bundle(pilot)
        await sees(pilot, "First promise")
        await pilot.press("j", "enter")
        await sees(pilot, "First promise in full")
        await pilot.press("escape")
        await sees(pilot, "My question")


async def test_comments_that_came_back_open_at_their_entry(
    workspace: Workspace, shared: list[str], tmp_path: Path
) -> None:
    from learnlog.sharing.showing import Asked

    bundle = workspace.showing.bundle(Asked(called="Sanne"))
    workspace.showing.hand_out(bundle, tmp_path / "b.zip")
    comment = {
        "id": "1",
        "entry": bundle.shown.names[shared[0]],
        "hash": "",
        "kind": "ask",
        "text": "Who keeps it?",
    }
    said = {"learnlog": "comments", "page": bundle.id, "from": "Coach Kim", "comments": [comment]}
    (tmp_path / "c.json").write_text(json.dumps(said))
    async with opened(workspace, (120, 34)) as pilot:
        await open_bundle(pilot)
        await pilot.press("i")
        await sees(pilot, "Which comments file came back?")
        await pilot.press("ctrl+u")
        await types(pilot, str(tmp_path / "c.json"))
        await pilot.press("enter")
        await sees(pilot, "Said about it")
        await sees(pilot, "Coach Kim asks")
        (remark,) = workspace.feedback.about(workspace.journal.get(shared[0]))
        pilot.app.open_document("kept", remark.comment.id)  # type: ignore[attr-defined]
        await sees(pilot, "a answer")
        await pilot.press("a")
        await types(pilot, "Ana does.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(workspace.journal.list()) == 4, "the answer")
    (answer,) = [one for one in workspace.journal.list() if "Ana does." in one.body]
    assert (answer.entries, answer.kept) == ((shared[0],), (remark.comment.id,))


async def test_only_a_part_of_what_i_share_is_chosen(
    workspace: Workspace, shared: list[str], clock: FakeClock
) -> None:
    workspace.journal.add(NewEntry(body="On contracts.", themes=["contracts"], visibility=Visibility.COACH))
    async with opened(workspace, (120, 34)) as pilot:
        await open_bundle(pilot)
        await sees(pilot, "3 entries")
        await pilot.press("l")
        await sees(pilot, "What of it?")
        await types(pilot, "contracts")
        await pilot.press("enter")
        await sees(pilot, "1 entry")
        await sees(pilot, "On contracts.")
        assert "First promise" not in seen(pilot)
