"""The demo's folder: made whole, taken away whole, and never stuck in between."""

from pathlib import Path

import pytest

from learnlog.cli.main import main
from learnlog.demo.builder import Builder
from learnlog.demo.folder import DemoFolder, demo_home
from learnlog.demo.loader import open_demo
from learnlog.library import Library
from learnlog.model.errors import LearnlogError
from learnlog.settings import find_paths


@pytest.fixture
def usual(home: Path) -> Path:
    """Return the demo's usual folder, below the test's own home."""
    return demo_home()


def make() -> None:
    open_demo().close()


def entries() -> int:
    workspace = open_demo()
    try:
        return sum(1 for _ in workspace.vault.scan())
    finally:
        workspace.close()


def test_the_demo_comes_and_goes(usual: Path) -> None:
    assert not DemoFolder().remove()
    make()
    assert DemoFolder().is_whole
    assert DemoFolder().remove()
    assert not usual.exists()


def test_removing_no_demo_is_no_failure(usual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--remove"]) == 0
    assert capsys.readouterr().err == "There is no demo.\n"


def test_a_demo_that_is_open_elsewhere_stays(usual: Path) -> None:
    make()
    number = entries()
    elsewhere = Library(find_paths(str(usual)).library)
    with pytest.raises(LearnlogError, match="has the demo open") as refused:
        DemoFolder().remove()
    assert "Close the other learnlog first" in refused.value.hint
    assert entries() == number
    elsewhere.close()
    assert DemoFolder().remove()


def test_a_demo_that_was_cut_short_is_made_anew(usual: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make()
    number = entries()
    assert DemoFolder().remove()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Builder, "write_entries", stop)
        with pytest.raises(KeyboardInterrupt):
            make()
    assert (usual / "vault").exists()
    assert not DemoFolder().is_whole
    assert entries() == number


@pytest.mark.parametrize("act", [make, lambda: DemoFolder().remove()])
def test_what_an_older_removal_left_behind_is_no_hindrance(usual: Path, act: object) -> None:
    make()
    (usual / "DEMO").unlink()
    act()  # type: ignore[operator]
    assert usual.exists() == DemoFolder().is_whole


def test_a_folder_with_anything_of_the_users_is_left_alone(usual: Path) -> None:
    usual.mkdir(parents=True)
    (usual / "vault").mkdir()
    (usual / "thesis.txt").write_text("mine", encoding="utf-8")
    for act in (make, DemoFolder().remove):
        with pytest.raises(LearnlogError, match="not the demo"):
            act()
    assert {path.name for path in usual.iterdir()} == {"vault", "thesis.txt"}


def test_a_home_that_was_named_is_never_taken_for_leftovers(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    for act in (lambda: open_demo(tmp_path), DemoFolder(tmp_path).remove):
        with pytest.raises(LearnlogError, match="not the demo"):
            act()
    assert (tmp_path / "vault").is_dir()


def test_a_mark_that_never_got_its_words_is_an_unfinished_demo(usual: Path) -> None:
    usual.mkdir(parents=True)
    (usual / "DEMO").touch()
    make()
    assert DemoFolder().is_whole
