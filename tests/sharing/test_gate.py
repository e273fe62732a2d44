"""What passes the gate, and what of it: nothing that an audience may not see, not even its name."""

from dataclasses import replace
from pathlib import Path

import pytest

from learnlog.model.comeback import Progress
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.errors import NotFoundError, UsageError
from learnlog.model.visibility import UNSHARED, Visibility
from learnlog.settings import find_paths
from learnlog.sharing.audience import Wanted
from learnlog.sharing.shared import Selection
from learnlog.sharing.showing import FORMATS, Asked, rendered
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.sharing.conftest import Write


def bodies(selection: Selection) -> list[str]:
    return [entry.body for entry in selection.entries]


def seen(workspace: Workspace, audience: str = "coach", **wanted: object) -> Selection:
    return workspace.showing.gate.select(Wanted(audience=Visibility(audience), **wanted))  # type: ignore[arg-type]


def test_an_audience_sees_its_step_of_the_ladder_and_those_above(workspace: Workspace, write: Write) -> None:
    for level in Visibility:
        write(f"for {level.value}", level.value)

    assert bodies(seen(workspace, "coach")) == ["for coach", "for cohort", "for public"]
    assert bodies(seen(workspace, "cohort")) == ["for cohort", "for public"]
    assert bodies(seen(workspace, "public")) == ["for public"]
    assert seen(workspace, "public").withheld == 3


def test_nobody_is_no_audience(workspace: Workspace) -> None:
    with pytest.raises(UsageError):
        seen(workspace, "private")


def test_only_the_themes_of_what_is_shown_are_named(workspace: Workspace, write: Write) -> None:
    write("open", themes=["Data contracts"])
    write("closed", "private", themes=["Leaving this job"])

    assert dict(seen(workspace).themes) == {"data-contracts": "Data contracts"}


def test_a_link_to_what_may_not_be_seen_is_cut_by_every_name_it_has(
    workspace: Workspace, write: Write
) -> None:
    hidden = write("text", "private", title="My doubts about Kees")
    shown = write("text", "public", title="Retro openers")
    write(f"a [[My doubts about Kees]] b [[{hidden.id}|this]] c [[my DOUBTS about kees#part|that]] d")
    write(f"a [[{shown.id}|this]] b [[Retro openers]]")
    write("a [[Somebody]] b")

    said = bodies(seen(workspace))
    assert f"a {UNSHARED} b {UNSHARED} c {UNSHARED} d" in said
    assert "a this b Retro openers" in said
    assert "a Somebody b" in said


def test_a_link_to_a_file_tells_neither_its_name_nor_what_may_not_be_seen(
    workspace: Workspace, write: Write
) -> None:
    hidden = write("text", "private", title="My doubts about Kees")
    shown = write("text", "public", title="Retro openers")
    there = hidden.path.rpartition("/")[2]
    write(f"a [my doubts]({there}) b [so](../2026/{there.replace('-', '%2D')}#part) c [](<{there}>) d")
    write(f"a [this]({shown.path}) b [site](https://x.example/notes.md) c [gone](./my-leaving.md) d")

    said = bodies(seen(workspace))
    assert f"a {UNSHARED} b {UNSHARED} c {UNSHARED} d" in said
    assert "a this b [site](https://x.example/notes.md) c gone d" in said


def test_links_between_entries_stay_only_among_those_shown(workspace: Workspace, write: Write) -> None:
    hidden, first = write("one", "private"), write("two")
    write("three", entries=[hidden.id, first.id])

    assert seen(workspace).entries[-1].entries == (first.id,)


def test_the_order_that_was_chosen_is_kept(workspace: Workspace, write: Write) -> None:
    one, two = write("one"), write("two")

    assert bodies(seen(workspace, chosen=(two.id, one.id))) == ["two", "one"]


def test_choosing_what_is_private_is_refused_and_says_how_to_raise_it(
    workspace: Workspace, write: Write
) -> None:
    with pytest.raises(UsageError, match="is private") as refused:
        seen(workspace, chosen=(write("one", "private").id,))
    assert "learnlog visibility" in refused.value.hint


def test_a_time_and_a_theme_can_be_asked_for(workspace: Workspace, write: Write, clock: FakeClock) -> None:
    write("old", themes=["a"])
    clock.pass_(days=10)
    write("new", themes=["a"])
    write("other", themes=["b"])

    since = clock.now.replace(hour=0)
    assert bodies(seen(workspace, since=since)) == ["new", "other"]
    assert bodies(seen(workspace, theme="a")) == ["old", "new"]
    with pytest.raises(NotFoundError):
        seen(workspace, theme="nothing like it")


def test_what_another_program_made_private_is_not_shown_though_the_index_does_not_know(
    workspace: Workspace, write: Write
) -> None:
    entry = write("secret now")
    path = workspace.vault.root / entry.path
    path.write_text(path.read_text().replace("visibility: coach", "visibility: private"))

    assert bodies(seen(workspace)) == []


def test_of_two_files_with_one_id_the_more_private_one_counts(workspace: Workspace, write: Write) -> None:
    entry = write("both")
    path = workspace.vault.root / entry.path
    copy = path.with_name(f"conflict-{path.name}")
    copy.write_text(path.read_text().replace("visibility: coach", "visibility: private"))
    workspace.sync.scan()

    assert bodies(seen(workspace)) == []


def test_front_matter_that_cannot_be_read_is_shown_to_nobody(workspace: Workspace, write: Write) -> None:
    entry = write("broken")
    path = workspace.vault.root / entry.path
    path.write_text(path.read_text().replace("themes:", "themes: [\nvisibility: coach\n x:"))
    workspace.sync.scan()

    assert bodies(seen(workspace)) == []


def test_days_are_the_writers_own_and_times_of_day_are_nobodys(workspace: Workspace, write: Write) -> None:
    write("late")

    (entry,) = seen(workspace).entries
    assert entry.written.isoformat() == "2026-11-23"


def test_more_than_a_page_of_entries_is_not_cut(
    workspace: Workspace, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learnlog.sharing.audience._PAGE", 2)
    for number in range(5):
        write(f"n{number}")

    assert len(seen(workspace).entries) == 5


def test_the_hash_says_whether_the_words_are_the_same(workspace: Workspace, write: Write) -> None:
    entry: Entry = write("words", themes=["Data contracts"])
    (before,) = seen(workspace).entries
    workspace.journal.set_visibility(entry.id, Visibility.PUBLIC)
    workspace.themes.rename("Data contracts", "Promises")
    (same,) = seen(workspace).entries
    assert (same.hash, same.visibility) == (before.hash, Visibility.PUBLIC)

    workspace.journal.save(replace(workspace.journal.get(entry.id), body="other words"))
    (changed,) = seen(workspace).entries
    assert changed.hash != before.hash


def test_goals_and_intentions_of_what_is_shown_go_along_and_of_nothing_else(
    workspace: Workspace, write: Write, clock: FakeClock
) -> None:
    goal, hidden = write("Three contracts", kind=EntryKind.GOAL), write("mine", "private")
    workspace.goals.look_again(goal.id, progress=Progress.CAN_SHOW)
    for entry in (goal, hidden):
        workspace.returns.intend(entry.id, "If it drifts, then I will ask.", clock.now.date())

    made = workspace.showing.summary(Asked()).summary

    assert [(one.progress, [i.words for i in one.intentions]) for one in made.every] == [
        ("can show", ["If it drifts, then I will ask"])
    ]
    for form in ("html", "markdown"):
        said = rendered(made, form, page_id="").decode()
        assert said.count("If it drifts, then I will ask") == 1, form
    assert "can show" in rendered(made, "html", page_id="").decode()


def test_a_link_names_nothing_that_another_program_made_private_though_it_is_out_of_sight(
    workspace: Workspace, write: Write, clock: FakeClock
) -> None:
    older = write("words", title="Leaving my job")
    clock.pass_(days=10)
    since = clock()
    write("see [[Leaving my job]]")
    path = workspace.vault.root / older.path
    path.write_text(path.read_text().replace("visibility: coach", "visibility: private"))

    found = workspace.showing.gate.select(Wanted(audience=Visibility.COACH, since=since))

    assert [entry.body for entry in found.entries] == ["see (a note that is not shared)"]


def test_what_shows_a_goal_is_named_only_where_the_audience_may_see_it(
    workspace: Workspace, write: Write
) -> None:
    goal = write("", title="Three contracts", kind=EntryKind.GOAL)
    shown, hidden = write("canaryfree words"), write("canary mine", "private")
    cohort = write("for all of us", "cohort")
    workspace.goals.add_evidence(goal.id, shown.id, hidden.id, cohort.id)
    workspace.goals.look_again(goal.id, progress=Progress.WORKING, note=f"as in [[{hidden.id}]]")

    page = workspace.showing.summary(Asked())
    made = page.summary
    (said,) = made.goals

    assert [(one.title, one.entry) for one in said.evidence] == [
        ("canaryfree words", page.names[shown.id]),
        ("for all of us", page.names[cohort.id]),
    ]
    for form in FORMATS:
        data = rendered(made, form, page_id="")
        assert b"canary mine" not in data, form
        assert not any(one.id.encode() in data for one in (hidden, shown, cohort)), form
    assert "canaryfree words (" in rendered(made, "markdown", page_id="").decode()
    workspace.journal.set_visibility(shown.id, Visibility.PRIVATE)
    made = workspace.showing.summary(Asked()).summary
    assert [one.title for one in made.goals[0].evidence] == ["for all of us"]


def test_a_coach_sees_how_far_a_goal_is_and_what_shows_it(
    workspace: Workspace, write: Write, tmp_path: Path
) -> None:
    goal, shown, hidden = write("Three", kind=EntryKind.GOAL), write("it held"), write("mine", "private")
    workspace.goals.add_evidence(goal.id, shown.id, hidden.id)
    path = workspace.showing.hand_out(workspace.showing.bundle(Asked()), tmp_path / "b.zip")

    coach = Workspace(find_paths(str(tmp_path / "coach")), clock=workspace.clock)
    coach.coaching.open([path])
    (received,) = [one for one in coach.library.learners.entries() if one.kind == "goal"]
    coach.close()

    assert received.more["progress"] == "not started"
    assert received.more["evidence"] == ["it held"]
