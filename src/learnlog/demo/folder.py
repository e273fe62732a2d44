"""The demo's folder: how it is told from others, when it is whole, and how it goes away."""

import shutil
from pathlib import Path

from learnlog.library import Library
from learnlog.model.errors import LearnlogError
from learnlog.settings import find_paths

MARK = "This folder is learnlog's demo; `learnlog demo --remove` takes it away.\n"
UNFINISHED = "It is being made, or being taken away: `learnlog demo` makes it anew.\n"
OURS = frozenset(
    ("DEMO", "vault", "library.db", "library.db-wal", "library.db-shm", "state", "settings.toml")
)
"""All that a home of learnlog may hold at its top."""


def demo_home() -> Path:
    """Return the folder of the demo's own home, beside the user's real library."""
    return find_paths().library.parent / "learnlog-demo"


class DemoFolder:
    """The folder `home`, else the demo's usual one."""

    def __init__(self, home: Path | None = None) -> None:
        self.home = home or demo_home()
        self._mark = self.home / "DEMO"
        self._is_usual = home is None

    @property
    def is_whole(self) -> bool:
        """Tell whether a demo that was made to its end is here."""
        try:
            said = self._mark.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return False
        return bool(said) and UNFINISHED not in said

    def begin(self) -> None:
        """Clear what an unfinished demo left here, and mark the folder as a demo in the making.

        Raises:
            LearnlogError: something that is not the demo is here, or another learnlog has it open.
        """
        if self._names():
            self._clear()
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._write_mark(MARK + UNFINISHED)

    def finish(self) -> None:
        """Mark the demo as whole."""
        self._write_mark(MARK)

    def remove(self) -> bool:
        """Take the demo away; returns whether there was one.

        Raises:
            LearnlogError: something that is not the demo is here, or another learnlog has it open.
        """
        if not self._names():
            return False
        self._clear()
        # the mark goes last: whatever stops this, the next try knows the folder again
        self._mark.unlink(missing_ok=True)
        try:
            self.home.rmdir()
        except OSError as error:
            self._write_mark(MARK + UNFINISHED)
            raise LearnlogError(
                f"Something was put into {self.home} meanwhile, so it is still there.",
                "Close the other learnlog first, then run `learnlog demo --remove` again.",
            ) from error
        return True

    def _names(self) -> set[str]:
        return {path.name for path in self.home.iterdir()} if self.home.is_dir() else set()

    def _clear(self) -> None:
        """Empty the folder but for its mark."""
        names = self._names()
        if not (self._mark.exists() or (self._is_usual and names <= OURS)):
            raise LearnlogError(
                f"{self.home} is not empty and not the demo, so nothing was changed.",
                "Move it away, or name another folder with --home.",
            )
        self._refuse_when_open()
        self._write_mark(MARK + UNFINISHED)
        for name in names - {self._mark.name}:
            path = self.home / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def _refuse_when_open(self) -> None:
        """Raise when the library's log outlives our own connection: then another process has it open."""
        path = find_paths(str(self.home)).library
        if not path.exists():
            return
        try:
            Library(path).close()
        except LearnlogError:
            return  # a damaged library may go as well
        if path.with_name(f"{path.name}-wal").exists():
            raise LearnlogError(
                "Another learnlog has the demo open, so nothing was changed.",
                "Close the other learnlog first, then try again.",
            )

    def _write_mark(self, text: str) -> None:
        self._mark.write_text(text, encoding="utf-8")
