"""Looking back from the shell."""

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from tests.cli.conftest import Shell


def shell_after(shell: Shell, weeks: int) -> str:
    """What comes back so many weeks later."""
    shell.clock.pass_(weeks=weeks)
    return shell.ok("back").out


def test_how_much_is_asked_is_said_and_changed(shell: Shell) -> None:
    said = shell.ok("prompts", "--quiet", "2", "--json").json
    assert said == {"asks": False, "quiet_until": "2026-12-07", "explains": True}
    assert "7 December" in shell.ok("prompts", "--quiet", "2").err
    assert shell.ok("prompts", "--on", "--json").json["asks"]
    assert shell.ok("prompts", "--off", "--explain", "no", "--json").json == {
        "asks": False,
        "quiet_until": None,
        "explains": False,
    }
    assert "explained once" in shell.ok("prompts", "--explain", "yes").err


def test_an_insight_rests_and_comes_back_after_all(shell: Shell) -> None:
    entry = shell.open().journal.add(NewEntry(body="Silence.", kind=EntryKind.INSIGHT))
    shell.clock.pass_(weeks=1)

    assert "comes back no more" in shell.ok("back", "rest", entry.id).err
    assert shell.ok("back", "--json").json == []
    assert "comes back again" in shell.ok("back", "rest", entry.id, "--again").err
    assert [one["entry"] for one in shell.ok("back", "--json").json] == [entry.id]


def test_what_came_back_in_another_year_says_which(shell: Shell) -> None:
    shell.open().journal.add(NewEntry(body="Silence.", kind=EntryKind.INSIGHT))
    assert "30 Nov  " in shell_after(shell, weeks=1)
    assert "30 Nov 2026" in shell_after(shell, weeks=20)


def test_a_goal_is_set_looked_at_and_shown_from_the_shell(shell: Shell) -> None:
    made = shell.ok(
        "goal", "--new", "Run a retro", "--outcome", "All spoke.", "--review", "2026-12-01", "--json"
    )
    id = made.json["id"]
    entry = shell.open().journal.add(NewEntry(body="They spoke."))

    said = shell.ok(
        "goal", id, "--progress", "working", "--note", "once", "--evidence", entry.id, "--json"
    ).json

    assert (said["progress"], said["review"], said["outcome"]) == ("working", "2026-12-01", "All spoke.")
    assert said["reviews"] == [{"day": "2026-11-23", "progress": "working", "note": "once"}]
    assert [one["title"] for one in said["evidence"]] == ["They spoke."]
    assert "1 to show it" in shell.ok("goal").out
    assert "once" in shell.ok("goal", id).out
    assert shell.ok("goal", id, "--drop-evidence", entry.id, "--json").json["evidence"] == []
    assert [one["id"] for one in shell.ok("goal", "--json").json] == [id]


def test_a_goal_that_is_not_named_is_asked_for(shell: Shell) -> None:
    assert "No goal yet" in shell.ok("goal").err
    assert shell("goal", "--progress", "working").code == 2
    assert shell("goal", "x", "--new", "y").code == 2


def test_an_assignment_is_shown_in_full_and_a_programme_left(shell: Shell) -> None:
    shell.ok("programme", "begin", "working-out-loud")
    shown = shell.ok("programme", "show", "working-out-loud/1")
    assert "To show for it" in shown.out
    assert shell.ok("programme", "show", "working-out-loud/2", "--json").json["open"] is False

    assert shell.ok("programme", "leave", "working-out-loud", "--json").json["left"] == "2026-11-23"
    assert shell.ok("programme", "--json").json == []
    assert shell("programme", "leave", "working-out-loud").code == 1


def test_weeks_are_listed_and_one_opened(shell: Shell) -> None:
    shell.open().journal.add(NewEntry(body="A good scene.", themes=["Retros"]))
    shell.clock.pass_(weeks=1)

    said = shell.ok("weeks", "--json").json

    assert said["with_a_reflection"] == 1
    assert [(one["week"], one["entries"], one["themes"]) for one in said["weeks"]] == [
        ("2026-W48", 1, {"retros": 1}),
        ("2026-W49", 0, {}),
    ]
    assert said["themes"]["retros"]["weeks"] == [1, 0]
    assert "1 of 2 weeks with a reflection" in shell.ok("weeks").err
    assert "of 12 weeks with a reflection" in shell.ok("review").out
    assert "A good scene." in shell.ok("weeks", "--week", "2026-11-24").out
    assert shell.ok("weeks", "--week", "2026-11-24", "--json").json["monday"] == "2026-11-23"


def test_who_might_know_is_told_of_an_open_question_only(followed: Shell) -> None:
    followed.ok("fetch")
    asked = followed.open().journal.add(
        NewEntry(body="Who knows?", kind=EntryKind.QUESTION, themes=["words"])
    )
    told = followed.ok("show", asked.id, "--who", "--json").json
    assert [(one["name"], one["followed"]) for one in told] == [("Anna Vos", True)]
    assert "Anna Vos" in followed.ok("show", asked.id, "--who").out
    followed.open().journal.close(asked.id)
    assert followed("show", asked.id, "--who").code == 2


def test_an_intention_is_changed_into_another(shell: Shell) -> None:
    entry = shell.open().journal.add(NewEntry(body="It drifted."))
    shell.ok("intend", entry.id, "If it drifts, then I will ask.")
    shell.ok(
        "back", "changed", entry.id, "--instead", "If it drifts, then I will wait.", "--later", "2026-12-03"
    )

    before, after = shell.open().returns.look(entry.id)[1].intentions

    assert (before.outcome.value, after.then, f"{after.due}") == ("changed", "wait", "2026-12-03")
