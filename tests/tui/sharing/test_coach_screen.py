"""A coach reads many learners, comments with a key, and gives the comments back as a file."""

from collections.abc import Callable
from pathlib import Path

from learnlog.journal.entries import NewEntry
from learnlog.workspace import Workspace
from tests.coaching.conftest import Pupil, pupil
from tests.tui.desk import opened, seen, sees, types, until

__all__ = ["pupil"]


async def test_from_a_folder_of_bundles_to_a_file_of_comments(
    workspace: Workspace,
    pupil: Callable[[str], Pupil],
    tmp_path: Path,
) -> None:
    workspace.journal.add(NewEntry(body="mine"))
    sanne = pupil("Sanne")
    entry = sanne.write("A promise needs a keeper.", title="Promises")
    sanne.write("Another", title="Another one")
    sanne.hand_out("How on?")
    async with opened(workspace, (120, 34)) as pilot:
        await pilot.press("Z")
        await sees(pilot, "Nobody shared with you yet")
        await pilot.press("i")
        await sees(pilot, "Which bundle")
        await pilot.press("ctrl+u")
        await types(pilot, str(tmp_path))
        await pilot.press("enter")
        await sees(pilot, "1 new bundle")
        await sees(pilot, "2 new")
        await pilot.press("j")
        await sees(pilot, "Their question to you")
        await pilot.press("enter", "G", "enter")
        await sees(pilot, "A promise needs a keeper.")
        await pilot.press("2")
        await sees(pilot, "I ask …")
        await types(pilot, "Who keeps it?")
        await pilot.press("ctrl+s")
        await sees(pilot, "I ask: Who keeps it?")
        await pilot.press("n")
        await sees(pilot, "Another one")
        await pilot.press("escape")
        await until(pilot, lambda: "coach · 1 learner" in seen(pilot), "all read")
        await pilot.press("ctrl+s")
        await sees(pilot, "How do you sign?")
        await pilot.press("enter")
        await sees(pilot, "1 comment for Sanne")
        await pilot.press("ctrl+u")
        await types(pilot, str(tmp_path))
        await pilot.press("enter")
        await sees(pilot, "mail it yourself")
    (path,) = tmp_path.glob("learnlog-comments-*.json")
    (remark,) = sanne.workspace.feedback.take(path).new
    assert (remark.entry and remark.entry.id, remark.comment.body.strip()) == (entry.id, "Who keeps it?")


async def test_words_are_not_thrown_away_by_one_key(
    workspace: Workspace,
    pupil: Callable[[str], Pupil],
) -> None:
    sanne = pupil("Sanne")
    sanne.write("A promise.", title="Promises")
    workspace.coaching.open([sanne.hand_out()])
    workspace.journal.add(NewEntry(body="mine"))
    async with opened(workspace, (100, 30)) as pilot:
        await pilot.press("Z")
        await sees(pilot, "Sanne")
        await pilot.press("j", "enter", "enter")
        await sees(pilot, "A promise.")
        await pilot.press("1")
        await sees(pilot, "I notice …")
        await types(pilot, "words")
        await pilot.press("escape")
        await sees(pilot, "Esc again throws these words away")
        await pilot.press("escape")
        await until(pilot, lambda: "I notice …" not in seen(pilot))
    assert workspace.coaching.comments() == []


async def test_a_file_that_came_with_an_entry_opens_by_a_key(
    workspace: Workspace,
    pupil: Callable[[str], Pupil],
    tmp_path: Path,
    opener: Path,
) -> None:
    workspace.journal.add(NewEntry(body="mine"))
    sanne = pupil("Sanne")
    entry = sanne.write("We drew it.", title="Three boxes")
    (tmp_path / "plan.pdf").write_bytes(b"%PDF-1.4 the plan")
    sanne.workspace.attaching.attach(entry.id, [tmp_path / "plan.pdf"], "three lanes")
    workspace.coaching.open([sanne.hand_out()])
    async with opened(workspace, (80, 24)) as pilot:
        await pilot.press("Z")
        await sees(pilot, "Sanne")
        await pilot.press("j", "enter", "G", "enter")
        await sees(pilot, "plan.pdf (PDF, 17 bytes) · three lanes")
        await pilot.press("o")
        await sees(pilot, "Opened plan.pdf")

    assert Path(opener.read_text()).read_bytes() == b"%PDF-1.4 the plan"
