"""What was being written when the machine stopped."""

import os
from pathlib import Path

import pytest

from learnlog.model.errors import LearnlogError
from learnlog.vault.drafts import Drafts


def test_a_draft_is_found_after_a_crash_and_gone_when_discarded(tmp_path: Path) -> None:
    Drafts(tmp_path).save("entry/new é", "# A thought\nmore")
    Drafts(tmp_path).save("entry/new é", "# A better thought\r\nmore \ud800")
    drafts = Drafts(tmp_path)
    (info,) = drafts.names()
    assert (info.name, info.first_line) == ("entry/new é", "A better thought")
    assert info.moment.tzinfo is not None
    assert drafts.read("entry/new é") == "# A better thought\r\nmore ?"
    drafts.discard("entry/new é")
    drafts.discard("entry/new é")
    assert drafts.names() == []
    assert drafts.read("entry/new é") is None


def test_drafts_are_listed_last_saved_first_and_for_the_owner_alone(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    assert drafts.names() == []
    for age, name in enumerate(("one", "..", "a%2fb", ".learnlog-x")):
        drafts.save(name, name)
        (file,) = (f for f in (tmp_path / ".learnlog/drafts").iterdir() if f.read_text() == name)
        os.utime(file, (1000 + age, 1000 + age))
        assert file.stat().st_mode & 0o777 == 0o600
    assert [info.name for info in drafts.names()] == [".learnlog-x", "a%2fb", "..", "one"]
    assert [drafts.read(info.name) for info in drafts.names()] == [".learnlog-x", "a%2fb", "..", "one"]


def test_a_draft_that_cannot_be_saved_is_told(tmp_path: Path) -> None:
    with pytest.raises(LearnlogError, match="name"):
        Drafts(tmp_path).save("", "x")
    with pytest.raises(LearnlogError, match="5 MB"):
        Drafts(tmp_path).save("big", "x" * 5_000_001)
    (tmp_path / "file").write_text("x")
    with pytest.raises(LearnlogError, match="could not be saved"):
        Drafts(tmp_path / "file").save("x", "x")
