"""A coach reads what learners shared, comments, gives the comments back; what was withdrawn is gone."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from learnlog.coaching.bundles import read_bundle
from learnlog.model.errors import LearnlogError, NotFoundError, UsageError
from learnlog.model.visibility import Visibility
from learnlog.workspace import Workspace
from tests.cli.conftest import Shell
from tests.coaching.conftest import Pupil
from tests.conftest import FakeClock

Make = Callable[[str], Pupil]


def titles(workspace: Workspace, name: str) -> list[str]:
    learner = workspace.coaching.get(name)
    return [entry.title for entry in workspace.coaching.entries(learner.id)]


def test_bundles_of_many_are_taken_in_and_say_what_is_new(
    workspace: Workspace, pupil: Make, tmp_path: Path
) -> None:
    for name in ("Sanne", "Youssef"):
        one = pupil(name)
        one.write(f"{name} learned")
        one.hand_out(f"{name} asks?")

    opened = workspace.coaching.open([tmp_path])

    assert (opened.new, opened.known, opened.left_out) == (2, 0, ())
    learners = workspace.coaching.learners()
    assert [(one.called, one.fresh, one.question) for one in learners] == [
        ("Sanne", 1, "Sanne asks?"),
        ("Youssef", 1, "Youssef asks?"),
    ]
    assert titles(workspace, "Sanne") == ["Sanne learned"]
    assert workspace.coaching.open([tmp_path]).known == 2


def test_a_folder_with_older_bundles_brings_nothing_new_the_second_time(
    workspace: Workspace, pupil: Make, tmp_path: Path
) -> None:
    sanne = pupil("Sanne")
    sanne.write("first")
    sanne.hand_out("How?")
    sanne.write("second")
    sanne.hand_out("And now?")
    workspace.coaching.open([tmp_path])
    workspace.coaching.open([tmp_path])

    opened = workspace.coaching.open([tmp_path])

    assert (opened.new, opened.known) == (0, 2)
    assert workspace.coaching.get("sanne").question == "And now?"


def test_what_was_read_is_new_again_only_when_its_words_changed(workspace: Workspace, pupil: Make) -> None:
    sanne = pupil("Sanne")
    stays, changes = sanne.write("stays"), sanne.write("changes")
    workspace.coaching.open([sanne.hand_out()])
    for entry in workspace.coaching.entries(workspace.coaching.get("Sanne").id):
        workspace.coaching.read(entry)
    sanne.workspace.journal.save(replace(changes, body="changed"))

    workspace.coaching.open([sanne.hand_out()])

    learner = workspace.coaching.get("Sanne")
    read = {entry.title: entry.is_read for entry in workspace.coaching.entries(learner.id)}
    assert read == {stays.headline: True, "changed": False}


def test_what_is_withdrawn_is_gone_and_no_older_bundle_brings_it_back(
    workspace: Workspace, pupil: Make
) -> None:
    sanne = pupil("Sanne")
    goes = sanne.write("goes")
    sanne.write("stays")
    first = sanne.hand_out()
    workspace.coaching.open([first])
    sanne.workspace.showing.revoke(goes.id)
    second = sanne.hand_out()

    workspace.coaching.open([second])
    assert titles(workspace, "Sanne") == ["stays"]
    workspace.coaching.forget(workspace.coaching.get("Sanne"))
    workspace.coaching.open([second, first])
    assert titles(workspace, "Sanne") == ["stays"]


def test_what_is_shared_again_comes_back(workspace: Workspace, pupil: Make) -> None:
    sanne = pupil("Sanne")
    entry = sanne.write("once more")
    workspace.coaching.open([sanne.hand_out()])
    sanne.workspace.showing.revoke(entry.id)
    workspace.coaching.open([sanne.hand_out()])
    assert titles(workspace, "Sanne") == []
    sanne.workspace.journal.set_visibility(entry.id, Visibility.COACH)

    workspace.coaching.open([sanne.hand_out()])

    assert titles(workspace, "Sanne") == ["once more"]


def test_comments_go_home(workspace: Workspace, pupil: Make, tmp_path: Path) -> None:
    sanne = pupil("Sanne")
    entry = sanne.write("A promise.")
    workspace.coaching.open([sanne.hand_out("How?")])
    learner = workspace.coaching.get("sanne")
    (received,) = workspace.coaching.entries(learner.id)
    workspace.coaching.comment(learner, received, "ask", "Who keeps it?")
    workspace.coaching.comment(learner, None, "suggest", "Ask Ana.")

    path = workspace.coaching.give(learner, tmp_path, by="Coach Kim")

    assert path is not None
    report = sanne.workspace.feedback.take(path)
    assert {(one.entry.id if one.entry else "", one.comment.body.strip()) for one in report.new} == {
        (entry.id, "Who keeps it?"),
        ("", "Ask Ana."),
    }
    assert not any(one.is_earlier for one in report.new)
    assert workspace.coaching.give(learner, tmp_path, by="Coach Kim") is None


def test_comments_go_into_the_file_that_was_named_one_for_each_bundle(
    workspace: Workspace, pupil: Make, tmp_path: Path
) -> None:
    sanne = pupil("Sanne")
    sanne.write("A promise.")
    for question in ("How?", "And now?"):
        workspace.coaching.open([sanne.hand_out(question)])
        learner = workspace.coaching.get("sanne")
        workspace.coaching.comment(learner, None, "suggest", f"Ask Ana: {question}")

    workspace.coaching.give(learner, tmp_path / "for-sanne.json", by="Coach Kim")

    taken = [sanne.workspace.feedback.take(file) for file in sorted(tmp_path.glob("for-sanne*.json"))]
    assert [len(report.new) for report in taken] == [1, 1]


def test_a_comment_that_was_changed_is_given_again_and_replaces_the_first(
    workspace: Workspace, pupil: Make, tmp_path: Path
) -> None:
    sanne = pupil("Sanne")
    sanne.write("A promise.")
    workspace.coaching.open([sanne.hand_out()])
    learner = workspace.coaching.get("sanne")
    (received,) = workspace.coaching.entries(learner.id)
    workspace.coaching.comment(learner, received, "ask", "Who?")
    first = workspace.coaching.give(learner, tmp_path, by="Kim")
    (comment,) = workspace.coaching.comments(learner.id)
    workspace.coaching.change_comment(comment, "Who keeps it?")
    second = workspace.coaching.give(learner, tmp_path, by="Kim")

    assert first is not None
    assert second is not None
    sanne.workspace.feedback.take(first)
    report = sanne.workspace.feedback.take(second)
    assert (len(report.new), len(report.changed)) == (0, 1)


def test_comments_can_be_undone_and_need_words(workspace: Workspace, pupil: Make) -> None:
    sanne = pupil("Sanne")
    sanne.write("A promise.")
    workspace.coaching.open([sanne.hand_out()])
    learner = workspace.coaching.get("sanne")
    workspace.coaching.comment(learner, None, "ask", "Who?")
    workspace.changes.undo()
    assert workspace.coaching.comments(learner.id) == []
    with pytest.raises(UsageError):
        workspace.coaching.comment(learner, None, "ask", " \n")
    with pytest.raises(UsageError):
        workspace.coaching.comment(learner, None, "praise", "Great!")
    with pytest.raises(NotFoundError):
        workspace.coaching.get("nobody")


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def changed(path: Path, **files: bytes) -> bytes:
    with zipfile.ZipFile(path) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**kept, **{name.replace("__", "/"): data for name, data in files.items()}})


ID = "01hzzzzzzzzzzzzzzzzzzzzzzz"
SAID = {"learnlog": "bundle", "id": ID, "made": "2026-11-23T10:00:00+01:00", "learner": {"id": ID}}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 nonsense",
        zipped({"manifest.json": b"{"}),
        zipped({"manifest.json": b"[]"}),
        zipped({"manifest.json": b'{"a":' * 100_000}),
        zipped({"manifest.json": json.dumps({**SAID, "id": "../.."}).encode()}),
        zipped({"other.txt": b"x"}),
        zipped({"manifest.json": b" " * (101 * 2**20)}),
    ],
    ids=[
        "empty",
        "cut short",
        "half a manifest",
        "a list",
        "deep",
        "a path for an id",
        "no manifest",
        "huge",
    ],
)
def test_what_is_no_bundle_is_left_out_in_a_sentence(
    workspace: Workspace, tmp_path: Path, data: bytes
) -> None:
    (tmp_path / "x.zip").write_bytes(data)

    opened = workspace.coaching.open([tmp_path])

    ((name, why),) = opened.left_out
    assert name.endswith("x.zip")
    assert why.endswith(".")
    assert workspace.coaching.learners() == []


def test_a_hostile_bundle_acts_nowhere(workspace: Workspace, tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07[@click=app.quit]x[/]\u202e\ud800"
    entries = [
        {
            "file": "../../outside.md",
            "id": ID,
            "day": "2026-11-23",
            "title": evil,
            "kind": evil,
            "themes": [evil],
        },
        {"file": "entries/a.md", "id": "not an id", "day": "2026-11-23"},
        {"file": "entries/a.md", "id": ID[:-1] + "y", "day": "yesterday"},
        {"file": 7, "id": ID, "day": "2026-11-23"},
        "nonsense",
    ]
    said = {
        **SAID,
        "learner": {"id": ID, "called": evil, "agreed": "all", "offers": [evil, 7]},
        "entries": entries,
    }
    said |= {"question": evil, "withdrawn": ["../..", 7, None], "themes": [1]}
    files = {
        "manifest.json": json.dumps(said).encode(),
        "../../outside.md": f"---\nid: x\n---\n{evil}".encode("utf-8", "replace"),
    }
    (tmp_path / "x.zip").write_bytes(zipped(files))

    assert workspace.coaching.open([tmp_path / "x.zip"]).new == 1

    (learner,) = workspace.coaching.learners()
    (entry,) = workspace.coaching.entries(learner.id)
    texts = [
        learner.called,
        learner.question,
        *learner.offers,
        entry.title,
        entry.body,
        entry.kind,
        *entry.themes,
    ]
    assert not any(bad in text for text in texts for bad in ("\x1b", "\x07", "\u202e", "\ud800"))
    assert learner.agreed == ()
    assert not (tmp_path.parent.parent / "outside.md").exists()


def test_one_broken_bundle_harms_no_other(workspace: Workspace, pupil: Make, tmp_path: Path) -> None:
    sanne = pupil("Sanne")
    sanne.write("fine")
    path = sanne.hand_out()
    (tmp_path / "a-broken.zip").write_bytes(path.read_bytes()[:500])

    opened = workspace.coaching.open([tmp_path])

    assert (opened.new, len(opened.left_out)) == (1, 1)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    (tmp_path / "bomb.zip").write_bytes(
        zipped({"manifest.json": b"{}", **{f"e{n}": b"\0" * 10**7 for n in range(11)}})
    )
    with pytest.raises(LearnlogError, match="larger"):
        read_bundle(tmp_path / "bomb.zip")


def one_entry(number: int, file: str = "e.md") -> dict[str, str]:
    return {"id": f"01hzzzzzzzzzzzzzzzzzzz{number:04}", "day": "2026-11-23", "file": file, "title": "t"}


def test_one_large_file_named_again_and_again_is_read_once(tmp_path: Path) -> None:
    said = {**SAID, "entries": [one_entry(number) for number in range(500)]}
    data = zipped({"manifest.json": json.dumps(said).encode(), "e.md": b"a" * 2**20})
    (tmp_path / "x.zip").write_bytes(data)

    assert sum(len(entry.body) for entry in read_bundle(tmp_path / "x.zip").entries) <= 2**20


def packed(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("manifest.json", json.dumps(SAID))
    return out.getvalue()


def spoiled(data: bytes) -> bytes:
    return data[:60] + b"\xff" * 20 + data[80:]


def badly_named() -> bytes:
    data = packed(zipfile.ZIP_DEFLATED)
    start = data.index(b"PK\x01\x02")
    listed = bytearray(data[start:].replace(b"manifest.json", b"\xffanifest.json"))
    listed[8:10] = b"\x00\x08"  # the flag that says: names are UTF-8
    return data[:start] + bytes(listed)


@pytest.mark.parametrize(
    "data",
    [spoiled(packed(zipfile.ZIP_LZMA)), spoiled(packed(zipfile.ZIP_BZIP2)), badly_named()],
    ids=["lzma", "bzip2", "a name that is no UTF-8"],
)
def test_however_it_is_damaged_the_others_are_taken_in(
    workspace: Workspace, pupil: Make, tmp_path: Path, data: bytes
) -> None:
    (tmp_path / "a-broken.zip").write_bytes(data)
    sanne = pupil("Sanne")
    sanne.write("fine")
    sanne.hand_out()

    opened = workspace.coaching.open([tmp_path])

    ((name, why),) = opened.left_out
    assert (opened.new, Path(name).name) == (1, "a-broken.zip")
    assert "no bundle" in why


def test_a_bundle_from_a_clock_that_is_wrong_keeps_no_later_one_away(
    workspace: Workspace, pupil: Make, clock: FakeClock
) -> None:
    sanne = pupil("Sanne")
    sanne.write("first")
    now = clock()
    clock.pass_(days=365 * 60)
    from_the_future = sanne.hand_out()
    clock.pass_(seconds=(now - clock()).total_seconds())
    workspace.coaching.open([from_the_future])
    clock.pass_(days=1)

    workspace.coaching.open([sanne.hand_out("What now?")])

    assert workspace.coaching.get("Sanne").question == "What now?"


def test_a_learner_who_is_called_otherwise_now_is_told(workspace: Workspace, pupil: Make) -> None:
    sanne = pupil("Sanne")
    sanne.write("mine")
    workspace.coaching.open([sanne.hand_out()])
    sanne.name = "Sanne de Wit"

    opened = workspace.coaching.open([sanne.hand_out()])

    assert opened.renamed == (("Sanne", "Sanne de Wit"),)
    assert titles(workspace, "Sanne de Wit") == ["mine"]


def unpacked(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    "how", ["without a signature", "signed by another", "an entry changed", "a name changed"]
)
def test_nobody_can_make_a_bundle_that_is_taken_for_a_learners(
    workspace: Workspace, pupil: Make, tmp_path: Path, how: str
) -> None:
    sanne, mallory = pupil("Sanne"), pupil("Mallory")
    sanne.write("mine")
    first = sanne.hand_out()
    workspace.coaching.open([first])
    sanne.write("more of mine")
    files = unpacked(sanne.hand_out())
    said = json.loads(files["manifest.json"])
    if how == "an entry changed":
        name = next(name for name in files if "more" in name)
        files[name] = files[name].replace(b"more of", b"less of")
    elif how == "a name changed":
        files["manifest.json"] = files["manifest.json"].replace(b"Sanne", b"Kees!")
    else:
        del files["manifest.sig"]
        said |= {"key": "", "learner": {**said["learner"], "called": "Mallory"}}
        if how == "signed by another":
            names = mallory.workspace.showing.names
            said["key"] = names.public_key
            files["manifest.sig"] = names.sign(json.dumps(said).encode()).encode()
        files["manifest.json"] = json.dumps(said).encode()
    (tmp_path / "forged.zip").write_bytes(zipped(files))

    opened = workspace.coaching.open([tmp_path / "forged.zip"])

    assert (opened.new, len(opened.left_out), opened.renamed) == (0, 1, ())
    assert titles(workspace, "Sanne") == ["mine"]


def test_a_learner_who_lost_their_key_can_be_trusted_again(workspace: Workspace, pupil: Make) -> None:
    sanne = pupil("Sanne")
    sanne.write("mine")
    workspace.coaching.open([sanne.hand_out()])
    (sanne.workspace.vault.root / "shared" / "key.md").unlink()
    sanne.workspace.close()
    anew = pupil("Sanne")
    anew.write("still mine")
    path = anew.hand_out()
    assert workspace.coaching.open([path]).left_out

    workspace.coaching.trust(workspace.coaching.get("Sanne"))
    opened = workspace.coaching.open([path])

    assert (opened.new, opened.left_out) == (1, ())
    assert set(titles(workspace, "Sanne")) == {"mine", "still mine"}
    workspace.changes.undo()
    assert workspace.coaching.open([anew.hand_out()]).left_out


def test_a_coach_says_in_the_shell_that_a_key_was_lost(
    workspace: Workspace, pupil: Make, shell: Shell
) -> None:
    sanne = pupil("Sanne")
    sanne.write("mine")
    shell.ok("coach", "open", str(sanne.hand_out()))

    shell.ok("coach", "trust", "sanne")

    assert workspace.coaching.get("Sanne").key == ""
