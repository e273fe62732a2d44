"""Today brings back what I learned and meant to do, each line answered by a key, each act taken back by u."""

from datetime import timedelta

from learnlog.journal.entries import NewEntry
from learnlog.model.comeback import Outcome, Returning
from learnlog.model.entry import Entry, EntryKind
from learnlog.tui.remembered import Remembered
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.tui.desk import opened, seen, sees, types, until


def said(workspace: Workspace, entry: Entry) -> Returning:
    return workspace.returns.look(entry.id)[1]


async def test_an_insight_is_asked_for_before_it_is_shown_and_the_answer_links_to_it(
    workspace: Workspace, clock: FakeClock
) -> None:
    entry = workspace.journal.add(
        NewEntry(body="Silence before talk.", kind=EntryKind.INSIGHT, themes=["Retro openers"])
    )
    clock.pass_(weeks=5)

    async with opened(workspace) as pilot:
        await sees(pilot, "In November you concluded something about Retro openers.")
        await pilot.press("j", "k", "enter")
        await sees(pilot, "What did you conclude about Retro openers in November?")
        assert "Silence before talk." not in seen(pilot)
        await pilot.press("enter")
        await sees(pilot, "Silence before talk.")
        await types(pilot, "Still so.")
        await pilot.press("ctrl+s")
        await sees(pilot, "Saved, linked to the insight")
        await until(pilot, lambda: "Comes back today" not in seen(pilot))
        followed = workspace.journal.list(limit=1)[0]
        assert (followed.headline, followed.entries) == ("Still so.", (entry.id,))

        await pilot.press("u")
        await sees(pilot, "Comes back today")
        assert len(workspace.journal.list()) == 1


async def test_half_an_answer_waits(workspace: Workspace, clock: FakeClock) -> None:
    workspace.journal.add(NewEntry(body="Silence before talk.", kind=EntryKind.INSIGHT))
    clock.pass_(weeks=1)

    async with opened(workspace) as pilot:
        await sees(pilot, "Comes back today")
        await pilot.press("j", "k", "enter")
        await sees(pilot, "What did you conclude then")
        await pilot.press("enter")
        await types(pilot, "Half a")
        await pilot.press("escape")
        await sees(pilot, "Comes back today")
        await pilot.press("enter")
        await sees(pilot, "Half a")


async def test_x_lets_an_insight_rest(workspace: Workspace, clock: FakeClock) -> None:
    entry = workspace.journal.add(NewEntry(body="Silence.", kind=EntryKind.INSIGHT))
    clock.pass_(weeks=1)

    async with opened(workspace) as pilot:
        await sees(pilot, "Comes back today")
        await pilot.press("j", "k", "x")
        await sees(pilot, "It rests")
        assert said(workspace, entry).rests
        await pilot.press("u")
        await until(pilot, lambda: not said(workspace, entry).rests)


async def test_an_intention_is_done_put_off_or_dropped_by_a_key(
    workspace: Workspace, clock: FakeClock
) -> None:
    entry = workspace.journal.add(NewEntry(body="The stand-up drifted."))
    today = clock.now.date()
    workspace.returns.intend(entry.id, "If it drifts, then I will ask about handover.", today)

    async with opened(workspace) as pilot:
        await sees(pilot, "If it drifts, then I will ask")
        await pilot.press("j", "k", "d")
        await until(pilot, lambda: said(workspace, entry).intentions[0].outcome is Outcome.DONE)
        await until(pilot, lambda: "d done · c" not in seen(pilot))
        await pilot.press("u")
        await sees(pilot, "d done · c changed")

        await pilot.press("g", "c")
        await sees(pilot, "What will you do instead?")
        await pilot.press("enter")
        await sees(pilot, "Until when?")
        await pilot.press("enter")
        await until(pilot, lambda: said(workspace, entry).intentions[0].due == today + timedelta(weeks=1))
        assert said(workspace, entry).intentions[0].outcome is Outcome.OPEN
        await until(pilot, lambda: "d done · c" not in seen(pilot))
        await pilot.press("u")
        await sees(pilot, "d done · c changed")

        await pilot.press("g", "x")
        await until(pilot, lambda: said(workspace, entry).intentions[0].outcome is Outcome.DROPPED)


async def test_a_goal_is_looked_at_again(workspace: Workspace, clock: FakeClock) -> None:
    entry = workspace.journal.add(NewEntry(body="Three signed promises.", kind=EntryKind.GOAL))
    workspace.goals.look_again(entry.id, review=clock.now.date())

    async with opened(workspace) as pilot:
        await sees(pilot, "m how far")
        await pilot.press("j", "k", "m")
        await sees(pilot, "How far is it")
        await types(pilot, "can")
        await pilot.press("enter")
        await until(pilot, lambda: said(workspace, entry).progress.value == "can show")
        assert said(workspace, entry).review == clock.now.date() + timedelta(weeks=3)


async def test_this_weeks_task_is_answered_in_three_steps_and_leaves_no_empty_question(
    workspace: Workspace, clock: FakeClock
) -> None:
    Remembered(workspace.paths.state / "screen.json").put("welcomed", "yes")
    workspace.programmes.begin("working-out-loud")

    async with opened(workspace) as pilot:
        await sees(pilot, "This week's assignment")
        await pilot.press("a")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "Composer")
        await until(pilot, lambda: pilot.app.screen._is_ready)  # type: ignore[attr-defined]
        await types(pilot, "I told Jurre.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: type(pilot.app.screen).__name__ != "Composer")
        if type(pilot.app.screen).__name__ == "AskLine":
            await pilot.press("escape")
        await until(pilot, lambda: "This week's assignment" not in seen(pilot))
    standing = workspace.programmes.standing()[0]
    assert [one.body.count("**") for one in standing.answers] in ([0], [2])
    assert "I told Jurre." in standing.answers[0].body


async def test_nothing_stands_on_today_when_nothing_comes_back(workspace: Workspace) -> None:
    Remembered(workspace.paths.state / "screen.json").put("welcomed", "yes")
    workspace.journal.add(NewEntry(body="Fresh.", kind=EntryKind.INSIGHT))

    async with opened(workspace) as pilot:
        await sees(pilot, "Fresh.")
        for words in ("Comes back", "Due", "Weekly review", "On this day", "This week's assignment"):
            assert words not in seen(pilot)


async def test_the_weekly_review_waits_and_becomes_an_entry(workspace: Workspace, clock: FakeClock) -> None:
    entry = workspace.journal.add(NewEntry(body="Something happened.", themes=["Retro"]))
    clock.pass_(days=4)

    async with opened(workspace) as pilot:
        await sees(pilot, "W review")
        await pilot.press("W")
        await sees(pilot, "Weeks with a reflection")
        await sees(pilot, "Something happened.")
        await types(pilot, "A good week.")
        await pilot.press("escape")
        await sees(pilot, "W goes on where you left it")
        await pilot.press("W")
        await sees(pilot, "A good week.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "W review" not in seen(pilot))
    review = workspace.journal.list(limit=1)[0]
    assert review.entries == (entry.id,)
    assert review.body.count("**") == 2


async def test_questions_are_offered_once_asked_again_and_leave_no_trace(workspace: Workspace) -> None:
    workspace.themes.add("Retro openers")

    async with opened(workspace) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: getattr(pilot.app.screen, "_is_ready", False))
        await pilot.press("ctrl+o")
        await sees(pilot, "Questions to write along")
        await pilot.press("enter")
        await until(pilot, lambda: "**" in pilot.app.screen.query_one("#composer-body").text)  # type: ignore[attr-defined]
        await types(pilot, "It went quiet.")
        await pilot.press("ctrl+s")
        await sees(pilot, "Esc saves without")
        await pilot.press("escape")
        await sees(pilot, "Saved")
    entry = workspace.journal.list(limit=1)[0]
    assert entry.body.count("**") == 2
    assert entry.prompts == ("what",)


async def test_the_one_question_more_is_not_asked_when_prompts_are_quiet(workspace: Workspace) -> None:
    Remembered(workspace.paths.state / "screen.json").put("welcomed", "yes")

    async with opened(workspace) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: getattr(pilot.app.screen, "_is_ready", False))
        await pilot.press("ctrl+o")
        await sees(pilot, "Questions to write along")
        await types(pilot, "for a week")
        await pilot.press("enter")
        await sees(pilot, "Nothing is asked until")
        await pilot.press("ctrl+o")
        await sees(pilot, "Questions to write along")
        await pilot.press("enter")
        await until(pilot, lambda: "**" in pilot.app.screen.query_one("#composer-body").text)  # type: ignore[attr-defined]
        await types(pilot, "It went quiet.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(workspace.journal.list()))


def test_a_part_that_is_always_covered_is_left_out(workspace: Workspace, clock: FakeClock) -> None:
    pack = workspace.packs.get("what-so-what")
    for _ in range(5):
        assert workspace.prompting.faded(pack) == ()
        workspace.journal.add(NewEntry(body="Words.", prompts=["what", "now-what"]))
        clock.pass_(days=1)

    text, asked = workspace.prompting.lay_out("what-so-what", "retros")

    assert workspace.prompting.faded(pack)[0] == "what"
    assert pack.parts[0].ask.replace("{theme}", "retros") not in text
    assert asked.pack == "what-so-what.en"


async def test_help_appears_once_and_not_when_it_is_off(workspace: Workspace) -> None:
    workspace.themes.add("Retro openers")

    async with opened(workspace) as pilot:
        await pilot.press("w")
        await sees(pilot, "Ctrl+O offers questions")
        await pilot.press("escape")
        pilot.app.clear_notifications()
        await pilot.press("w")
        await until(pilot, lambda: getattr(pilot.app.screen, "_is_ready", False))
        await pilot.pause(0.1)
        assert "Ctrl+O offers" not in seen(pilot)

    Remembered(workspace.paths.state / "screen.json").put("told-of-questions", "")
    workspace.preferences.set_helping(False)
    async with opened(workspace) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: getattr(pilot.app.screen, "_is_ready", False))
        await pilot.pause(0.1)
        assert "Ctrl+O offers" not in seen(pilot)


async def test_an_answer_begins_below_the_first_question(workspace: Workspace) -> None:
    Remembered(workspace.paths.state / "screen.json").put("welcomed", "yes")
    workspace.programmes.begin("working-out-loud")

    async with opened(workspace) as pilot:
        await sees(pilot, "This week's assignment")
        await pilot.press("a")
        await until(pilot, lambda: getattr(pilot.app.screen, "_is_ready", False))
        body = pilot.app.screen.query_one("#composer-body")
        row, _ = body.cursor_location  # type: ignore[attr-defined]
        lines = body.text.splitlines()  # type: ignore[attr-defined]
        assert row == next(n for n, words in enumerate(lines) if words.startswith("**")) + 1


async def test_an_intention_is_changed_into_another_as_one_change(
    workspace: Workspace, clock: FakeClock
) -> None:
    entry = workspace.journal.add(NewEntry(body="The stand-up drifted."))
    workspace.returns.intend(entry.id, "If it drifts, then I will ask.", clock.now.date())

    async with opened(workspace) as pilot:
        await sees(pilot, "If it drifts")
        await pilot.press("j", "k", "c")
        await sees(pilot, "What will you do instead?")
        await types(pilot, " later")
        await pilot.press("enter")
        await sees(pilot, "Until when?")
        await pilot.press("enter")
        await sees(pilot, "It comes back on 30 November")
        before, after = said(workspace, entry).intentions
        assert (before.outcome, before.note) == (Outcome.CHANGED, "If it drifts, then I will ask later")
        assert (after.outcome, after.then, f"{after.due}") == (Outcome.OPEN, "ask later", "2026-11-30")
        await pilot.press("u")
        await until(pilot, lambda: len(said(workspace, entry).intentions) == 1)
