"""The journal's list: days, what can be done with an entry, filters, files that need a hand."""

from datetime import timedelta

import pytest
from textual.pilot import Pilot

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.model.query import EntryFilter
from learnlog.model.visibility import Visibility
from learnlog.tui.journal_pages import JournalPages
from learnlog.tui.screens.journal import JournalScreen
from learnlog.tui.widgets.document_pane import DocumentPane
from learnlog.tui.widgets.window_list import WindowList
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.tui.desk import opened, seen, sees, types, until
from tests.tui.journal.conftest import Chain


async def journal(pilot: Pilot[int], words: str) -> None:
    await pilot.press("J")
    await sees(pilot, words)


def at_hand(pilot: Pilot[int]) -> str:
    screen = pilot.app.screen
    entry = screen.entry_at_hand() if isinstance(screen, JournalScreen) else None
    return entry.headline if entry else ""


async def test_an_empty_journal_says_how_to_begin(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        await journal(pilot, "w writes your first entry")


async def test_entries_stand_under_their_days_with_what_matters(
    workspace: Workspace, clock: FakeClock
) -> None:
    add = workspace.journal.add
    for days, new in enumerate(
        [
            NewEntry(body="today's", kind=EntryKind.QUESTION),
            NewEntry(body="yesterday's", themes=["data contracts"], visibility=Visibility.COACH),
            NewEntry(body="older", kind=EntryKind.INSIGHT),
        ]
    ):
        add(
            NewEntry(
                **{n: getattr(new, n) for n in new.__slots__} | {"created": clock() - timedelta(days=days)}
            )
        )
    async with opened(workspace, (80, 24)) as pilot:
        await journal(pilot, "Today, Monday 23 November")
        lines = [line.strip() for line in seen(pilot).splitlines()]
    assert "16:05 ? today's" in lines
    day = next(n for n, line in enumerate(lines) if line.startswith("Yesterday, Sunday 22 November ─"))
    assert lines[day + 1].startswith("16:05 · yesterday's")
    assert lines[day + 1].endswith("data contracts  coach")
    assert "16:05 ✦ older" in lines


async def test_visibility_goes_up_step_by_step_and_undo_takes_it_back(workspace: Workspace) -> None:
    entry = workspace.journal.add(NewEntry(body="mine"))
    async with opened(workspace) as pilot:
        await journal(pilot, "mine")
        await sees(pilot, "private")
        await pilot.press("v")
        await sees(pilot, "Coach now: my coach may see it")
        await until(pilot, lambda: "mine" in seen(pilot) and "coach: my coach may see it" in seen(pilot))
        await pilot.press("v")
        await sees(pilot, "Cohort now")
        await pilot.press("u")
        await sees(pilot, "Taken back")
    assert workspace.journal.get(entry.id).visibility is Visibility.COACH


async def test_a_question_is_closed_and_opened_again(workspace: Workspace) -> None:
    entry = workspace.journal.add(NewEntry(body="who?", kind=EntryKind.QUESTION))
    async with opened(workspace) as pilot:
        await journal(pilot, "? who?")
        await pilot.press("c")
        await sees(pilot, "What did you conclude?")
        await pilot.press("enter")
        await sees(pilot, "✓ who?")
        assert not workspace.journal.get(entry.id).is_open
        await pilot.press("c")
        await sees(pilot, "? who?")
    assert workspace.journal.get(entry.id).is_open


async def test_a_question_is_closed_with_what_i_concluded_and_both_are_one_change(
    workspace: Workspace,
) -> None:
    entry = workspace.journal.add(NewEntry(body="who?", kind=EntryKind.QUESTION))
    async with opened(workspace) as pilot:
        await journal(pilot, "? who?")
        await pilot.press("c")
        await sees(pilot, "What did you conclude?")
        await pilot.press("escape")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "JournalScreen")
        assert workspace.journal.get(entry.id).is_open
        await pilot.press("c")
        await sees(pilot, "What did you conclude?")
        await types(pilot, "We all do.")
        await pilot.press("enter")
        await until(pilot, lambda: not workspace.journal.get(entry.id).is_open)
        answer = workspace.journal.get(workspace.journal.get(entry.id).answered_by)
        assert (answer.body.strip(), answer.entries) == ("We all do.", (entry.id,))
        await pilot.press("u")
        await until(pilot, lambda: workspace.journal.get(entry.id).is_open)
        assert len(workspace.journal.list()) == 1


async def test_a_deleted_entry_comes_back_with_u(workspace: Workspace) -> None:
    workspace.journal.add(NewEntry(body="one"))
    async with opened(workspace) as pilot:
        await journal(pilot, "· one")
        await pilot.press("d")
        await sees(pilot, "w writes your first entry")
        await pilot.press("u")
        await sees(pilot, "· one")


async def test_the_list_can_show_one_theme_only(chain: Chain) -> None:
    async with opened(chain.workspace, (80, 24)) as pilot:
        await journal(pilot, "Who keeps the promise?")
        await pilot.press("l")
        await sees(pilot, "Show only")
        await types(pilot, "contracts")
        await pilot.press("enter")
        await sees(pilot, "1 entry")
        assert "A promise needs a keeper" in seen(pilot)
        assert "Who keeps the promise?" not in seen(pilot)
        await pilot.press("escape")
        await sees(pilot, "2 entries")


async def test_a_conflict_copy_is_shown_and_not_touched_by_accident(workspace: Workspace) -> None:
    entry = workspace.journal.add(NewEntry(body="twice here"))
    file = workspace.paths.vault / entry.path
    file.with_name(f"{file.stem} (conflict copy).md").write_text(
        file.read_text(encoding="utf-8"), encoding="utf-8"
    )
    workspace.sync.scan()
    async with opened(workspace) as pilot:
        await journal(pilot, "! copy")
        await sees(pilot, "! has a copy")
        listing = pilot.app.screen.query_one(WindowList)
        copy = next(row for row in listing.rows if "conflict copy" in row.id and not row.header)
        listing.move_to(copy.id)
        await pilot.press("d")
        await sees(pilot, "Two files claim this id")
    assert len(workspace.journal.list()) == 2


async def test_a_file_that_cannot_be_understood_is_said_and_still_readable(workspace: Workspace) -> None:
    entry = workspace.journal.add(NewEntry(body="still my words"))
    file = workspace.paths.vault / entry.path
    file.write_text(file.read_text(encoding="utf-8").replace("kind:", "kind: [", 1), encoding="utf-8")
    workspace.sync.scan()
    async with opened(workspace, (120, 30)) as pilot:
        await journal(pilot, "! needs mending")
        await sees(pilot, "still my words")


HOSTILE = "\x1b]52;c;aGk=\x07[@click=app.quit]run[/] [red]red[/red] \x1b[31mesc \u202eflip"


@pytest.mark.parametrize("size", [(120, 30), (80, 24)])
async def test_a_hostile_entry_is_words_and_nothing_else(workspace: Workspace, size: tuple[int, int]) -> None:
    folder = workspace.paths.vault / "journal" / "2026"
    folder.mkdir(parents=True)
    front = f"---\ntitle: \"{HOSTILE}\"\ntags: ['[b]{'x'}[/b]']\nthemes: ['[@click=quit]t']\n---\n\n"
    (folder / "2026-11-20-x.md").write_text(
        front.replace("\x1b", "").replace("\x07", "") + HOSTILE, encoding="utf-8"
    )
    workspace.sync.scan()
    async with opened(workspace, size) as pilot:
        await journal(pilot, "[@click=app.quit]run[/]")
        await pilot.press("enter")
        await sees(pilot, "[red]red[/red]")
        await pilot.press("e")
        await sees(pilot, "editing")
        shown = seen(pilot)
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


async def test_a_long_journal_is_walked_from_end_to_end(workspace: Workspace, clock: FakeClock) -> None:
    for number in range(150):
        created = clock() - timedelta(hours=7 * number)
        workspace.journal.add(NewEntry(body=f"entry {number:03}", created=created))
    async with opened(workspace, (80, 24)) as pilot:
        await journal(pilot, "entry 000")
        await pilot.press("G")
        await sees(pilot, "entry 149")
        await pilot.press(*"99", "k")
        await until(pilot, lambda: "entry 149" not in seen(pilot))
        await pilot.press(*"99", "k")
        await sees(pilot, "entry 000")
        await sees(pilot, "Today, Monday 23 November")


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
def test_walking_back_shows_the_same_rows_as_walking_on(
    workspace: Workspace, clock: FakeClock, limit: int
) -> None:
    for number in range(17):
        workspace.journal.add(NewEntry(body=f"{number}", created=clock() - timedelta(hours=7 * number)))
    pages = JournalPages(workspace, EntryFilter())
    forward = list(pages.after(None, limit))
    while more := pages.after(forward[-1], limit):
        forward += more
    back = list(pages.last(limit))
    while more := pages.before(back[0], limit):
        back = [*more, *back]
    assert [row.id for row in back] == [row.id for row in forward]
    assert len([row for row in forward if not row.header]) == 17


async def test_the_cursor_stays_on_its_entry_when_another_arrives(
    workspace: Workspace, clock: FakeClock
) -> None:
    workspace.journal.add(NewEntry(body="first"))
    async with opened(workspace) as pilot:
        await journal(pilot, "first")
        clock.pass_(minutes=5)
        workspace.journal.add(NewEntry(body="second"))
        screen = pilot.app.screen
        assert isinstance(screen, JournalScreen)
        screen.touch()
        await sees(pilot, "second")
        at_hand = screen.entry_at_hand()
        assert at_hand
        assert at_hand.body.strip() == "first"


async def test_a_new_entry_is_where_the_cursor_is_once_it_is_saved(
    workspace: Workspace, clock: FakeClock
) -> None:
    for number in range(40):
        workspace.journal.add(NewEntry(body=f"Older {number:02}."))
        clock.pass_(hours=1)
    async with opened(workspace, (100, 20)) as pilot:
        await pilot.press("J")
        await sees(pilot, "Older 39.")
        await pilot.press("G", "w")
        await sees(pilot, "new entry")
        await types(pilot, "Just thought of it.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: at_hand(pilot) == "Just thought of it.", "the cursor on the new entry")


async def test_an_entry_without_a_title_does_not_say_its_first_line_twice(workspace: Workspace) -> None:
    workspace.journal.add(NewEntry(body="Only *once* of it."))
    async with opened(workspace, (140, 30)) as pilot:
        await pilot.press("J")
        await sees(pilot, "private")
        pane = pilot.app.screen.query_one(DocumentPane)
        await until(pilot, lambda: pane.text.article.blocks != (), "the entry beside the list")
        words = "\n".join(row[72:] for row in seen(pilot).splitlines())
        assert words.count("Only") == 1


async def test_what_is_taken_back_is_said_in_few_words(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        workspace.journal.add(NewEntry(body="word " * 60))
        await pilot.press("u")
        await sees(pilot, "Taken back: wrote “word")
        assert all(len(notice.message) < 100 for notice in pilot.app._notifications)
