"""The cohort's page goes back to those on it: taken in, read, renewed; whatever it holds, it does nothing."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from learnlog.model.cohort import CohortFile
from learnlog.model.entry import EntryKind
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.sharing.audience import Wanted
from learnlog.sharing.names import Names
from learnlog.workspace import Workspace
from tests.cli.conftest import Shell
from tests.coaching.conftest import Pupil
from tests.conftest import FakeClock

Make = Callable[[str], Pupil]
PROGRAMME = 'title = "Autumn"\nstart = 2026-11-16\n[[week]]\ntitle = "Keepers"\ntask = "Ask."\n'


@pytest.fixture
def cohort(workspace: Workspace, pupil: Make) -> tuple[Pupil, Pupil]:
    """Sanne and Youssef agreed to all; both answered the same assignment; the workspace is their coach's."""
    made = []
    for name in ("Sanne", "Youssef"):
        one = pupil(name)
        one.agree("cohort", "matches", introduction=f"I am {name}", offers=(f"{name}'s help",))
        folder = one.workspace.vault.root / "programmes"
        folder.mkdir()
        (folder / "autumn.toml").write_text(PROGRAMME)
        one.workspace.programmes.link(one.write(f"{name} answers", "cohort", themes=["retros"]), "autumn/1")
        one.write(f"{name} asks", "cohort", kind=EntryKind.QUESTION)
        one.write(f"{name} to the coach alone", "coach")
        workspace.coaching.open([one.hand_out()])
        made.append(one)
    return made[0], made[1]


def give(workspace: Workspace, folder: Path, *said: str) -> Path:
    return workspace.cohorts.give(folder, announcements=said, by="Coach Kim")[0]


def bodies(file: CohortFile) -> set[str]:
    listed = [*file.others, *file.questions, *(entry for thread in file.threads for entry in thread.entries)]
    return {entry.body for entry in listed}


def test_what_comes_back_is_read_by_those_on_it(
    workspace: Workspace, cohort: tuple[Pupil, Pupil], tmp_path: Path
) -> None:
    sanne, _ = cohort
    path = give(workspace, tmp_path, "See you **Monday**.")

    file, is_new = sanne.workspace.cohorts.take(path)

    assert (is_new, file.by, file.announcements) == (True, "Coach Kim", ("See you **Monday**.",))
    assert [(one.called, one.introduction, one.offers) for one in file.members] == [
        ("Sanne", "I am Sanne", ("Sanne's help",)),
        ("Youssef", "I am Youssef", ("Youssef's help",)),
    ]
    assert [(one.first, one.second, one.themes) for one in file.meetings] == [
        ("Sanne", "Youssef", ("retros",))
    ]
    (thread,) = file.threads
    assert thread.title == "Autumn, week 1: Keepers"
    assert [entry.by for entry in thread.entries] == ["Sanne", "Youssef"]
    assert [entry.body for entry in file.questions] == ["Sanne asks", "Youssef asks"]
    assert not any("coach alone" in body for body in bodies(file))
    assert sanne.workspace.cohorts.all() == [file]
    assert sanne.workspace.cohorts.take(path) == (file, False)


def test_what_was_withdrawn_vanishes_and_an_older_page_does_not_bring_it_back(
    workspace: Workspace, cohort: tuple[Pupil, Pupil], tmp_path: Path
) -> None:
    sanne, youssef = cohort
    first = give(workspace, tmp_path)
    youssef.workspace.cohorts.take(first)
    shared = sanne.workspace.showing.gate.select(Wanted()).entries
    (answer,) = [entry for entry in shared if entry.assignment]
    sanne.workspace.showing.revoke(answer.id)
    workspace.coaching.open([sanne.hand_out()])

    file, is_new = youssef.workspace.cohorts.take(give(workspace, tmp_path))
    again, is_newer = youssef.workspace.cohorts.take(first)

    assert (is_new, is_newer, again) == (True, False, file)
    assert "Sanne answers" not in bodies(file)
    assert "Youssef answers" in bodies(file)
    assert b"Sanne answers" not in b"".join(
        one.read_bytes() for one in youssef.workspace.vault.root.rglob("*") if one.is_file()
    )


def test_whoever_takes_the_consent_back_is_not_on_the_next_page(
    workspace: Workspace, cohort: tuple[Pupil, Pupil], tmp_path: Path
) -> None:
    sanne, youssef = cohort
    sanne.agree("matches")
    workspace.coaching.open([sanne.hand_out()])

    file, _ = youssef.workspace.cohorts.take(give(workspace, tmp_path))

    assert [one.called for one in file.members] == ["Youssef"]
    assert file.meetings == ()
    assert not any("Sanne" in body for body in bodies(file))


def test_when_nobody_agreed_there_is_no_page(workspace: Workspace, pupil: Make, tmp_path: Path) -> None:
    sanne = pupil("Sanne")
    sanne.write("words", "cohort")
    workspace.coaching.open([sanne.hand_out()])

    with pytest.raises(UsageError, match="Nobody agreed"):
        give(workspace, tmp_path)
    assert list(tmp_path.glob("*.html")) == []


def test_taking_in_and_forgetting_can_be_undone(
    workspace: Workspace, cohort: tuple[Pupil, Pupil], tmp_path: Path
) -> None:
    home = cohort[0].workspace
    first, _ = home.cohorts.take(give(workspace, tmp_path))
    second, _ = home.cohorts.take(give(workspace, tmp_path, "News"))
    home.changes.undo()
    assert home.cohorts.all() == [first]
    home.changes.undo()
    assert home.cohorts.all() == []
    home.cohorts.take(tmp_path / f"learnlog-cohort-{second.made}-2.html")
    home.cohorts.forget(home.cohorts.get("coach kim"))
    home.changes.undo()
    assert home.cohorts.all() == [second]


def changed(path: Path, change: Callable[[dict[str, Any]], None], names: Names) -> Path:
    """Write a page whose data say something else, signed by whoever has `names`."""
    text = path.read_text()
    found = re.search(r'data-signature="([^"]*)">(.*?)</script>', text, re.DOTALL)
    assert found
    values = json.loads(found[2])
    change(values)
    data = json.dumps(values).replace("<", "\\u003c")
    target = path.with_name("changed.html")
    signed = f'data-signature="{names.sign(data.encode())}">{data}</script>'
    target.write_text(text[: found.start()] + signed + text[found.end() :])
    return target


def test_a_page_that_somebody_changed_or_made_is_refused(
    workspace: Workspace, cohort: tuple[Pupil, Pupil], tmp_path: Path
) -> None:
    sanne, youssef = cohort
    path = give(workspace, tmp_path)
    (tmp_path / "touched.html").write_text(path.read_text().replace("Youssef answers", "Youssef gives up"))
    with pytest.raises(LearnlogError, match="changed by somebody"):
        sanne.workspace.cohorts.take(tmp_path / "touched.html")
    sanne.workspace.cohorts.take(path)
    mallory = youssef.workspace.showing.names

    def mine(values: dict[str, Any]) -> None:
        values |= {"key": mallory.public_key, "number": 9}

    with pytest.raises(LearnlogError, match="not signed as the pages before"):
        sanne.workspace.cohorts.take(changed(path, mine, mallory))


def test_a_hostile_page_does_nothing(
    workspace: Workspace, cohort: tuple[Pupil, Pupil], tmp_path: Path, shell: Shell
) -> None:
    path = give(workspace, tmp_path)
    evil = "</script><script>alert(1)</script>\x1b]0;x\x07 [b]no[/b] \u202ebidi [[../../etc/passwd]]"
    entry = {"by": evil, "title": evil, "body": evil, "day": "2026-11-23", "themes": [evil, 7]}

    def poison(values: dict[str, Any]) -> None:
        values |= {
            "by": evil,
            "announcements": [evil, {}, None],
            "members": [{"called": evil, "introduction": evil, "offers": [evil, [1]]}, "x", None],
            "meetings": [{"first": evil}, {"first": "a", "second": "b", "themes": evil}],
            "threads": [{"title": evil, "entries": [entry, {"day": "never"}]}, {"title": 5}],
            "others": {"not": "a list"},
            "questions": [entry] * 5000,
            "number": 10**400,
        }

    file, _ = workspace.cohorts.take(changed(path, poison, workspace.showing.names))

    assert len(file.questions) == 2000
    assert file.others == ()
    said = shell.ok("cohort").out
    assert not any(sign in said for sign in ("\x1b", "\x07", "\u202e"))
    assert "\n" not in file.by + file.members[0].introduction


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html></html>",
        '<script type="application/json" id="learnlog-cohort" data-signature="">{',
        '<script type="application/json" id="learnlog-cohort" data-signature="">[]</script>',
        '<script type="application/json" id="learnlog-cohort" data-signature="">'
        + '{"a":' * 100_000
        + "</script>",
        '<script type="application/json" id="learnlog-cohort" data-signature="">' * 50_000,
    ],
    ids=("empty", "page", "cut", "list", "deep", "many"),
)
def test_what_is_no_page_of_a_cohort_is_refused_in_a_sentence(
    workspace: Workspace, tmp_path: Path, text: str
) -> None:
    (tmp_path / "x.html").write_text(text)
    with pytest.raises(LearnlogError, match="no page of a cohort"):
        workspace.cohorts.take(tmp_path / "x.html")


def test_a_page_larger_than_twenty_megabytes_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with (tmp_path / "x.html").open("wb") as file:
        file.truncate(20 * 2**20 + 1)
    with pytest.raises(LearnlogError, match="20 MB"):
        workspace.cohorts.take(tmp_path / "x.html")


def test_no_tag_can_stand_in_the_data_of_a_page(workspace: Workspace, pupil: Make, tmp_path: Path) -> None:
    sanne = pupil("Sanne")
    sanne.agree("cohort", introduction="</script><script>alert(1)</script>")
    sanne.write("<!-- </script> & <b>", "cohort", title="</script>")
    workspace.coaching.open([sanne.hand_out()])

    page = give(workspace, tmp_path, "</script>").read_text()

    assert page.count("</script>") == 1
    file, _ = workspace.cohorts.take(next(tmp_path.glob("*.html")))
    assert file.others[0].body == "<!-- </script> & <b>"


def test_i_see_what_a_coachs_view_would_take_from_my_bundle(
    pupil: Make, shell: Shell, clock: FakeClock
) -> None:
    sanne = pupil("Sanne")
    with pytest.raises(UsageError, match="private"):
        sanne.workspace.cohorts.mine()
    sanne.agree("topics", "rhythm", offers=("retros",))
    for _ in range(5):
        sanne.write("words", "cohort", themes=["data contracts"])
        clock.pass_(days=2)
    sanne.write("Who keeps it?", kind=EntryKind.QUESTION)
    clock.pass_(days=30)

    mine = sanne.workspace.cohorts.mine()

    assert (mine.themes, mine.questions) == (("data contracts",), ("Who keeps it?",))
    assert mine.quiet is not None
    assert (mine.quiet.days, mine.quiet.usual) == (30, 2)
    assert mine.page.people == ()
    assert sanne.workspace.showing.ledger.all() == []


def test_my_view_and_my_consent_in_the_shell(workspace: Workspace, shell: Shell) -> None:
    shell.ok("add", "Who keeps it?", "--kind", "question", "--theme", "contracts", "--visibility", "cohort")

    before = shell.ok("cohort", "--mine").out
    shell.ok("sharing", "--agree", "cohort", "--agree", "topics", "--offer", "retros", "--as", "Sanne")
    after = shell.ok("cohort", "--mine", "--json").json

    assert "Not agreed: nothing of mine." in before
    assert after["view"]["Goes back to the cohort"] == "Who keeps it?."
    assert after["view"]["Topics"].endswith("contracts.")
    told = shell.ok(
        "sharing", "--withdraw", "topics", "--no-offer", "retros", "--away", "2026-12-24", "--json"
    ).json
    assert (told["agreed"], told["offers"], told["away_until"]) == (["cohort"], [], "2026-12-24")
    assert shell.ok("sharing", "--here", "--json").json["away_until"] is None
