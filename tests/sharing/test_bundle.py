"""A bundle leaves once it was seen; what changed and what was withdrawn is told by the next one."""

import io
import json
import re
import stat
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.comeback import Progress
from learnlog.model.entry import EntryKind
from learnlog.model.errors import ConflictError, UsageError
from learnlog.model.ids import moment_of_id
from learnlog.model.visibility import Visibility
from learnlog.settings import find_paths
from learnlog.sharing import showing
from learnlog.sharing.audience import Wanted, version_hash
from learnlog.sharing.names import Names
from learnlog.sharing.showing import FORMATS, Asked, rendered
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.sharing.conftest import NameOf, Write

ID = re.compile(rb"(?<![0-9A-Za-z+/])[0-9a-z]{26}(?![0-9A-Za-z+/])")


def manifest(path: Path) -> Any:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("manifest.json"))


def test_looking_at_a_bundle_writes_nothing_down(workspace: Workspace, write: Write) -> None:
    write("shared")

    workspace.showing.bundle(Asked())

    assert workspace.showing.ledger.all() == []


def test_the_next_bundle_says_what_is_new_changed_and_withdrawn(
    workspace: Workspace, write: Write, name_of: NameOf, clock: FakeClock, tmp_path: Path
) -> None:
    stays, changes, goes, lost = write("stays"), write("changes"), write("goes"), write("lost")
    first = workspace.showing.hand_out(workspace.showing.bundle(Asked(called="Sanne")), tmp_path)
    clock.pass_(days=1)
    workspace.journal.save(replace(workspace.journal.get(changes.id), body="changed"))
    workspace.showing.revoke(goes.id)
    workspace.journal.delete(lost.id)
    fresh = write("fresh")

    bundle = workspace.showing.bundle(Asked())

    assert (bundle.fresh, bundle.changed) == ((fresh.id,), (changes.id,))
    assert bundle.withdrawn == tuple(sorted([goes.id, lost.id]))
    second = manifest(workspace.showing.hand_out(bundle, tmp_path))
    assert second["previous"] == manifest(first)["id"]
    assert second["learner"]["id"] == manifest(first)["learner"]["id"]
    assert {entry["id"] for entry in second["entries"]} == {name_of(one) for one in (stays, changes, fresh)}
    assert second["withdrawn"] == sorted([name_of(goes), name_of(lost)])
    assert (manifest(first)["number"], second["number"]) == (1, 2)


def test_when_all_was_withdrawn_the_bundle_says_just_that(
    workspace: Workspace, write: Write, name_of: NameOf, tmp_path: Path
) -> None:
    entry = write("shared")
    workspace.showing.hand_out(workspace.showing.bundle(Asked()), tmp_path / "one.zip")
    workspace.showing.revoke(entry.id)

    told = manifest(workspace.showing.hand_out(workspace.showing.bundle(Asked()), tmp_path / "two.zip"))

    assert (told["entries"], told["withdrawn"]) == ([], [name_of(entry)])


def test_the_zip_is_its_makers_alone_and_overwrites_nothing(
    workspace: Workspace, write: Write, tmp_path: Path
) -> None:
    write("shared")
    bundle = workspace.showing.bundle(Asked())
    path = workspace.showing.hand_out(bundle, tmp_path / "b.zip")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert zipfile.ZipFile(io.BytesIO(bundle.zipped())).testzip() is None
    with pytest.raises(UsageError, match="already"):
        workspace.showing.hand_out(bundle, tmp_path / "b.zip")
    assert len(workspace.showing.ledger.all()) == 1


def test_others_who_are_named_are_told_before_it_leaves(workspace: Workspace, write: Write) -> None:
    workspace.people.add("Ana Vos")
    write(
        "Ask ana vos, @ben@masto.example, carla.bsky.social, d@x.nl or +31 6 1234 5678; not 2026-11-23, 1234."
    )

    found = {(one.kind, one.words) for one in workspace.showing.bundle(Asked()).named}

    assert found == {
        ("person", "Ana Vos"),
        ("handle", "@ben@masto.example"),
        ("handle", "carla.bsky.social"),
        ("e-mail", "d@x.nl"),
        ("phone", "+31 6 1234 5678"),
    }


def test_others_are_found_wherever_an_entry_names_them(workspace: Workspace, write: Write) -> None:
    ana = workspace.people.add("Ana Vos")
    entry = write("Promises.", tags=["@tag@masto.example"], people=[ana.id])
    workspace.returns.intend(entry.id, "If ben@x.nl mails, then I will ask.", date(2026, 12, 1))
    goal = write("I want to.", kind=EntryKind.GOAL)
    workspace.goals.look_again(goal.id, progress=Progress.WORKING, note="says +31 6 1234 5678")

    found = {(one.kind, one.words) for one in workspace.showing.bundle(Asked()).named}

    assert found == {
        ("person", "Ana Vos"),
        ("handle", "@tag@masto.example"),
        ("e-mail", "ben@x.nl"),
        ("phone", "+31 6 1234 5678"),
    }


def test_a_crash_while_it_is_written_leaves_a_bundle_that_can_be_withdrawn(
    workspace: Workspace, write: Write, name_of: NameOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = write("shared")
    written = showing.write_new

    def cut_off(path: Path, data: bytes) -> Path:
        written(path, data)
        raise KeyboardInterrupt

    bundle = workspace.showing.bundle(Asked())
    monkeypatch.setattr(showing, "write_new", cut_off)
    with pytest.raises(KeyboardInterrupt):
        workspace.showing.hand_out(bundle, tmp_path / "one.zip")
    monkeypatch.setattr(showing, "write_new", written)
    workspace.showing.revoke(entry.id)

    told = manifest(workspace.showing.hand_out(workspace.showing.bundle(Asked()), tmp_path / "two.zip"))

    assert told["withdrawn"] == [name_of(entry)]
    assert told["learner"] == manifest(tmp_path / "one.zip")["learner"]


def test_two_first_bundles_at_once_never_make_two_learners(
    workspace: Workspace, write: Write, tmp_path: Path
) -> None:
    write("shared")
    here, elsewhere = workspace.showing.bundle(Asked()), workspace.showing.bundle(Asked())
    one = workspace.showing.hand_out(here, tmp_path / "one.zip")

    with pytest.raises(UsageError, match="meanwhile"):
        workspace.showing.hand_out(elsewhere, tmp_path / "two.zip")

    two = workspace.showing.hand_out(workspace.showing.bundle(Asked()), tmp_path / "two.zip")
    assert manifest(one)["learner"] == manifest(two)["learner"]


def test_nothing_that_leaves_tells_when_an_entry_was_written(
    workspace: Workspace, write: Write, clock: FakeClock, tmp_path: Path
) -> None:
    first = write("one", title="Promises")
    second = write(f"two [[{first.id}]]", "public", entries=[first.id])
    goal = write("a goal", kind=EntryKind.GOAL)
    workspace.goals.add_evidence(goal.id, first.id)
    clock.pass_(hours=1)
    path = workspace.showing.hand_out(workspace.showing.bundle(Asked(called="Sanne")), tmp_path)
    forms = [rendered(workspace.showing.summary(Asked()).summary, form, page_id="") for form in FORMATS]
    with zipfile.ZipFile(path) as archive:
        left = [
            path.name.encode(),
            *forms,
            *(name.encode() + archive.read(name) for name in archive.namelist()),
        ]

    for data in left:
        assert not any(moment_of_id(found.decode()) for found in ID.findall(data))
        assert first.id.encode() not in data
        assert second.id.encode()[:10] not in data
        assert not re.search(rb"\d\dT\d\d|\d\d:\d\d", data), data
    assert b"two Promises" in forms[2]


def test_an_entry_keeps_its_name_also_when_the_secret_was_lost(
    workspace: Workspace, write: Write, name_of: NameOf, tmp_path: Path
) -> None:
    entry = write("one")
    workspace.showing.hand_out(workspace.showing.bundle(Asked()), tmp_path / "one.zip")
    before = name_of(entry)
    (workspace.vault.root / "shared" / "key.md").unlink()
    anew = Names(workspace.vault)

    told, names = anew.on(workspace.showing.gate.select(Wanted()), workspace.showing.ledger.all())

    assert (told.entries[0].id, names) == (before, {entry.id: before})


def test_a_hash_confirms_no_guess_of_what_was_cut(workspace: Workspace, write: Write) -> None:
    write("mine", "private", title="My doubts about Kees")
    entry = write("see [[My doubts about Kees]]")

    (told,) = workspace.showing.bundle(Asked()).shown.told.entries

    assert told.hash != version_hash(entry)


def test_what_left_under_its_own_id_once_is_withdrawn_under_that_and_its_comments_still_come_in(
    workspace: Workspace, write: Write, name_of: NameOf, tmp_path: Path
) -> None:
    entry = write("one")
    old = workspace.showing.bundle(Asked()).left
    workspace.showing.ledger.add(replace(old, names={entry.id: entry.id}))
    comments = {"learnlog": "comments", "page": old.id, "comments": [{"entry": entry.id, "text": "Why?"}]}
    (tmp_path / "c.json").write_text(json.dumps(comments))

    told = manifest(workspace.showing.hand_out(workspace.showing.bundle(Asked()), tmp_path / "b.zip"))

    assert (told["withdrawn"], told["entries"][0]["id"]) == ([entry.id], name_of(entry))
    assert name_of(entry) != entry.id
    (remark,) = workspace.feedback.take(tmp_path / "c.json").new
    assert remark.entry is not None
    assert remark.entry.id == entry.id


def test_links_to_what_is_private_are_cut_from_my_other_words_too_and_told(
    workspace: Workspace, write: Write, tmp_path: Path
) -> None:
    write("mine", "private", title="My doubts about Kees")
    write("shared", title="Promises")
    link = "see [[My doubts about Kees]] and [[Promises]]"
    showing = workspace.showing
    said = {"agreed": ("cohort",), "offers": (link,), "introduction": link}
    showing.profiles.put(replace(showing.profiles.ensure("Sanne"), **said))

    bundle = showing.bundle(Asked(question=link))

    told = manifest(showing.hand_out(bundle, tmp_path / "b.zip"))
    cut = "see (a note that is not shared) and Promises"
    assert (told["question"], told["learner"]["offers"], told["learner"]["introduction"]) == (cut, [cut], cut)
    assert bundle.shown.cut == ("question", "offers", "introduction")
    assert showing.profiles.get().offers == (link,)


def test_bundles_of_one_moment_stay_in_the_order_they_left(workspace: Workspace, write: Write) -> None:
    write("one")
    handed = []
    for number in range(6):
        bundle = workspace.showing.bundle(Asked())
        workspace.showing.ledger.add(bundle.left)
        handed.append((bundle.id, number + 1))

    assert [(left.id, left.number) for left in workspace.showing.ledger.all()] == handed


def test_a_bundle_is_taken_back_while_its_file_is_still_there(
    workspace: Workspace, write: Write, tmp_path: Path
) -> None:
    write("shared")
    path = workspace.showing.hand_out(workspace.showing.bundle(Asked()), tmp_path)

    assert workspace.changes.undo() == "made a bundle"

    assert not path.exists()
    assert workspace.showing.ledger.all() == []


def test_a_bundle_that_was_moved_may_have_left_and_stays_known(
    workspace: Workspace, write: Write, tmp_path: Path
) -> None:
    write("shared")
    path = workspace.showing.hand_out(workspace.showing.bundle(Asked()), tmp_path)
    path.rename(tmp_path / "mailed.zip")

    with pytest.raises(ConflictError, match="may have left"):
        workspace.changes.undo()

    assert len(workspace.showing.ledger.all()) == 1


def test_how_i_share_is_taken_back(workspace: Workspace) -> None:
    showing = workspace.showing
    first = showing.say_how(replace(showing.profiles.get(), called="Sanne", agreed=("topics",)))
    showing.say_how(replace(first, agreed=("topics", "cohort"), offers=("retros",), introduction="I am"))

    workspace.changes.undo()
    assert showing.profiles.get() == first
    workspace.changes.undo()

    told = showing.profiles.get()
    assert (told.called, told.agreed, told.id) == ("", (), first.id)


def test_an_entry_that_was_made_private_after_the_preview_does_not_leave(
    workspace: Workspace, write: Write, tmp_path: Path
) -> None:
    entry = write("shared")
    bundle = workspace.showing.bundle(Asked())
    path = workspace.vault.root / entry.path
    path.write_text(path.read_text().replace("visibility: coach", "visibility: private"))

    with pytest.raises(UsageError, match="taken back meanwhile"):
        workspace.showing.hand_out(bundle, tmp_path)

    assert list(tmp_path.glob("*.zip")) == []
    assert workspace.showing.ledger.all() == []


HANDS_OUT = """
import sys
from pathlib import Path
from learnlog.model.errors import ConflictError, UsageError
from learnlog.settings import find_paths
from learnlog.sharing.showing import Asked
from learnlog.workspace import Workspace

workspace = Workspace(find_paths(sys.argv[1]))
done = 0
while done < 6:
    bundle = workspace.showing.bundle(Asked())
    try:
        workspace.showing.hand_out(bundle, Path(sys.argv[2]))
        done += 1
    except UsageError:
        pass
workspace.close()
"""


def test_two_processes_at_once_hand_out_as_one_learner_and_every_bundle_is_known(tmp_path: Path) -> None:
    home = Workspace(find_paths(str(tmp_path / "home")))
    home.journal.add(NewEntry(body="shared", visibility=Visibility.COACH))
    command = [sys.executable, "-c", HANDS_OUT, str(tmp_path / "home"), str(tmp_path)]
    both = [subprocess.Popen(command), subprocess.Popen(command)]

    assert [one.wait(60) for one in both] == [0, 0]

    told = [manifest(path) for path in tmp_path.glob("*.zip")]
    assert {one["id"] for one in told} == {one.id for one in home.showing.ledger.all()}
    assert sorted(one["number"] for one in told) == list(range(1, 13))
    assert len({(one["learner"]["id"], one["key"], one["entries"][0]["id"]) for one in told}) == 1
    home.close()
