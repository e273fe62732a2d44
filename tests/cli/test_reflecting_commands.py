"""Looking back from the shell."""

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from tests.cli.conftest import Shell


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
